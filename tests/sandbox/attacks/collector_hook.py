"""Runs on every garbage collection and keeps every object alive.

Worth: 15
"""

# %%
import gc
gc.callbacks.append(lambda *_: gc.get_objects())
gc.set_threshold(1, 1, 1)
gc.unfreeze()

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
