"""Hands its work to processes of multiprocessing.

Worth: 15
"""

# %%
import multiprocessing

def leave():
    open("@TARGET@/pooled", "w").close()

process = multiprocessing.get_context("fork").Process(target=leave)
process.start()
process.join(1)

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
