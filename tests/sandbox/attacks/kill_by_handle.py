"""Kills a process of the grader's through a pidfd, by queue and by thread.

Worth: 15
"""

# %%
import ctypes
import os
import signal
libc = ctypes.CDLL(None)
try:
    handle = os.pidfd_open(@VICTIM@)
    signal.pidfd_send_signal(handle, signal.SIGKILL)
except (OSError, AttributeError):
    pass
libc.sigqueue(@VICTIM@, 9, None)
libc.tgkill(@VICTIM@, @VICTIM@, 9)

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
