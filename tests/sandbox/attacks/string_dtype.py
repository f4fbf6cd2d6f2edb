"""Returns arrays of numpy's newer kinds: texts of any length, subarrays, empty records.

Worth: 0
"""

# %%
kinds = getattr(np, "dtypes", None)
text = getattr(kinds, "StringDType", lambda: np.dtype("O"))

# %% exercise="double"
def double(x):
    return np.array([str(2 * number) for number in x.ravel()], dtype=text()).reshape(x.shape)

# %% exercise="quad"
def quad(x):
    return np.zeros(x.shape, np.dtype([("", "f8", (2,) * 20), ("", "V0")])[["f1"]] if x.ndim == 1 else "V8")
