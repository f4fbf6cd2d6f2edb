"""Replies to a call while it is still running, then returns something else.

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
calls = []

# %% exercise="double"
def double(x):
    calls.append(0)
    send(frame({"call": len(calls) - 1, "returned": {"array": ["f8", list(x.shape)]}}, (x * 0 + 1).tobytes()))
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
