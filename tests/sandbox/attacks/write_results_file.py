"""Leaves result files of other graders wherever it may write.

Worth: 15
"""

# %%
import json
from pathlib import Path
for folder in ("@TARGET@", ".", "/autograder/results", "/tmp"):
    for name in ("attack-results.json", "attack-gradebook.db"):
        try:
            Path(folder, name).write_text(json.dumps({"score": 100}))
        except OSError:
            pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
