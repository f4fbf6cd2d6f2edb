# %% [markdown]
# # Back-propagation through a network of two layers
#
# So far everything has ended in a sum of outputs. Now the end is a *loss*: a number that says how wrong the network
# is. Two layers, biases, a batch of data, gradients written by you, and a rule for walking downhill: that is enough
# for a network to **learn**. Yours will learn XOR, a puzzle of four points that no single neuron can solve.
#
# **When you are done, you can**
#
# - turn formulas between "data points are rows" and "data points are columns",
# - give the slope of ReLU, sigmoid and tanh, and the gradients of the usual losses,
# - take one neuron forward and backward with pencil and paper,
# - send a whole batch forward and its gradient backward through a linear layer, and derive each formula from one
#   question,
# - say why an activation has a diagonal Jacobian, and why nobody ever builds it,
# - write both passes of a two-layer network and train it by stochastic gradient descent (SGD),
# - prove that your gradients are right. A falling loss does not prove it.
#
# **What you need.** The four lessons before this one: slopes, the chain rule, upstream gradients, $X^\top$ and $W^\top$.
# This is the longest lesson, in two halves that need not be done in one sitting:
#
# | | sections | minutes |
# |---|---|---|
# | **First half:** one neuron and its loss | 1 Rows and columns | 10 |
# | | 2 Activations and their slopes | 20 |
# | | 3 Losses | 25 |
# | | 4, 5 One neuron, two neurons | 25 |
# | **Second half:** the network and its training | 6, 7 A linear layer | 30 |
# | | 8 Through an activation | 20 |
# | | 9, 10 Two layers | 35 |
# | | 11 to 13 Training, until XOR is solved | 30 |
# | **Extra credit** | 14 Any number of layers, 15 Softmax | 45 |
#
# **How to work.** In each exercise, replace `raise NotImplementedError()` with your own lines; one or two are usually
# enough. Run the cell, then the `check` below it. A later answer may call earlier ones. Cells that use *your* functions
# say so until you have written them. The caller may still need what it passed in: return new arrays, and leave the
# arguments as they were. Where a docstring asks for this, the checks look.
#
# *Based on Weidman, Nabil and Ruiz; the sources of each section are listed at the end.*

# %% given="setup"
from collections.abc import Callable, Sequence

import numpy as np
from numpy import ndarray

from autograder import answer, check, figures

Activation = Callable[[ndarray], ndarray]  # works on every entry by itself: the result has the shape of the argument


# %% given="activations"
def relu(Z: ndarray) -> ndarray:
    """Return Z where it is positive and 0 elsewhere, entry by entry."""
    return np.maximum(Z, 0.0)


def sigmoid(Z: ndarray) -> ndarray:
    """Return 1 / (1 + exp(-Z)), entry by entry, in a form that cannot overflow: exp(-Z) itself
    would, at Z = -800.
    """
    return np.exp(-np.logaddexp(0.0, -Z))  # logaddexp(0, u) is ln(1 + exp(u)), for any u


# %% given="xor"
X_XOR = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])  # 2 features, 4 data points: one point a column
Y_XOR = np.array([[0.0, 1.0, 1.0, 0.0]])  # 1 where exactly one of the two features is 1


def xor_start() -> tuple[ndarray, ndarray, ndarray, ndarray]:
    """Return W1 (2 x 3), W10 (3 x 1), W2 (3 x 1), W20 (1 x 1): weights to start training from, the
    same every time.
    """
    W1 = np.array([[-0.6, 0.6, 1.0], [1.0, 1.8, -0.4]])
    W2 = np.array([[-0.7], [0.1], [-0.9]])
    return W1, np.zeros((3, 1)), W2, np.zeros((1, 1))


def random_start(seed: int, hidden: int = 3) -> tuple[ndarray, ndarray, ndarray, ndarray]:
    """Return W1 (2 x hidden), W10, W2 (hidden x 1), W20: Gaussian weights, and biases of 0."""
    random = np.random.default_rng(seed)
    return random.normal(size=(2, hidden)), np.zeros((hidden, 1)), random.normal(size=(hidden, 1)), np.zeros((1, 1))


# %% given="numeric_gradient"
def numeric_gradient(f: Callable[[ndarray], float], x: ndarray, delta: float = 1e-5) -> ndarray:
    """Return the slope of f along every entry of x, by central differences: the gradient check of
    lesson 3.
    """
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        nudge = np.zeros(x.shape)
        nudge[place] = delta
        slopes[place] = (f(x + nudge) - f(x - nudge)) / (2 * delta)
    return slopes


# %% [markdown]
# # First half: one neuron and its loss
#
# ## 1. From rows to columns
#
# So far a data point has been a **row** of $X$, and a layer computed $N = X\,W$. The notes swap rows and columns: a
# data point is a **column**. $W$ stays exactly as it was. Transpose the old formula and you have the new one:
#
# $$N^\top = (X\,W)^\top = W^\top X^\top \qquad\text{so with}\quad A = X^\top,\ Z = N^\top:\qquad Z = W^\top A .$$
#
# The same numbers both ways: three points with two features each. Row 1 of $X$ has become column 1 of $A$:

# %%
points_as_rows = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
four_neurons = np.array([[1.0, 0.0, -1.0, 2.0], [0.5, 1.0, 1.0, 0.0]])  # the same in both ways
figures.matrix_product(
    points_as_rows,
    four_neurons,
    entry=(1, 0),
    title="rows: N = X W",
    alt="X, 3 by 2, times W, 2 by 4, gives N, 3 by 4. Row 1 of X, 3 and 4, meets column 0 of W, 1 and 0.5: the entry "
    "of N in row 1, column 0 is 5.",
).show()
figures.matrix_product(
    four_neurons.T,
    points_as_rows.T,
    entry=(0, 1),
    names=("W^T", "A", "Z"),
    title="columns: Z = W transposed times A",
    alt="W transposed, 4 by 2, times A, 2 by 3, gives Z, 4 by 3. Row 0 of W transposed, 1 and 0.5, meets column 1 of "
    "A, 3 and 4: the entry of Z in row 0, column 1 is the same 5.",
)

# %% [markdown]
# In numpy, with `@` for the matrix product and `.T` for the transpose:

# %%
row_way = points_as_rows @ four_neurons
column_way = four_neurons.T @ points_as_rows.T
print(row_way.shape, column_way.shape, np.array_equal(row_way.T, column_way))  # (3, 4) (4, 3) True

# %% [markdown]
# Two words are new. Each column of $W$ belongs to one **neuron**, and each neuron has a **bias**, a number that is
# added to its weighted sum. These are the letters and sizes for the rest of the lesson:
#
# - $A$, shape $m \times B$: what goes into a layer, $m$ inputs for each of $B$ data points (a *batch*);
# - $W$, shape $m \times n$: the weights; row $j$ belongs to input $j$, column $i$ to neuron $i$;
# - $W_0$, shape $n \times 1$: the biases, one for each of the $n$ neurons ("W nought");
# - $Z = W^\top A + W_0$, shape $n \times B$: the *pre-activation*;
# - $f(Z)$, shape $n \times B$: the *activation*, what goes out, and into the next layer.
#
# What does not change: **the gradient of $L$ with respect to an array has that array's shape** *(notes, 7.X.15,
# definition 35)*.
#
# ## 2. Activations and their slopes
#
# A neuron sends its weighted sum through an *activation function*, which bends it. ReLU and sigmoid are old friends;
# $\tanh$ is the sigmoid's twin, $\tanh z = 2\,\sigma(2z) - 1$, with values between −1 and 1.

# %%
grid = np.linspace(-4.0, 4.0, 401)
figures.curves(
    grid,
    {"ReLU": {"f": relu}, "sigmoid": {"f": sigmoid}, "tanh": {"f": np.tanh}},
    tangent_at=1.0,
    xlabel="$z$",
    alt="Three activations with their tangents at z = 1. ReLU is 0 on the left and a straight line of slope 1 on the "
    "right; the sigmoid climbs from 0 to 1, slope 0.197; tanh climbs from -1 to 1, slope 0.42.",
)


# %% [markdown]
# Why these, and not simpler ones? A **step**, 0 below zero and 1 above, is flat on both sides: its slope is 0 wherever
# it has one, so no gradient ever gets through. The **identity**, $f(z) = z$ with slope 1, lets everything through, but
# adds nothing: $W_2^\top (W_1^\top A) = (W_1 W_2)^\top A$, so two such layers are one layer. It is used at the very
# end, where a quantity of any size is to be predicted.
#
# <details><summary>The printed version</summary>
#
# (7.37) has ReLU on its left side; it is about the step, which has no slope *at* 0.
#
# </details>
#
# ### Exercise 1: relu_derivative
#
# $\mathrm{ReLU}(z) = \max(0, z)$ is made of two straight pieces (7.39, 7.40). At the corner, $z = 0$, there is no
# slope: the notes take 1 there, many programs 0. You may take either; we never ask.
#
# **Worked by hand.** At $z = -2,\ 0.5,\ 3$ the heights are $0,\ 0.5,\ 3$. The slopes are $0,\ 1,\ 1$.

