"""Leaves work for the end of the process: a file, and one more reply.

Worth: 5
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

import atexit

@atexit.register
def last_words():
    send(frame({"call": 11, "returned": {"float": "0x1p+2"}}))
    open("@TARGET@/at-exit", "w").close()

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    raise SystemExit(0)
