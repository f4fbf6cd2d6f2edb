# %% [markdown]
# # Back-propagation through a matrix product
#
# One house had one row of features. A batch of houses has many rows, and a layer of a network asks many questions at
# once, a column of weights for each. This lesson takes the step from vectors to matrices. It is *the* step:
# a real network does little else, only more often.
#
# At the end you will be able to
#
# 1. send a whole batch forward through $XW$, $\sigma$ and a sum;
# 2. draw how the result depends on any single entry of $X$;
# 3. compute its slope along *every* entry of $X$ and of $W$, with one matrix product each;
# 4. do the same for any gradient that arrives from above, which makes your function a building block of any network.
#
# *Ideas:* Seth Weidman, *Deep Learning from Scratch*, chapter 1, from "Computational Graph with Two 2D Matrix Inputs" to
# the end; Mahmoud Nabil's slides, section 8.
#
# **How to work.** Fill in a cell, run it, then run the `check` below it. It tells you what is right and often
# which slip it was. The cells marked *given* are yours to use and need no change.

# %% given="setup"
from typing import Callable

import numpy as np
from numpy import ndarray

from autograder import check

Array_Function = Callable[[ndarray], ndarray]

# %% [markdown]
# From the first lesson:

# %% given="square"
def square(x: ndarray) -> ndarray:
    """Return x squared, entry by entry."""
    return np.power(x, 2)


# %% given="sigmoid"
def sigmoid(x: ndarray) -> ndarray:
    """Return 1 / (1 + e^-x), entry by entry."""
    return 1 / (1 + np.exp(-x))


# %% given="deriv"
def deriv(func: Array_Function, input_: ndarray, delta: float = 0.001) -> ndarray:
    """Return the slope of func at every entry of input_, by a central difference of step delta."""
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)


# %% [markdown]
# ## 1. Forward: a batch, a layer, one number
#
# Three observations with three features each make $X$ of shape $(3, 3)$. Two columns of weights make $W$ of shape
# $(3, 2)$. Then $N = XW$ has shape $(3, 2)$: **a row for each observation, a column for each column of weights**. Each
# entry is one dot product as in the last lesson,
#
# $$n_{ij} = x_{i1} w_{1j} + x_{i2} w_{2j} + x_{i3} w_{3j} ,$$
#
# row $i$ of $X$ with column $j$ of $W$. Next, $\sigma$ works on every entry: $S = \sigma(N)$.
#
# Now the difficulty. How much does $S$ change with $x_{11}$? $S$ is six numbers; there is no *one* answer. For a gradient
# with the shape of $X$, the last thing in the chain must be **a single number**. In a real network that number is the
# *loss*, which says how wrong the network is. Here we take the simplest number that uses all of $S$, its sum
# ($\Lambda$, "Lambda"):
#
# $$L = \Lambda(S) = \sum_{i}\sum_{j} s_{ij} ,\qquad L = \Lambda(\sigma(\nu(X, W))).$$
#
# $$X_{(m,\,n)},\, W_{(n,\,k)} \;\xrightarrow{\;\nu\;}\; N_{(m,\,k)} \;\xrightarrow{\;\sigma\;}\; S_{(m,\,k)}
# \;\xrightarrow{\;\Lambda\;}\; L_{\text{(a number)}}$$
#
# **Worked example**, small enough for a pencil, with $\sigma$ = square:
#
# $$\begin{bmatrix} 1 & 2 \\ 0 & 1 \end{bmatrix} \begin{bmatrix} 3 \\ -1 \end{bmatrix}
# = \begin{bmatrix} 1 \\ -1 \end{bmatrix}, \qquad
# S = \begin{bmatrix} 1 \\ 1 \end{bmatrix}, \qquad L = 2 .$$

# %%
houses = np.array([[1.0, 2.0], [0.0, 1.0]])
prices = np.array([[3.0], [-1.0]])
print("shapes:", houses.shape, "times", prices.shape, "is", (houses @ prices).shape)
print("scores:", (houses @ prices).ravel())
print("squared:", square(houses @ prices).ravel(), "and their sum:", square(houses @ prices).sum())

# %% [markdown]
# *The printed version:* the notebook that accompanies the book defines the following function three times, and the last
# one, the one that would count, is broken. One good definition is enough. (And the slides' third row of the output ends
# in $o_{33}$; with two columns that is $o_{32}$.)

