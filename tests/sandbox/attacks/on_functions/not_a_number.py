"""Passes numbers that are none, infinite, smallest and largest, and looks for a warning that is printed."""

def attack(chain, x):
    numbers = (np.nan, np.inf, -np.inf, 5e-324, 1.7e308, -0.0)
    slow = [np.exp, np.log, np.arccosh, np.tan, np.reciprocal]
    return [ask(lambda n=n: compose(slow, np.full(5, n))) for n in numbers]
