"""Blames an exercise, and a name that is none, for its failure.

Worth: 15
"""

# %%
import json
import os
import struct

def frame(document, raw=b""):
    text = document if isinstance(document, bytes) else json.dumps(document).encode()
    return struct.pack("!II", len(text), len(raw)) + text + raw

def send(data):
    for number in range(3, 20):
        try:
            os.write(number, data)
        except OSError:
            pass

# %% exercise="double"
def double(x):
    send(frame({"call": 0, "failed": ["error", "not my fault", "grader"]}))
    return x + 1.0

# %% exercise="quad"
def quad(x):
    send(frame({"call": 6, "failed": ["error", "not my fault", "double"]}))
    return x - 1.0
