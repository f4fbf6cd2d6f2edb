"""Raises built-in exceptions whose attributes are of unexpected types.

Worth: 0
"""

# %%
class Text(str):
    def __getitem__(self, _):
        return 17

class Raises:
    def __getattribute__(self, name):
        raise SystemExit(name)

# %% exercise="double"
def double(x):
    error = SyntaxError("x")
    error.msg, error.filename, error.lineno = Raises(), "<cell 1>", "<b>"
    raise error

# %% exercise="quad"
def quad(x):
    if x.ndim == 1:
        raise NameError("x", name=[Raises()])
    raise ValueError(Text("x"))
