"""Writes ten megabytes into every folder that is left to it.

Worth: 15
"""

# %%
import os
import tempfile
for folder in (".", tempfile.gettempdir(), "/dev/shm", "/tmp", "@TARGET@"):
    try:
        with open(os.path.join(folder, "attack-filler"), "wb") as file:
            for _ in range(10):
                file.write(b"\0" * 2**20)
    except OSError:
        pass
    try:
        os.unlink(os.path.join(folder, "attack-filler"))
    except OSError:
        pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
