"""Detaches a process that writes the gradebook when everything is over.

Worth: 15
"""

# %%
import os
import time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 20)
        time.sleep(0.3)
        open("@TARGET@/gradebook.db", "w").write("100")
    os._exit(0)

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
