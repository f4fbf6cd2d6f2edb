"""Prints five megabytes, to standard output and to its descriptors.

Worth: 15
"""

# %%
import os
import sys
for _ in range(50):
    print("x" * 100_000)
    sys.stderr.write("y" * 1000)
    os.write(1, b"z" * 1000)
    os.write(2, b"z" * 1000)

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
