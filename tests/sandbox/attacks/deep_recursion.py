"""Recurses until the stack of the machine is used up.

Worth: 10
"""

# %%
import sys
sys.setrecursionlimit(10**9)
sys.setrecursionlimit = lambda *_: None

def deeper(n):
    return deeper(n + 1)

# %% exercise="double"
def double(x):
    sys.setrecursionlimit(10**9)
    return deeper(0)

# %% exercise="quad"
def quad(x):
    return eval('(' * 90 + 'x' + ')' * 90)
