"""Traces and profiles every line that the worker runs and changes its local names.

Worth: 15
"""

# %%
import sys
import threading

def trace(frame, event, argument):
    if "outcome" in frame.f_locals:
        frame.f_locals["outcome"] = None
    return trace

sys.settrace(trace)
sys.setprofile(lambda *_: None)
threading.settrace(trace)

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
