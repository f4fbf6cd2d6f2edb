"""Never returns.

Worth: 10
"""

# %% exercise="double"
def double(x):
    while True:
        pass

# %% exercise="quad"
def quad(x):
    return x - 1.0
