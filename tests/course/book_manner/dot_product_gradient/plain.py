# ruff: noqa
# %%
import numpy as np
from numpy import ndarray
from typing import Callable, Tuple
# %%
def weighted_sums(table: ndarray, w: ndarray) -> ndarray:
    '''One number a row.'''
    assert table.ndim == 2 and w.ndim == 1
    assert table.shape[1] == w.shape[0], "one weight for each column, please"
    products = table * w
    return np.sum(products, axis=1)

def predicted_change(gradient: ndarray, step: ndarray) -> float:
    assert gradient.shape == step.shape
    total = 0
    for slope, move in zip(gradient.flatten(), step.flatten()):
        total += slope * move
    return total
# %%
def matmul_forward(X: ndarray, W: ndarray) -> ndarray:
    '''Forward pass of a matrix product.'''
    columns, rows = X.shape[1], W.shape[0]
    assert columns == rows, "inner sizes: {} and {}".format(columns, rows)
    return np.dot(X, W)

def derivative_shape(y_shape, x_shape):
    (a, b), (c, d) = y_shape, x_shape
    if y_shape == (1, 1):
        return (c, d)
    elif x_shape == (1, 1):
        return (b, a)
    else:
        return (c, a)

def matmul_backward_first(X: ndarray, W: ndarray) -> ndarray:
    '''Gradient with respect to the first factor.'''
    gradient = np.transpose(W, axes=(1, 0))
    assert gradient.shape == X.shape
    return gradient

def matmul_backward_second(X: ndarray, W: ndarray) -> ndarray:
    gradient = np.transpose(X, axes=(1, 0))
    assert gradient.shape == W.shape
    return gradient
# %%
def matrix_forward_extra(X: ndarray, W: ndarray, sigma: Callable[[ndarray], ndarray]) -> ndarray:
    '''A product, then one more function.'''
    assert X.shape[1] == W.shape[0]
    out = sigma(np.dot(X, W))
    return out

def matrix_function_backward_1(X: ndarray, W: ndarray, sigma) -> ndarray:
    assert X.shape[1] == W.shape[0]
    inner = np.dot(X, W)
    outer = sigma(inner)
    slope = deriv(sigma, inner)
    flat = np.transpose(W, (1, 0))
    assert outer.shape == slope.shape
    return np.dot(slope, flat)

def matrix_function_backward_2(X, W, sigma):
    assert X.shape[1] == W.shape[0]
    return np.dot(np.transpose(X, (1, 0)), deriv(sigma, np.dot(X, W)))

def numeric_gradient(f, x, delta):
    out = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[i] += delta
        down[i] -= delta
        out[i] = (f(up) - f(down)) / (2 * delta)
    return out

def numeric_derivative(f, v, delta):
    inputs, outputs = v.shape[0], f(v).shape[0]
    table = np.zeros((inputs, outputs))
    for i in range(inputs):
        up, down = v.copy(), v.copy()
        up[i, 0] += delta
        down[i, 0] -= delta
        for j in range(outputs):
            table[i][j] = (f(up)[j][0] - f(down)[j][0]) / (2 * delta)
    assert table.shape == (inputs, outputs)
    return table
