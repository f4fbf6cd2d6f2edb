"""Says characters that turn text around or hide it.

Worth: 0
"""

# %% exercise="double"
def double(x):
    raise ValueError("\u202e\u2066\u200b\u2028\u00ad\U000e0041")

# %% exercise="quad"
def quad(x):
    raise ValueError("\u202e\u2066\u200b\u2028\u00ad\U000e0041")
