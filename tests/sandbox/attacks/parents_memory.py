"""Reads the memory, the environment and the open files of the process above it.

Worth: 15
"""

# %%
import os
seen = []
for number in {os.getppid(), 1}:
    for part in ("mem", "environ", "cmdline", "maps", "fd/0", "root/etc/passwd"):
        try:
            with open(f"/proc/{number}/{part}", "rb") as file:
                seen.append(file.read(64))
        except OSError:
            pass
if seen:
    open("@TARGET@/seen", "wb").write(b"".join(seen))

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
