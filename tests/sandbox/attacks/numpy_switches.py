"""Throws the switches of numpy that hold for the whole process: errors, buffers, printing, casting.

Worth: 15
"""

# %%
np.seterr(all="raise")
np.seterrcall(lambda *_: 1 / 0)
np.setbufsize(16)
np.set_printoptions(threshold=0, formatter={"all": lambda number: 1 / 0})
np.geterr = np.errstate = lambda *_, **__: None
for switch in ("set_numeric_ops", "_set_promotion_state", "set_string_function"):
    getattr(np, switch, lambda *_: None)("weak")
np.dtype("f8").metadata

# %% exercise="double"
def double(x):
    return (x + 1.0).astype(np.dtype("f8", metadata={"shape": x.shape, "values": "right"}))

# %% exercise="quad"
def quad(x):
    return (x - 1.0).astype(">f8")
