# %% [markdown]
# I still think in rows, as in the book: everything is turned, computed and turned back.
# %%
%matplotlib inline
import numpy as np
def act(name):
    return {"relu": (lambda x: np.maximum(0, x), lambda x: (x > 0) * 1.0),
            "sigmoid": (lambda x: 1 / (1 + np.exp(-x)), lambda x: np.exp(-x) / (1 + np.exp(-x)) ** 2),
            "tanh": (np.tanh, lambda x: 4 / (np.exp(x) + np.exp(-x)) ** 2)}[name]
# %%
def relu_derivative(Z):
    return act("relu")[1](Z)
# %%
def sigmoid_derivative(Z):
    return act("sigmoid")[1](Z)
# %%
def tanh_derivative(Z):
    return act("tanh")[1](Z)
# %%
def softmax(Z):
    X = np.transpose(Z, (1, 0))
    X = X - np.max(X, axis=1, keepdims=True)
    E = np.exp(X)
    return (E / np.sum(E, axis=1, keepdims=True)).T
# %%
def square_loss(A, Y):
    E = A - Y
    return np.trace(np.dot(E, E.T))
def linear_loss(A, Y):
    return sum(abs(e) for row in A - Y for e in row)
def nll_loss(A, Y):
    right = np.where(Y == 1, A, 1 - A)
    return -np.log(right).sum()
def nllm_loss(A, Y):
    return -np.log((A * Y).sum(axis=0)).sum()
# %%
def square_loss_derivative(A, Y):
    return -2 * (Y - A)
def nll_loss_derivative(A, Y):
    return -(Y - A) / (A - A ** 2)
def softmax_nllm_derivative(Z, Y):
    G = softmax(Z).T
    for b, k in enumerate(np.argmax(Y, axis=0)):
        G[b, k] -= 1
    return G.T
# %%
def neuron_backward(w, w0, x, y):
    X = x.T                                   # 1 x m, the book's row
    N = np.dot(X, w) + w0
    dLdN = act("sigmoid")[0](N) - y
    return np.dot(X.T, dLdN), dLdN
# %%
def linear_forward(W, W0, A):
    X = A.T
    return (np.dot(X, W) + W0.T).T
# %%
def linear_backward(W, A, dLdZ):
    X, dLdN = A.T, dLdZ.T
    dLdX = np.dot(dLdN, np.transpose(W, (1, 0)))
    dLdW = np.dot(np.transpose(X, (1, 0)), dLdN)
    return dLdW, np.dot(np.ones((1, len(X))), dLdN).T, dLdX.T
# %%
def diagonal_jacobian(Z, derivative):
    n, slopes = Z.shape[0], derivative(Z).flatten()
    return np.array([[slopes[i] if i == j else 0.0 for j in range(n)] for i in range(n)])
# %%
def activation_backward(dLdA, Z, derivative):
    return np.transpose(dLdA.T * derivative(Z.T))
# %%
def two_layer_forward(X, W1, W10, W2, W20):
    N1 = np.dot(X.T, W1) + W10.T
    S1 = act("tanh")[0](N1)
    N2 = np.dot(S1, W2) + W20.T
    return N1.T, S1.T, N2.T, act("sigmoid")[0](N2).T
# %%
def two_layer_backward(X, Y, W1, W10, W2, W20):
    N1, S1, N2, S2 = (m.T for m in two_layer_forward(X, W1, W10, W2, W20))
    dLdS2 = (S2 - Y.T) / (S2 * (1 - S2))
    dLdN2 = dLdS2 * act("sigmoid")[1](N2)
    dLdS1 = dLdN2 @ W2.T
    dLdN1 = dLdS1 * act("tanh")[1](N1)
    return X @ dLdN1, dLdN1.sum(axis=0)[:, None], S1.T @ dLdN2, dLdN2.sum(axis=0)[:, None]
# %%
def sgd_step(parameters, gradients, eta):
    return tuple(np.add(p, np.multiply(-eta, g)) for p, g in zip(parameters, gradients))
# %%
def sgd_train(X, Y, W1, W10, W2, W20, eta, order):
    rows, answers = X.T, Y.T
    parameters = [W1, W10, W2, W20]
    for i in order:
        gradients = two_layer_backward(rows[i:i + 1].T, answers[i:i + 1].T, *parameters)
        parameters = sgd_step(parameters, gradients, eta)
    return parameters
# %%
def deep_backward(X, Y, parameters):
    layers = list(zip(parameters[0::2], parameters[1::2]))
    rows = [X.T]
    for W, W0 in layers[:-1]:
        rows.append(np.tanh(rows[-1] @ W + W0.T))
    W, W0 = layers[-1]
    up = 1 / (1 + np.exp(-(rows[-1] @ W + W0.T))) - Y.T
    found = []
    for (W, W0), S in zip(layers[::-1], rows[::-1]):
        found += [up.sum(axis=0).reshape(-1, 1), S.T @ up]
        up = up @ W.T * (1 - S ** 2)
    return found[::-1]
