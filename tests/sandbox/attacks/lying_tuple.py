"""Returns a tuple whose length, items and entries contradict each other.

Worth: 0
"""

# %%
class Liar(tuple):
    def __len__(self):
        return -1

    def __iter__(self):
        while True:
            yield 2.0

    def __getitem__(self, index):
        return 2.0

# %% exercise="double"
def double(x):
    return Liar((1, 2))

# %% exercise="quad"
def quad(x):
    return Liar((1, 2))
