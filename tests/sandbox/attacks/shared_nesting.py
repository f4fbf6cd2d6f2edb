"""Returns lists that hold the same list twice, thirty deep, and sets of sets of sets.

Worth: 0
"""

# %% exercise="double"
def double(x):
    nested = x
    for _ in range(30):
        nested = [nested, nested]
    return nested
# %% exercise="quad"
def quad(x):
    return [frozenset(frozenset([(i, j)]) for i in range(30)) for j in range(1000)]
