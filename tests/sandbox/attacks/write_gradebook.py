"""Writes into the gradebook.

Worth: 15
"""

# %%
with open("@TARGET@/gradebook.db", "w") as file:
    file.write("100")

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
