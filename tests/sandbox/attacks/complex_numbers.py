"""Returns complex numbers with nothing in their imaginary part.

Worth: 15
"""

# %% exercise="double"
def double(x):
    return (x + 1.0).astype(complex)

# %% exercise="quad"
def quad(x):
    return (x + 1.0).astype(complex)
