"""Kills itself with every signal in turn, as the kernel and as a crash would.

Worth: 15
"""

# %%
import os
import signal
for number in (signal.SIGTERM, signal.SIGSYS, signal.SIGSEGV, signal.SIGKILL):
    os.kill(os.getpid(), number)

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
