"""Says HTML and script in its messages.

Worth: 0
"""

# %% exercise="double"
def double(x):
    raise ValueError("<script>alert(1)</script><img src=x onerror=alert(1)>&amp;")

# %% exercise="quad"
def quad(x):
    raise ValueError("<script>alert(1)</script><img src=x onerror=alert(1)>&amp;")
