"""Takes memory that is not counted as its own: shared, anonymous files, System V.

Worth: 15
"""

# %%
import ctypes
import mmap
import os
libc = ctypes.CDLL(None)
kept = []
try:
    kept.append(os.memfd_create("hoard"))
    os.ftruncate(kept[-1], 10 * 2**20)
    kept.append(mmap.mmap(kept[-1], 10 * 2**20))
except (OSError, AttributeError):
    pass
number = libc.shmget(0, 4096, 0o1600)
if number >= 0:
    libc.shmctl(number, 0, None)
    open("@TARGET@/shared", "w").close()

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
