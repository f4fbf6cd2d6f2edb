"""Raises and returns things of classes with hostile names.

Worth: 0
"""

# %%
hostile = "<b>\x1b[2J\n::error::x\u202e" * 100
Evil = type(hostile, (Exception,), {"__module__": hostile, "__qualname__": hostile})
Thing = type(hostile, (), {})

# %% exercise="double"
def double(x):
    raise Evil('=1+1')

# %% exercise="quad"
def quad(x):
    return Thing()
