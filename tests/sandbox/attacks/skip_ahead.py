"""Answers a call that comes later before the one that is asked.

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
    send(frame({"call": 5, "returned": {"array": ["f8", [2, 3]]}}, b"\0" * 48))
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