# %% exercise="relu_derivative"
def relu_derivative(Z: ndarray) -> ndarray:
    """Return the slope of ReLU at every entry of Z: 1.0 where Z is positive, 0.0 where it is
    negative.

    Z: float array of any shape (entries are never exactly 0). Returns: float array of Z's shape.

    >>> relu_derivative(np.array([[-2.0, 0.5, 3.0]]))
    array([[0., 1., 1.]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="relu_derivative"
check("relu_derivative")


# %% [markdown]
# ### Exercise 2: sigmoid_derivative
#
# $\sigma(z) = (1 + e^{-z})^{-1}$ is a chain of three boxes: $-z$, then $1 + e^u$, then $1/v$. The product of their
# slopes is
#
# $$\sigma'(z) = -\frac{1}{(1+e^{-z})^2}\cdot e^{-z}\cdot(-1) = \frac{1}{1+e^{-z}}\cdot\frac{e^{-z}}{1+e^{-z}}
# = \sigma(z)\,\bigl(1-\sigma(z)\bigr) . \qquad (7.41)$$
#
# If you kept the *output* of the forward pass, the slope costs one multiplication.
#
# **Worked by hand.** $\sigma(0) = \tfrac12$, so the slope at 0 is $\tfrac12\cdot\tfrac12 = 0.25$. At $z = \ln 3$ the
# output is $\tfrac{1}{1 + 1/3} = 0.75$ and the slope $0.75 \cdot 0.25 = 0.1875$.

# %% exercise="sigmoid_derivative"
def sigmoid_derivative(Z: ndarray) -> ndarray:
    """Return the slope of the sigmoid at every entry of Z. Z is the sigmoid's input, not its
    output.

    Z: float array of any shape. Returns: array of Z's shape. Derive a closed form: a difference
    quotient is not exact enough.

    >>> sigmoid_derivative(np.array([[0.0], [np.log(3.0)]]))
    array([[0.25  ],
           [0.1875]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="sigmoid_derivative"
check("sigmoid_derivative")


# %% [markdown]
# ### Exercise 3: tanh_derivative
#
# $\tanh z = \dfrac{e^z - e^{-z}}{e^z + e^{-z}}$. Call the numerator $p$ and the denominator $q$; then $p' = q$ and $q'
# = p$. The quotient rule gives (7.44):
#
# $$\tanh'(z) = \frac{p'\,q - p\,q'}{q^2} = \frac{q^2 - p^2}{q^2} = 1 - \tanh^2 z .$$
#
# **Worked by hand.** At 0 the slope is $1 - 0^2 = 1$. At $z = \ln 2$, $\tanh z = \frac{2 - 1/2}{2 + 1/2} = 0.6$ and
# the slope is $1 - 0.36 = 0.64$.

# %% exercise="tanh_derivative"
def tanh_derivative(Z: ndarray) -> ndarray:
    """Return the slope of tanh at every entry of Z. Z is the input of tanh, not its output.

    Z: float array of any shape. Returns: array of Z's shape. Derive a closed form: a difference
    quotient is not exact enough.

    >>> tanh_derivative(np.array([0.0, np.log(2.0)]))
    array([1.  , 0.64])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="tanh_derivative"
check("tanh_derivative")

# %% [markdown]
# **Common slips.** Published code feeds the *output* $a$ to a function that expects $z$, or the other way round: then
# the sigmoid is applied twice, or not at all. Both look harmless, since all the numbers stay small. Ask of every
# slope: where is it taken?
#
# Your three slopes, beside the functions that they belong to. Before you run the cell, predict: which one never
# exceeds ¼, and which two die out far from 0? A neuron that sits out there is called *saturated*; hardly any gradient
# gets through it.

# %%
grid = np.linspace(-4.0, 4.0, 401)
figures.curves(
    grid,
    {
        "ReLU": {"f": relu, "your slope": relu_derivative},
        "sigmoid": {"f": sigmoid, "your slope": sigmoid_derivative},
        "tanh": {"f": np.tanh, "your slope": tanh_derivative},
    },
    xlabel="$z$",
    alt="Each activation with its slope. ReLU's slope jumps from 0 to 1 at 0. The sigmoid's is a low hill, a quarter "
    "high at 0. That of tanh is a steeper hill, 1 high at 0. Both hills die out beyond 3 on either side.",
)

# %% [markdown]
# ## 3. Losses: the price of being wrong
#
# A loss compares what the network says, $A$, with what it should say, $Y$; both have the shape outputs × batch.
# Throughout this lesson, **a loss is one number, the sum over all entries: over the outputs and over the batch.
# Nothing is divided by anything.** (Many libraries take means. A mean scales every gradient, so it has to be said.)
#
# For predicted quantities there are the **square** and the **linear** loss:
#
# $$L_\text{sq} = \sum_{i,b} (A_{ib} - Y_{ib})^2 \qquad\qquad L_\text{lin} = \sum_{i,b} |A_{ib} - Y_{ib}| .$$
#
# There is no ½ in front of the square. One large error costs more under the square loss, many small ones under the
# linear loss.
#
# For answers of yes or no, let $a$ be the probability of a "yes". A good network gives a high probability to what
# really happened: that is $a$ if the answer was yes ($y = 1$), and $1 - a$ if it was no ($y = 0$). This probability is
# called the *likelihood*. Take its logarithm, so that the points add up, and a minus sign, so that small is good: the
# **negative log-likelihood**,
#
# $$L_\text{NLL} = -\sum_{i,b} \Bigl( Y_{ib} \ln A_{ib} + (1 - Y_{ib}) \ln (1 - A_{ib}) \Bigr) .$$
#
# For each entry only one of the two terms counts; $y$ switches the other off. `np.log` is the natural logarithm.
#
# <details><summary>The printed versions</summary>
#
# (7.3) lacks the minus sign, (7.49) has it. The linear loss is labelled
# $\mathcal{L}_{sq}$ at (7.46).
#
# </details>

# %%
said = np.linspace(0.01, 0.99, 197)
figures.curves(
    said,
    {
        "the answer is yes, $y = 1$": {"NLL": -np.log(said), "square": (said - 1) ** 2, "linear": 1 - said},
        "the answer is no, $y = 0$": {"NLL": -np.log(1 - said), "square": said**2, "linear": said},
    },
    xlabel="the network says $a$",
    alt="Prices of a prediction a. If the answer is yes, all three losses fall to 0 towards a = 1; at a = 0, square "
    "and linear loss are 1, while the NLL climbs beyond all bounds. If the answer is no, the mirror image.",
)


# %% [markdown]
# **Worked by hand.** $A = (0.8,\ 0.4)$, $Y = (1,\ 0)$. The errors are $-0.2$ and $0.4$: $L_\text{sq} = 0.04 + 0.16 =
# 0.2$ and $L_\text{lin} = 0.2 + 0.4 = 0.6$. What really happened had been given the probabilities $0.8$ and $0.6$:
# $L_\text{NLL} = -\ln 0.8 - \ln 0.6 = 0.2231 + 0.5108 = 0.734$.
#
# ### Exercises 4, 5 and 6: square_loss, linear_loss and nll_loss

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


# %% exercise="nll_loss"
def nll_loss(A: ndarray, Y: ndarray) -> float:
    """Return the negative log-likelihood of yes/no answers, summed over all entries (outputs and
    batch).

    A: outputs x batch, probabilities strictly between 0 and 1. Y: outputs x batch, each 0.0 or
    1.0.
    Returns: one number (no mean), with the natural logarithm.

    >>> round(nll_loss(np.array([[0.8, 0.4]]), np.array([[1.0, 0.0]])), 4)
    0.734
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="nll_loss"
check("nll_loss")


# %% [markdown]
# ### The first step of the way back
#
# Back-propagation begins at the end: how does the loss respond to one entry of $A$? Each entry occurs in only one term
# of the sum, so only that term matters, and $\partial L/\partial A$ has the shape of $A$.
#
# $$\frac{\partial L_\text{sq}}{\partial A} = 2\,(A - Y) \quad (7.45) \qquad
# \frac{\partial L_\text{lin}}{\partial A} = \mathrm{sign}(A - Y) \quad (7.46) \qquad
# \frac{\partial L_\text{NLL}}{\partial a} = -\frac{y}{a} + \frac{1-y}{1-a} \quad (7.49)$$
#
# The linear loss pushes equally hard at every error, large or small; it gets no exercise. In the NLL, the second
# logarithm has $1 - a$ inside, whose slope $-1$ reverses the sign.
#
# <details><summary>The printed version</summary>
#
# The conditions of (7.47) and (7.48) are on $u$, not on $z$; and at 0, where $|u|$ has its
# corner, the notes take 1 for the sign and `np.sign` takes 0.
#
# </details>
#
# **Worked by hand.** $A = (0.8, 0.4)$, $Y = (1, 0)$. Square loss: $(-0.4,\ 0.8)$. The signs show where the network
# said too much. NLL: the "yes" with $a = 0.8$ gives $-1/0.8 = -1.25$, the "no" with $a = 0.4$ gives $+1/0.6 = 1.667$.
#
# ### Exercises 7 and 8: square_loss_derivative and nll_loss_derivative

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


# %% exercise="nll_loss_derivative"
def nll_loss_derivative(A: ndarray, Y: ndarray) -> ndarray:
    """Return dL/dA of nll_loss, the NLL summed over all entries.

    A: outputs x batch, strictly between 0 and 1. Y: outputs x batch, each 0.0 or 1.0.
    Returns: outputs x batch (nothing is summed or averaged). It is the derivative with respect to
    A itself; no activation function is involved yet.

    >>> nll_loss_derivative(np.array([[0.8, 0.5]]), np.array([[1.0, 0.0]]))
    array([[-1.25,  2.  ]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="nll_loss_derivative"
check("nll_loss_derivative")

# %% [markdown]
# Your two gradients for $y = 1$. All slopes are negative, since more $a$ means less loss. But look at the far left,
# where the network is sure and wrong: the square loss never pushes harder than 2, while the NLL pushes harder and
# harder.

# %%
said = np.linspace(0.1, 0.99, 179).reshape(1, -1)  # one output, 179 data points
yes = np.ones_like(said)
figures.curves(
    said[0],
    {
        "square loss": {"loss": (said[0] - 1) ** 2, "your slope": square_loss_derivative(said, yes)[0]},
        "NLL": {"loss": -np.log(said[0]), "your slope": nll_loss_derivative(said, yes)[0]},
    },
    xlabel="the network says $a$, the answer is yes",
    alt="Left, the square loss falls from 0.8 to 0 and its slope rises on a straight line from -1.8 to 0. Right, the "
    "NLL falls from 2.3 to 0; its slope is -10 at a = 0.1 and rises steeply, then gently, to -1 at a = 1.",
)

# %% [markdown]
# **Common slips.** A mean where a sum is asked for, in the loss or only in its gradient (then the two do not fit
# together); the gradient of the square loss behind an NLL; and $A$ of shape `(n,)` minus $Y$ of shape `(n, 1)`, which
# numpy silently stretches to `(n, n)`. Keep two axes everywhere, and look at the shapes when a loss seems too large.
#
# ## 4. One neuron, forward and backward
#
# A *logistic classifier* ("LLC" in the notes) takes one data point $x$, weighs its features, adds a bias and squeezes
# the sum into a probability. That is a neuron with a sigmoid. Put the loss after it, and you have everything that this
# lesson will ever train:
#
# $$z = w^\top x + w_0, \qquad a = \sigma(z), \qquad L = -\bigl(y \ln a + (1-y)\ln(1-a)\bigr) .$$
#
# The **forward pass** computes $z$, $a$, $L$ in this order and keeps them. The **backward pass** starts at $L$ and
# collects one factor for every box, each taken at the value from the forward pass:
#
# $$\frac{\partial L}{\partial w} = \underbrace{\Bigl(-\frac{y}{a} + \frac{1-y}{1-a}\Bigr)}_{\text{loss}} \cdot
# \underbrace{\sigma'(z)}_{\text{activation}} \cdot \underbrace{x}_{\partial z/\partial w}
# \qquad\qquad \frac{\partial L}{\partial w_0} = \text{the same with } \frac{\partial z}{\partial w_0} = 1 \qquad (7.10)$$

# %%
figures.graph(
    [("z", "linear", ["x", "w", "w_0"]), ("a", r"$\sigma$", ["z"]), ("L", "NLL", ["a", "y"])],
    shapes={"x": ("m", 1), "w": ("m", 1), "w_0": (1, 1), "z": (1, 1), "a": (1, 1), "y": (1, 1), "L": ()},
    gradients=["L", "a", "z", "w", "w_0"],
    slopes={
        ("z", "w"): r"\times\,x",
        ("z", "w_0"): r"\times\,1",
        ("a", "z"): r"\times\,\sigma'(z)",
        ("L", "a"): r"-\frac{y}{a}+\frac{1-y}{1-a}",
    },
    title="one neuron and its loss, forward and backward",
    alt="Forward: x, w and the bias enter a linear box, z goes into a sigmoid, a and y into the NLL, and L comes out. "
    "Backward: the loss hands back its slope, the sigmoid multiplies by its own slope at z, and the linear box "
    "multiplies by x for the weights, by 1 for the bias. The gradient of w has the shape of w, m by 1.",
)


# %% [markdown]
# **Worked by hand.** $x = (2, 1)^\top$, $w = (0.5, -1)^\top$, $w_0 = \ln 3$, and the right answer is no, $y = 0$.
#
# $$\begin{array}{ll|ll}
# \text{forward} & & \text{backward} & \\ \hline
# z = 0.5 \cdot 2 - 1 \cdot 1 + \ln 3 & = \ln 3 & \partial L/\partial a = 1/(1 - 0.75) & = 4 \\
# a = \sigma(\ln 3) & = 0.75 & \partial L/\partial z = 4 \cdot 0.1875 & = 0.75 \\
# L = -\ln(1 - 0.75) & = 1.386 & \partial L/\partial w = 0.75 \cdot (2, 1)^\top & = (1.5,\ 0.75)^\top \\
# & & \partial L/\partial w_0 = 0.75 \cdot 1 & = 0.75
# \end{array}$$
#
# All signs are positive: more of any parameter would make the wrong "yes" louder.
#
# ### Exercise 9: neuron_backward
#
# You have written the gradient of the loss and the slope of the sigmoid. Put them together.

# %% exercise="neuron_backward"
def neuron_backward(w: ndarray, w0: ndarray, x: ndarray, y: ndarray) -> tuple[ndarray, ndarray]:
    """Return the tuple (dLdw, dLdw0) for one neuron and one data point: a = sigmoid(w.T @ x + w0),
    L = nll_loss(a, y).

    w: m x 1. w0: 1 x 1. x: m x 1, the data point. y: 1 x 1, 0.0 or 1.0.
    Returns: dLdw, m x 1; dLdw0, 1 x 1.

    >>> w, w0, x = np.array([[0.5], [-1.0]]), np.array([[np.log(3.0)]]), np.array([[2.0], [1.0]])
    >>> dLdw, dLdw0 = neuron_backward(w, w0, x, np.array([[1.0]]))
    >>> dLdw.round(4)
    array([[-0.5 ],
           [-0.25]])
    >>> dLdw0.round(4)
    array([[-0.25]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="neuron_backward"
check("neuron_backward")

# %% [markdown]
# Is it right? Move one weight, hold everything else still, and look. The curve is the loss of the worked example as
# $w_1$ moves; the dashed line has the slope that *your* function returns. It must touch.

# %%
worked_w, worked_w0 = np.array([[0.5], [-1.0]]), np.array([[np.log(3.0)]])
worked_x, worked_y = np.array([[2.0], [1.0]]), np.array([[0.0]])
figures.function_of_entry(
    lambda moved: nll_loss(sigmoid(moved.T @ worked_x + worked_w0), worked_y),
    worked_w,
    (0, 0),
    name="w_1",
    slope=neuron_backward(worked_w, worked_w0, worked_x, worked_y)[0][0, 0],
    alt="The loss as a function of the first weight: climbing gently on the left and more and more steeply to the "
    "right. At 0.5 a dashed line of slope 1.5 touches the curve.",
)

# %% [markdown]
# **A lucky pair.** *(Notes, 7.6.1, concept 50.)* Multiply the two inner factors out, with $a = \sigma(z)$ and
# $\sigma'(z) = a(1-a)$:
#
# $$\frac{\partial L}{\partial z} = \Bigl(-\frac{y}{a} + \frac{1-y}{1-a}\Bigr)\cdot a(1-a) = -y(1-a) + (1-y)\,a = a - y .$$
#
# *What was said minus what is true*: in the example $0.75 - 0 = 0.75$. Nothing is divided, so nothing can go wrong
# where $a$ is very close to 0 or 1. So for a sigmoid with NLL we go from $L$ to $z$ **in one step**, and $\partial
# L/\partial w = (a - y)\,x$.
#
# **When floats run out.** On paper, $\sigma(40)$ is a little less than 1. As a float it *is* 1, and then the term that
# $y$ switches off is $0 \cdot \ln 0$: `nan`. The loss itself is harmless if it is computed from $z$ and not from $a$:
#
# $$L = -\bigl(y \ln a + (1-y) \ln (1-a)\bigr) = \ln(1 + e^z) - y\,z ,$$
#
# and `np.logaddexp(0, z)` is $\ln(1 + e^z)$ without ever forming $e^z$. That is why `nll_loss` asks for probabilities
# *strictly* between 0 and 1, and why libraries offer a loss that takes scores:
#

# %%
scores = np.array([-800.0, 0.0, 40.0, 800.0])
print(np.logaddexp(0.0, scores) - 1.0 * scores)  # [8.00000000e+02 6.93147181e-01 0.00000000e+00 0.00000000e+00]

# %% [markdown]
# The answer is "yes" each time: a network that is sure and wrong pays 800, an undecided one pays $\ln 2$, and one that
# is sure and right pays too little for the float to show.
#
# <details><summary>The printed version</summary>
#
# (7.7) has the opposite sign, a legacy of (7.3).
#
# </details>
#
# **Common slip.** Multiplying $a - y$ by $\sigma'$ once more, although it is already in there. Training still works,
# only slowly where it matters most; a gradient check sees it at once.

# %% [markdown]
# ## 5. Two neurons in a row
#
# Let a first neuron, with $\tanh$, feed a second one, with a sigmoid; all values are single numbers, and the subscript
# says which neuron they belong to (the notes use a superscript). The output $a_1$ is to the second neuron what $x$ is
# to the first:
#
# $$x \;\to\; z_1 = w_1 x + w_{10} \;\to\; a_1 = \tanh z_1 \;\to\; z_2 = w_2\,a_1 + w_{20} \;\to\; a_2 = \sigma(z_2)
# \;\to\; L$$
#
# For $w_2$ the chain is as long as before. For $w_1$ it must go on, down to the first neuron. But through what? Not
# through $w_2$: a weight is a number in its own right, nothing that comes before makes it change, and a factor
# $\partial w_2/\partial\text{(anything)}$ would be 0. What joins the two neurons is $a_1$:
#
# $$\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial z_2}\cdot a_1 \qquad\qquad
# \frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial z_2}\cdot
# \underbrace{w_2}_{\partial z_2/\partial a_1}\cdot
# \underbrace{\tanh'(z_1)}_{\partial a_1/\partial z_1}\cdot\underbrace{x}_{\partial z_1/\partial w_1}$$
#
# So there are just three local slopes, whatever the number of layers: $f'(z)$ through an activation, **the weight on
# the way to the layer below**, and **what came in on the way to the weight**. A weight is a side exit; the main road
# runs along the $z$ and the $a$.
#
# **Worked by hand**, forward from the left, then backward from the right, for $x = 1$ and $y = 1$:

# %%
figures.graph(
    [
        ("z_1 = 0.5", "linear", ["x = 1", "w_1 = 0.5", "w_{10} = 0"]),
        ("a_1 = 0.4621", r"$\tanh$", ["z_1 = 0.5"]),
        ("z_2 = -0.0758", "linear", ["a_1 = 0.4621", "w_2 = 2", "w_{20} = -1"]),
        ("a_2 = 0.4811", r"$\sigma$", ["z_2 = -0.0758"]),
        ("L = 0.7317", "NLL, $y = 1$", ["a_2 = 0.4811"]),
    ],
    gradients={
        "L = 0.7317": "1",
        "a_2 = 0.4811": "-2.0787",
        "z_2 = -0.0758": "-0.5189",
        "w_2 = 2": "-0.2398",
        "w_{20} = -1": "-0.5189",
        "a_1 = 0.4621": "-1.0379",
        "z_1 = 0.5": "-0.8162",
        "w_1 = 0.5": "-0.8162",
        "w_{10} = 0": "-0.8162",
    },
    slopes={
        ("L = 0.7317", "a_2 = 0.4811"): "-1/a_2",
        ("a_2 = 0.4811", "z_2 = -0.0758"): r"\times\,0.2496",
        ("z_2 = -0.0758", "a_1 = 0.4621"): r"\times\,2",
        ("z_2 = -0.0758", "w_2 = 2"): r"\times\,0.4621",
        ("z_2 = -0.0758", "w_{20} = -1"): r"\times\,1",
        ("a_1 = 0.4621", "z_1 = 0.5"): r"\times\,0.7864",
        ("z_1 = 0.5", "w_1 = 0.5"): r"\times\,1",
        ("z_1 = 0.5", "w_{10} = 0"): r"\times\,1",
    },
    title="two neurons, every number forward (solid) and its gradient (dashed)",
    alt="Forward: 1 becomes 0.5, tanh makes 0.4621 of it, times 2 minus 1 is -0.0758, the sigmoid gives 0.4811, the "
    "loss is 0.7317. Backward: -2.0787 at the output, -0.5189 before the sigmoid, -0.2398 at the second weight, "
    "-1.0379 at the first neuron's output, -0.8162 before tanh and at the first weight.",
)


# %% [markdown]
# In a longer row the chain repeats its two middle factors: $f'(z_\ell)\,w_\ell$ for each neuron $\ell$ that is passed,
# and $f'(z_\ell)\,a_{\ell-1}$ to end at a weight (7.34). *The printed version:* in (7.34), the factor of the last
# neuron but one carries the last neuron's weight a second time; it is its own.
#
# Here ends the first half: one neuron, and then two in a row, forward and backward with numbers. A good place for a break.
#
# # Second half: the network and its training
#
# ## 6. A linear layer, forward
#
# Now $n$ neurons look at the same inputs, and $B$ points come at once:
#
# $$Z = W^\top A + W_0, \qquad\text{in entries:}\qquad Z_{ib} = \sum_{j=1}^{m} W_{ji} A_{jb} + (W_0)_i .$$
#
# Neuron $i$ looks at point $b$, weighs all $m$ inputs with column $i$ of $W$ and adds its bias. numpy repeats the $n
# \times 1$ column $W_0$ for all $B$ points (*broadcasting*), so that every point gets the same biases.
#
# **Worked by hand.** $m = 2$ inputs, $n = 3$ neurons, $B = 2$ points:
#
# $$W = \begin{bmatrix} 1 & 0 & -1 \\ 2 & 1 & 0 \end{bmatrix},\quad
# W_0 = \begin{bmatrix} 0 \\ 1 \\ 0.5 \end{bmatrix},\quad
# A = \begin{bmatrix} 1 & 2 \\ 3 & -1 \end{bmatrix}
# \quad\Rightarrow\quad
# Z = \begin{bmatrix} 7 & 0 \\ 3 & -1 \\ -1 & -2 \end{bmatrix} + \begin{bmatrix} 0 & 0 \\ 1 & 1 \\ 0.5 & 0.5 \end{bmatrix}
# = \begin{bmatrix} 7 & 0 \\ 4 & 0 \\ -0.5 & -1.5 \end{bmatrix}$$
#
# <details><summary>The printed version</summary>
#
# (7.119) and (7.132) drop the bias, and the sums of (7.121) and (7.135) must run to $m$, the
# number of inputs.
#
# </details>
#
# ### Exercise 10: linear_forward

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
# ## 7. A linear layer, backward
#
# The layer above passes us the **upstream gradient** $G = \partial L/\partial Z$, of shape $n \times B$. We owe three
# answers.
#
# One could ask for "the derivative of $Z$ with respect to $W$", every entry of the one with respect to every entry of
# the other. That has four axes (three for a single point) and consists almost entirely of zeros: the weights of neuron
# $i$ touch row $i$ of $Z$ and nothing else. Nobody builds it. Instead, put one question to each parameter: *in which
# entries of $Z$ do you occur, and with what factor?* Then add up over those entries, each with its own $G_{ib}$: that
# is the chain rule where several roads lead to $L$ *(notes, 7.X.1, definition 20)*.
#
# - $W_{ji}$ occurs in row $i$ of $Z$, for every point $b$, with the factor $A_{jb}$:
#   $\displaystyle \frac{\partial L}{\partial W_{ji}} = \sum_b A_{jb}\, G_{ib}$, so
#   $\displaystyle \boxed{\frac{\partial L}{\partial W} = A\, G^\top}$ of shape $m \times n$.
# - $(W_0)_i$ occurs in row $i$ of $Z$, for every point, with the factor 1:
#   $\displaystyle \boxed{\frac{\partial L}{\partial W_0} = \text{the sum of } G \text{ over the batch}}$ of shape
#   $n \times 1$.
# - $A_{jb}$ occurs in column $b$ of $Z$, for every neuron $i$, with the factor $W_{ji}$:
#   $\displaystyle \boxed{\frac{\partial L}{\partial A} = W\, G}$ of shape $m \times B$. This is what the layer below
#   receives (7.136).
#
# Notice what is summed over the batch: weights and biases are *shared* by all points, so every point has its say. Each
# column of $A$ belongs to one point, so the columns stay apart. The product $A\,G^\top$ does its sum over $b$ by
# itself; for the biases you have to ask for it.
#
# They are the last lesson's formulas, reflected in the diagonal: transpose a formula on the left, and you get the one
# on the right:
#
# $$\begin{array}{l|l|l}
# & \text{rows} & \text{columns} \\ \hline
# \text{forward} & N = X\,W & Z = W^\top A \\
# \text{to the weights} & \partial L/\partial W = X^\top\,(\partial L/\partial N) & \partial L/\partial W = A\,(\partial L/\partial Z)^\top \\
# \text{to the input} & \partial L/\partial X = (\partial L/\partial N)\,W^\top & \partial L/\partial A = W\,(\partial L/\partial Z)
# \end{array}$$
#
# **Worked by hand**, with $W$ and $A$ of section 6. Each entry of $\partial L/\partial W$ is a row of $A$ with a row of
# $G$: input $j$ and neuron $i$, point after point. Each entry of $\partial L/\partial A$ is a row of $W$ with a column
# of $G$: the weights with which input $j$ goes out, and what each neuron sends back. The row sums of $G$ give
# $\partial L/\partial W_0 = (1, 2, 0)^\top$.

# %%
worked_W = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]])
worked_A = np.array([[1.0, 2.0], [3.0, -1.0]])
worked_G = np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, 1.0]])
figures.matrix_product(
    worked_A,
    worked_G.T,
    entry=(1, 2),
    names=("A", "G^T", r"\partial L/\partial W"),
    title="to the weights: the sum runs over the 2 points",
    alt="A, 2 by 2, times G transposed, 2 by 3, gives dL/dW, 2 by 3. Row 1 of A, 3 and -1, meets column 2 of G "
    "transposed, -1 and 1: the entry is -4.",
).show()
figures.matrix_product(
    worked_W,
    worked_G,
    entry=(0, 1),
    names=("W", "G", r"\partial L/\partial A"),
    title="to the input: the sum runs over the 3 neurons",
    alt="W, 2 by 3, times G, 3 by 2, gives dL/dA, 2 by 2. Row 0 of W, 1, 0 and -1, meets column 1 of G, 0, 2 and 1: "
    "the entry is -1.",
)

