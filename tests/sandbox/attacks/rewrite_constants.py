"""Writes over numbers, texts and tuples in memory that Python holds for unchangeable.

Worth: 0
"""

# %%
import ctypes

def write(thing, at, data):
    ctypes.memmove(id(thing) + at, data, len(data))

# %% exercise="double"
def double(x):
    write(1, 24, (2).to_bytes(4, "little"))
    write("returned", 48 if hasattr(str, "isascii") else 72, b"failed\0\0")
    return x + 1.0

# %% exercise="quad"
def quad(x):
    write(0.0, 16, b"\xff" * 8)
    write((), 16, b"\x04" + b"\0" * 7)
    return (x - 1.0, ())
