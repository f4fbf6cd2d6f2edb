"""Says spreadsheet formulas in its messages.

Worth: 0
"""

# %% exercise="double"
def double(x):
    raise ValueError("=cmd|' /C calc'!A0", "+1", "@SUM(1)", "\t=1")

# %% exercise="quad"
def quad(x):
    raise ValueError("=cmd|' /C calc'!A0", "+1", "@SUM(1)", "\t=1")
