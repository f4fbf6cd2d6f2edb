"""Puts other things in the place of its channel to the grader.

Worth: 15
"""

# %%
import os
reading, writing = os.pipe()
for number in range(3, 12):
    if number not in (reading, writing):
        try:
            os.dup2(writing, number)
        except OSError:
            pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
