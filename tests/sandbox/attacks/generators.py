"""Returns a generator, and a coroutine, that never end.

Worth: 0
"""

# %% exercise="double"
def double(x):
    return (n for n in iter(int, 1))

# %% exercise="quad"
def quad(x):
    return (n for n in iter(int, 1))