# %% exercise="matrix_function_forward_sum"
def matrix_function_forward_sum(X: ndarray, W: ndarray, sigma: Array_Function) -> float:
    """Return L, the sum of all entries of sigma(XW).

    X: shape (m, n). W: shape (n, k). sigma: works entry by entry. Returns: one number (not an array of some).

    >>> X, W = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0], [-1.0]])
    >>> float(matrix_function_forward_sum(X, W, square))
    2.0
    """
    ### BEGIN SOLUTION
    assert X.shape[1] == W.shape[0], "the rows of W must be as many as the columns of X"
    N = np.dot(X, W)
    S = sigma(N)
    return np.sum(S)
    ### END SOLUTION


# %% check="matrix_function_forward_sum"
check("matrix_function_forward_sum")

# %% [markdown]
# The book's example, with its seed 190204 and the sigmoid, gives $L = 2.3755$. You can try it on the numbers below.

# %%
random = np.random.RandomState(190204)
book_X, book_W = random.randn(3, 3), random.randn(3, 2)
print("X =\n", np.round(book_X, 4))
print("W =\n", np.round(book_W, 4))

# %% [markdown]
# ## 2. One entry moves, all others stand still
#
# $L$ depends on 15 numbers here, nine in $X$ and six in $W$. That is too many dimensions to draw. But hold all of them
# still except one, and what remains is an ordinary function of one variable, with an ordinary curve and ordinary
# slopes. Nothing about a gradient is more mysterious than that: **it is the list of the slopes of all those curves.**
#
# **Worked example.** The houses again, with the sigmoid. Only the upper right entry of `houses` moves, from −1 to 5; the
# dot marks where it really is. The dashed line is the tangent there, by a central difference.

# %%
import matplotlib.pyplot as plt


def total(entry: float) -> float:
    return sigmoid(np.array([[1.0, entry], [0.0, 1.0]]) @ prices).sum()


entries = np.linspace(-1, 5, 61)
steepness = (total(2.0 + 0.001) - total(2.0 - 0.001)) / 0.002
plt.figure(figsize=(6, 3))
plt.plot(entries, [total(entry) for entry in entries], label="L")
plt.plot(entries, total(2.0) + steepness * (entries - 2.0), "--", label=f"tangent, slope {steepness:.3f}")
plt.plot(2.0, total(2.0), "o")
plt.xlabel("the entry in row 0, column 1")
plt.legend()
plt.show()

# %% [markdown]
# Make such curves for any entry of any $X$. `row` and `column` count from 0 as everywhere in Python: the book's
# $x_{11}$ is `X[0, 0]`. Each value of `values` **replaces** the entry. And mind that your function is a guest: $X$ must
# look afterwards as it did before, so put values into a copy.

# %% exercise="loss_of_one_entry"
def loss_of_one_entry(
    X: ndarray, W: ndarray, sigma: Array_Function, row: int, column: int, values: ndarray
) -> ndarray:
    """Return L, the sum of sigma(XW), for each value that X[row, column] may take; all other entries stay.

    X: shape (m, n). W: shape (n, k). sigma: works entry by entry. row, column: a place in X, counted from 0.
    values: shape (p,), each in turn put in the place of X[row, column]. X itself is the same after the call as before.
    Returns: shape (p,), entry i is L at values[i].

    >>> X, W = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0], [-1.0]])
    >>> loss_of_one_entry(X, W, square, 0, 1, np.array([2.0, 3.0, 5.0]))
    array([2., 1., 5.])
    """
    ### BEGIN SOLUTION
    losses = np.zeros(len(values))
    for i, entry in enumerate(values):
        changed = X.astype(float)
        changed[row, column] = entry
        losses[i] = matrix_function_forward_sum(changed, W, sigma)
    return losses
    ### END SOLUTION


# %% check="loss_of_one_entry"
check("loss_of_one_entry")

