# %% [markdown]
# # Back-propagation through a network of two layers
#
# The last assignment ended with a matrix, a function and a sum. Here you put two such layers on top of each other, add
# biases, a batch of data and an honest loss, and then let the network *learn*. At the end it solves XOR, a puzzle
# that no single layer can solve, with gradients that you wrote yourself.
#
# **When you are done, you can**
#
# - write the slope of ReLU, sigmoid and tanh, and a softmax that survives large numbers;
# - choose between four losses, and differentiate the ones you need;
# - send values forward and gradients backward through a linear layer, for a whole batch at once;
# - say why an activation's Jacobian is diagonal, and why nobody ever builds it;
# - train a two-layer network by stochastic gradient descent.
#
# **How to work.** Replace each `raise NotImplementedError()` by your own lines; one or two usually do. The cell
# below each exercise, `check("…")`, tells you at once how you stand. The exercises build on each other, and a later
# answer may call earlier ones.
#
# The path follows chapter 7 of the 6.390 notes (S. Ruiz, *Explanatory Notes for 6.390*, MIT, 2022). A number in
# brackets such as (7.41) is an equation there. Some of their formulas are misprinted; where we meet one, a short
# *printed version* note says so. XOR comes from M. Nabil's slides *Introduction to Artificial Neural Networks 1*.

# %% given="setup"
from collections.abc import Callable, Sequence

import numpy as np
from numpy import ndarray

from autograder import check

Activation = Callable[[ndarray], ndarray]  # works on every entry by itself: the result has the shape of the argument


# %% given="activations"
def relu(Z: ndarray) -> ndarray:
    """Return Z where it is positive and 0 elsewhere, entry by entry."""
    return np.maximum(Z, 0.0)


def sigmoid(Z: ndarray) -> ndarray:
    """Return 1 / (1 + exp(-Z)), entry by entry."""
    return 1.0 / (1.0 + np.exp(-Z))


# %% given="xor"
X_XOR = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])  # 2 features, 4 data points: one point a column
Y_XOR = np.array([[0.0, 1.0, 1.0, 0.0]])  # 1 where exactly one of the two features is 1


def xor_start() -> tuple[ndarray, ndarray, ndarray, ndarray]:
    """Return W1 (2 x 3), W10 (3 x 1), W2 (3 x 1), W20 (1 x 1): small weights to start training from."""
    W1 = np.array([[-0.6, 0.6, 1.0], [1.0, 1.8, -0.4]])
    W2 = np.array([[-0.7], [0.1], [-0.9]])
    return W1, np.zeros((3, 1)), W2, np.zeros((1, 1))


# %% [markdown]
# ## 1. From rows to columns
#
# So far a data point was a **row** of $X$, and a layer computed $N = X\,W$. The 6.390 notes turn the page by a
# quarter: a data point is a **column**. Nothing else changes, and $W$ stays exactly as it was. Transpose the old
# equation and you hold the new one:
#
# $$N^\top = (X\,W)^\top = W^\top X^\top \qquad\text{so with}\quad A = X^\top,\ Z = N^\top:\qquad Z = W^\top A .$$
#
# Two things are new: a **bias** $W_0$ that shifts each neuron (a *neuron* is one weighted sum of the inputs, so one
# column of $W$), and a name for every size.
#
# | letter | shape | meaning |
# |---|---|---|
# | $A$ | $m \times B$ | what goes into a layer: $m$ inputs for each of $B$ data points |
# | $W$ | $m \times n$ | weights: row $j$ belongs to input $j$, column $i$ to neuron $i$ |
# | $W_0$ | $n \times 1$ | biases: one for each of the $n$ neurons |
# | $Z = W^\top A + W_0$ | $n \times B$ | the *pre-activation* |
# | $f(Z)$ | $n \times B$ | the *activation*: what goes out, and into the next layer |
#
# The gradients that you know turn the same way:
#
# | | rows (earlier assignments) | columns (from here on) |
# |---|---|---|
# | forward | $N = X\,W$ | $Z = W^\top A$ |
# | to the weights | $\dfrac{\partial L}{\partial W} = X^\top\,\dfrac{\partial L}{\partial N}$ | $\dfrac{\partial L}{\partial W} = A\,\Big(\dfrac{\partial L}{\partial Z}\Big)^{\!\top}$ |
# | to the input | $\dfrac{\partial L}{\partial X} = \dfrac{\partial L}{\partial N}\,W^\top$ | $\dfrac{\partial L}{\partial A} = W\,\dfrac{\partial L}{\partial Z}$ |
#
# As before, **the gradient of $L$ with respect to a matrix has that matrix's shape**. See for yourself:

# %%
points_as_rows = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])  # 3 points with 2 features each
four_neurons = np.array([[1.0, 0.0, -1.0, 2.0], [0.5, 1.0, 1.0, 0.0]])  # 2 x 4, the same in both conventions
row_way = points_as_rows @ four_neurons
column_way = four_neurons.T @ points_as_rows.T
print("rows", row_way.shape, " columns", column_way.shape, " same numbers:", np.array_equal(row_way.T, column_way))

# %% [markdown]
# ## 2. How steep is an activation?
#
# Going backward, every activation function $f$ is met once: through its slope $f'(z)$, at the very $z$ at which the
# forward pass evaluated it. All three of ours act on each entry alone, so their slopes do too. The left panel below
# shows the functions, the right one their slopes. Look how sigmoid never rises faster than $\tfrac14$, and how tanh
# and sigmoid go flat far from 0: a neuron that sits out there hardly learns.

# %%
import matplotlib.pyplot as plt

z = np.linspace(-4, 4, 401)
curves = {"ReLU": relu(z), "sigmoid": sigmoid(z), "tanh": np.tanh(z)}
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3), sharex=True)
for name, height in curves.items():
    left.plot(z, height, label=name)
    right.plot(z, np.gradient(height, z), label=name)  # differences of neighbours: a numeric slope
left.set(title="activation f(z)", xlabel="z", ylim=(-1.2, 2.2))
right.set(title="slope f'(z)", xlabel="z", ylim=(-0.1, 1.2))
left.legend()
plt.show()


