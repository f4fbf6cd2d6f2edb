"""Returns NaN everywhere, for judges that ask whether something differs.

Worth: 15
"""

# %% exercise="double"
def double(x):
    return x * np.nan

# %% exercise="quad"
def quad(x):
    return x * np.nan