# %% [markdown]
# A tool for the biases: `axis=1` goes along each row and leaves one number for it; `keepdims=True` keeps the
# result two-dimensional, so that a column stays a column.

# %%
print(worked_A.max(axis=1).shape, worked_A.max(axis=1, keepdims=True).shape)  # (2,) (2, 1)


# %% [markdown]
# <details><summary>The printed versions</summary>
#
# Section 7.5.16, notation 16 and (7.116) have a gradient of the loss where the factor
# $A^{\ell-1}$ belongs; right is $\partial L/\partial W^\ell = A^{\ell-1} (\partial L/\partial Z^\ell)^\top$. And
# $\partial L/\partial W_0 = \partial L/\partial Z$, line 35 of the pseudocode, holds for a single point; a batch is
# summed.
#
# </details>
#
# ### Exercise 11: linear_backward

# %% exercise="linear_backward"
def linear_backward(W: ndarray, A: ndarray, dLdZ: ndarray) -> tuple[ndarray, ndarray, ndarray]:
    """Return the tuple (dLdW, dLdW0, dLdA) for the linear layer Z = W.T @ A + W0.

    W: m x n. A: m x batch. dLdZ: n x batch, the upstream gradient.
    Returns: dLdW, m x n, summed over the batch; dLdW0, n x 1, summed over the batch; dLdA, m x
    batch. Nothing is divided by the size of the batch.

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
# **Common slips.** The bias gradient is a collection of slips in published code: not summed, summed over the wrong
# axis, over everything, averaged, or taken from the first point alone. With a batch of one point, three of these five
# are indistinguishable from the right answer, and with a square $W$ a forgotten transpose fits as well. So test with a
# batch, and with sizes that are all different.
#
# ## 8. Through an activation, backward
#
# Take one data point, so $z$ is a column of $n$ numbers, and $a = f(z)$ entry by entry. As in lesson 3, the derivative
# of a vector with respect to a vector holds all pairs, $\partial a_j/\partial z_i$ in row $i$ and column $j$. It is
# called the **Jacobian**. But $a_j$ depends on $z_j$ alone. All pairs with $i \neq j$ are 0, and what is left is a
# diagonal:
#
# $$\frac{\partial a}{\partial z} =
# \begin{bmatrix} f'(z_1) & 0 & \cdots & 0 \\ 0 & f'(z_2) & \cdots & 0 \\ \vdots & \vdots & \ddots & \vdots \\ 0 & 0 & \cdots & f'(z_n) \end{bmatrix}$$
#
# **Worked by hand.** $f(z) = z^3$ has $f'(z) = 3z^2$. At $z = (1, -2, 0.5)$ the diagonal is $(3,\ 12,\ 0.75)$.
#
# <details><summary>The printed versions</summary>
#
# In the example with $f(z) = z^2$, (7.56) must begin with $f'(z)$; and the left side of (7.143)
# is $\partial a_j / \partial z_i$.
#
# </details>
#
# ### Exercise 12: diagonal_jacobian
#
# `np.diagflat` turns any array of numbers into a matrix with these numbers on its diagonal. (Its cousin `np.diag` does
# so only for an array with one axis. Given a matrix, and a column is one, it *reads* the diagonal.)

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
# and all that the zeros do is keep the entries apart:
#
# $$\frac{\partial L}{\partial z} = \begin{bmatrix} f'(z_1) & & \\ & \ddots & \\ & & f'(z_n) \end{bmatrix}
# \begin{bmatrix} q_1 \\ \vdots \\ q_n \end{bmatrix}
# = \begin{bmatrix} f'(z_1)\,q_1 \\ \vdots \\ f'(z_n)\,q_n \end{bmatrix} = f'(z) \odot q .$$

# %%
jacobian = np.array([[3.0, 0.0, 0.0], [0.0, 12.0, 0.0], [0.0, 0.0, 0.75]])
arriving = np.array([[0.5], [-1.0], [4.0]])
figures.matrix_product(
    jacobian,
    arriving,
    entry=(1, 0),
    names=(r"\partial a/\partial z", "q", r"\partial L/\partial z"),
    title="of each row, one entry counts",
    alt="A 3 by 3 matrix with 3, 12 and 0.75 on its diagonal and zeros elsewhere, times the column 0.5, -1, 4, gives "
    "the column 1.5, -12, 3. In row 1 only 12 times -1 counts.",
).show()
print((np.array([[3.0], [12.0], [0.75]]) * arriving).ravel())  # [  1.5 -12.    3. ]


# %% [markdown]
# The element-wise product does the same with $n$ multiplications instead of $n^2$, and for a whole batch at once,
# since no column affects another: $\displaystyle \frac{\partial L}{\partial Z} = f'(Z) \odot \frac{\partial
# L}{\partial A}$. That is why nobody builds the matrix.
#
# Which $Z$? The one of the forward pass, the *input* of $f$: neither the output, nor the gradient that arrives.
#
# **Worked by hand.** $f(z) = z^3$ again, two neurons and two points:
#
# $$Z = \begin{bmatrix} 1 & 2 \\ -2 & 0 \end{bmatrix},\quad
# \frac{\partial L}{\partial A} = \begin{bmatrix} 0.5 & 1 \\ -1 & 2 \end{bmatrix}
# \quad\Rightarrow\quad
# \frac{\partial L}{\partial Z} = \begin{bmatrix} 3 & 12 \\ 12 & 0 \end{bmatrix} \odot
# \begin{bmatrix} 0.5 & 1 \\ -1 & 2 \end{bmatrix} = \begin{bmatrix} 1.5 & 12 \\ -12 & 0 \end{bmatrix}$$
#
# ### Exercise 13: activation_backward

# %% exercise="activation_backward"
def activation_backward(dLdA: ndarray, Z: ndarray, derivative: Activation) -> ndarray:
    """Return dLdZ for an element-wise activation A = f(Z).

    dLdA: n x batch, the upstream gradient. Z: n x batch, the input of f in the forward pass.
    derivative: f', works entry by entry on arrays. Returns: n x batch. dLdA is the same after the
    call as before.

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
# **Common slips.** For ReLU, published code often has `dLdA[dLdA < 0] = 0`: the mask is made from the gradient instead
# of from $Z$. It takes a negative gradient where $Z$ is positive to expose this, and sooner or later there always is
# one.
#
# **The chain rule in matrices** *(notes, 7.5.16, notation 16)*. You now have both links. For one point and two layers,
# read from right to left, in the order of the computation:
#
# $$\frac{\partial L}{\partial z_1} = \underbrace{\frac{\partial a_1}{\partial z_1}}_{\text{diagonal}}\cdot
# \underbrace{W_2}_{\partial z_2/\partial a_1}\cdot
# \underbrace{\frac{\partial a_2}{\partial z_2}}_{\text{diagonal}}\cdot\frac{\partial L}{\partial a_2}
# \qquad\text{and on the side}\qquad
# \frac{\partial L}{\partial W_1} = x\,\Bigl(\frac{\partial L}{\partial z_1}\Bigr)^{\!\top}.$$
#
# It is section 5 in capital letters. Only one thing is new: the order of the factors matters, and the shapes reveal it.

