"""Raises groups of groups of exceptions, with causes and notes that go round in circles.

Worth: 0
"""

# %%
def round_about(depth):
    error = ValueError("deep")
    for _ in range(depth):
        error = ExceptionGroup("group", [error, error])
    error.__cause__ = error.__context__ = error
    error.__notes__ = [error]
    return error

# %% exercise="double"
def double(x):
    raise round_about(1000)

# %% exercise="quad"
def quad(x):
    try:
        raise round_about(10)
    except* ValueError as group:
        raise group
