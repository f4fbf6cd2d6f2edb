# %%
def linear_forward(W, W0, A):
    return np.einsum("mn,mb->nb", W, A) + W0
# %%
def linear_backward(W, A, dLdZ):
    dLdW = np.zeros(W.shape)
    dLdW0 = np.zeros((W.shape[1], 1))
    for b in range(A.shape[1]):
        dLdW += A[:, [b]] @ dLdZ[:, [b]].T
        dLdW0 += dLdZ[:, [b]]
    return dLdW, dLdW0, W @ dLdZ
# %%
def activation_backward(dLdA, Z, derivative):
    return derivative(Z) * dLdA
# %%
def my_softmax(Z):
    E = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return E / np.sum(E, axis=0, keepdims=True)
def softmax_nllm_derivative(Z, Y):
    return my_softmax(Z) - Y
# %%
def sgd_step(parameters, gradients, eta):
    new = []
    for p, g in zip(parameters, gradients):
        new.append(p - eta * g)
    return new
# %%
def one_hot(labels, classes):
    Y = np.zeros((classes, labels.size))
    Y[labels, range(labels.size)] = 1
    return Y
# %%
def network_forward(X, W1, W10, W2, W20):
    Z1 = my.linear_forward(W1, W10, X)
    A1 = np.tanh(Z1)
    return Z1, A1, my.linear_forward(W2, W20, A1)
# %%
def network_backward(X, Y, W1, W10, W2, W20):
    Z1, A1, Z2 = network_forward(X, W1, W10, W2, W20)
    dZ2 = my.softmax_nllm_derivative(Z2, Y)
    dW2, dW20, dA1 = my.linear_backward(W2, A1, dZ2)
    dZ1 = my.activation_backward(dA1, Z1, tanh_derivative)
    dW1, dW10, _ = my.linear_backward(W1, X, dZ1)
    return [dW1, dW10, dW2, dW20]
# %%
def accuracy(Z, labels):
    named = np.argmax(Z, 0)
    return float(np.mean(named == labels))
# %%
def train(X, Y, parameters, eta, batches):
    now = [p.copy() for p in parameters]
    for batch in batches:
        slopes = network_backward(X[:, list(batch)], Y[:, list(batch)], *now)
        now = my.sgd_step(now, slopes, eta)
    return now
# %%
def confusions(labels, named, classes):
    table = np.zeros((classes, classes), int)
    for pair in zip(labels, named):
        table[pair] += 1
    return table
# %
# %%
def gradients_of(build, numbers):
    inputs = [Value(n) for n in numbers]
    paths, total = [(build(*inputs), 1.0)], {id(v): 0.0 for v in inputs}
    while paths:
        v, slope = paths.pop()
        if id(v) in total:
            total[id(v)] += slope
        paths.extend((p, slope * s) for p, s in v.made_of)
    return np.array(list(total.values()))
