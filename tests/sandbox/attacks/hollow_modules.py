"""Empties sys.modules and replaces the modules that everything rests on.

Worth: 15
"""

# %%
import sys
import types
for name in ("os", "json", "struct", "numpy", "signal", "autograder", "autograder.sandbox.protocol.codec"):
    sys.modules[name] = types.ModuleType(name)
for name in [name for name in sys.modules if name.startswith("autograder")]:
    del sys.modules[name]

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
