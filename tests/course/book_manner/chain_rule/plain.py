# ruff: noqa
# %%
from typing import Callable, List
import numpy as np
from numpy import ndarray

Array_Function = Callable[[ndarray], ndarray]
Chain = List[Array_Function]

def deriv(func, input_, delta=0.001):
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)

# %%
def chain_length_2(chain: Chain, a: ndarray) -> ndarray:
    '''Two functions in a row.'''
    assert len(chain) == 2, "a chain of two, please"
    inner = chain[0]
    outer = chain[1]
    return outer(inner(a))

# %%
def chain_deriv_2(chain: Chain, input_range: ndarray) -> ndarray:
    '''The chain rule for two functions.'''
    assert len(chain) == 2, "the chain must have 2 functions"
    assert input_range.ndim == 1, "the input must be a vector"
    inner, outer = chain[0], chain[1]
    u = inner(input_range)
    du_dx = deriv(inner, input_range)
    dy_du = deriv(outer, inner(input_range))
    assert u.shape == du_dx.shape == dy_du.shape
    return du_dx * dy_du

# %%
def chain_length_3(chain: Chain, x: ndarray) -> ndarray:
    assert len(chain) == 3
    return chain[2](chain[1](chain[0](x)))

# %%
def chain_deriv_3(chain: Chain, input_range: ndarray) -> ndarray:
    '''The chain rule for three functions.'''
    assert len(chain) == 3, "the chain must have 3 functions"
    assert input_range.ndim == 1
    a, b, c = chain[0], chain[1], chain[2]
    # forward
    at_b = a(input_range)
    at_c = b(at_b)
    # backward
    dc = deriv(c, at_c)
    db = deriv(b, at_b)
    da = deriv(a, input_range)
    return da * db * dc

# %%
def chain_forward(chain: Chain, x: ndarray) -> ndarray:
    assert x.ndim == 1
    for func in chain:
        x = func(x)
    return x

def chain_deriv(chain: Chain, x: ndarray) -> ndarray:
    assert x.ndim == 1 and len(chain) >= 1
    result = deriv(chain[0], x)
    for i in range(1, len(chain)):
        x = chain[i - 1](x)
        result = deriv(chain[i], x) * result
    return result

# %%
def multiple_inputs_add(x: ndarray, y: ndarray, sigma: Array_Function) -> ndarray:
    '''Forward pass of two inputs that are added.'''
    assert x.shape == y.shape, "x and y must have one shape"
    total = x + y
    return sigma(total)

def multiple_inputs_add_backward(x: ndarray, y: ndarray, sigma: Array_Function):
    '''Backward pass of the same.'''
    assert x.shape == y.shape
    total = x + y
    slope = deriv(sigma, total)
    one = 1
    return slope * one, slope * one

# %%
def multiple_inputs_multiply(x, y, sigma):
    assert x.shape == y.shape
    product = np.multiply(x, y)
    return sigma(product)

def multiple_inputs_multiply_backward(x, y, sigma):
    assert x.shape == y.shape
    product = np.multiply(x, y)
    slope = deriv(sigma, product)
    return slope * y, slope * x

# %%
def chain_backward(chain: Chain, x: ndarray) -> ndarray:
    assert x.ndim == 1 and len(chain) >= 1
    # forward
    values = [x]
    for func in chain:
        values.append(func(values[-1]))
    # backward
    grad = np.ones_like(values[-1])
    grads = [grad]
    for i in reversed(range(len(chain))):
        local = deriv(chain[i], values[i])
        assert local.shape == grad.shape
        grad = grad * local
        grads.append(grad)
    grads.reverse()
    return np.array(grads)

def fork_backward(x, sigma, tau):
    p, q = sigma(x), tau(x)
    dpdx, dqdx = deriv(sigma, x), deriv(tau, x)
    return dpdx * q + p * dqdx
