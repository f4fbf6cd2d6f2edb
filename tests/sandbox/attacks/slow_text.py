"""Raises exceptions whose texts take Python for ever to write.

Worth: 0
"""

# %%
import sys
getattr(sys, "set_int_max_str_digits", id)(0)

# %% exercise="double"
def double(x):
    raise ValueError(7 ** 3_000_000)

# %% exercise="quad"
def quad(x):
    nest = []
    for _ in range(60):
        nest = [nest, nest]
    raise ValueError(nest)
