"""Opens and makes device files.

Worth: 15
"""

# %%
import os
import stat
for name in ("/dev/zero", "/dev/mem", "/dev/kmsg", "/dev/tty", "/dev/ptmx", "/dev/fuse"):
    try:
        with open(name, "rb", buffering=0) as file:
            file.read(1) if name == "/dev/zero" else None
            open("@TARGET@/device", "w").close()
    except OSError:
        pass
try:
    os.mknod("@TARGET@/null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
except OSError:
    pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