# %% [markdown]
# With it you can draw the last figure of the book's chapter yourself. Put this into a new cell:
#
# ```python
# moves = np.linspace(-1, 1, 41)
# plt.plot(book_X[0, 0] + moves, loss_of_one_entry(book_X, book_W, sigmoid, 0, 0, book_X[0, 0] + moves))
# plt.xlabel("$x_{11}$"), plt.ylabel("L")
# plt.show()
# ```
#
# It climbs from 2.143 to 2.623 while $x_{11}$ goes two units to the right: a slope of roughly $0.48 / 2 = 0.24$. At the
# middle, where $x_{11}$ really is, we shall find $0.2489$. Keep that number in mind.
#
# ## 3. Backward: the slope along every entry of $X$
#
# Drawing nine curves to get nine slopes is slow. Let us go backward through the three boxes instead, and write beside each
# quantity how much $L$ answers to it.
#
# **The sum.** Raise any entry of $S$ by a little and $L$ rises by the same: $\partial L/\partial S$ is an array of
# ones, of the shape $(m, k)$ of $S$.
#
# **The function $\sigma$.** Entry $s_{ij}$ depends on $n_{ij}$ and on no other, with slope $\sigma'(n_{ij})$. So the
# chain rule works entry by entry ($\odot$ is the element-wise product, `*` in numpy):
#
# $$\frac{\partial L}{\partial N} = \frac{\partial L}{\partial S} \odot \sigma'(N) \qquad \text{shape } (m, k).$$
#
# **The matrix product.** Who feels it when $x_{12}$ moves? $x_{12}$ stands in row 1, so only row 1 of $N$ moves; and *every*
# entry of this row does, $n_{1j}$ with slope $w_{2j}$. The effects add up:
#
# $$\frac{\partial L}{\partial x_{12}} = \frac{\partial L}{\partial n_{11}} w_{21} + \frac{\partial L}{\partial n_{12}} w_{22}
# \qquad\text{and in general}\qquad
# \frac{\partial L}{\partial x_{ia}} = \sum_{j} \frac{\partial L}{\partial n_{ij}}\, w_{aj} .$$
#
# A sum over the *last* index of both: that is row $i$ of $\partial L/\partial N$ with **row** $a$ of $W$, which is column
# $a$ of $W^T$. In other words, a matrix product:
#
# $$\boxed{\;\frac{\partial L}{\partial X} = \left(\frac{\partial L}{\partial S} \odot \sigma'(N)\right) W^T\;}
# \qquad (m, k)\cdot(k, n) = (m, n).$$
#
# The shape of $X$, as it must be. It is the result of the vector case, $\sigma'(N)\,W^T$, with the sum over the columns
# thrown in. If you ever forget where the transpose goes, the shapes tell you: there is just one way to make $(m, n)$ out of
# $(m, k)$ and $(n, k)$.
#
# **Worked example**, the houses with $\sigma$ = square. $N$ is the column $(1, -1)^T$, and $\sigma'(N) = 2N = (2, -2)^T$:
#
# $$\frac{\partial L}{\partial X} = \begin{bmatrix} 2 \\ -2 \end{bmatrix} \begin{bmatrix} 3 & -1 \end{bmatrix}
# = \begin{bmatrix} 6 & -2 \\ -6 & 2 \end{bmatrix}.$$
#
# So if the upper left house entry grows by 0.01, $L$ should grow by about 0.06. See whether it does.

# %%
more = houses + np.array([[0.01, 0.0], [0.0, 0.0]])
print("L grew by", square(more @ prices).sum() - square(houses @ prices).sum())

# %% [markdown]
# *The printed versions*, if you compare:
#
# * The book first writes the chain of factors with $\partial\nu/\partial X$ leftmost, as for single numbers. For
#   matrices the order is part of the formula: $W^T$ comes last. (For $W$, below, $X^T$ comes first.)
# * Its code ends with `np.dot(dSdN, dNdX)`, so `dLdN`, computed one line before, is dropped. With ones for
#   $\partial L/\partial S$ nobody notices. It should be `dLdN`, and section 5 is about why.
# * A slide says that the first product is a matrix product and the second element-wise. It is the other way round. On
#   another one, "$dO/dX$ = ones $* W^T$" is the gradient of the *sum* of $O$, and its $*$ is a matrix product.
# * The book speaks of the gradient of $X$ with respect to $L$. It is the gradient of $L$ with respect to $X$: the thing
#   that answers is named first.
# * Raising $x_{11}$ by $0.001$ raises $L$ by $0.001 \times 0.2489$; the book prints $0.01 \times$.
#
# On the book's numbers your function should give
#
# $$\frac{\partial L}{\partial X} = \begin{bmatrix} 0.2489 & -0.3748 & 0.0112 \\ 0.1260 & -0.2781 & -0.1395 \\
# 0.2299 & -0.3662 & -0.0225 \end{bmatrix}.$$

