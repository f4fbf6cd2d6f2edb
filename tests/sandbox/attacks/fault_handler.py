"""Has the fault handler dump tracebacks into its channels and then faults.

Worth: 15
"""

# %%
import faulthandler
for number in range(3, 12):
    try:
        faulthandler.enable(number)
        faulthandler.dump_traceback(number)
    except (OSError, RuntimeError, ValueError):
        pass
faulthandler._sigsegv()

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
