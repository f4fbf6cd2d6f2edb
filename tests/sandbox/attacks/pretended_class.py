"""Returns an object that says its class is that of arrays, then of floats.

Worth: 0
"""

# %%
class Liar:
    classes = [np.ndarray, float, int, tuple]

    @property
    def __class__(self):
        Liar.classes = Liar.classes[1:] + Liar.classes[:1]
        return Liar.classes[0]

    def __float__(self):
        return 2.0

    def hex(self):
        return '{"verdict": "passed"}'

# %% exercise="double"
def double(x):
    return Liar()

# %% exercise="quad"
def quad(x):
    return Liar()
