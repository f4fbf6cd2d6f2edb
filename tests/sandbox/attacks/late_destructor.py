"""Returns an object that sends a reply and leaves a file when it is thrown away.

Worth: 0
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

class Last:
    def __del__(self):
        send(frame({"call": 1, "returned": {"float": "0x1p+1"}}))
        open("@TARGET@/late", "w").close()

# %% exercise="double"
def double(x):
    return Last()

# %% exercise="quad"
def quad(x):
    return [Last(), x]
