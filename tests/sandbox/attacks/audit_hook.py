"""Adds an audit hook that objects to whatever the worker does next.

Worth: 15
"""

# %%
import sys

def refuse(event, arguments):
    if event not in ("compile", "exec"):
        raise SystemExit("refused")

sys.addaudithook(refuse)

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
