"""Says Markdown with links, images, mentions and table cells.

Worth: 0
"""

# %% exercise="double"
def double(x):
    raise ValueError("![x](http://127.0.0.1/) | @all | `x` | [a](javascript:1)")

# %% exercise="quad"
def quad(x):
    raise ValueError("![x](http://127.0.0.1/) | @all | `x` | [a](javascript:1)")
