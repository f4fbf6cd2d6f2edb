"""Reaches folders through descriptors and the names that the system gives to them.

Worth: 15
"""

# %%
import os
for number in range(20):
    for name in (f"/proc/self/fd/{number}", f"/dev/fd/{number}"):
        try:
            os.close(os.open(name, os.O_RDONLY))
        except OSError:
            pass
    try:
        os.fchdir(number)
        os.fchmod(number, 0)
        os.close(os.open("gradebook.db", os.O_RDWR, dir_fd=number))
        open("@TARGET@/reached", "w").close()
    except OSError:
        pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
