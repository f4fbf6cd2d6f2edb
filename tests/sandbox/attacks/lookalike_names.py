"""Defines its functions under names that look the same, or that Python takes for the same.

Worth: 15
"""

# %%
def @U+FF44@ouble(x):
    return x

d@U+043E@uble = quad = None

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0

# %%
def q@U+FF55@ad(x):
    return double(double(x))

s@U+FF51@uare = @U+FF4E@p = None