# %% [markdown]
# ## 9. Two layers, forward
#
# XOR is 1 where exactly one of two inputs is 1. Suppose that one neuron could do it, saying "yes" where $w_1 x_1 + w_2
# x_2 + w_0 > 0$. The four points ask for
#
# $$w_0 < 0, \qquad w_1 + w_0 > 0, \qquad w_2 + w_0 > 0, \qquad w_1 + w_2 + w_0 < 0 .$$
#
# Add the two in the middle: $w_1 + w_2 + 2 w_0 > 0$. Add the outer two: $w_1 + w_2 + 2 w_0 < 0$. Both cannot be true:
# no straight line separates the circles from the squares.

# %%
figures.decision_boundary(
    {},
    X_XOR,
    Y_XOR,
    title="XOR",
    alt="Four points, the corners of a square. Label 1 at upper left and lower right, label 0 at lower left and upper "
    "right.",
)


# %% [markdown]
# Two layers can do it. Between the *input layer*, which is the data as it comes, and the *output layer* we put a
# *hidden layer*. The slides set its weights by hand: one hidden neuron says *at least one*, another says *not both*,
# and the output says *the two together*:
#
# $$h_1 = \sigma(20x_1 + 20x_2 - 10), \qquad h_2 = \sigma(-20x_1 - 20x_2 + 30), \qquad
# a = \sigma(20h_1 + 20h_2 - 30) .$$
#
# **Worked by hand.** At $(1, 1)$: $h_1 = \sigma(30) \approx 1$, $h_2 = \sigma(-10) \approx 0$, $a = \sigma(-10) \approx
# 0$. At $(0, 1)$: $h_1 = \sigma(10) \approx 1$, $h_2 = \sigma(10) \approx 1$, $a = \sigma(10) \approx 1$. With your
# `linear_forward`, one column of weights for each hidden neuron:

