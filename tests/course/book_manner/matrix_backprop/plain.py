# ruff: noqa
# %%
import numpy as np
from numpy import ndarray
from typing import Callable
Array_Function = Callable[[ndarray], ndarray]

def deriv(func, input_, delta=0.001):
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)

# %%
def matrix_function_forward_sum(X: ndarray, W: ndarray, sigma: Array_Function) -> float:
    '''Product, function, sum.'''
    assert X.shape[1] == W.shape[0], "inner sizes differ"
    scores = np.dot(X, W)
    outputs = sigma(scores)
    assert scores.shape == outputs.shape
    total = np.sum(outputs)
    return total

# %%
def loss_of_one_entry(X, W, sigma, row, column, values):
    results = []
    for v in values:
        trial = X.copy()
        trial[row][column] = v
        results.append(matrix_function_forward_sum(trial, W, sigma))
    return np.array(results)

# %%
def matrix_function_backward_sum_1(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    '''Gradient of the sum with respect to X.'''
    assert X.shape[1] == W.shape[0]
    scores = np.dot(X, W)
    outputs = sigma(scores)
    total = np.sum(outputs)
    # backward
    up = np.ones_like(outputs)
    slope = deriv(sigma, scores)
    both = up * slope
    flat = np.transpose(W, (1, 0))
    return np.dot(both, flat)

def matrix_function_backward_sum_2(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    assert X.shape[1] == W.shape[0]
    scores = np.dot(X, W)
    both = np.ones_like(scores) * deriv(sigma, scores)
    return np.dot(np.transpose(X, (1, 0)), both)

def matrix_function_backward_upstream(X, W, sigma, dLdS):
    scores = np.dot(X, W)
    assert dLdS.shape == scores.shape
    both = dLdS * deriv(sigma, scores)
    return np.dot(both, np.transpose(W, (1, 0))), np.dot(np.transpose(X, (1, 0)), both)

# %%
def slope_of_one_entry(W, dLdN, row, column):
    assert W.shape[1] == dLdN.shape[1]
    total = 0
    for j in range(W.shape[1]):
        total = total + dLdN[row][j] * W[column][j]
    return total

def scores_with_bias(X, W, b):
    assert X.shape[1] == W.shape[0] and b.shape == (W.shape[1],)
    N = np.dot(X, W)
    return np.add(N, b)

def bias_gradient(dLdN):
    dLdb = np.sum(dLdN, axis=0)
    assert dLdb.ndim == 1
    return dLdb

# %%
def two_layers_backward(X, W1, W2, sigma):
    # forward
    N1 = np.dot(X, W1)
    S1 = sigma(N1)
    N2 = np.dot(S1, W2)
    S2 = sigma(N2)
    # backward
    dLdS2 = np.ones_like(S2)
    dLdN2 = dLdS2 * deriv(sigma, N2)
    dLdW2 = np.dot(np.transpose(S1, (1, 0)), dLdN2)
    dLdS1 = np.dot(dLdN2, np.transpose(W2, (1, 0)))
    dLdN1 = dLdS1 * deriv(sigma, N1)
    dLdW1 = np.dot(np.transpose(X, (1, 0)), dLdN1)
    assert dLdW1.shape == W1.shape and dLdW2.shape == W2.shape
    return dLdW1, dLdW2
