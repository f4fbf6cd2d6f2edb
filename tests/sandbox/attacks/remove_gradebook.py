"""Removes, renames, truncates and hides the gradebook.

Worth: 15
"""

# %%
import os
for step in (
    lambda: os.chmod("@TARGET@/gradebook.db", 0),
    lambda: os.truncate("@TARGET@/gradebook.db", 0),
    lambda: os.rename("@TARGET@/gradebook.db", "@TARGET@/other"),
    lambda: os.unlink("@TARGET@/gradebook.db"),
    lambda: os.rmdir("@TARGET@"),
    lambda: os.utime("@TARGET@/gradebook.db", (0, 0)),
):
    try:
        step()
    except OSError:
        pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
