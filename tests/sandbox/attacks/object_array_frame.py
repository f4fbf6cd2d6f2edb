"""Sends arrays of objects, of pointers and of dtypes that are not on the list.

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
    for code in ("O", "|O8", "V8", "M8", "U4", "f16", "object", "f8,f8", ">f8"):
        send(frame({"call": 0, "returned": {"array": [code, [1]]}}, b"\1" * 16))
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
