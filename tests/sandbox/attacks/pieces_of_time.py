"""Spends its time in pieces that are each short enough: in cells, calls, imports, finalizers and on its way out.

Worth: 15
"""

import atexit
import sys
import time
import weakref


def spend(seconds=0.2):
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


class Finalized:
    def __init__(self):
        weakref.finalize(self, spend, 0.1)

    def __del__(self):
        spend(0.1)


class Finder:
    def find_spec(self, *_):
        time.sleep(0.1)


# %%
sys.meta_path.insert(0, Finder())
atexit.register(spend)
spend()
# %%
kept = [Finalized() for _ in range(20)]
spend()
# %% exercise="double"
def double(x):
    Finalized()
    spend(0.05)
    return x + 1.0
# %% exercise="quad"
def quad(x):
    kept.append(Finalized())
    kept.pop(0)
    time.sleep(0.2)
    return x - 1.0
