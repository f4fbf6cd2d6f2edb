"""Returns arrays that are files.

Worth: 15
"""

# %% exercise="double"
def double(x):
    return np.memmap('@TARGET@/mapped', float, 'w+', shape=x.shape)

# %% exercise="quad"
def quad(x):
    return np.memmap('@TARGET@/mapped', float, 'w+', shape=x.shape)
