"""Says characters that XML forbids in its messages.

Worth: 0
"""

# %% exercise="double"
def double(x):
    raise ValueError("\x00\x0b\ufffe\uffff\ud800]]>&#0;<!--")

# %% exercise="quad"
def quad(x):
    raise ValueError("\x00\x0b\ufffe\uffff\ud800]]>&#0;<!--")