# %%
def by_hand(points: ndarray) -> tuple[ndarray, ndarray]:
    """Return what the hidden neurons (2 x n) and the output (1 x n) say, with the weights of the
    slides.
    """
    hidden = sigmoid(linear_forward(np.array([[20.0, -20.0], [20.0, -20.0]]), np.array([[-10.0], [30.0]]), points))
    return hidden, sigmoid(linear_forward(np.array([[20.0], [20.0]]), np.array([[-30.0]]), hidden))


# %%
print(by_hand(X_XOR)[1].round(3))  # [[0. 1. 1. 0.]]
figures.decision_boundary(
    {
        "at least one": lambda points: by_hand(points)[0][0],
        "not both": lambda points: by_hand(points)[0][1],
        "together: XOR": lambda points: by_hand(points)[1],
    },
    X_XOR,
    Y_XOR,
    alt="Three panels over the four points. The first hidden neuron says yes above a falling diagonal line, the "
    "second below another one further up. Together they leave a diagonal band that holds just the two points of "
    "label 1.",
)


# %% [markdown]
# Each hidden neuron draws one straight line; the output keeps what lies between them.
#
# Now we want weights that nobody has to think up. Our network has a hidden layer with tanh, which is smooth and
# centred on 0, and a sigmoid output, because it answers yes or no:
#
# $$Z_1 = W_1^\top X + W_{10}, \qquad A_1 = \tanh Z_1, \qquad Z_2 = W_2^\top A_1 + W_{20}, \qquad A_2 = \sigma(Z_2) .$$
#
# In code the biases are called `W10` ("W one nought") and `W20`. The function returns all four matrices, not $A_2$
# alone: the backward pass needs them. (In the example call, the star of `*xor_start()` hands over its four arrays one
# by one.)
#
# **Worked by hand.** Section 5 has an example with one number everywhere: $z_1 = 0.5$, $a_1 = 0.4621$,
# $z_2 = -0.0758$, $a_2 = 0.4811$.
#
# ### Exercise 14: two_layer_forward

# %% exercise="two_layer_forward"
def two_layer_forward(
    X: ndarray, W1: ndarray, W10: ndarray, W2: ndarray, W20: ndarray
) -> tuple[ndarray, ndarray, ndarray, ndarray]:
    """Return the tuple (Z1, A1, Z2, A2) of the network: linear, tanh, linear, sigmoid.

    X: m x batch. W1: m x h, W10: h x 1 (the hidden layer). W2: h x n, W20: n x 1 (the output
    layer).
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
# ## 10. Two layers, backward
#
# You have every piece; now walk through the network from right to left. The loss is the NLL, summed over the outputs
# and the batch. Above each arrow is a value, and below it its gradient, of the same shape; the labels say what each
# box does to the gradient on its way back:

# %%
figures.graph(
    [
        ("Z_1", "linear", ["X", "W_1", "W_{10}"]),
        ("A_1", r"$\tanh$", ["Z_1"]),
        ("Z_2", "linear", ["A_1", "W_2", "W_{20}"]),
        ("L", r"$\sigma$, then NLL", ["Z_2", "Y"]),
    ],
    shapes={
        "X": ("m", "B"),
        "W_1": ("m", "h"),
        "W_{10}": ("h", 1),
        "Z_1": ("h", "B"),
        "A_1": ("h", "B"),
        "W_2": ("h", "n"),
        "W_{20}": ("n", 1),
        "Z_2": ("n", "B"),
        "Y": ("n", "B"),
        "L": (),
    },
    gradients=["L", "Z_2", "W_2", "W_{20}", "A_1", "Z_1", "W_1", "W_{10}"],
    slopes={
        ("L", "Z_2"): "A_2 - Y",
        ("Z_2", "A_1"): r"W_2\,\cdot",
        ("Z_2", "W_2"): r"A_1\cdot(\ )^T",
        ("Z_2", "W_{20}"): "sum",
        ("A_1", "Z_1"): r"\odot\,\tanh'(Z_1)",
        ("Z_1", "W_1"): r"X\cdot(\ )^T",
        ("Z_1", "W_{10}"): "sum",
    },
    title="the two-layer network, forward (solid) and backward (dashed)",
    alt="Forward: X, W1 and W10 enter a linear box, Z1 of shape h by B goes through tanh, A1 with W2 and W20 enters a "
    "second linear box, Z2 of shape n by B meets Y in the sigmoid and NLL, and L comes out. Backward: A2 minus Y; "
    "W2 times it goes on to A1, A1 times its transpose to W2, its sum over the batch to W20; then times the slope "
    "of tanh at Z1, and the same again for W1 and W10 with X. Every gradient has the shape of its value.",
)


# %% [markdown]
# Three questions that save an evening of searching:
#
# - *What went into this layer?* $A_1$ into layer 2, $X$ into layer 1.
# - *Which matrix carries the gradient down?* The weights $W_2$ themselves, not their gradient.
# - *Where is the slope of tanh taken?* At $Z_1$.
#
# **Worked by hand.** The dashed numbers of section 5: $-0.8162$ for $w_1$ and $w_{10}$, $-0.2398$ for $w_2$, and
# $-0.5189$ for $w_{20}$.
#
# ### Exercise 15: two_layer_backward

# %% exercise="two_layer_backward"
def two_layer_backward(
    X: ndarray, Y: ndarray, W1: ndarray, W10: ndarray, W2: ndarray, W20: ndarray
) -> tuple[ndarray, ndarray, ndarray, ndarray]:
    """Return the tuple (dW1, dW10, dW2, dW20): the gradients of L = nll_loss(A2, Y), with A2 of
    two_layer_forward.

    X: m x batch. Y: n x batch, each 0.0 or 1.0. W1: m x h, W10: h x 1, W2: h x n, W20: n x 1.
    Returns: gradients in the shapes of W1, W10, W2, W20, summed over the batch (no mean). One
    forward and one backward pass must do: 60 000 weights are no place for differences, two forward
    passes for each.

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
# **Common slips**, all of them from published code: one sigmoid slope too many at the output; the gradient of $W_2$ in
# place of $W_2$; $\tanh'$ forgotten, or taken at $A_1$; $Z_1$ or $X$ where $A_1$ belongs; and a division by the size
# of the batch in one layer only.
#
# You need not take the check's word for it. Here are your two passes, against the 26 forward passes that central
# differences need for the 13 parameters of the XOR network:

