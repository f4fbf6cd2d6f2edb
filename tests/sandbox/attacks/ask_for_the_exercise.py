"""Loses an early exercise on purpose, then asks the grader for the later one through the same door.

Worth: 15
"""

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    from autograder.core.calls import Call

    for cell in double.__closure__ or ():
        if callable(cell.cell_contents) and getattr(cell.cell_contents, "__name__", "") == "ask":
            return cell.cell_contents(Call("quad", (x,)))
    return x - 1.0
