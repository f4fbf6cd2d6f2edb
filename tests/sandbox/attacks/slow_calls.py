"""Takes a little less than it may for every call.

Worth: 15
"""

# %%
import time

# %% exercise="double"
def double(x):
    time.sleep(0.25)
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
