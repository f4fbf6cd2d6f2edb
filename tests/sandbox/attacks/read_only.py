"""Returns arrays that cannot be written, over bytes of its own.

Worth: 15
"""

# %% exercise="double"
def double(x):
    return np.frombuffer(b'\0' * x.nbytes).reshape(x.shape)

# %% exercise="quad"
def quad(x):
    return np.frombuffer(b'\0' * x.nbytes).reshape(x.shape)
