"""Hangs in every destructor, thread and exit handler.

Worth: 5
"""

# %%
import atexit
import threading
import time
atexit.register(time.sleep, 100)
threading.Thread(target=time.sleep, args=(100,)).start()

class Slow:
    def __del__(self):
        time.sleep(100)

slow = Slow()

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    raise SystemExit
