"""Draws figures that are larger than its memory, and keeps all of them.

Worth: 15
"""

import matplotlib.pyplot as plt

# %% exercise="double"
def double(x):
    try:
        plt.figure(figsize=(300, 300)).canvas.draw()
    except MemoryError:
        pass
    return x + 1.0
# %% exercise="quad"
def quad(x):
    for _ in range(1000):
        plt.figure(figsize=(30, 30)).canvas.draw()
    return x - 1.0
