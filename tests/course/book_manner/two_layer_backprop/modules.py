# ruff: noqa
# %% [markdown]
# Modules with forward and backward, as in the exercises of 6.390.
# %%
import numpy as np

class Linear:
    def __init__(self, W, W0):
        self.W, self.W0 = W, W0
    def forward(self, A):
        self.A = A
        return np.dot(self.W.T, A) + self.W0
    def backward(self, dLdZ):
        self.dLdW = np.dot(self.A, dLdZ.T)
        self.dLdW0 = dLdZ.sum(axis=1).reshape(self.W0.shape)
        return np.dot(self.W, dLdZ)
    def sgd_step(self, lrate):
        self.W = self.W - lrate * self.dLdW
        self.W0 = self.W0 - lrate * self.dLdW0

class Tanh:
    def forward(self, Z):
        self.A = np.tanh(Z)
        return self.A
    def backward(self, dLdA):
        return dLdA * (1 - self.A ** 2)

class Sigmoid:
    def forward(self, Z):
        self.A = 1 / (1 + np.exp(-Z))
        return self.A
    def backward(self, dLdA):
        return dLdA * self.A * (1 - self.A)

class NLL:
    def forward(self, Ypred, Y):
        self.Ypred, self.Y = Ypred, Y
        return float(np.sum(-Y * np.log(Ypred) - (1 - Y) * np.log(1 - Ypred)))
    def backward(self):
        return -self.Y / self.Ypred + (1 - self.Y) / (1 - self.Ypred)

class Sequential:
    def __init__(self, W1, W10, W2, W20):
        self.modules = [Linear(W1, W10), Tanh(), Linear(W2, W20), Sigmoid()]
        self.loss = NLL()
    def forward(self, X):
        values = []
        for m in self.modules:
            X = m.forward(X)
            values.append(X)
        return tuple(values)
    def backward(self, X, Y):
        self.loss.forward(self.forward(X)[-1], Y)
        delta = self.loss.backward()
        for m in self.modules[::-1]:
            delta = m.backward(delta)
    def train(self, X, Y, lrate, order):
        for i in order:
            self.backward(X[:, i:i+1], Y[:, i:i+1])
            for m in self.modules[::2]:
                m.sgd_step(lrate)
        a, _, b, _ = self.modules
        return a.W, a.W0, b.W, b.W0

# %%
relu_derivative = lambda Z: 1.0 * (Z >= 0)
def sigmoid_derivative(Z):
    s = Sigmoid(); s.forward(Z)
    return s.backward(np.ones(Z.shape))
def tanh_derivative(Z):
    t = Tanh(); t.forward(Z)
    return t.backward(np.ones(Z.shape))
def softmax(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum(axis=0)
def square_loss(A, Y): return ((A - Y) ** 2).sum().item()
def linear_loss(A, Y): return abs(A - Y).sum()
def nll_loss(A, Y): return NLL().forward(A, Y)
def nllm_loss(A, Y): return np.sum(-Y * np.log(A))
def square_loss_derivative(A, Y): return 2 * A - 2 * Y
def nll_loss_derivative(A, Y):
    loss = NLL(); loss.forward(A, Y)
    return loss.backward()
def softmax_nllm_derivative(Z, Y): return softmax(Z) - Y
def linear_forward(W, W0, A): return Linear(W, W0).forward(A)
def linear_backward(W, A, dLdZ):
    layer = Linear(W, np.zeros((W.shape[1], 1)))
    layer.forward(A)
    dLdA = layer.backward(dLdZ)
    return layer.dLdW, layer.dLdW0, dLdA
def diagonal_jacobian(Z, derivative): return np.diag(derivative(Z)[:, 0])
def activation_backward(dLdA, Z, derivative): return derivative(Z) * dLdA
def two_layer_forward(X, W1, W10, W2, W20): return Sequential(W1, W10, W2, W20).forward(X)
def two_layer_backward(X, Y, W1, W10, W2, W20):
    nn = Sequential(W1, W10, W2, W20)
    nn.backward(X, Y)
    return nn.modules[0].dLdW, nn.modules[0].dLdW0, nn.modules[2].dLdW, nn.modules[2].dLdW0
def sgd_step(parameters, gradients, eta): return [p - eta * g for p, g in zip(parameters, gradients)]
def sgd_train(X, Y, W1, W10, W2, W20, eta, order): return Sequential(W1, W10, W2, W20).train(X, Y, eta, order)
def neuron_backward(w, w0, x, y):
    z, s, loss = Linear(w, w0), Sigmoid(), NLL()
    loss.forward(s.forward(z.forward(x)), y)
    z.backward(s.backward(loss.backward()))
    return z.dLdW, z.dLdW0
def deep_backward(X, Y, parameters):
    nn = Sequential(*parameters[:2], *parameters[:2])
    nn.modules = []
    for W, W0 in zip(parameters[::2], parameters[1::2]):
        nn.modules += [Linear(W, W0), Tanh()]
    nn.modules[-1] = Sigmoid()
    nn.backward(X, Y)
    return [g for m in nn.modules[::2] for g in (m.dLdW, m.dLdW0)]
