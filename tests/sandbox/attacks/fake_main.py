"""Puts another module in the place of __main__ and of the notebook's shell.

Worth: 15
"""

# %%
import sys
import types
sys.modules["__main__"] = types.ModuleType("__main__")
get_ipython().__class__.run_cell_magic = lambda *_: 1
sys.modules["builtins"] = types.ModuleType("builtins")

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
