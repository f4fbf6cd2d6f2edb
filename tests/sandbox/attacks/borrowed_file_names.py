"""Compiles code under the file name of the given cell and of another exercise's, to put the blame there.

Worth: 0
"""

# %%
def blamed(name, filename):
    scope = {}
    source = f"def {name}(x):\n    raise NotImplementedError('not written')\n"
    exec(compile(source, filename, "exec"), scope)
    scope[name].__code__ = scope[name].__code__.replace(co_qualname=name, co_firstlineno=10**6)
    return scope[name]

# %% exercise="double"
double = blamed("quad", "<given 0>")

# %% exercise="quad"
quad = blamed("double", "<cell 1>")
