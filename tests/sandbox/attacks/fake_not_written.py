"""Raises NotImplementedError from code that is named after another exercise.

Worth: 0
"""

# %%
def forge(name):
    scope = {}
    exec(f"def {name}(x):\n    raise NotImplementedError", scope)
    return scope[name]

# %% exercise="double"
double = forge('quad')

# %% exercise="quad"
quad = forge('double')
