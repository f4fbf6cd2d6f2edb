"""Returns structured arrays with hostile field names.

Worth: 0
"""

# %% exercise="double"
def double(x):
    return np.zeros(x.shape, dtype=[("<script>", "f8"), ("\x1b[2J", "O")])

# %% exercise="quad"
def quad(x):
    return np.zeros(x.shape, dtype=[("<script>", "f8"), ("\x1b[2J", "O")])