# %% [markdown]
# ### ReLU
#
# $\mathrm{ReLU}(z) = \max(0, z)$ consists of two straight pieces, one of slope 0 and one of slope 1 (7.38–7.40):
#
# $$\mathrm{ReLU}'(z) = \begin{cases} 1 & z > 0 \\ 0 & z < 0 \end{cases}$$
#
# At $z = 0$ sits a kink with no slope at all. The notes pick 1 there, many programs pick 0; you may take either, we
# never ask.
#
# **Example.** At $z = -2,\ 0.5,\ 3$ the slopes are $0,\ 1,\ 1$. The heights there, $0,\ 0.5,\ 3$, play no part.
#
# *Printed version:* (7.37) says ReLU on its left side; it is about the step function, whose slope is 0 on both sides.

# %% exercise="relu_derivative"
def relu_derivative(Z: ndarray) -> ndarray:
    """Return the slope of ReLU at every entry of Z: 1.0 where Z is positive, 0.0 where it is negative.

    Z: float array of any shape (entries are never exactly 0). Returns: float array of Z's shape.

    >>> relu_derivative(np.array([[-2.0, 0.5, 3.0]]))
    array([[0., 1., 1.]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="relu_derivative"
check("relu_derivative")


# %% [markdown]
# ### Sigmoid
#
# $\sigma(z) = (1 + e^{-z})^{-1}$. The chain rule, outer power first, gives
#
# $$\sigma'(z) = -(1+e^{-z})^{-2}\cdot(-e^{-z}) = \frac{1}{1+e^{-z}}\cdot\frac{e^{-z}}{1+e^{-z}}
# = \sigma(z)\,\bigl(1-\sigma(z)\bigr) .$$
#
# That is (7.41): whoever kept the *output* of the forward pass gets the slope for one multiplication.
#
# **Example.** $\sigma(0) = \tfrac12$, so the slope at 0 is $\tfrac12\cdot\tfrac12 = 0.25$. At $z = \ln 3$ the output is
# $\tfrac{1}{1 + 1/3} = 0.75$ and the slope $0.75 \cdot 0.25 = 0.1875$.

# %% exercise="sigmoid_derivative"
def sigmoid_derivative(Z: ndarray) -> ndarray:
    """Return the slope of the sigmoid at every entry of Z. Z is the sigmoid's input, not its output.

    Z: float array of any shape. Returns: array of Z's shape.

    >>> sigmoid_derivative(np.array([[0.0], [np.log(3.0)]]))
    array([[0.25  ],
           [0.1875]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="sigmoid_derivative"
check("sigmoid_derivative")


# %% [markdown]
# ### tanh
#
# $\tanh z = \dfrac{\sinh z}{\cosh z}$ with $\sinh' = \cosh$ and $\cosh' = \sinh$. The quotient rule gives (7.44):
#
# $$\tanh'(z) = \frac{\cosh^2 z - \sinh^2 z}{\cosh^2 z} = 1 - \tanh^2 z .$$
#
# It is the sigmoid's twin, $\tanh z = 2\,\sigma(2z) - 1$, but its outputs are centred on 0 and it is four times as
# steep there. That makes it a pleasant hidden activation.
#
# **Example.** At 0 the slope is $1 - 0^2 = 1$. At $z = \ln 2$, $\tanh z = \frac{2 - 1/2}{2 + 1/2} = 0.6$ and the slope
# is $1 - 0.36 = 0.64$.

# %% exercise="tanh_derivative"
def tanh_derivative(Z: ndarray) -> ndarray:
    """Return the slope of tanh at every entry of Z. Z is the input of tanh, not its output.

    Z: float array of any shape. Returns: array of Z's shape.

    >>> tanh_derivative(np.array([0.0, np.log(2.0)]))
    array([1.  , 0.64])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="tanh_derivative"
check("tanh_derivative")

# %% [markdown]
# ## 3. Softmax: a column of scores becomes a column of probabilities
#
# To choose between more than two classes, a network gives each class a score $z_k$. Softmax turns one data point's
# scores, one **column**, into positive numbers that add up to 1:
#
# $$\mathrm{softmax}(z)_k = \frac{e^{z_k}}{\sum_l e^{z_l}} .$$
#
# This one is not element-wise: raise one score, and all other probabilities of that column fall. The columns know
# nothing of each other.
#
# **Example.** $z = (0, \ln 2, \ln 5)$: the exponentials are $1, 2, 5$, their sum is 8, so the result is
# $(0.125,\ 0.25,\ 0.625)$.
#
# **Large scores.** $e^{1000}$ does not fit into a float: numpy says `inf`, and `inf / inf` is `nan`. The cure costs
# nothing. Take the same number $c$ away from all scores of a column, and it cancels:
#
# $$\frac{e^{z_k - c}}{\sum_l e^{z_l - c}} = \frac{e^{-c}\,e^{z_k}}{e^{-c}\sum_l e^{z_l}} = \mathrm{softmax}(z)_k .$$
#
# With $c$ = *the column's own largest score*, the largest exponent is 0 and nothing overflows. One common $c$ for the
# whole matrix is not enough: a column of scores near $-1000$ beside one near $+1000$ would become $0/0$.
#
# A tool you will use again and again: `axis=0` runs *down* the rows, so it gives one number for each column, and
# `keepdims=True` keeps the result two-dimensional, so that it fits back onto the matrix:

# %%
scores = np.array([[3.0, 10.0], [1.0, 40.0], [5.0, 20.0]])
print("largest of each column:", scores.max(axis=0, keepdims=True), "of shape", scores.max(axis=0, keepdims=True).shape)


# %% exercise="softmax"
def softmax(Z: ndarray) -> ndarray:
    """Return the softmax of each column of Z.

    Z: classes x batch, one data point's scores in each column. Returns: classes x batch; every column sums to 1.
    It must be stable: columns with entries near 1000 and columns with entries near -1000 may stand side by side.
    So take each column's own largest entry away from it before the exponential.

    >>> softmax(np.log(np.array([[1.0, 1.0], [2.0, 1.0], [5.0, 2.0]])))
    array([[0.125, 0.25 ],
           [0.25 , 0.25 ],
           [0.625, 0.5  ]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="softmax"
check("softmax")

# %% [markdown]
# ## 4. Four prices for being wrong
#
# A loss compares what the network says, $A$, with what it should say, $Y$. Both have shape outputs × batch. In this
# whole assignment **a loss is one number: the sum over all entries, that is over the outputs and over the batch.
# Nothing is divided by anything.** (Many libraries take means. A mean scales every gradient, so it must be said.)
#
# The figure shows what one prediction $a$ costs when the right answer is $y = 1$. Square and linear loss stay small
# even for a hopeless answer; the negative log-likelihood has no upper end for a network that is *sure and wrong*.

# %%
a = np.linspace(0.01, 1.0, 200)
plt.figure(figsize=(5, 3))
plt.plot(a, (a - 1) ** 2, label="square")
plt.plot(a, np.abs(a - 1), label="linear")
plt.plot(a, -np.log(a), label="NLL")
plt.xlabel("prediction a (right answer: 1)")
plt.ylabel("loss")
plt.legend()
plt.show()


# %% [markdown]
# ### Square and linear loss
#
# For predictions of quantities (regression):
#
# $$L_\text{sq} = \sum_{i,b} (A_{ib} - Y_{ib})^2 \qquad\qquad L_\text{lin} = \sum_{i,b} |A_{ib} - Y_{ib}| .$$
#
# No ½ in front of the square. One large error costs more under the square loss, many small ones under the linear loss.
#
# **Example.** $A = (0.8,\ 0.4)$, $Y = (1,\ 0)$: the errors are $-0.2$ and $0.4$, so $L_\text{sq} = 0.04 + 0.16 = 0.2$
# and $L_\text{lin} = 0.2 + 0.4 = 0.6$.
#
# *Printed version:* the linear loss is labelled $\mathcal{L}_{sq}$ at (7.46), and the conditions of (7.47–48) must be
# on $u$, not on $z$.

# %% exercise="square_loss"
def square_loss(A: ndarray, Y: ndarray) -> float:
    """Return the sum of (A - Y)**2 over all entries: over the outputs and over the batch.

    A, Y: outputs x batch. Returns: one number (no mean, no factor 1/2).

    >>> round(square_loss(np.array([[0.8, 0.4]]), np.array([[1.0, 0.0]])), 4)
    0.2
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="square_loss"
check("square_loss")


# %% exercise="linear_loss"
def linear_loss(A: ndarray, Y: ndarray) -> float:
    """Return the sum of |A - Y| over all entries: over the outputs and over the batch.

    A, Y: outputs x batch. Returns: one number (no mean).

    >>> round(linear_loss(np.array([[0.8, 0.4]]), np.array([[1.0, 0.0]])), 4)
    0.6
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="linear_loss"
check("linear_loss")


# %% [markdown]
# ### NLL: yes or no
#
# If each output is the probability of a "yes", then a good network gives a high probability to what really happened:
# $a$ if the answer was yes ($y = 1$), $1 - a$ if it was no ($y = 0$). Take the logarithm, so that the probabilities
# of many points add up, and a minus sign, so that good is small. The probability of what really happened is called its
# *likelihood*, so this is the *negative log-likelihood*, NLL for short:
#
# $$L_\text{NLL} = -\sum_{i,b} \Bigl( Y_{ib} \ln A_{ib} + (1 - Y_{ib}) \ln (1 - A_{ib}) \Bigr) .$$
#
# For each entry only one of the two terms is alive; $Y$ switches the other off. `np.log` is the natural logarithm.
#
# **Example.** $A = (0.8,\ 0.4)$, $Y = (1,\ 0)$: $-\ln 0.8 - \ln 0.6 = 0.2231 + 0.5108 = 0.734$.
#
# *Printed version:* (7.3) lacks the minus sign, and the gradient (7.7) inherits that; (7.49) has it right.

# %% exercise="nll_loss"
def nll_loss(A: ndarray, Y: ndarray) -> float:
    """Return the negative log-likelihood of yes/no answers, summed over all entries (outputs and batch).

    A: outputs x batch, probabilities strictly between 0 and 1. Y: outputs x batch, each 0.0 or 1.0.
    Returns: one number (no mean), with the natural logarithm.

    >>> round(nll_loss(np.array([[0.8, 0.4]]), np.array([[1.0, 0.0]])), 4)
    0.734
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="nll_loss"
check("nll_loss")


# %% [markdown]
# ### NLLM: one of many
#
# With more than two classes, a column of $A$ holds one probability for each class, and the same column of $Y$ is
# *one-hot*: 1 at the right class, 0 elsewhere. Again, the price is minus the log of the probability that the network
# gave to what really happened:
#
# $$L_\text{NLLM} = -\sum_{k,b} Y_{kb} \ln A_{kb} .$$
#
# There is no $1 - a$ term: the wrong classes pay through softmax, since they took their share of the column's 1.
#
# **Example.** Two points with the columns $(0.7, 0.2, 0.1)$ and $(0.2, 0.5, 0.3)$, of class 0 and class 1:
# $-\ln 0.7 - \ln 0.5 = 0.3567 + 0.6931 = 1.0498$.

# %% exercise="nllm_loss"
def nllm_loss(A: ndarray, Y: ndarray) -> float:
    """Return the negative log-likelihood of one-of-many answers, summed over the classes and over the batch.

    A: classes x batch, positive, each column sums to 1. Y: classes x batch, each column one-hot (one 1.0, else 0.0).
    Returns: one number (no mean), with the natural logarithm.

    >>> A = np.array([[0.7, 0.2], [0.2, 0.5], [0.1, 0.3]])
    >>> Y = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    >>> round(nllm_loss(A, Y), 4)
    1.0498
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="nllm_loss"
check("nllm_loss")


# %% [markdown]
# ## 5. The first step backward: from the loss to $A$
#
# Back-propagation starts at the end: how does the loss change when one entry of $A$ changes? Every entry appears in
# just one term of the sum, so only that term matters, and $\partial L/\partial A$ has the shape of $A$.
#
# **Square loss** (7.45): $\displaystyle \frac{\partial L_\text{sq}}{\partial A} = 2\,(A - Y)$. The sign tells where we
# stand: positive where the network said too much.
#
# **Linear loss** (7.46): $\mathrm{sign}(A - Y)$, the same push for small and large errors; no exercise.
#
# **Example.** $A = (0.8, 0.4)$, $Y = (1, 0)$: the square loss has the gradient $(-0.4,\ 0.8)$. Nudge the second entry
# to 0.401 and the loss grows by about $0.8 \cdot 0.001$.

# %% exercise="square_loss_derivative"
def square_loss_derivative(A: ndarray, Y: ndarray) -> ndarray:
    """Return dL/dA of the square loss, L = the sum of (A - Y)**2 over all entries.

    A, Y: outputs x batch. Returns: outputs x batch (nothing is summed or averaged).

    >>> square_loss_derivative(np.array([[0.75, 0.5]]), np.array([[1.0, 0.0]]))
    array([[-0.5,  1. ]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="square_loss_derivative"
check("square_loss_derivative")


# %% [markdown]
# **NLL** (7.49): differentiate $-(y \ln a + (1 - y) \ln(1 - a))$ with respect to $a$. The second logarithm has $-a$
# inside, and its inner derivative $-1$ turns a sign around:
#
# $$\frac{\partial L_\text{NLL}}{\partial a} = -\frac{y}{a} + \frac{1-y}{1-a} .$$
#
# **Example.** A "yes" held for likely, $y = 1$, $a = 0.8$: $-1/0.8 = -1.25$; a bit more $a$ would help. A "no" with
# $a = 0.4$: $+1/0.6 = 1.667$; less would be better.

# %% exercise="nll_loss_derivative"
def nll_loss_derivative(A: ndarray, Y: ndarray) -> ndarray:
    """Return dL/dA of nll_loss, the NLL summed over all entries.

    A: outputs x batch, strictly between 0 and 1. Y: outputs x batch, each 0.0 or 1.0.
    Returns: outputs x batch (nothing is summed or averaged). It is the derivative with respect to A itself; no
    activation function is involved yet.

    >>> nll_loss_derivative(np.array([[0.8, 0.5]]), np.array([[1.0, 0.0]]))
    array([[-1.25,  2.  ]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="nll_loss_derivative"
check("nll_loss_derivative")


# %% [markdown]
# ## 6. A lucky pair: softmax and NLLM at once
#
# Concept 50 of the notes says that it is sometimes easier to go from the loss straight to $Z$, past $A$. Softmax with
# NLLM is the finest case. In softmax every $a_k$ depends on every $z_l$, so its slopes fill a whole matrix for each point,
# and yet the two together melt down to almost nothing. Take one column, with $a_k = e^{z_k} / \sum_l e^{z_l}$, and remember that the $y_k$ of a column add
# up to 1:
#
# $$L = -\sum_k y_k \ln a_k = -\sum_k y_k z_k + \ln \sum_l e^{z_l}
# \quad\Longrightarrow\quad
# \frac{\partial L}{\partial z_j} = -y_j + \frac{e^{z_j}}{\sum_l e^{z_l}} = a_j - y_j .$$
#
# *What you said minus what is true.* No logarithm, no division, nothing that could overflow.
#
# **Example.** The scores of section 3 gave $a = (0.125, 0.25, 0.625)$. If class 1 is right, the gradient is
# $(0.125, -0.75, 0.625)$: push score 1 up, the others down. Its entries always add up to 0.

# %% exercise="softmax_nllm_derivative"
def softmax_nllm_derivative(Z: ndarray, Y: ndarray) -> ndarray:
    """Return dL/dZ of L = nllm_loss(softmax(Z), Y), summed over the classes and over the batch.

    Z: classes x batch, scores before softmax. Y: classes x batch, each column one-hot.
    Returns: classes x batch (not divided by the size of the batch).

    >>> softmax_nllm_derivative(np.log(np.array([[1.0], [2.0], [5.0]])), np.array([[0.0], [1.0], [0.0]]))
    array([[ 0.125],
           [-0.75 ],
           [ 0.625]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="softmax_nllm_derivative"
check("softmax_nllm_derivative")


# %% [markdown]
# Sigmoid and NLL are such a pair too. Multiply the slope of the loss by the slope of the sigmoid, with $a=\sigma(z)$:
#
# $$\Bigl(-\frac{y}{a} + \frac{1-y}{1-a}\Bigr)\cdot a(1-a) = -y(1-a) + (1-y)\,a = a - y .$$
#
# Keep this in mind for section 11. A favourite mistake is to multiply by $\sigma'$ once more, although it is already
# inside.

# %% [markdown]
# ## 7. A linear layer, forward
#
# $$Z = W^\top A + W_0, \qquad\text{in entries:}\qquad Z_{ib} = \sum_{j=1}^{m} W_{ji} A_{jb} + (W_0)_i .$$
#
# Neuron $i$ looks at point $b$, weighs all $m$ inputs with column $i$ of $W$ and adds its bias. numpy stretches the
# $n \times 1$ column $W_0$ over all $B$ points (*broadcasting*), so that every point gets the same bias.
#
# **Example.** $m = 2$ inputs, $n = 3$ neurons, $B = 2$ points:
#
# $$W = \begin{bmatrix} 1 & 0 & -1 \\ 2 & 1 & 0 \end{bmatrix},\quad
# W_0 = \begin{bmatrix} 0 \\ 1 \\ 0.5 \end{bmatrix},\quad
# A = \begin{bmatrix} 1 & 2 \\ 3 & -1 \end{bmatrix}
# \quad\Rightarrow\quad
# Z = \begin{bmatrix} 7 & 0 \\ 3 & -1 \\ -1 & -2 \end{bmatrix} + \begin{bmatrix} 0 & 0 \\ 1 & 1 \\ 0.5 & 0.5 \end{bmatrix}
# = \begin{bmatrix} 7 & 0 \\ 4 & 0 \\ -0.5 & -1.5 \end{bmatrix}$$
#
# *Printed version:* (7.119) and (7.132) drop the bias, and the sums in (7.121) and (7.135) must run to $m$, the number
# of inputs.

# %% exercise="linear_forward"
def linear_forward(W: ndarray, W0: ndarray, A: ndarray) -> ndarray:
    """Return the pre-activation Z of a linear layer, one data point in each column.

    W: m x n (inputs x neurons). W0: n x 1. A: m x batch. Returns: n x batch.

    >>> W, W0 = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]]), np.array([[0.0], [1.0], [0.5]])
    >>> linear_forward(W, W0, np.array([[1.0, 2.0], [3.0, -1.0]]))
    array([[ 7. ,  0. ],
           [ 4. ,  0. ],
           [-0.5, -1.5]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="linear_forward"
check("linear_forward")


# %% [markdown]
# ## 8. A linear layer, backward
#
# The layer above hands us its **upstream gradient** $G = \partial L/\partial Z$, of shape $n \times B$. We owe three
# answers. Each follows from one question: *where does this number appear in
# $Z_{ib} = \sum_j W_{ji} A_{jb} + (W_0)_i$ ?* Add up all places, each with its upstream gradient.
#
# - $W_{ji}$ appears in row $i$ of $Z$, at every point $b$, with the factor $A_{jb}$:
#   $\displaystyle \frac{\partial L}{\partial W_{ji}} = \sum_b A_{jb}\, G_{ib}$, and so
#   $\displaystyle \boxed{\frac{\partial L}{\partial W} = A\, G^\top}$ of shape $m \times n$.
# - $(W_0)_i$ appears in row $i$ of $Z$, at every point, with the factor 1:
#   $\displaystyle \boxed{\frac{\partial L}{\partial W_0} = \text{the sum of } G \text{ over the batch}}$ of shape
#   $n \times 1$.
# - $A_{jb}$ appears in column $b$ of $Z$, in every row $i$, with the factor $W_{ji}$:
#   $\displaystyle \boxed{\frac{\partial L}{\partial A} = W\, G}$ of shape $m \times B$. This is what the layer below
#   receives (7.136, Notation 46).
#
# Notice who adds over the batch: weights and biases are *shared* by all points, so every point has its say. The
# columns of $A$ belong to one point each and stay apart. The matrix product $A\,G^\top$ does its sum over $b$ by
# itself; for the biases you have to ask for it.
#
# **Example**, with $W$ and $A$ of section 7:
#
# $$G = \begin{bmatrix} 1 & 0 \\ 0 & 2 \\ -1 & 1 \end{bmatrix}:\qquad
# A\,G^\top = \begin{bmatrix} 1 & 4 & 1 \\ 3 & -2 & -4 \end{bmatrix},\qquad
# \frac{\partial L}{\partial W_0} = \begin{bmatrix} 1 \\ 2 \\ 0 \end{bmatrix},\qquad
# W\,G = \begin{bmatrix} 2 & -1 \\ 2 & 2 \end{bmatrix}$$
#
# *Printed version:* section 7.5.16, Notation 16 and (7.116) have a loss gradient where the factor $A^{\ell-1}$ belongs;
# right is $\partial L/\partial W^\ell = A^{\ell-1} (\partial L/\partial Z^\ell)^\top$. The pseudocode's
# $\partial L/\partial W_0 = \partial L/\partial Z$ (line 35) holds for a single point; a batch is summed.

# %% exercise="linear_backward"
def linear_backward(W: ndarray, A: ndarray, dLdZ: ndarray) -> tuple[ndarray, ndarray, ndarray]:
    """Return the tuple (dLdW, dLdW0, dLdA) for the linear layer Z = W.T @ A + W0.

    W: m x n. A: m x batch. dLdZ: n x batch, the upstream gradient.
    Returns: dLdW, m x n, summed over the batch; dLdW0, n x 1, summed over the batch; dLdA, m x batch.
    Nothing is divided by the size of the batch.

    >>> W, A = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]]), np.array([[1.0, 2.0], [3.0, -1.0]])
    >>> dLdW, dLdW0, dLdA = linear_backward(W, A, np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, 1.0]]))
    >>> dLdW
    array([[ 1.,  4.,  1.],
           [ 3., -2., -4.]])
    >>> dLdW0
    array([[1.],
           [2.],
           [0.]])
    >>> dLdA
    array([[ 2., -1.],
           [ 2.,  2.]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="linear_backward"
check("linear_backward")


# %% [markdown]
# ## 9. Through an activation, backward
#
# Take one data point, so $z$ is a column of $n$ numbers, and $a = f(z)$ entry by entry. The derivative of a vector with
# respect to a vector is a matrix of all pairs, $\partial a_j/\partial z_i$ in row $i$ and column $j$ (7.57). It is called
# the **Jacobian**. But $a_j$ listens to $z_j$ alone (Concept 47). All pairs with $i \neq j$ are 0, and a diagonal matrix
# is left (7.144):
#
# $$\frac{\partial a}{\partial z} =
# \begin{bmatrix} f'(z_1) & 0 & \cdots & 0 \\ 0 & f'(z_2) & \cdots & 0 \\ \vdots & \vdots & \ddots & \vdots \\ 0 & 0 & \cdots & f'(z_n) \end{bmatrix}$$
#
# **Example.** $f(z) = z^3$ has $f'(z) = 3z^2$. At $z = (1, -2, 0.5)$ the diagonal is $(3,\ 12,\ 0.75)$.
#
# *Printed version:* the left side of (7.143) is $\partial a_j / \partial z_i$, and in (7.56), the example with
# $f(z) = z^2$, it is $f'(z) = 2z$.

# %% exercise="diagonal_jacobian"
def diagonal_jacobian(Z: ndarray, derivative: Activation) -> ndarray:
    """Return the Jacobian of an element-wise activation f at one data point, as a full matrix.

    Z: n x 1, a single column. derivative: f', works entry by entry on arrays of any shape.
    Returns: n x n, with f'(Z) on the diagonal and 0 elsewhere.

    >>> diagonal_jacobian(np.array([[1.0], [-2.0], [0.5]]), lambda z: 3 * z**2)
    array([[ 3.  ,  0.  ,  0.  ],
           [ 0.  , 12.  ,  0.  ],
           [ 0.  ,  0.  ,  0.75]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="diagonal_jacobian"
check("diagonal_jacobian")

# %% [markdown]
# Now use it. With $q = \partial L/\partial a$ arriving from above, the chain rule multiplies the matrix by the column,
# and all the zeros do is to keep the entries apart (Concept 49):
#
# $$\frac{\partial L}{\partial z} = \begin{bmatrix} f'(z_1) & & \\ & \ddots & \\ & & f'(z_n) \end{bmatrix}
# \begin{bmatrix} q_1 \\ \vdots \\ q_n \end{bmatrix}
# = \begin{bmatrix} f'(z_1)\,q_1 \\ \vdots \\ f'(z_n)\,q_n \end{bmatrix} = f'(z) \odot q .$$
#
# An element-wise product does the same with $n$ multiplications in place of $n^2$, and works for a whole batch at
# once, since no column disturbs another: $\displaystyle \frac{\partial L}{\partial Z} = f'(Z) \odot \frac{\partial L}{\partial A}$.
# That is why nobody builds the matrix. (Softmax is not element-wise: there the matrix is full, and section 6 was the
# way around it.)

# %%
jacobian = np.array([[3.0, 0.0, 0.0], [0.0, 12.0, 0.0], [0.0, 0.0, 0.75]])
arriving = np.array([[0.5], [-1.0], [4.0]])
print("the matrix times the column:", (jacobian @ arriving).ravel())
print("one entry after the other:  ", [3.0 * 0.5, 12.0 * -1.0, 0.75 * 4.0])


# %% [markdown]
# Which $Z$? The one of the forward pass, the *input* of $f$. It is not the output $A$, and not the gradient that
# arrives.
#
# **Example.** $f(z) = z^3$ again, two neurons and two points:
#
# $$Z = \begin{bmatrix} 1 & 2 \\ -2 & 0 \end{bmatrix},\quad
# \frac{\partial L}{\partial A} = \begin{bmatrix} 0.5 & 1 \\ -1 & 2 \end{bmatrix}
# \quad\Rightarrow\quad
# \frac{\partial L}{\partial Z} = \begin{bmatrix} 3 & 12 \\ 12 & 0 \end{bmatrix} \odot
# \begin{bmatrix} 0.5 & 1 \\ -1 & 2 \end{bmatrix} = \begin{bmatrix} 1.5 & 12 \\ -12 & 0 \end{bmatrix}$$

# %% exercise="activation_backward"
def activation_backward(dLdA: ndarray, Z: ndarray, derivative: Activation) -> ndarray:
    """Return dLdZ for an element-wise activation A = f(Z).

    dLdA: n x batch, the upstream gradient. Z: n x batch, the input of f in the forward pass.
    derivative: f', works entry by entry on arrays. Returns: n x batch.

    >>> dLdA, Z = np.array([[0.5, 1.0], [-1.0, 2.0]]), np.array([[1.0, 2.0], [-2.0, 0.0]])
    >>> activation_backward(dLdA, Z, lambda z: 3 * z**2)
    array([[  1.5,  12. ],
           [-12. ,   0. ]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="activation_backward"
check("activation_backward")


# %% [markdown]
# ## 10. Two layers, forward
#
# ### Why one layer is not enough
#
# XOR is 1 where exactly one of two inputs is 1. Suppose that one neuron could do it, saying "yes" where
# $w_1 x_1 + w_2 x_2 + w_0 > 0$. The four corners ask for
#
# $$w_0 < 0, \qquad w_1 + w_0 > 0, \qquad w_2 + w_0 > 0, \qquad w_1 + w_2 + w_0 < 0 .$$
#
# Add the two in the middle: $w_1 + w_2 + 2 w_0 > 0$. Add the outer two: $w_1 + w_2 + 2 w_0 < 0$. Both cannot be: no
# straight line parts the corners.
#
# Two layers can. The slides ("Solving XOR with a Neural Network") set the weights by hand: one hidden neuron says
# *at least one*, another says *not both*, and the output says *the two together*:
#
# $$h_1 = \sigma(20x_1 + 20x_2 - 10), \qquad h_2 = \sigma(-20x_1 - 20x_2 + 30), \qquad
# a = \sigma(20h_1 + 20h_2 - 30) .$$
#
# In our letters: $W_1 = \begin{bmatrix} 20 & -20 \\ 20 & -20 \end{bmatrix}$ with one column for each hidden neuron,
# $W_{10} = \begin{bmatrix} -10 \\ 30 \end{bmatrix}$, $W_2 = \begin{bmatrix} 20 \\ 20 \end{bmatrix}$ and
# $W_{20} = [-30]$. Here are the four corners, and then the whole plane. Blue is where a neuron says "yes"; the yellow
# corners should be blue in the end, the red ones white:

# %%
def by_hand(x1: ndarray, x2: ndarray) -> dict[str, ndarray]:
    h1 = sigmoid(20 * x1 + 20 * x2 - 10)
    h2 = sigmoid(-20 * x1 - 20 * x2 + 30)
    return {"at least one": h1, "not both": h2, "together: XOR": sigmoid(20 * h1 + 20 * h2 - 30)}


print("x1           ", X_XOR[0], "\nx2           ", X_XOR[1])
for title, height in by_hand(*X_XOR).items():
    print(f"{title:13}", height.round(2))

# %%
across, up = np.meshgrid(np.linspace(-0.3, 1.3, 120), np.linspace(-0.3, 1.3, 120))
figure, panels = plt.subplots(1, 3, figsize=(10, 3), sharey=True)
for panel, (title, height) in zip(panels, by_hand(across, up).items(), strict=True):
    panel.contourf(across, up, height, levels=11, cmap="Blues")
    panel.scatter(*X_XOR, c=Y_XOR[0], cmap="autumn", edgecolors="black", zorder=2)
    panel.set(title=title, xlabel="x1")
panels[0].set_ylabel("x2")
plt.show()


# %% [markdown]
# ### Our network
#
# We want weights that nobody has to think up. Our network has a tanh hidden layer, smooth and easy to train, and a
# sigmoid output, because it answers yes/no questions:
#
# $$Z_1 = W_1^\top X + W_{10}, \qquad A_1 = \tanh Z_1, \qquad Z_2 = W_2^\top A_1 + W_{20}, \qquad A_2 = \sigma(Z_2) .$$
#
# In code the biases are called `W10` ("W one nought") and `W20`. The function returns all four matrices, not $A_2$
# alone: the backward pass needs them.
#
# **Example**, one number everywhere: $x = 1$, $w_1 = 0.5$, $w_{10} = 0$, $w_2 = 2$, $w_{20} = -1$.
#
# $$z_1 = 0.5, \qquad a_1 = \tanh 0.5 = 0.4621, \qquad z_2 = 2 \cdot 0.4621 - 1 = -0.0758, \qquad a_2 = \sigma(-0.0758) = 0.4811$$

# %% exercise="two_layer_forward"
def two_layer_forward(
    X: ndarray, W1: ndarray, W10: ndarray, W2: ndarray, W20: ndarray
) -> tuple[ndarray, ndarray, ndarray, ndarray]:
    """Return the tuple (Z1, A1, Z2, A2) of the network: linear, tanh, linear, sigmoid.

    X: m x batch. W1: m x h, W10: h x 1 (the hidden layer). W2: h x n, W20: n x 1 (the output layer).
    Returns: Z1 and A1, h x batch; Z2 and A2, n x batch.

    >>> Z1, A1, Z2, A2 = two_layer_forward(X_XOR, *xor_start())
    >>> A2.round(2)
    array([[0.5 , 0.48, 0.44, 0.34]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="two_layer_forward"
check("two_layer_forward")

# %% [markdown]
# ## 11. Two layers, backward
#
# You own every piece; now walk the network from right to left (Concept 10, for two layers). The loss is the NLL, summed
# over the outputs and the batch. At each arrow you use one earlier section:
#
# $$L \;\longrightarrow\; \underbrace{\frac{\partial L}{\partial Z_2} = A_2 - Y}_{\text{section 6}}
# \;\longrightarrow\; \underbrace{\frac{\partial L}{\partial W_2},\ \frac{\partial L}{\partial W_{20}},\ \frac{\partial L}{\partial A_1}}_{\text{section 8, layer 2}}
# \;\longrightarrow\; \underbrace{\frac{\partial L}{\partial Z_1}}_{\text{section 9, tanh}}
# \;\longrightarrow\; \underbrace{\frac{\partial L}{\partial W_1},\ \frac{\partial L}{\partial W_{10}}}_{\text{section 8, layer 1}}$$
#
# Three questions that save an evening of searching:
#
# - *What went into this layer?* $A_1$ into layer 2, $X$ into layer 1.
# - *Which matrix carries the gradient down?* The weights $W_2$ themselves, not their gradient.
# - *Where is tanh′ taken?* At $Z_1$.
#
# **Example.** The tiny network of section 10 with $y = 1$. Every line below is one arrow:

# %%
tiny_x, tiny_w1, tiny_w2, tiny_y = 1.0, 0.5, 2.0, 1.0
tiny_a1 = np.tanh(tiny_w1 * tiny_x)
tiny_a2 = 1 / (1 + np.exp(-(tiny_w2 * tiny_a1 - 1.0)))
tiny_dz2 = tiny_a2 - tiny_y
tiny_da1 = tiny_w2 * tiny_dz2
tiny_dz1 = tiny_da1 * (1 - tiny_a1**2)
print(f"dL/dz2 = {tiny_dz2:.4f}   dL/dw2 = a1 * dL/dz2 = {tiny_a1 * tiny_dz2:.4f}   dL/dw20 = {tiny_dz2:.4f}")
print(f"dL/da1 = {tiny_da1:.4f}   dL/dz1 = {tiny_dz1:.4f}   dL/dw1 = x * dL/dz1 = {tiny_x * tiny_dz1:.4f}")


# %% [markdown]
# *Printed version:* in the scalar rule (7.34), layer $L-1$ has the factor $w^{L-1}$, not $w^L$. In the notes'
# pseudocode, $\partial L/\partial Z$ (line 26) hangs under `Else`; the last layer needs it too.

# %% exercise="two_layer_backward"
def two_layer_backward(
    X: ndarray, Y: ndarray, W1: ndarray, W10: ndarray, W2: ndarray, W20: ndarray
) -> tuple[ndarray, ndarray, ndarray, ndarray]:
    """Return the tuple (dW1, dW10, dW2, dW20): the gradients of L = nll_loss(A2, Y), with A2 of two_layer_forward.

    X: m x batch. Y: n x batch, each 0.0 or 1.0. W1: m x h, W10: h x 1, W2: h x n, W20: n x 1.
    Returns: gradients in the shapes of W1, W10, W2, W20, summed over the batch (no mean).

    >>> one, half = np.array([[1.0]]), np.array([[0.5]])
    >>> gradients = two_layer_backward(one, one, half, 0 * one, 2 * one, -one)
    >>> [round(gradient.item(), 4) for gradient in gradients]
    [-0.8162, -0.8162, -0.2398, -0.5189]
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="two_layer_backward"
check("two_layer_backward")


# %% [markdown]
# ## 12. One step downhill
#
# The gradient points where the loss *grows* fastest, so we walk against it, with a step size $\eta$ (7.1):
#
# $$\theta_\text{new} = \theta - \eta\,\frac{\partial L}{\partial \theta} \qquad\text{for every parameter } \theta \in \{W_1, W_{10}, W_2, W_{20}\} .$$
#
# **Example.** $\theta = 2$, gradient $3$, $\eta = 0.1$: the new value is $2 - 0.1\cdot 3 = 1.7$.
#
# *Printed version:* Concept 2 says that the gradient is the direction that decreases the loss; it is the direction of
# steepest increase, as the minus sign of (7.1) knows.

# %% exercise="sgd_step"
def sgd_step(parameters: Sequence[ndarray], gradients: Sequence[ndarray], eta: float) -> list[ndarray]:
    """Return a list of new parameters after one step of gradient descent with step size eta.

    parameters, gradients: equally many arrays; gradients[k] has the shape of parameters[k].
    Returns: a list of new arrays, in the same order and shapes.

    >>> sgd_step([np.array([[2.0]]), np.array([1.0, 1.0])], [np.array([[3.0]]), np.array([-1.0, 0.0])], 0.5)
    [array([[0.5]]), array([1.5, 1. ])]
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="sgd_step"
check("sgd_step")

# %% [markdown]
# ## 13. Training
#
# *Stochastic* gradient descent looks at a single data point, takes a step, and moves on to the next. Each step knows
# little, but there are many of them, and the random order shakes the weights out of bad places. The notes draw a random
# point at each step (section 7.6.2); so that everyone gets the same numbers, here the order is an argument:
#
# > for each column index $i$ in `order`: take point $i$; run the whole backward pass with the **present** weights;
# > then update **all four** parameters at once.
#
# **Two snags.** `X[:, i]` has shape `(m,)` and is no column any more. `X[:, [i]]` or `X[:, i : i + 1]` keeps it
# $m \times 1$:

# %%
print("X[:, 2] has shape", X_XOR[:, 2].shape, " X[:, [2]] has shape", X_XOR[:, [2]].shape)


# %% [markdown]
# And the update comes *after* the whole backward pass. If you update $W_2$ first and then send the gradient down
# through the new $W_2$, you train by a slightly wrong gradient. The network still learns, so nothing warns you.
# (*Printed version:* the pseudocode of the notes has the update inside the backward loop, which does just that.)
#
# **Example.** `order = [2, 0, 2]` takes three steps: one for the third column, one for the first, one more for the
# third. The other columns are never looked at.
#
# **Where to start?** Not at zero: with $W_2 = 0$ the gradient $\partial L/\partial A_1 = W_2\,(A_2 - Y)$ is 0 too, the
# hidden layer hears nothing, and neurons with equal weights would stay equal for ever (Concept 51).

# %% exercise="sgd_train"
def sgd_train(
    X: ndarray,
    Y: ndarray,
    W1: ndarray,
    W10: ndarray,
    W2: ndarray,
    W20: ndarray,
    eta: float,
    order: Sequence[int],
) -> tuple[ndarray, ndarray, ndarray, ndarray]:
    """Return the tuple (W1, W10, W2, W20) after one step of gradient descent for each index in order.

    X: m x points. Y: n x points, each 0.0 or 1.0. W1: m x h, W10: h x 1, W2: h x n, W20: n x 1, the start.
    eta: the step size, the same at every step. order: column indices of X and Y in the order of the visits; an index
    may occur again. Each step uses the NLL of that one point and the weights as the step before left them.
    Returns: the final weights, in the shapes of the start.

    >>> W1, W10, W2, W20 = sgd_train(X_XOR, Y_XOR, *xor_start(), 0.5, [0, 1, 2, 3])
    >>> W20.round(3)
    array([[0.01]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="sgd_train"
check("sgd_train")


# %% [markdown]
# ## 14. XOR, learnt
#
# The great moment. The next cell needs your functions, so run it when all the checks above are green: a hundred times
# through the four points, each time in a new order. Watch the loss fall. It may rise for a while on its way, since each
# step serves a single point.

# %%
def learn_xor(rounds: int) -> tuple[tuple[ndarray, ...], list[float]]:
    """Return the weights after so many times through the four points, and the loss after each time."""
    shuffle = np.random.default_rng(6390)
    learnt, history = xor_start(), []
    for _ in range(rounds):
        learnt = sgd_train(X_XOR, Y_XOR, *learnt, 1.0, shuffle.permutation(4))
        history.append(nll_loss(two_layer_forward(X_XOR, *learnt)[3], Y_XOR))
    return learnt, history


def show_xor(learnt: tuple[ndarray, ...], history: list[float]) -> None:
    """Print what the network says, draw how the loss fell, and the answer at every place of the plane."""
    print("the network says", two_layer_forward(X_XOR, *learnt)[3].round(2)[0], "  it should say", Y_XOR[0])
    _, (falling, answers) = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    falling.plot(history)
    falling.set(title="loss", xlabel="times through the data", yscale="log")
    plane = np.vstack([across.ravel(), up.ravel()])  # 2 x 14400: every pixel is a data point
    heights = two_layer_forward(plane, *learnt)[3].reshape(across.shape)
    answers.contourf(across, up, heights, levels=11, cmap="Blues")
    answers.scatter(*X_XOR, c=Y_XOR[0], cmap="autumn", edgecolors="black", zorder=2)
    answers.set(title="what the network learnt", xlabel="x1", ylabel="x2")
    plt.show()


try:
    show_xor(*learn_xor(rounds=100))
except NotImplementedError:
    print("Some exercise above is not written yet. Fill it in, then run this cell again.")

# %% [markdown]
# Compare the picture with the one that was set by hand: the network found a valley of its own.
#
# One warning to take along: **training that works is no proof that the gradients are right.** A hidden-layer gradient
# that is several times too long still solves XOR, and so does the updated-$W_2$ mistake. Only a gradient check tells,
# and your checks above did just that.
#
# **Try it** (not graded): start at zero weights; take $\eta = 10$; take 2 hidden neurons and see how often training
# gets stuck; put ReLU in place of tanh, with your `relu_derivative`.
#
# **Everything on one page**
#
# | step | formula | source |
# |---|---|---|
# | forward | $Z^\ell = (W^\ell)^\top A^{\ell-1} + W_0^\ell,\quad A^\ell = f^\ell(Z^\ell)$ | 7.25, in matrix form |
# | start of the way back | $\partial L/\partial Z^L = A^L - Y$ (sigmoid + NLL, softmax + NLLM) | Concept 50 |
# | weights | $\partial L/\partial W^\ell = A^{\ell-1}\,(\partial L/\partial Z^\ell)^\top$ | Notation 16, corrected |
# | biases | $\partial L/\partial W_0^\ell$ = sum of $\partial L/\partial Z^\ell$ over the batch | line 35, for a batch |
# | down a layer | $\partial L/\partial A^{\ell-1} = W^\ell\,\partial L/\partial Z^\ell$ | Notation 46 |
# | through the activation | $\partial L/\partial Z^\ell = f'(Z^\ell) \odot \partial L/\partial A^\ell$ | Concept 49 |
# | step | $\theta \leftarrow \theta - \eta\,\partial L/\partial\theta$, after the whole way back | 7.1 |
