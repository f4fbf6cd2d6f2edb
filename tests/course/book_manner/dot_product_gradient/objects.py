# ruff: noqa
# %%
import numpy as np

class Dot:
    def __init__(self, X, W):
        self.X, self.W = X, W

    @property
    def value(self):
        return np.matmul(self.X, self.W)

    def to_first(self, upstream=1.0):
        return upstream * np.moveaxis(self.W, 0, 1)

    def to_second(self, upstream=1.0):
        return np.array(self.X, copy=True).reshape(self.W.shape) * upstream

def weighted_sums(table, w): return Dot(table, w[:, np.newaxis]).value.squeeze(axis=1)
def predicted_change(gradient, step):
    return sum((slope * move for slope, move in zip(gradient.flat, step.flat)), start=0.0)
def matmul_forward(X, W): return Dot(X, W).value
def matmul_backward_first(X, W): return Dot(X, W).to_first()
def matmul_backward_second(X, W): return Dot(X, W).to_second()
def matrix_forward_extra(X, W, sigma):
    print("shapes", X.shape, W.shape)
    return sigma(Dot(X, W).value)
def matrix_function_backward_1(X, W, sigma):
    dot = Dot(X, W)
    return dot.to_first(deriv(sigma, dot.value))
def matrix_function_backward_2(X, W, sigma):
    dot = Dot(X, W)
    return dot.to_second(deriv(sigma, dot.value).item())
def derivative_shape(output, input_):
    def size(s): return s[0] * s[1]
    match size(output), size(input_):
        case 1, _: return input_
        case _, 1: return tuple(reversed(output))
    return input_[0], output[0]
def numeric_gradient(f, x, delta):
    def slope(i):
        e = np.zeros(x.shape)
        e.flat[i] = delta
        return float((f(x + e) - f(x - e)) / (2 * delta))
    return np.reshape([slope(i) for i in range(x.size)], x.shape)
class Output:
    def __init__(self, f, number): self.f, self.number = f, number
    def __call__(self, v): return self.f(v).item(self.number)
def numeric_derivative(f, v, delta):
    return np.concatenate([numeric_gradient(Output(f, j), v, delta) for j in range(f(v).size)], axis=1)

# %%
# the same name again, for something else: the answer above was meant
X = np.array([[1.0, 2.0]]); W = np.array([[3.0], [4.0]])
np.random.seed(190203)
print(matrix_function_backward_1(X, W, sigmoid))
