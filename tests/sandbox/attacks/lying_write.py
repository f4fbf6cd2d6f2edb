"""Makes the worker believe that more, or less, was written to its channel than was.

Worth: 15
"""

# %%
import os
write, turns = os.write, []

def lying(descriptor, data):
    turns.append(len(data))
    if len(turns) % 3 == 0:
        write(descriptor, bytes(data)[: len(data) // 2])
        return len(data)
    if len(turns) % 3 == 1:
        return write(descriptor, bytes(data)) - 1
    return write(descriptor, bytes(data))

os.write = lying

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
