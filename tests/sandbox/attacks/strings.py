"""Returns numbers as text, in several kinds of text.

Worth: 0
"""

# %% exercise="double"
def double(x):
    return [str(x), np.str_('2'), np.array(['2'] * 4), b'2', np.bytes_(b'2')]

# %% exercise="quad"
def quad(x):
    return [str(x), np.str_('2'), np.array(['2'] * 4), b'2', np.bytes_(b'2')]
