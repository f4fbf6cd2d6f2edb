"""Starts programs, by every way that the standard library has.

Worth: 15
"""

# %%
import os
command = ["/bin/sh", "-c", "echo 100 > @TARGET@/started"]
for start in (
    lambda: os.posix_spawn(command[0], command, {}),
    lambda: os.system("echo 100 > @TARGET@/started"),
    lambda: __import__("subprocess").run(command, check=False, timeout=1),
    lambda: __import__("_posixsubprocess").fork_exec(*[None] * 21),
):
    try:
        start()
    except BaseException:
        pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
