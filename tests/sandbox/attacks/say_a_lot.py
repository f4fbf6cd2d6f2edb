"""Says ten megabytes.

Worth: 0
"""

# %% exercise="double"
def double(x):
    raise ValueError("<" * 10**7)

# %% exercise="quad"
def quad(x):
    raise ValueError("<" * 10**7)
