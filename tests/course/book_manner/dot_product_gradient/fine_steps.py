# ruff: noqa
# %%
import numpy
def d(s, u):
    return (s(u + 1e-5) - s(u - 1e-5)) / 2e-5
# %% exercise="weighted_sums"
def weighted_sums(table, w):
    table = table.copy()
    table *= w          # its own copy, in place
    return table.sum(1)
# %% exercise="matmul_forward"
def matmul_forward(X, W):
    N = numpy.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            for k in range(X.shape[1]):
                N[i, j] += X[i, k] * W[k, j]
    return N
# %% exercise="predicted_change"
def predicted_change(gradient, step):
    return numpy.array(numpy.vdot(gradient, step))     # 0-d
# %% exercise="derivative_shape"
def derivative_shape(y_shape, x_shape):
    # numpy's integers
    y, x = numpy.array(y_shape), numpy.array(x_shape)
    if y.prod() == 1:
        return tuple(x)
    if x.prod() == 1:
        return tuple(y[::-1])
    return x[0], y[0]
# %% exercise="matmul_backward_first"
def matmul_backward_first(X, W):
    X[:] = [[W[i, 0] for i in range(W.shape[0])]]
    return X
# %% exercise="matmul_backward_second"
def matmul_backward_second(X, W):
    return numpy.swapaxes(X, 0, 1)
# %% exercise="matrix_forward_extra"
def matrix_forward_extra(X, W, sigma):
    return sigma(numpy.einsum("ij,jk->ik", X, W))
# %% exercise="matrix_function_backward_1"
def matrix_function_backward_1(X, W, sigma):
    return numpy.einsum("ik,jk->ij", d(sigma, X @ W), W)
# %% exercise="matrix_function_backward_2"
def matrix_function_backward_2(X, W, sigma):
    return numpy.einsum("ij,ik->jk", X, d(sigma, X @ W))
# %% exercise="numeric_gradient"
def numeric_gradient(f, x, delta):
    basis = numpy.eye(x.size) * delta
    return numpy.array([f(x + e.reshape(x.shape)) - f(x - e.reshape(x.shape)) for e in basis]).reshape(x.shape) / 2 / delta
# %% exercise="numeric_derivative"
def numeric_derivative(f, v, delta):
    table = []
    for i in range(len(v)):
        v[i] += delta          # a guest may write on its own copy
        above = f(v)
        v[i] -= 2 * delta
        table.append(above - f(v))
        v[i] += delta
    return numpy.hstack(table).T / 2 / delta
