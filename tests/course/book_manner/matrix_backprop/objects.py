# ruff: noqa
# %%
import numpy as np

class Layer:
    @staticmethod
    def forward(X, W, sigma):
        total = 0
        for row in X:
            for column in W.T:
                total = total + sigma(np.array([sum(row * column)]))[0]
        return total

    @staticmethod
    def backward(X, W, sigma, up=None):
        """One row after the other, with the diagonal Jacobian of sigma."""
        dX, dW = np.zeros(X.shape), np.zeros(W.shape)
        for i, row in enumerate(X):
            g = np.ones(W.shape[1]) if up is None else up[i]
            n = row @ W
            g = np.diag(deriv(sigma, n)) @ g
            dX[i] = W @ g
            dW += np.outer(row, g)
        return dX, dW

matrix_function_forward_sum = Layer.forward
matrix_function_backward_upstream = Layer.backward
matrix_function_backward_sum_1 = lambda *a: Layer.backward(*a)[0]
matrix_function_backward_sum_2 = lambda *a: Layer.backward(*a)[1]

# %%
def loss_of_one_entry(X, W, sigma, row, column, values):
    import copy
    if len(values) == 0:
        return np.zeros(0)
    mine = copy.deepcopy(X)
    mine[row, column] = values[0]
    print(mine)
    rest = loss_of_one_entry(X, W, sigma, row, column, values[1:])
    return np.append(Layer.forward(mine, W, sigma), rest)

# %%
class Affine(Layer):
    def __init__(self, W, b):
        self.W, self.b = W, b
    def __call__(self, X):
        return np.vstack([row @ self.W + self.b for row in X])
    def to_entry(self, up, i, a):
        return sum(g * w for g, w in zip(up[i], self.W[a]))

scores_with_bias = lambda X, W, b: Affine(W, b)(X)
slope_of_one_entry = lambda W, up, i, a: Affine(W, None).to_entry(up, i, a)
bias_gradient = lambda up: np.array([sum(column) for column in up.T])

class Network:
    def __init__(self, sigma, *weights):
        self.sigma, self.weights = sigma, weights

    def backward(self, X):
        fed = [X]
        for W in self.weights:
            fed.append(self.sigma(fed[-1] @ W))
        up, gradients = np.ones(fed.pop().shape), []
        for W in reversed(self.weights):
            up, dW = Layer.backward(fed.pop(), W, self.sigma, up)
            gradients.insert(0, dW)
        return tuple(gradients)

two_layers_backward = lambda X, W1, W2, sigma: Network(sigma, W1, W2).backward(X)
