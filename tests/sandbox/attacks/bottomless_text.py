"""Raises an exception whose text recurses through C until the stack of the machine is used up.

Worth: 0
"""

# %%
import sys

class Deep:
    def __repr__(self):
        return repr([self.__class__()])

    __str__ = __repr__

class Bottomless(Exception):
    def __str__(self):
        sys.setrecursionlimit(10**9)
        return repr([Deep()])

# %% exercise="double"
def double(x):
    raise Bottomless

# %% exercise="quad"
def quad(x):
    raise Bottomless(Deep())
