"""Claims the given function, a check and the other exercise as its own cells.

Worth: 15
"""

# %%
pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0

# %%
# %% exercise="square"
def square(x):
    return x
# %% given="setup"
np = None
# %% check="double"
raise SystemExit
# %% exercise="quad"
quad = double
# %% exercise="../../record"
pass
# %% exercise="__class__"
__class__ = 1
