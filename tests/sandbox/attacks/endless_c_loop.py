"""Never returns from inside of C, where no signal handler of Python's runs.

Worth: 10
"""

# %% exercise="double"
def double(x):
    return sum(iter(int, 1))

# %% exercise="quad"
def quad(x):
    return x - 1.0
