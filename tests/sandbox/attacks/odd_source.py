"""Holds null bytes, form feeds, deep brackets and characters of no alphabet.

Worth: 15
"""

# %%
x = '@U+000C@@U+0001@@U+FDD0@'
y = ((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))
z = '@U+0000@'

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