# %% exercise="matrix_function_backward_sum_1"
def matrix_function_backward_sum_1(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Return dL/dX, where L is the sum of all entries of sigma(XW).

    X: shape (m, n). W: shape (n, k). sigma: works entry by entry.
    Returns: shape (m, n), that of X. A slope of sigma by central difference (`deriv`) is exact enough.

    >>> X, W = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0], [-1.0]])
    >>> np.round(matrix_function_backward_sum_1(X, W, square), 4)
    array([[ 6., -2.],
           [-6.,  2.]])
    """
    ### BEGIN SOLUTION
    N = np.dot(X, W)
    dLdS = np.ones_like(N)
    dLdN = dLdS * deriv(sigma, N)
    return np.dot(dLdN, np.transpose(W, (1, 0)))
    ### END SOLUTION


# %% check="matrix_function_backward_sum_1"
check("matrix_function_backward_sum_1")

# %% [markdown]
# ## 4. Backward: the slope along every entry of $W$
#
# The same question for a weight. $w_{aj}$ stands in column $j$, so it touches column $j$ of $N$, and there *every row*:
# each observation is judged by this weight, and observation $i$ feels it with slope $x_{ia}$. All of them add up:
#
# $$\frac{\partial L}{\partial w_{aj}} = \sum_{i} x_{ia}\, \frac{\partial L}{\partial n_{ij}}
# \qquad\Longrightarrow\qquad
# \boxed{\;\frac{\partial L}{\partial W} = X^T \left(\frac{\partial L}{\partial S} \odot \sigma'(N)\right)\;}
# \qquad (n, m)\cdot(m, k) = (n, k).$$
#
# The sum over $i$ is the sum over the batch. It is a sum, not a mean: $L$ is a sum as well.
#
# **Worked example**, the houses once more: $X^T$ times $(2, -2)^T$ is
#
# $$\begin{bmatrix} 1 & 0 \\ 2 & 1 \end{bmatrix} \begin{bmatrix} 2 \\ -2 \end{bmatrix}
# = \begin{bmatrix} 2 \\ 2 \end{bmatrix}.$$
#
# Where does the last 2 come from? The first house contributes $2 \cdot 2$ and the second $1 \cdot (-2)$.
#
# A picture of the way back on the book's numbers: each observation is a row. Bright entries of $\sigma'(N)$ are
# those where the sigmoid is steep, near $N = 0$: there a change still gets through. Where $|N|$ is large the sigmoid is
# flat, and whatever comes from above is all but stopped.

# %%
book_N = book_X @ book_W
figure, panels = plt.subplots(1, 3, figsize=(9, 3))
layers = {"N": book_N, "S, the sigmoid of N": sigmoid(book_N), "slope of the sigmoid at N": deriv(sigmoid, book_N)}
for panel, (title, numbers) in zip(panels, layers.items(), strict=True):
    panel.imshow(numbers)
    panel.set_title(title)
    panel.set_axis_off()
    for (i, j), number in np.ndenumerate(numbers):
        panel.text(j, i, f"{number:.2f}", ha="center", va="center", bbox={"facecolor": "white", "edgecolor": "none"})
plt.show()

# %% [markdown]
# The book does not print $\partial L/\partial W$ for its example. Here it is, computed, to compare with:
#
# $$\frac{\partial L}{\partial W} = \begin{bmatrix} -0.7578 & -0.8726 \\ -0.1868 & -0.0853 \\ 0.0679 & -0.1414
# \end{bmatrix}.$$

# %% exercise="matrix_function_backward_sum_2"
def matrix_function_backward_sum_2(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Return dL/dW, where L is the sum of all entries of sigma(XW).

    X: shape (m, n). W: shape (n, k). sigma: works entry by entry.
    Returns: shape (n, k), that of W. A slope of sigma by central difference (`deriv`) is exact enough.

    >>> X, W = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0], [-1.0]])
    >>> np.round(matrix_function_backward_sum_2(X, W, square), 4)
    array([[2.],
           [2.]])
    """
    ### BEGIN SOLUTION
    N = np.dot(X, W)
    dLdS = np.ones_like(N)
    dLdN = dLdS * deriv(sigma, N)
    return np.dot(np.transpose(X, (1, 0)), dLdN)
    ### END SOLUTION


# %% check="matrix_function_backward_sum_2"
check("matrix_function_backward_sum_2")