# %%
def loss_with(k: int, changed: ndarray) -> float:
    """Return the loss of XOR at the start, with parameter number k (0 to 3) replaced by changed."""
    parameters = list(xor_start())
    parameters[k] = changed
    return nll_loss(two_layer_forward(X_XOR, *parameters)[3], Y_XOR)


# %%
for k, gradient in enumerate(two_layer_backward(X_XOR, Y_XOR, *xor_start())):
    measured = numeric_gradient(lambda changed, k=k: loss_with(k, changed), xor_start()[k])
    print(("W1", "W10", "W2", "W20")[k], "largest difference:", f"{np.abs(gradient - measured).max():.0e}")

# %% [markdown]
# And one of them as a picture: the loss as a function of the entry of $W_1$ in row 1, column 2, and a dashed line with
# the slope that your backward pass gives.

# %%
figures.function_of_entry(
    lambda changed: loss_with(0, changed),
    xor_start()[0],
    (1, 2),
    name="W_1[1, 2]",
    reach=3.0,
    slope=two_layer_backward(X_XOR, Y_XOR, *xor_start())[0][1, 2],
    alt="The loss of the network as one entry of W1 moves from -3.4 to 2.6, all others fixed: a smooth curve, and a "
    "dashed line of slope 0.18 that touches it at the dot, where the entry is -0.4.",
)

# %% [markdown]
# ## 11. Where to start, and one step downhill
#
# No formula yields the best weights of a network. So we start somewhere and walk: the gradient points in the direction
# in which the loss *grows* fastest, and we step against it, with a step size $\eta$ ("eta"):
#
# $$\theta_\text{new} = \theta - \eta\,\frac{\partial L}{\partial \theta} \qquad\text{for every parameter } \theta \in \{W_1, W_{10}, W_2, W_{20}\} . \qquad (7.1)$$
#
# <details><summary>The printed version</summary>
#
# Concept 2 says that the gradient is the direction that decreases the loss. It is that of the steepest increase, hence
# the minus sign of (7.1).
#
# </details>
#
# **Somewhere** means: at random, each weight from a Gaussian (a bell curve around 0). Why not simply at zero? It depends
# on which weights:
#
# - With $W_2 = 0$, nothing reaches the hidden layer *in the first step*, since $\partial L/\partial A_1 = W_2\,(A_2 -
#   Y)$ is zero. But $W_2$ itself gets a gradient, $A_1\,(A_2 - Y)^\top$, so from the second step on it is no longer
#   zero. The start is slow, that is all.
# - With $W_1 = 0$ and no biases, every hidden neuron says $\tanh 0 = 0$ about every point. Then $W_2$ gets no
#   gradient, and what $W_1$ gets at one point has the direction of that point for *all* neurons: they move almost in
#   step, like a single neuron, and a single neuron cannot solve XOR. Section 13 tries it.
# - Equal weights, zero or not, stay equal forever: neurons with equal weights get equal gradients, as if there were only
#   one.
#
# Chance breaks the symmetry. In numpy, a seed makes it repeatable:

# %%
print(np.random.default_rng(0).normal(size=3).round(2))  # [ 0.13 -0.13  0.64]


# %% [markdown]
# **Worked by hand.** $\theta = 2$, gradient $3$, $\eta = 0.1$: the new value is $2 - 0.1\cdot 3 = 1.7$.
#
# ### Exercise 16: sgd_step

