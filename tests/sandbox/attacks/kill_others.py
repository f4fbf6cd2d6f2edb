"""Kills a process of the grader's, and asks whether it could kill the grader.

Worth: 15
"""

# %%
import os
import signal
for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGKILL):
    try:
        os.kill(@VICTIM@, number)
    except OSError:
        pass
try:
    os.kill(os.getppid(), 0)
    open("@TARGET@/could-kill", "w").close()
except OSError:
    pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
