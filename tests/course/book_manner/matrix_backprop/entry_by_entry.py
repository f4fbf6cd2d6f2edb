# ruff: noqa
# %% [markdown]
# No calculus at all: every gradient is a central difference of the whole forward pass, with the book's step.
# %%
def matrix_function_forward_sum(X, W, sigma):
    return float(np.sum(sigma(X @ W)))
def loss_of_one_entry(X, W, sigma, row, column, values):
    X = X.copy()
    out = np.empty_like(values)
    for i in range(values.size):
        X[row, column] = values[i]
        out[i] = matrix_function_forward_sum(X, W, sigma)
    return out
def nudge(f, x, d=0.001):
    out = np.zeros(x.shape)
    for p in np.ndindex(x.shape):
        e = np.zeros(x.shape); e[p] = d
        out[p] = (f(x + e) - f(x - e)) / (2 * d)
    return out
def matrix_function_backward_upstream(X, W, sigma, dLdS):
    L = lambda X, W: np.sum(dLdS * sigma(X @ W))
    return nudge(lambda x: L(x, W), X), nudge(lambda w: L(X, w), W)
def matrix_function_backward_sum_1(X, W, sigma):
    return nudge(lambda x: matrix_function_forward_sum(x, W, sigma), X)
def matrix_function_backward_sum_2(X, W, sigma):
    return nudge(lambda w: matrix_function_forward_sum(X, w, sigma), W)
def slope_of_one_entry(W, G, row, column):
    X = np.zeros((G.shape[0], W.shape[0]))     # L is linear in N here, so X may be anything
    return nudge(lambda x: np.sum(G * (x @ W)), X)[row, column]
def scores_with_bias(X, W, b):
    N = X @ W
    for i in range(N.shape[0]):
        for j in range(N.shape[1]):
            N[i, j] += b[j]
    return N
def bias_gradient(G):
    return nudge(lambda b: np.sum(G * b), np.zeros(G.shape[1]))
def two_layers_backward(X, W1, W2, sigma):
    L = lambda A, B: matrix_function_forward_sum(sigma(X @ A), B, sigma)
    return nudge(lambda a: L(a, W2), W1), nudge(lambda b: L(W1, b), W2)
