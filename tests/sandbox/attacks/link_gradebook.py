"""Puts links where the grader may write later.

Worth: 15
"""

# %%
import os
for step in (
    lambda: os.symlink("@SOLUTION@/lesson.py", "@TARGET@/link"),
    lambda: os.link("@TARGET@/gradebook.db", "@TARGET@/hard"),
    lambda: os.mkfifo("@TARGET@/fifo"),
    lambda: os.mkdir("@TARGET@/folder"),
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
