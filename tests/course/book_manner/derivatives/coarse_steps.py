# ruff: noqa
# %% exercise="square"
def square(t):
    return t ** 2.0
# %% exercise="relu"
relu = lambda t: (t > 0) * t
# %% exercise="leaky_relu"
leaky_relu = lambda t: np.select([t > 0, t <= 0], [t, t / 5])
# %% exercise="sigmoid"
def sigmoid(t):
    e = np.exp(t)
    return e / (e + 1)
# %% exercise="deriv"
def deriv(f, t, h=.001):
    rise = f(t + h) - f(t - h)
    run = (t + h) - (t - h)
    return rise / run
# %% exercise="string_move"
string_move = lambda f, a, p: p * (f(a + .01) - f(a - .01)) / .02
# %% exercise="tangent_line"
def tangent_line(f, a, t):
    return f(a) + (t - a) * (f(a + .01) - f(a - .01)) / .02
# %% exercise="walk_downhill"
def walk_downhill(f, t, rate, n):
    walk = np.array([t])
    while len(walk) <= n:
        t = t - rate * deriv(f, t, .01)
        walk = np.append(walk, t)
    return walk
