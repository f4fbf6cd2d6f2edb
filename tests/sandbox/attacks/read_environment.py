"""Looks for the course's seed and for tokens in the environment, and reports them.

Worth: 15
"""

# %%
import os
import sys
secrets = [f"{k}={v}" for k, v in os.environ.items() if "SEED" in k or "TOKEN" in k or "@SECRET@" in v]
if secrets:
    raise RuntimeError("found " + "; ".join(secrets))

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
