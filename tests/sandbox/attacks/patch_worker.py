"""Replaces the worker's own functions by ones that return what may be wanted.

Worth: 0
"""

# %%
import sys
for name, module in list(sys.modules.items()):
    if name.startswith("autograder."):
        for part in ("portable", "single_line", "describe_error", "perform", "encode_value"):
            if hasattr(module, part):
                setattr(module, part, lambda value, *_: value)
        if hasattr(module, "MAX_ITEMS"):
            module.MAX_ITEMS = module.MAX_TEXT = module.MAX_BITS = module.MAX_SENTENCE = 10**9

# %% exercise="double"
def double(x):
    raise ValueError("\x1b[2J<b>\n" * 1000)

# %% exercise="quad"
def quad(x):
    return [1 << 5000] * 50000
