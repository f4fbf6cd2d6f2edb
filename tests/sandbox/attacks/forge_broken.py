"""Tries to make the grader's own status, BROKEN, its own.

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

send(frame({"ready": "given cell 1: NameError: the course is broken"}))

# %% exercise="double"
def double(x):
    send(frame({"call": 0, "failed": ["broken", "our fault", ""]}))
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
