"""Replies with JSON nested a hundred thousand deep, and with a number of a hundred thousand digits.

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

send(frame(b'{"cell":' + b"[" * 100000 + b"]" * 100000 + b"}"))

# %% exercise="double"
def double(x):
    send(frame(b'{"call":0,"returned":' + b"9" * 100000 + b"}"))
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
