"""Asks the grader for results of arguments that are huge, endless, no numbers, or nested beyond reason.

Worth: 15
"""

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    nested = []
    nested.append(nested)
    for strange in (np.zeros(10**5), np.full(np.shape(x), np.nan), nested, 10**400, "x" * 10**6, double, x * 1j, None):
        try:
            double(strange)
        except RuntimeError:
            pass
    return x - 1.0
