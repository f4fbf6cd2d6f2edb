"""Ends the process at once in a cell, and in a call, with an exit code that means well.

Worth: 0
"""

# %%
import os
os._exit(0)

# %% exercise="double"
def double(x):
    import os
    os._exit(0)

# %% exercise="quad"
def quad(x):
    raise SystemExit(0)
