# ruff: noqa
# %%
# !pip install numpy
import numpy as np
import matplotlib.pyplot as plt
import helper_functions_that_are_not_there
# %%
def remember(function):
    cache = {}
    def inner(*args):
        print("called", len(cache), "times")
        cache[len(cache)] = args
        return function(*args)
    return inner

def forward_list(chain, x):
    values = [x]
    for f in np.array(chain, dtype=object):
        values.append(f(values[-1]))
    return values

# %%
@remember
def chain_length_2(chain, x):
    return forward_list(chain, x)[-1]
@remember
def chain_length_3(chain, x):
    return forward_list(chain, x)[-1]
@remember
def chain_forward(chain, x):
    return forward_list(chain, x)[-1]
# %%
def chain_deriv(chain, x):
    """With diagonal matrices: the Jacobians of functions that work entry by entry."""
    J = np.eye(len(x))
    for f, u in zip(chain, forward_list(chain, x)):
        J = np.diag(deriv(f, u)) @ J
    return np.diagonal(J)
def chain_deriv_2(chain, x):
    return chain_deriv(tuple(chain), x)
def chain_deriv_3(chain, x):
    result = np.empty(x.shape)
    for i in range(x.shape[0]):
        result[i] = chain_deriv(chain, x[i:i + 1])[0]
    return result
def chain_backward(chain, x):
    """With diagonal matrices again, from the back."""
    values, J, rows = forward_list(chain, x), np.eye(len(x)), [np.ones(len(x))]
    for k in range(len(chain) - 1, -1, -1):
        J = J @ np.diag(deriv(chain[k], values[k]))
        rows = [np.diagonal(J)] + rows
    return np.vstack(rows)
def fork_backward(x, sigma, tau):
    dp, dq = multiple_inputs_multiply_backward(sigma(x), tau(x), lambda u: u)
    return dp * deriv(sigma, x) + dq * deriv(tau, x)
# %%
def multiple_inputs_add(x, y, sigma):
    return np.array([sigma(p + q) for p, q in zip(x, y)])
def multiple_inputs_multiply(x, y, sigma):
    return np.array([sigma(p * q) for p, q in zip(x, y)])
def multiple_inputs_add_backward(x, y, sigma):
    J = np.diag(deriv(sigma, x + y))
    return J @ np.ones(len(x)), np.ones(len(y)) @ J
def multiple_inputs_multiply_backward(x, y, sigma):
    J = np.diag(deriv(sigma, x * y))
    return np.dot(J, y), np.dot(J, x)
# %%
plt.plot(np.arange(3), chain_deriv_2([square, sigmoid], np.arange(3.0)))
plt.show()
# %%
print(the_name_of_something_deleted)
