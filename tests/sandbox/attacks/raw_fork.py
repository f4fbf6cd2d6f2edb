"""Makes processes with fork, vfork and clone by their numbers, past what Python offers.

Worth: 15
"""

# %%
import ctypes
import os
libc = ctypes.CDLL(None, use_errno=True)
machine = os.uname().machine
for number in {"x86_64": (57, 435), "aarch64": (435,)}.get(machine, ()):
    if libc.syscall(number, 0, 0, 0, 0, 0) == 0:
        open("@TARGET@/forked", "w").close()
        os._exit(0)

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
