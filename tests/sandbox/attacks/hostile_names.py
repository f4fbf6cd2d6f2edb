"""Defines functions, files and modules with hostile names, which tracebacks would show.

Worth: 0
"""

# %%
code = compile("def double(x):\n    raise ValueError", "\x1b[2J<script>", "exec")
exec(code)
evil = double
evil.__name__ = evil.__qualname__ = "\x1b[2J::error::"
evil.__module__ = "<script>"

# %% exercise="double"
double = evil

# %% exercise="quad"
def quad(x):
    raise NotImplementedError('\x1b[2J')
