"""Says terminal escapes in its messages.

Worth: 0
"""

# %% exercise="double"
def double(x):
    raise ValueError("\x1b]0;owned\x07\x1b[2J\x9b31m\r\b\x7f")

# %% exercise="quad"
def quad(x):
    raise ValueError("\x1b]0;owned\x07\x1b[2J\x9b31m\r\b\x7f")
