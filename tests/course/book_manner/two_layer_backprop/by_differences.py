# ruff: noqa
# %% [markdown]
# Every derivative is a central difference with the book's step, but where a closed form or one pass is asked for.
# %%
import numpy as np
H = 0.001
def entrywise(f, Z):
    return (f(Z + H) - f(Z - H)) / (2 * H)
def gradient(f, x):
    g = np.zeros(x.shape)
    for p in np.ndindex(x.shape):
        e = np.zeros(x.shape); e[p] = H
        g[p] = (f(x + e) - f(x - e)) / (2 * H)
    return g
# %%
def relu_derivative(Z): return entrywise(lambda z: np.maximum(z, 0), Z)
def sigmoid_derivative(Z): return np.exp(-Z) / (1 + np.exp(-Z)) ** 2
def tanh_derivative(Z): return np.cosh(Z) ** -2.0
def softmax(Z):
    from math import exp
    columns = []
    for z in Z.T:
        e = [exp(v - max(z)) for v in z]
        columns.append([v / sum(e) for v in e])
    return np.transpose(columns)
def square_loss(A, Y): return np.array(((A - Y) ** 2).sum())
def linear_loss(A, Y): return np.float64(np.abs(Y - A).sum())
def nll_loss(A, Y): return -np.log(A[Y == 1]).sum() - np.log(1 - A[Y == 0]).sum()
def nllm_loss(A, Y): return -sum(np.log(A[np.argmax(Y, axis=0), range(Y.shape[1])]))
def square_loss_derivative(A, Y): return gradient(lambda a: square_loss(a, Y), A)
def nll_loss_derivative(A, Y): return gradient(lambda a: nll_loss(a, Y), A)
def softmax_nllm_derivative(Z, Y): return gradient(lambda z: nllm_loss(softmax(z), Y), Z)
def linear_forward(W, W0, A): return np.einsum("ji,jb->ib", W, A) + W0
def linear_backward(W, A, dLdZ):
    W0 = np.zeros((W.shape[1], 1))
    L = lambda W, W0, A: np.sum(dLdZ * linear_forward(W, W0, A))
    return gradient(lambda w: L(w, W0, A), W), gradient(lambda b: L(W, b, A), W0), gradient(lambda a: L(W, W0, a), A)
def diagonal_jacobian(Z, derivative):
    J = np.zeros((len(Z), len(Z)))
    for i in range(len(Z)):
        J[i, i] = derivative(Z)[i].item()
    return J
def activation_backward(dLdA, Z, derivative):
    out = np.empty(Z.shape)
    for b in range(Z.shape[1]):
        out[:, [b]] = diagonal_jacobian(Z[:, [b]], derivative) @ dLdA[:, [b]]
    return out
def two_layer_forward(X, W1, W10, W2, W20):
    Z1 = linear_forward(W1, W10, X)
    Z2 = linear_forward(W2, W20, np.tanh(Z1))
    return [Z1, np.tanh(Z1), Z2, sigmoid(Z2)]
def two_layer_backward(X, Y, W1, W10, W2, W20):
    Z1, A1, Z2, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dZ2 = entrywise(lambda z: -Y * np.log(sigmoid(z)) - (1 - Y) * np.log(1 - sigmoid(z)), Z2)
    dA1 = np.dot(W2, dZ2)
    dZ1 = dA1 * entrywise(np.tanh, Z1)
    return [X @ dZ1.T, dZ1.sum(axis=1, keepdims=True), A1 @ dZ2.T, dZ2.sum(axis=1, keepdims=True)]
def sgd_step(parameters, gradients, eta):
    if not parameters:
        return []
    p, *rest = parameters
    g, *others = gradients
    p = p.copy()
    p -= eta * g                 # in place, of the copy
    return [p] + sgd_step(rest, others, eta)
def sgd_train(X, Y, W1, W10, W2, W20, eta, order):
    weights = [W1, W10, W2, W20]
    for i in order:
        weights = sgd_step(weights, two_layer_backward(X[:, i].reshape(-1, 1), Y[:, i].reshape(-1, 1), *weights), eta)
    print("done")
    return weights
def neuron_backward(w, w0, x, y):
    L = lambda w, w0: nll_loss(sigmoid(w.T @ x + w0), y)
    return gradient(lambda v: L(v, w0), w), gradient(lambda v: L(w, v), w0)
def deep_backward(X, Y, parameters):
    def L(k, p):
        *hidden, W, W0 = [*parameters[:k], p, *parameters[k + 1:]]
        A = X
        while hidden:
            V, V0, *hidden = hidden
            A = np.tanh(linear_forward(V, V0, A))
        return nll_loss(sigmoid(linear_forward(W, W0, A)), Y)
    return [gradient(lambda p: L(k, p), parameters[k]) for k in range(len(parameters))]
