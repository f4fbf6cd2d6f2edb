"""Returns lists that hold themselves.

Worth: 0
"""

# %%
endless = []
endless += [endless, endless]

# %% exercise="double"
def double(x):
    return endless

# %% exercise="quad"
def quad(x):
    return endless