# %% [markdown]
# ## 5. Whatever comes from above
#
# A plain sum treats all entries of $S$ alike. A real loss does not: it may care much about one observation and
# nothing about another, and above this layer there may be more layers. But look at the two boxed formulas. All that
# they know of the world above is $\partial L/\partial S$, one number for each entry of $S$: *how much does $L$ answer to
# this entry?* It is called the **upstream gradient**. For the sum it is all ones; for anything else, other numbers stand
# there, and the formulas remain as they are.
#
# That is the whole secret of back-propagation. A layer need not know what comes after it. It is handed
# $\partial L/\partial S$, and hands down $\partial L/\partial X$, which for the layer below is *its* upstream gradient;
# on the way it keeps $\partial L/\partial W$, to learn from.
#
# $$\frac{\partial L}{\partial X} \;\longleftarrow\; \boxed{\;\odot\;\sigma'(N),\ \text{then}\ \cdot\,W^T\;}
# \;\longleftarrow\; \frac{\partial L}{\partial S}$$
#
# **Worked example.** Suppose that the loss is $L = 10\,s_1 - s_2$ for our two houses and $\sigma$ = square. Then
# $\partial L/\partial S = (10, -1)^T$; times $\sigma'(N) = (2, -2)^T$, entry by entry, that is
# $\partial L/\partial N = (20, 2)^T$, and
#
# $$\frac{\partial L}{\partial X} = \begin{bmatrix} 20 \\ 2 \end{bmatrix} \begin{bmatrix} 3 & -1 \end{bmatrix}
# = \begin{bmatrix} 60 & -20 \\ 6 & -2 \end{bmatrix},
# \qquad
# \frac{\partial L}{\partial W} = \begin{bmatrix} 1 & 0 \\ 2 & 1 \end{bmatrix} \begin{bmatrix} 20 \\ 2 \end{bmatrix}
# = \begin{bmatrix} 20 \\ 42 \end{bmatrix}.$$
#
# A test of the 42, the slope along the second price:

# %%
def weighted(second_price: float) -> float:
    s = square(houses @ np.array([[3.0], [second_price]]))
    return 10 * s[0, 0] - s[1, 0]


print((weighted(-1 + 0.001) - weighted(-1 - 0.001)) / 0.002)

# %% exercise="matrix_function_backward_upstream"
def matrix_function_backward_upstream(
    X: ndarray, W: ndarray, sigma: Array_Function, dLdS: ndarray
) -> tuple[ndarray, ndarray]:
    """Return (dL/dX, dL/dW) for S = sigma(XW), where L is any number that depends on S with gradient dLdS.

    X: shape (m, n). W: shape (n, k). sigma: works entry by entry. dLdS: shape (m, k), that of S.
    Returns: a tuple of two arrays, of the shapes of X and of W, in this order.
    A slope of sigma by central difference (`deriv`) is exact enough.

    >>> X, W = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0], [-1.0]])
    >>> dLdX, dLdW = matrix_function_backward_upstream(X, W, square, np.array([[10.0], [-1.0]]))
    >>> np.round(dLdX, 4)
    array([[ 60., -20.],
           [  6.,  -2.]])
    >>> np.round(dLdW, 4)
    array([[20.],
           [42.]])
    """
    ### BEGIN SOLUTION
    N = np.dot(X, W)
    dLdN = dLdS * deriv(sigma, N)
    dLdX = np.dot(dLdN, np.transpose(W, (1, 0)))
    dLdW = np.dot(np.transpose(X, (1, 0)), dLdN)
    return dLdX, dLdW
    ### END SOLUTION


# %% check="matrix_function_backward_upstream"
check("matrix_function_backward_upstream")

# %% [markdown]
# ## What to take along
#
# * A gradient needs a single number at the end. It then has the shape of the array it belongs to.
# * Through a function that works entry by entry: `*` with its slope, **at what went in**.
# * Through a matrix product: $\cdot\,W^T$ from the right for $X$, $X^T\cdot$ from the left for $W$. The shapes allow
#   nothing else, provided that they are all different; with square matrices *every* wrong order fits as well, so
#   test with shapes like $(5, 4)\cdot(4, 3)$.
# * A layer needs to know only the upstream gradient. Test with one that is not all ones.
# * When in doubt, move one entry and look.
#
# You have now all that a network needs: next, two layers of it, and it will learn.
