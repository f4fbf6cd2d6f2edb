"""Opens the solution by the numbers of system calls, and by those of other machines' calls.

Worth: 15
"""

# %%
import ctypes
import os
libc = ctypes.CDLL(None)
path = b"@TARGET@/gradebook.db"
numbers = {"x86_64": (2, 85, 257, 437, 304, 0x40000002), "aarch64": (56, 437, 265)}.get(os.uname().machine, ())
for number in numbers:
    for first in (-100, path):
        found = libc.syscall(ctypes.c_long(number), first, path if first == -100 else 0, 0, 0)
        if found > 2:
            os.close(found)
            open("@TARGET@/opened", "w").close()

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
