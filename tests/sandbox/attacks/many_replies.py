"""Sends a hundred thousand replies after its own.

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
    return x + 1.0

# %% exercise="quad"
def quad(x):
    data = frame({"call": 1, "returned": None}) * 1000
    for _ in range(100):
        send(data)
    return x
