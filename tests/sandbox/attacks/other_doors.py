"""Tries rarer system calls: rings, keys, namespaces, mounts, page faults, other machines' calls.

Worth: 15
"""

# %%
import ctypes
import os
libc = ctypes.CDLL(None)
doors = {
    "x86_64": (425, 323, 321, 298, 250, 272, 308, 165, 310, 311, 428, 442, 0x40000000 | 2),
    "aarch64": (425, 282, 280, 241, 219, 97, 268, 40, 270, 271, 428, 442),
}
for number in doors.get(os.uname().machine, ()):
    buffer = ctypes.create_string_buffer(4096)
    if libc.syscall(ctypes.c_long(number), 0x10000000, buffer, 0, 0, 0, 0) > 0:
        open("@TARGET@/door", "a").write(f"{number}\n")

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