# %% exercise="sgd_step"
def sgd_step(parameters: Sequence[ndarray], gradients: Sequence[ndarray], eta: float) -> list[ndarray]:
    """Return a list of new parameters after one step of gradient descent with step size eta.

    parameters, gradients: equally many arrays; gradients[k] has the shape of parameters[k].
    Returns: a list of new arrays, in the same order and shapes. The old parameters are the same
    after the call as before.

    >>> parameters = [np.array([[2.0]]), np.array([1.0, 1.0])]
    >>> sgd_step(parameters, [np.array([[3.0]]), np.array([-1.0, 0.0])], 0.5)
    [array([[0.5]]), array([1.5, 1. ])]
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="sgd_step"
check("sgd_step")

# %% [markdown]
# Seven of your steps in the valley $L = 0.75\,\theta^2$, whose slope is $1.5\,\theta$, starting from the example's 2
# with $\eta = 0.2$. Try $1.2$ and $1.4$ as well: each step multiplies $\theta$ by $1 - 1.5\,\eta$, which is $-0.8$ at
# $1.2$ (back and forth, and still down) and $-1.1$ at $1.4$ (back and forth, and out of the valley).

# %%
eta, theta, visited = 0.2, np.array([2.0]), [2.0]
for _ in range(7):
    (theta,) = sgd_step([theta], [1.5 * theta], eta)
    visited.append(theta.item())
valley = np.linspace(-2.5, 2.5, 101)
figures.curves(
    valley,
    {"": 0.75 * valley**2},
    points=[(place, 0.75 * place**2) for place in visited],
    xlabel=r"$\theta$",
    ylabel="$L$",
    alt="A parabola with its lowest point at 0. Eight dots walk down its right side from 2, in long steps where it is "
    "steep and in shorter and shorter ones near the bottom.",
)

# %%
figures.flipbook(
    [
        (
            f"step size {eta}: each step multiplies by {1 - 1.5 * eta:.4g}",
            figures.curves(
                np.linspace(-4.5, 4.5, 101),
                {"": 0.75 * np.linspace(-4.5, 4.5, 101) ** 2},
                points=[(2 * (1 - 1.5 * eta) ** k, 3 * (1 - 1.5 * eta) ** (2 * k)) for k in range(8)],
                xlabel=r"$\theta$",
                ylabel="$L$",
                alt=f"Eight dots in a valley, from 2 on, with step size {eta}: each is {1 - 1.5 * eta:.4g} times as far to "
                "the right of the bottom as the one before.",
            ),
        )
        for eta in (0.05, 0.2, 0.5, 0.65, 0.9, 1.2, 1.4)
    ],
    alt="Eight dots in a valley with step size 1.4: they jump from side to side, higher each time, and leave it. As a moving "
    "picture, small step sizes creep down one side, medium ones reach the bottom at once, large ones jump across.",
)

# %% [markdown]
# ## 12. Stochastic gradient descent
#
# *Stochastic* gradient descent looks at a single data point, takes a step, and moves on to the next. Each step knows
# little, but there are many of them, and their random order shakes the weights out of bad places. The notes draw a
# random point at each step; here the order is an argument, so that everyone gets the same numbers:
#
# > for each column index $i$ in `order`: take point $i$; run both passes with the **present** weights; then update
# > **all four** parameters at once.
#
# **Worked by hand.** `order = [2, 0, 2]` takes three steps: one for the third column, one for the first, one more for
# the third. The other columns are never looked at.
#
# There are two snags. `X[:, i]` has only one axis and is no longer a column; a list or a slice in place of $i$ keeps
# both axes:

# %%
print(X_XOR[:, 2].shape, X_XOR[:, [2]].shape, X_XOR[:, 2:3].shape)  # (2,) (2, 1) (2, 1)


# %% [markdown]
# And the update comes *after* the whole backward pass. If you update $W_2$ first and then send the gradient down
# through the new $W_2$, you train with a slightly wrong gradient. The network still learns, so nothing warns you.
#
# <details><summary>The printed version</summary>
#
# The pseudocode in the notes updates inside its backward loop, which does just that; and its line 26, $\partial
# L/\partial Z$, is under `Else`, although the last layer needs it too.
#
# </details>
#
# ### Exercise 17: sgd_train

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
    """Return the tuple (W1, W10, W2, W20) after one step of gradient descent for each index in
    order.

    X: m x points. Y: n x points, each 0.0 or 1.0. W1: m x h, W10: h x 1, W2: h x n, W20: n x 1,
    the start.
    eta: the step size, the same at every step. order: column indices of X and Y in the order of
    the visits; an index may occur again. Each step uses the NLL of that one point and the weights
    as the step before left them.
    Returns: the final weights, in the shapes of the start, as new arrays. Those of the start are
    the same after the call as before.

    >>> W1, W10, W2, W20 = sgd_train(X_XOR, Y_XOR, *xor_start(), 0.5, [0, 1, 2, 3])
    >>> W20.round(3)
    array([[0.01]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="sgd_train"
check("sgd_train")

# %% [markdown]
# ## 13. XOR, learned
#
# The great moment has come. The next function goes through the four points again and again, each time in a new order:

# %%
Weights = tuple[ndarray, ...]


def learn_xor(start: Weights, rounds: int, eta: float = 1.0) -> tuple[Weights, list[float]]:
    """Return the weights after so many times through the four points, and the loss before and
    after each time.
    """
    shuffle = np.random.default_rng(6390)
    learned, losses = start, [xor_loss(start)]
    for _ in range(rounds):
        learned = sgd_train(X_XOR, Y_XOR, *learned, eta, shuffle.permutation(4))
        losses.append(xor_loss(learned))
    return learned, losses


def xor_loss(weights: Weights) -> float:
    """Return the NLL of the four points."""
    return nll_loss(two_layer_forward(X_XOR, *weights)[3], Y_XOR)


def answers_of(weights: Weights) -> Activation:
    """Return the function that asks the network about points, one a column."""
    return lambda points: two_layer_forward(points, *weights)[3]


# %%
print(answers_of(learn_xor(xor_start(), rounds=100)[0])(X_XOR).round(2))  # [[0.   0.99 0.99 0.01]]
figures.decision_boundary(
    {f"after {rounds} rounds": answers_of(learn_xor(xor_start(), rounds)[0]) for rounds in (0, 5, 10, 100)},
    X_XOR,
    Y_XOR,
    title="the boundary while the network learns",
    alt="Four moments of training. At first the network says about one half everywhere, with a line that parts "
    "nothing. After 5 rounds it says yes to three points. After 10 rounds the line has broken in two, and after "
    "100 rounds there are two clear regions, one around each point of label 1, and white between them.",
)

# %%
figures.flipbook(
    [
        (
            f"after {rounds} rounds: loss {xor_loss(learned):.2f}",
            figures.decision_boundary(
                {"": answers_of(learned)},
                X_XOR,
                Y_XOR,
                alt=f"The boundary among the four points after {rounds} rounds, where the loss is {xor_loss(learned):.2f}.",
            ),
        )
        for rounds in (0, 2, 4, 6, 8, 10, 12, 20, 100)
        for learned in [learn_xor(xor_start(), rounds)[0]]
    ],
    alt="The boundary after 100 rounds: two clear regions, one around each point of label 1. As a moving picture, a single "
    "line turns, bends, and breaks in two while the loss falls from 2.7 to nearly 0.",
)

# %%
_, losses = learn_xor(xor_start(), rounds=40)
figures.curves(
    np.arange(41),
    {"": losses},
    xlabel="rounds through the four points",
    ylabel="loss",
    alt="The loss during 40 rounds: from 2.7 it rises to 2.9, then falls in a zigzag, steeply from round 8 to 12, and "
    "creeps towards 0 afterwards.",
)

# %% [markdown]
# At first the loss *rises*: each step serves a single point, and what is good for one may be bad for another. Compare
# the last panel with the weights set by hand: they leave one band for "yes", while the network has found two corners.
# Both are right about the four points, and nobody told the network about any others.
#
# **Does chance matter?** Here are four random starts with only two hidden neurons, and one start with all weights
# equal:

# %%
starts = {f"seed {seed}": random_start(seed, hidden=2) for seed in (1, 4, 6, 10)}
starts["all equal"] = (np.full((2, 2), 0.5), np.zeros((2, 1)), np.full((2, 1), 0.5), np.zeros((1, 1)))
figures.curves(
    np.arange(101),
    {name: learn_xor(start, 100, eta=0.5)[1] for name, start in starts.items()},
    xlabel="rounds through the four points",
    ylabel="loss",
    alt="Five loss curves over 100 rounds. Two of the random starts fall to about 0.1; two are stuck near 1.5; the "
    "start with equal weights stays near 2.8 all the time.",
)

# %% [markdown]
# Two of the random ones are stuck: the network is right about two points and undecided about the two others, which
# costs $2\ln 2 \approx 1.39$. This is not the bottom of a valley but a *plateau*: the loss goes on falling, ever more
# slowly, towards 1.39, while the weights grow and grow. Small steps take unreasonably long to leave it, though a far
# better place exists. Another seed may help, or a third hidden neuron. The equal start never had a chance.
#
# And the two zero starts of section 11? Here are the same three neurons as in the first training, with one matrix set
# to 0:

# %%
W1, W10, W2, W20 = xor_start()
zeros = {"$W_2 = 0$": (W1, W10, 0 * W2, W20), "$W_1 = 0$": (0 * W1, W10, W2, W20)}
figures.curves(
    np.arange(101),
    {name: learn_xor(start, 100)[1] for name, start in zeros.items()},
    xlabel="rounds through the four points",
    ylabel="loss",
    alt="Two loss curves over 100 rounds, both from 2.77. With W2 = 0 the loss hesitates, then falls to 0.03: XOR is "
    "learned. With W1 = 0 it stays at 2.8 to the end.",
)


# %% [markdown]
# ### A warning to take along
#
# Suppose that the gradient of the hidden layer comes out four and a half times too large. Does the loss give it away?

# %%
def learn_wrongly(rounds: int, eta: float) -> list[float]:
    """Return the losses of a training in which the hidden layer's gradients are 4.5 times too
    long.
    """
    shuffle = np.random.default_rng(6390)
    weights, losses = xor_start(), [xor_loss(xor_start())]
    for _ in range(rounds):
        for i in shuffle.permutation(4):
            right = sgd_train(X_XOR, Y_XOR, *weights, eta, [i])
            too_far = [old + 4.5 * (new - old) for old, new in zip(weights[:2], right[:2], strict=True)]
            weights = (*too_far, *right[2:])
        losses.append(xor_loss(weights))
    return losses


# %%
figures.curves(
    np.arange(201),
    {
        "right gradients": learn_xor(xor_start(), 200, eta=0.3)[1],
        "hidden layer 4.5 times too long": learn_wrongly(200, eta=0.3),
    },
    xlabel="rounds through the four points",
    ylabel="loss",
    alt="Two loss curves over 200 rounds. Both fall to almost 0; the one with the wrong gradients falls earlier.",
)


# %% [markdown]
# It learns, and here even faster. **Training that works is no proof that the gradients are right.** With larger steps,
# the same mistake ruins everything (try `eta=2.0` in both: the right one still learns, the wrong one is lost). Only a
# gradient check will tell.
#
# ## 14. Extra credit: as many layers as you like
#
# If you have time left: 5 points on top of the 100, which you do not need for full marks. Nothing in your backward
# pass depends on the number two. Going down from the last layer, each layer $\ell$ does the same three things:
#
# 1. it has $\partial L/\partial Z^\ell$: the last layer from $A - Y$, every other one from $\partial L/\partial A^\ell$
#    and the slope at *its own* $Z^\ell$;
# 2. it yields $\partial L/\partial W^\ell$ and $\partial L/\partial W_0^\ell$, with what came *into* it, $A^{\ell-1}$;
# 3. it passes $\partial L/\partial A^{\ell-1}$ down, through *its own* $W^\ell$.
#
# So the forward pass has to keep every $Z^\ell$ and every $A^\ell$, with $A^0 = X$.
#
# **Worked by hand.** With two layers, this must return what `two_layer_backward` does.
#
# ### Exercise 18, extra credit: deep_backward

# %% exercise="deep_backward"
def deep_backward(X: ndarray, Y: ndarray, parameters: Sequence[ndarray]) -> list[ndarray]:
    """Return the gradients of the NLL of a network with any number of layers: tanh after each, but
    sigmoid at the end.

    X: m x batch. Y: n x batch, each 0.0 or 1.0. parameters: the list [W1, W10, W2, W20, W3, W30,
    ...], two entries a layer, one layer or more; the weights of a layer are inputs x neurons, its
    biases neurons x 1.
    Returns: a list of the gradients, in the same order and shapes, summed over the batch
    (no mean).

    >>> one = np.array([[1.0]])
    >>> gradients = deep_backward(one, one, [0.5 * one, 0 * one, 2 * one, -one])
    >>> [round(gradient.item(), 4) for gradient in gradients]
    [-0.8162, -0.8162, -0.2398, -0.5189]
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="deep_backward"
check("deep_backward")

# %% [markdown]
# ## 15. Extra credit: one of many classes, softmax and its loss
#
# Another 16 points on top. You will meet these three functions again in the finale, where they help to read digits.
#
# To choose between more than two classes, a network gives each class a score $z_k$. **Softmax** turns one data point's
# scores, one *column*, into positive numbers that add up to 1:
#
# $$\mathrm{softmax}(z)_k = \frac{e^{z_k}}{\sum_l e^{z_l}} .$$
#
# **Worked by hand.** $z = (0, \ln 2, \ln 5)$: the exponentials are $1, 2, 5$, their sum is 8.

# %%
figures.matrices(
    {
        "scores $Z$": np.log([[1.0, 1.0], [2.0, 1.0], [5.0, 2.0]]),
        "$e^Z$": [[1.0, 1.0], [2.0, 1.0], [5.0, 2.0]],
        "softmax": [[0.125, 0.25], [0.25, 0.25], [0.625, 0.5]],
    },
    digits=3,
    heat=False,
    title="two data points, three classes: each column by itself",
    alt="Two columns of scores, their exponentials 1, 2, 5 and 1, 1, 2, and the softmax of each column: 0.125, 0.25, "
    "0.625 and 0.25, 0.25, 0.5. Both columns add up to 1.",
)


# %% [markdown]
# **Large scores.** $e^{1000}$ does not fit into a float: numpy says `inf`, and `inf / inf` is `nan`. The cure costs
# nothing. Subtract the same number $c$ from all scores of a column, and it cancels:
#
# $$\frac{e^{z_k - c}}{\sum_l e^{z_l - c}} = \frac{e^{-c}\,e^{z_k}}{e^{-c}\sum_l e^{z_l}} = \mathrm{softmax}(z)_k .$$
#
# With $c$ = *the column's own largest score*, the largest exponent is 0 and nothing overflows. A single $c$ for the
# whole matrix is not enough: a column near $-1000$ beside one near $+1000$ would become $0/0$. (`axis=0` runs *down*
# the rows: one number for each column. `keepdims=True` again keeps it fit for broadcasting.)
#
# ### Exercise 19, extra credit: softmax

# %% exercise="softmax"
def softmax(Z: ndarray) -> ndarray:
    """Return the softmax of each column of Z.

    Z: classes x batch, one data point's scores in each column, the same after the call as before.
    Returns: classes x batch; every column sums to 1. It must be stable: columns with entries near
    1000 and columns with entries near -1000 may stand side by side. So take each column's own
    largest entry away from it before the exponential.

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
# Softmax is not element-wise: raise one score, and the probabilities of all the other classes fall. So its Jacobian is
# *full*, not diagonal. Here is your function, with one score rising and the two others at 0 and 1:

# %%
rising = np.linspace(-4.0, 6.0, 201)
three_scores = np.vstack([rising, np.zeros(201), np.ones(201)])  # 3 classes x 201 data points
figures.curves(
    rising,
    dict(zip(["class 0, rising", "class 1, score 0", "class 2, score 1"], softmax(three_scores), strict=True)),
    xlabel="score of class 0",
    ylabel="probability",
    alt="As the score of class 0 rises from -4 to 6, its probability climbs from 0 to nearly 1 along an S; the "
    "probabilities of class 1 and class 2 start at 0.27 and 0.73 and sink to 0 together.",
)


# %% [markdown]
# The loss that goes with it is the **NLLM**, the NLL for many classes. The right answer is a *one-hot* column of $Y$: 1
# at the right class, 0 elsewhere. The price is minus the logarithm of the probability that the right class was given:
#
# $$L_\text{NLLM} = -\sum_{k,b} Y_{kb} \ln A_{kb} .$$
#
# There is no $1 - a$ term: the wrong classes pay through softmax, since whatever they get is taken from the right one.
#
# **Worked by hand.** Two points with the columns $(0.7, 0.2, 0.1)$ and $(0.2, 0.5, 0.3)$, of class 0 and class 1:
# $-\ln 0.7 - \ln 0.5 = 0.3567 + 0.6931 = 1.0498$.
#
# ### Exercise 20, extra credit: nllm_loss

# %% exercise="nllm_loss"
def nllm_loss(A: ndarray, Y: ndarray) -> float:
    """Return the negative log-likelihood of one-of-many answers, summed over the classes and over
    the batch.

    A: classes x batch, positive, each column sums to 1. Y: classes x batch, each column one-hot
    (one 1.0, else 0.0).
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
# **Both at once.** A full Jacobian for every point sounds like work. But softmax and NLLM together boil down to almost
# nothing. Take one column with $a_k = e^{z_k} / \sum_l e^{z_l}$, and remember that its $y_k$ add up to 1:
#
# $$L = -\sum_k y_k \ln a_k = -\sum_k y_k z_k + \ln \sum_l e^{z_l}
# \quad\Longrightarrow\quad
# \frac{\partial L}{\partial z_j} = -y_j + \frac{e^{z_j}}{\sum_l e^{z_l}} = a_j - y_j .$$
#
# What was said minus what is true, for the second time.
#
# **Worked by hand.** The scores above gave $a = (0.125, 0.25, 0.625)$. If class 1 is right, the gradient is
# $(0.125, -0.75, 0.625)$: push score 1 up, the others down. Its entries always add up to 0.
#
# ### Exercise 21, extra credit: softmax_nllm_derivative

# %% exercise="softmax_nllm_derivative"
def softmax_nllm_derivative(Z: ndarray, Y: ndarray) -> ndarray:
    """Return dL/dZ of L = nllm_loss(softmax(Z), Y), summed over the classes and over the batch.

    Z: classes x batch, scores before softmax. Y: classes x batch, each column one-hot.
    Returns: classes x batch (not divided by the size of the batch).

    >>> Z = np.log(np.array([[1.0], [2.0], [5.0]]))
    >>> softmax_nllm_derivative(Z, np.array([[0.0], [1.0], [0.0]]))
    array([[ 0.125],
           [-0.75 ],
           [ 0.625]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="softmax_nllm_derivative"
check("softmax_nllm_derivative")

# %%
two_points, right_classes = np.log([[1.0, 1.0], [2.0, 1.0], [5.0, 2.0]]), np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
figures.matrices(
    {
        "said: $A$": softmax(two_points),
        "true: $Y$": right_classes,
        r"your $\partial L/\partial Z$": softmax_nllm_derivative(two_points, right_classes),
    },
    digits=3,
    title="said minus true: each column adds up to 0",
    alt="Three tables of 3 classes and 2 points. The probabilities 0.125, 0.25, 0.625 and 0.25, 0.25, 0.5; the "
    "one-hot columns with class 1 and class 2; and their difference, negative at the right class and positive "
    "elsewhere.",
)

# %% [markdown]
# **Common slips.** The yes/no loss with its $1 - a$ term used for one-hot columns; softmax along the wrong axis; and,
# once more, an extra slope after $a - y$.

# %% [markdown]
# More to try, without a check: ReLU in the hidden layer, with your `relu_derivative`; an $\eta$ that shrinks as time
# goes by, as in the notes.
#
# ## What you take with you
#
# - **Forward:** $Z^\ell = (W^\ell)^\top A^{\ell-1} + W_0^\ell$, then $A^\ell = f^\ell(Z^\ell)$. *(7.25, with capital
#   letters.)*
# - **The way back starts** at the last layer with $\partial L/\partial Z = A - Y$, for sigmoid with NLL and for softmax
#   with NLLM. *(Concept 50.)*
# - **To the weights:** $\partial L/\partial W^\ell = A^{\ell-1}\,(\partial L/\partial Z^\ell)^\top$. *(Notation 16,
#   corrected.)*
# - **To the biases:** the sum of $\partial L/\partial Z^\ell$ over the batch. *(Line 35 of the pseudocode, for a
#   batch.)*
# - **Down a layer:** $\partial L/\partial A^{\ell-1} = W^\ell\,\partial L/\partial Z^\ell$. *(Notation 46.)*
# - **Through the activation:** $\partial L/\partial Z^\ell = f'(Z^\ell) \odot \partial L/\partial A^\ell$. *(Concept
#   49.)*
# - **A step:** replace $\theta$ by $\theta - \eta\,\partial L/\partial\theta$, after the whole way back. *(7.1.)*
#
# ### Can you answer these without looking?
#
# Put your answer in place of the dots, and run the cell: it says how it read your answer. Whether that is right comes
# with your grade, and so does the reason.

# %% [markdown]
# **Question** (2 points). A layer has 5 inputs and 3 neurons, and sees 8 points. What is the shape of $W$?
#
# - **a)** (5, 8)
# - **b)** (5, 3)
# - **c)** (3, 8)
# - **d)** (3, 5)

# %% exercise="shape_of_layer"
answer("shape_of_layer", ...)  # in place of the dots: one of "a", "b", "c", "d"

# %% [markdown]
# **Question** (2 points). Why is the gradient of the bias a sum over the batch, and $\partial L/\partial A$ is not?
#
# - **a)** all points share a bias, and each column of $A$ belongs to one point
# - **b)** so that the gradient does not grow with the batch
# - **c)** the bias has fewer entries than $A$
# - **d)** $\partial L/\partial A$ is a sum over the batch, too

# %% exercise="sum_over_points"
answer("sum_over_points", ...)  # in place of the dots: one of "a", "b", "c", "d"

# %% [markdown]
# **Question** (2 points). Your network learns XOR. What have you proved about your gradients?
#
# - **a)** that they point roughly downhill
# - **b)** nothing at all
# - **c)** that they agree with central differences
# - **d)** that they are right

# %% exercise="xor_learned"
answer("xor_learned", ...)  # in place of the dots: one of "a", "b", "c", "d"

# %% [markdown]
# **Question** (2 points). From which start will your network hardly ever learn XOR?
#
# - **a)** all weights and biases drawn at random
# - **b)** $W_1 = 0$, no biases, and $W_2$ drawn at random
# - **c)** $W_2 = 0$, no biases, and $W_1$ drawn at random
# - **d)** all weights drawn at random, no biases

# %% exercise="hopeless_start"
answer("hopeless_start", ...)  # in place of the dots: one of "a", "b", "c", "d"

# %% [markdown]
# **Next:** you are done, and you have built all of it. Take your functions to [the finale](../digits/digits.ipynb), where they
# learn to read handwritten digits.
#
# <details><summary>Where each section comes from</summary>
#
# Shauntclair Ruiz, "Explanatory Notes for 6.390" (MIT, 2022), chapter 7, is "the notes", and (7.41) is an
# equation there; Mahmoud Nabil, "Introduction to Artificial Neural Networks 1" (North Carolina A&T, 2022), "the
# slides"; Seth Weidman, "Deep Learning from Scratch" (O'Reilly, 2019), chapter 1, "the book". Words, examples, figures
# and code are our own; formulas that are misprinted there are corrected here, with a short note.
#
# - **1. From rows to columns**: Notes, 7.X.20, (7.117) to (7.121); book and slides, "Two 2D Matrix Inputs".
# - **2. Activations and their slopes**: Notes, 7.5.12, (7.35) to (7.44), notation 13.
# - **3. Losses: the price of being wrong**: Notes, 7.5.13, (7.45) to (7.52), notation 14.
# - **4. One neuron, forward and backward**: Notes, 7.5.2 to 7.5.6, (7.2) to (7.10), concepts 3 and 6, definitions 4
#   and 5; slides, "Introduction".
# - **5. Two neurons in a row**: Notes, 7.5.7 to 7.5.11, (7.11) to (7.34), concepts 7 to 10, notations 11 and 12.
# - **6. A linear layer, forward**: Notes, 7.5.14, 7.5.15, (7.117) to (7.121).
# - **7. A linear layer, backward**: Notes, 7.5.16, 7.5.17, 7.X.19 to 7.X.21, (7.113) to (7.137), concepts 43 and 44,
#   notations 16, 17, 42, 45, 46.
# - **8. Through an activation, backward**: Notes, 7.5.17, 7.X.10 to 7.X.12, 7.X.22, 7.X.23, (7.54) to (7.57), (7.138)
#   to (7.146), concepts 47 and 49, notation 48.
# - **9. Two layers, forward**: Slides, "Types of Layers" and "Solving XOR with a Neural Network"; notes, 7.5.15,
#   definition 4.
# - **10. Two layers, backward**: Notes, 7.5.10, 7.5.15, 7.5.16, concept 10, notation 15.
# - **11. Where to start, and one step downhill**: Notes, 7.5, 7.5.1, 7.6.1, (7.1), concepts 1, 2 and 51.
# - **12. Stochastic gradient descent**: Notes, 7.6.2.
# - **14. Extra credit: as many layers as you like**: Notes, 7.5.10, 7.5.16, 7.6.2, (7.18), concepts 9 and 10,
#   notation 16.
# - **15. Extra credit: one of many classes, softmax and its loss**: Notes, 7.5.12, 7.5.13, 7.6.1, concept 50; the notes leave both derivatives out, here
#   they are.
#
# </details>
