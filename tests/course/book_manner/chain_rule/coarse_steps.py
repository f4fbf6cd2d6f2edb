# ruff: noqa
# %% [markdown]
# My own slope everywhere, with a step of .01.
# %%
def slope(f, u, h=.01):
    return (f(u + h) - f(u - h)) / (2 * h)
# %% exercise="chain_length_2"
chain_length_2 = lambda c, t: c[1](c[0](t))
# %% exercise="chain_deriv_2"
chain_deriv_2 = lambda c, t: slope(c[1], c[0](t)) * slope(c[0], t)
# %% exercise="chain_length_3"
chain_length_3 = lambda c, t: c[2](chain_length_2(c[:2], t))
# %% exercise="chain_deriv_3"
chain_deriv_3 = lambda c, t: slope(c[2], chain_length_2(c[:2], t)) * chain_deriv_2(c[:2], t)
# %% exercise="chain_forward"
def chain_forward(c, t):
    from functools import reduce
    return reduce(lambda value, f: f(value), c, t)
# %% exercise="chain_deriv"
def chain_deriv(c, t):
    return np.prod([slope(f, chain_forward(c[:n], t)) for n, f in enumerate(c)], axis=0)
# %% exercise="chain_backward"
def chain_backward(c, t):
    values = [chain_forward(c[:n], t) for n in range(len(c))]
    return np.array([np.prod([np.ones(len(t))] + [slope(f, v) for f, v in zip(c[n:], values[n:])], axis=0)
                     for n in range(len(c) + 1)])
# %% exercise="multiple_inputs_add"
def multiple_inputs_add(x, y, sigma):
    return sigma(sum([x, y]))
# %% exercise="multiple_inputs_add_backward"
def multiple_inputs_add_backward(x, y, sigma):
    return [slope(lambda t: sigma(t + y), x), slope(lambda t: sigma(x + t), y)]
# %% exercise="multiple_inputs_multiply"
def multiple_inputs_multiply(x, y, sigma):
    return sigma(np.prod([x, y], axis=0))
# %% exercise="multiple_inputs_multiply_backward"
def multiple_inputs_multiply_backward(x, y, sigma):
    return slope(sigma, x * y) * y, slope(sigma, x * y) * x
# %% exercise="fork_backward"
fork_backward = lambda x, f, g: g(x) * slope(f, x) + f(x) * slope(g, x)
