"""Attaches a debugger to a process of the grader's, and lets go of it.

Worth: 15
"""

# %%
import ctypes
PTRACE_SEIZE, PTRACE_INTERRUPT, PTRACE_DETACH = 0x4206, 0x4207, 17
for request in (PTRACE_SEIZE, PTRACE_INTERRUPT, PTRACE_DETACH):
    ctypes.CDLL(None).ptrace(request, @VICTIM@, None, None)

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
