"""Replaces the hooks for exceptions, so that what it raises disappears.

Worth: 0
"""

# %%
import sys
import threading
sys.excepthook = sys.unraisablehook = threading.excepthook = lambda *_: None
sys.exc_info = lambda: (None, None, None)
sys.exit = lambda *_: None

# %% exercise="double"
def double(x):
    raise ValueError

# %% exercise="quad"
def quad(x):
    raise KeyboardInterrupt
