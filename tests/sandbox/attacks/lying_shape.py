"""Sends an array of a terabyte, of which no byte comes.

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
    send(frame({"call": 0, "returned": {"array": ["f8", [2**20, 2**20]]}}))
    return x + 1.0

# %% exercise="quad"
def quad(x):
    send(frame({"call": 6, "returned": {"array": ["f8", [0, 2**40, 2**40, 2**40]]}}))
    return x - 1.0
