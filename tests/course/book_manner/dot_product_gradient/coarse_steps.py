# ruff: noqa
# %%
def slope(f, u, h=.01):
    return (f(u + h) - f(u - h)) / (2 * h)
# %%
weighted_sums = lambda t, w: t @ w
matmul_forward = lambda a, b: a @ b
matmul_backward_first = lambda a, b: b.T
matmul_backward_second = lambda a, b: a.T
matrix_forward_extra = lambda a, b, s: s(a @ b)
matrix_function_backward_1 = lambda a, b, s: slope(s, a @ b) * b.T
matrix_function_backward_2 = lambda a, b, s: slope(s, a @ b) * a.T
predicted_change = lambda g, d: np.einsum('i,i', g.ravel(), d.ravel())
# %%
def derivative_shape(y, x):
    "a list is as good as a tuple"
    return list({(True, True): x, (True, False): x, (False, True): y[::-1]}.get((y == (1, 1), x == (1, 1)), (x[0], y[0])))
# %%
def numeric_gradient(f, x, d):
    flat = x.reshape(-1)          # a view: f sees the change
    result = []
    for i in range(flat.size):
        old = flat[i]
        flat[i] = old + d
        up = f(x)
        flat[i] = old - d
        down = f(x)
        flat[i] = old
        result.append((up - down) / (2 * d))
    return np.array(result).reshape(x.shape)
numeric_derivative = lambda f, v, d: np.array([
    [(up - down) / (2 * d) for up, down in zip(f(v + e), f(v - e))] for e in d * np.eye(len(v))[:, :, None]
])[:, :, 0]
