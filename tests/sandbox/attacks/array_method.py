"""Returns an object whose __array__ gives something else each time.

Worth: 0
"""

# %%
class Liar:
    count = 0

    def __array__(self, dtype=None, copy=None):
        Liar.count += 1
        return np.ones((4,) * Liar.count)

    def __float__(self):
        return 2.0

    def __len__(self):
        return 4

    def __getitem__(self, index):
        return 2.0

# %% exercise="double"
def double(x):
    return Liar()

# %% exercise="quad"
def quad(x):
    return Liar()
