"""Loses an early exercise on purpose, then asks the grader for it over and over, until it knows no further.

Worth: 15
"""

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    found = x
    for _ in range(10):
        try:
            found = double(found)
        except RuntimeError:
            break
    return found
