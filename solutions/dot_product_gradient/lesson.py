# %% [markdown]
# # The gradient of a dot product
#
# So far a function took one number, or two, and you know how to follow a small change through it. A neural network
# works with *lists* of numbers: many features of one house, many weights that judge them. This lesson carries the chain
# rule over to lists, and the surprise is how little has to change.
#
# At the end you will be able to
#
# 1. compute a dot product as a matrix multiplication, and say which way each array lies;
# 2. predict the shape of any derivative **before** computing it, the best protection against mistakes there is;
# 3. write down the gradient of a dot product with respect to its first and its second factor;
# 4. push that gradient through one more function $\sigma$;
# 5. test any gradient, your own or somebody else's, with a checker that you wrote yourself.
#
# *Ideas:* Seth Weidman, *Deep Learning from Scratch*, chapter 1, from "Functions with Multiple Vector Inputs" to "Vector
# Functions and Their Derivatives: The Backward Pass"; Mahmoud Nabil's slides, section 7; for the shapes, sections
# 7.X.4 to 7.X.15 of Shauntclair Ruiz' notes on 6.390.
#
# **How to work.** Fill in a cell, run it, then run the `check` below it. The check says what is right, what is not, and
# often which slip it was. The cells marked *given* are yours to use and need no change.

# %% given="setup"
from typing import Callable

import numpy as np
from numpy import ndarray

from autograder import check

Array_Function = Callable[[ndarray], ndarray]

# %% [markdown]
# You wrote these three in the first lesson. Here they are given.

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
# ## 1. One row of features, one column of weights
#
# One observation, say one house, is a **row** of $n$ numbers. The weights that judge it are a **column** of $n$ numbers:
#
# $$X = \begin{bmatrix} x_1 & x_2 & \cdots & x_n \end{bmatrix},\qquad
# W = \begin{bmatrix} w_1 \\ w_2 \\ \vdots \\ w_n \end{bmatrix}$$
#
# Multiply each feature by its weight and add up: that is the score of the house, the **dot product**
#
# $$N = \nu(X, W) = X\,W = x_1 w_1 + x_2 w_2 + \cdots + x_n w_n .$$
#
# ($\nu$, "nu", is the name of the function; $N$ is what comes out.) A row times a column is the smallest case of a
# matrix multiplication, and it pays to treat it as one: an $(m, n)$ array times an $(n, k)$ array gives an $(m, k)$
# array. The *inner* sizes must be equal and vanish; the *outer* ones remain. So $(1, n)$ times $(n, 1)$ is $(1, 1)$:
# a single number, still in its box.
#
# **Worked example.** A house with 3 rooms, 1 garage and 2 broken windows; a room is worth 50, a garage 20, a broken
# window −5. Look at the shapes.

# %%
house = np.array([[3.0, 1.0, 2.0]])
worth = np.array([[50.0], [20.0], [-5.0]])
print("shapes:    ", house.shape, "times", worth.shape)
print("by hand:   ", 3.0 * 50.0 + 1.0 * 20.0 + 2.0 * -5.0)
print("with numpy:", house @ worth, " (still a 1 x 1 array)")
print("house * worth is something else, of shape", (house * worth).shape)

# %% [markdown]
# The last line is the classic trap. `*` multiplies *entry by entry*, and where the shapes differ numpy stretches both
# arrays to make them fit. It does not complain; it answers another question. For a matrix product use `np.dot` or `@`.
#
# Now you. Any two matrices with equal inner sizes should work, not only a row and a column.

# %% exercise="matmul_forward"
def matmul_forward(X: ndarray, W: ndarray) -> ndarray:
    """Return the matrix product N = XW.

    X: shape (m, n). W: shape (n, k). Returns: shape (m, k); for a row times a column that is (1, 1).

    >>> matmul_forward(np.array([[1.0, 2.0, 3.0]]), np.array([[10.0], [0.0], [-1.0]]))
    array([[7.]])
    """
    ### BEGIN SOLUTION
    assert X.shape[1] == W.shape[0], "the rows of W must be as many as the columns of X"
    return np.dot(X, W)
    ### END SOLUTION


# %% check="matmul_forward"
check("matmul_forward")

# %% [markdown]
# ## 2. What shape has a derivative?
#
# The derivative of one number with respect to another is one number: how far does the output move when the input moves
# a little? With lists there are many such numbers: *each* output has a slope for *each* input. The only question
# is how to lay them out. There are two customs, one the transpose of the other. The 6.390 notes choose this one:
#
# > **Inputs go down, outputs go across.** Row $i$ belongs to the input $v_i$, column $j$ to the output $w_j$, and in that
# > place stands $\partial w_j / \partial v_i$.
#
# A vector is a column there, and a single number counts as a $1 \times 1$ array. So for $v$ of shape $(m, 1)$ and $w$ of
# shape $(n, 1)$ the derivative $\partial w / \partial v$ has shape $(m, n)$: the length of the **input** first.
#
# | derivative | output $y$ | input $x$ | shape of $\partial y/\partial x$ | in words |
# |---|---|---|---|---|
# | number by number | $(1, 1)$ | $(1, 1)$ | $(1, 1)$ | the slope you know |
# | number by vector | $(1, 1)$ | $(m, 1)$ | $(m, 1)$ | a column: the **gradient**, of the shape of the input |
# | vector by number | $(n, 1)$ | $(1, 1)$ | $(1, n)$ | a row |
# | vector by vector | $(n, 1)$ | $(m, 1)$ | $(m, n)$ | inputs down, outputs across |
# | number by matrix | $(1, 1)$ | $(r, k)$ | $(r, k)$ | again the shape of the input |
# | matrix by number | $(r, k)$ | $(1, 1)$ | $(k, r)$ | the shape of the output, transposed |
#
# The layout is chosen so that one rule of small changes holds for all the vector cases:
#
# $$\Delta w \approx \left(\frac{\partial w}{\partial v}\right)^{T} \Delta v .$$
#
# *The printed version* repeats, in Definition 30, the formula and the "$(1 \times n)$" of Definition 28; the rule above with
# shape $(m, n)$ is what is meant. In equation (7.102) and in Definitions 34 and 35 the entries are
# numbered as if $r$ and $k$ were swapped; the table has it right.
#
# **Worked example.** The vector $w = A v$ has three entries, $v$ has two. Since $\partial w_j / \partial v_i = a_{ji}$,
# "inputs down, outputs across" gives $\partial w/\partial v = A^T$, of shape $(2, 3)$. Let us see whether the rule
# of small changes agrees.

# %%
A = np.array([[1.0, 4.0], [0.0, -2.0], [3.0, 0.5]])
v = np.array([[0.3], [0.7]])
small = np.array([[0.01], [-0.02]])
dw_dv = A.T
print("shape of dw/dv:     ", dw_dv.shape)
print("what w really does: ", (A @ (v + small) - A @ v).ravel())
print("what the rule says: ", (dw_dv.T @ small).ravel())

# %% [markdown]
# Write the table as a function. It computes with shapes only, no array is needed.

# %% exercise="derivative_shape"
def derivative_shape(y_shape: tuple[int, int], x_shape: tuple[int, int]) -> tuple[int, int]:
    """Return the shape of the derivative dy/dx in the convention "inputs down, outputs across".

    y_shape, x_shape: shapes of the output y and of the input x, each a tuple of two ints: (1, 1) for a number,
    (n, 1) for a vector, (r, k) for a matrix. If one of them is a matrix, the other is a number.
    Returns: a tuple of two ints.

    >>> derivative_shape((3, 1), (2, 1))
    (2, 3)
    >>> derivative_shape((1, 1), (4, 5))
    (4, 5)
    """
    ### BEGIN SOLUTION
    if y_shape == (1, 1):
        return x_shape
    if x_shape == (1, 1):
        return y_shape[1], y_shape[0]
    return x_shape[0], y_shape[0]
    ### END SOLUTION


# %% check="derivative_shape"
check("derivative_shape")

# %% [markdown]
# ## 3. The gradient of the dot product
#
# Back to $N = x_1 w_1 + x_2 w_2 + \cdots + x_n w_n$. Move $x_2$ alone, by a little $\Delta$. Of all the terms just one
# changes, from $x_2 w_2$ to $(x_2 + \Delta) w_2$, so $N$ moves by $w_2 \Delta$. Hence
#
# $$\frac{\partial N}{\partial x_i} = w_i .$$
#
# How shall we lay these $n$ numbers out? $N$ is a number and $X$ a row: "number by matrix" of the table says *the shape of
# the input*. $X$ lies flat, so its gradient lies flat as well, while $W$ stands upright. That is all the
# transpose is for:
#
# $$\frac{\partial N}{\partial X} = \begin{bmatrix} w_1 & w_2 & \cdots & w_n \end{bmatrix} = W^T .$$
#
# In words: **the slope along a feature is the weight of that feature.** A room is worth 50, whatever the house.
#
# **Worked example.** Nudge each feature of the house by 0.1 and divide what happens to its worth by 0.1.

# %%
for feature in range(3):
    nudged = house.copy()
    nudged[0, feature] += 0.1
    rise = (nudged @ worth - house @ worth).item()
    print(f"feature {feature}: slope {rise / 0.1:6.2f}, weight {worth[feature, 0]:6.2f}")

# %% exercise="matmul_backward_first"
def matmul_backward_first(X: ndarray, W: ndarray) -> ndarray:
    """Return dN/dX, the gradient of the dot product N = XW with respect to its first factor.

    X: a row, shape (1, n). W: a column, shape (n, 1). Returns: shape (1, n), that of X.

    >>> matmul_backward_first(np.array([[1.0, 2.0, 3.0]]), np.array([[10.0], [0.0], [-1.0]]))
    array([[10.,  0., -1.]])
    """
    ### BEGIN SOLUTION
    return np.transpose(W)
    ### END SOLUTION


# %% check="matmul_backward_first"
check("matmul_backward_first")

# %% [markdown]
# Now the other side. The sum $x_1 w_1 + \cdots + x_n w_n$ does not care which factor we call the input, so the same
# argument with the roles exchanged gives $\partial N / \partial w_i = x_i$. The shape is that of $W$, a column. (For
# $n = 2$, $X = [3\;\; {-1}]$: the derivative is the column of 3 and −1, whatever the weights are.)
#
# This is the gradient that *training* uses: it says how the output answers to a change of the weights, and weights are
# what we are free to change.
#
# *The printed version:* the slides write this derivative as a row and call it $X^T$ in the same line. $X$ is the
# row; $X^T$ is a column.

# %% exercise="matmul_backward_second"
def matmul_backward_second(X: ndarray, W: ndarray) -> ndarray:
    """Return dN/dW, the gradient of the dot product N = XW with respect to its second factor.

    X: a row, shape (1, n). W: a column, shape (n, 1). Returns: shape (n, 1), that of W.

    >>> matmul_backward_second(np.array([[1.0, 2.0, 3.0]]), np.array([[10.0], [0.0], [-1.0]]))
    array([[1.],
           [2.],
           [3.]])
    """
    ### BEGIN SOLUTION
    return np.transpose(X)
    ### END SOLUTION


# %% check="matmul_backward_second"
check("matmul_backward_second")

# %% [markdown]
# ## 4. One more function on top
#
# A weighted sum alone can only draw straight lines. A network therefore sends it through a function $\sigma$ that bends:
#
# $$S = \sigma(N) = \sigma(\nu(X, W)) = \sigma(x_1 w_1 + x_2 w_2 + \cdots + x_n w_n).$$
#
# First multiply, then apply $\sigma$ to the *result*. The other order, $\sigma$ of each feature and then the weights, is
# another function. $\sigma$ is an argument here: it may be the sigmoid, the sine or anything else that works entry by
# entry.

# %%
score = np.array([[0.8, -0.4]]) @ np.array([[2.0], [0.5]])
print("score:         ", score)
print("sigmoid of it: ", sigmoid(score))
print("square of it:  ", square(score))

# %% exercise="matrix_forward_extra"
def matrix_forward_extra(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Return S = sigma(XW): a dot product, then one more function.

    X: a row, shape (1, n). W: a column, shape (n, 1). sigma: works entry by entry. Returns: shape (1, 1).

    >>> matrix_forward_extra(np.array([[1.0, 2.0, 3.0]]), np.array([[1.0], [0.0], [-1.0]]), square)
    array([[4.]])
    """
    ### BEGIN SOLUTION
    N = matmul_forward(X, W)
    return sigma(N)
    ### END SOLUTION


# %% check="matrix_forward_extra"
check("matrix_forward_extra")

# %% [markdown]
# ## 5. Going backward
#
# Two boxes in a row, so the chain rule of the last lesson applies: *the slope of the outer box, taken where the inner one
# has arrived, times the slope of the inner box.*
#
# $$\frac{\partial S}{\partial X} = \underbrace{\sigma'(N)}_{(1,\,1)}\;\underbrace{\frac{\partial N}{\partial X}}_{(1,\,n)}
# = \sigma'(N)\, W^T ,
# \qquad
# \frac{\partial S}{\partial W} = \underbrace{\frac{\partial N}{\partial W}}_{(n,\,1)}\;\underbrace{\sigma'(N)}_{(1,\,1)}
# = X^T \sigma'(N) .$$
#
# Three things are easy to get wrong, and each is worth a sentence:
#
# * $\sigma'$ is taken at $N$, the number that *entered* $\sigma$. Not at $S$, which came out, and not at the features.
# * The slope belongs to whatever $\sigma$ is passed in. $s(1-s)$ is the slope of the sigmoid and of no one else;
#   `deriv` works for all.
# * Each factor has a shape and so each place in the product is fixed: $(1,1)$ times $(1,n)$, but $(n,1)$ times $(1,1)$.
#
# *The printed version* says in a comment that `dNdX` is $1\times 1$ and that the order of the factors does therefore not
# matter. It is `dSdN` that is $1\times 1$; `dNdX` is $1\times n$. With the next lesson's matrices the order matters a lot.
# The slides print a stray $\sigma$ in the second factor of this rule: $\partial\nu/\partial X$ is meant.
#
# **Worked example.** The book draws its example with the seed 190203. The cell below makes the same numbers, and
# shows what the three slopes mean: in each panel one feature moves and the other two stand still. The dashed line leaves
# the dot with the slope that the book computes with its backward pass for that feature, $0.0852$, $-0.0557$
# and $-0.1121$.

# %%
import matplotlib.pyplot as plt

random = np.random.RandomState(190203)
book_X, book_W = random.randn(1, 3), random.randn(3, 1)
here = sigmoid(book_X @ book_W).item()
moves = np.linspace(-2, 2, 81)

figure, panels = plt.subplots(1, 3, figsize=(11, 3), sharey=True)
for i, slope in enumerate([0.0852, -0.0557, -0.1121]):
    bent = sigmoid(book_X @ book_W + moves * book_W[i, 0]).ravel()
    panels[i].plot(book_X[0, i] + moves, bent)
    panels[i].plot(book_X[0, i] + moves, here + slope * moves, "--")
    panels[i].plot(book_X[0, i], here, "o")
    panels[i].set_xlabel(f"$x_{i + 1}$")
    panels[i].set_title(f"slope {slope:+.4f}")
panels[0].set_ylabel("S")
plt.show()

# %% [markdown]
# Three tangent lines, one for each feature: that is what a gradient *is*. Your function returns all the slopes at once.
# (On the book's numbers $N = 2.173$ and $S = 0.8978$.)

# %% exercise="matrix_function_backward_1"
def matrix_function_backward_1(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Return dS/dX, the gradient of S = sigma(XW) with respect to X.

    X: a row, shape (1, n). W: a column, shape (n, 1). sigma: works entry by entry.
    Returns: shape (1, n), that of X. A slope of sigma by central difference (`deriv`) is exact enough.

    >>> X, W = np.array([[1.0, 2.0, 3.0]]), np.array([[1.0], [0.5], [-1.0]])
    >>> np.round(matrix_function_backward_1(X, W, square), 4)
    array([[-2., -1.,  2.]])
    """
    ### BEGIN SOLUTION
    N = matmul_forward(X, W)
    dSdN = deriv(sigma, N)
    return np.dot(dSdN, matmul_backward_first(X, W))
    ### END SOLUTION


# %% check="matrix_function_backward_1"
check("matrix_function_backward_1")

# %% [markdown]
# And with respect to the weights. On the book's example it returns the column $(0.0433,\ 0.0564,\ -0.1584)^T$, which the
# book does not print: a number to compare with.

# %% exercise="matrix_function_backward_2"
def matrix_function_backward_2(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Return dS/dW, the gradient of S = sigma(XW) with respect to W.

    X: a row, shape (1, n). W: a column, shape (n, 1). sigma: works entry by entry.
    Returns: shape (n, 1), that of W. A slope of sigma by central difference (`deriv`) is exact enough.

    >>> X, W = np.array([[1.0, 2.0, 3.0]]), np.array([[1.0], [0.5], [-1.0]])
    >>> np.round(matrix_function_backward_2(X, W, square), 4)
    array([[-2.],
           [-4.],
           [-6.]])
    """
    ### BEGIN SOLUTION
    N = matmul_forward(X, W)
    dSdN = deriv(sigma, N)
    return np.dot(matmul_backward_second(X, W), dSdN)
    ### END SOLUTION


# %% check="matrix_function_backward_2"
check("matrix_function_backward_2")

# %% [markdown]
# ## 6. Is it right? A gradient check of your own
#
# The book tests its result like this: raise $x_3$ by $0.01$ and see whether $S$ moves by $0.01 \times (-0.1121)$. It does:
# $S$ falls by $0.001126$ where the tangent promises $0.001121$. One entry, one test. A program can test them all:
#
# $$\text{slope}_i = \frac{f(x + \delta e_i) - f(x - \delta e_i)}{2\delta} ,$$
#
# where $f$ swallows a whole array and returns one number, and $\delta e_i$ is an array of zeros with $\delta$ at
# place $i$ alone. It is slow, two calls of $f$ for every entry, and that is the very reason why back-propagation
# was invented. But it needs no calculus, so it cannot repeat a mistake that you made in yours: it is the perfect judge.
#
# Why both sides, $x + \delta$ *and* $x - \delta$? Because the errors of the two sides cancel: the error of a one-sided
# difference shrinks like $\delta$, that of the central one like $\delta^2$.
#
# **Worked example.** $f(a, b) = a^2 b$ at $a = 1$, $b = 3$ has the slopes $2ab = 6$ and $a^2 = 1$. Here they are "by
# hand", one entry at a time, and a forward difference beside the first to see the difference. (Why not simply `deriv`? It
# moves *all* entries at once, which is right for functions that work entry by entry, and wrong for this one.)

# %%
def bowl(x: ndarray) -> float:
    return float(x[0] ** 2 * x[1])


delta = 0.01
print("slope along a: ", (bowl(np.array([1 + delta, 3])) - bowl(np.array([1 - delta, 3]))) / (2 * delta))
print("slope along b: ", (bowl(np.array([1, 3 + delta])) - bowl(np.array([1, 3 - delta]))) / (2 * delta))
print("one-sided:     ", (bowl(np.array([1 + delta, 3])) - bowl(np.array([1, 3]))) / delta)

# %% [markdown]
# Write it for an array of *any* shape. `np.ndindex(x.shape)` walks through all places of an array:
# `list(np.ndindex((2, 2)))` is `[(0, 0), (0, 1), (1, 0), (1, 1)]`, and `x[(0, 1)]` is `x[0, 1]`.
#
# One pitfall: `shifted = x` makes a second *name* for the same array, not a second array. If you change an entry of it,
# put it back, or work on `x.copy()`.

# %% exercise="numeric_gradient"
def numeric_gradient(f: Callable[[ndarray], float], x: ndarray, delta: float) -> ndarray:
    """Return the slope of f along every entry of x, by central differences of step delta.

    f: takes an array of x's shape, returns one number. x: floats, any shape; the same after the call as before.
    delta: the step, in x's units; use exactly this one.
    Returns: array of x's shape; entry i is (f(x + delta at i) - f(x - delta at i)) / (2 * delta).

    >>> np.round(numeric_gradient(np.sum, np.array([[1.0, 2.0], [3.0, 4.0]]), 0.01), 6)
    array([[1., 1.],
           [1., 1.]])
    """
    ### BEGIN SOLUTION
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        shift = np.zeros(x.shape)
        shift[place] = delta
        slopes[place] = (f(x + shift) - f(x - shift)) / (2 * delta)
    return slopes
    ### END SOLUTION


# %% check="numeric_gradient"
check("numeric_gradient")

# %% [markdown]
# ## 7. Now judge yourself
#
# Put this into a new cell: your checker against your backward pass, on the book's numbers. Then break one of your
# functions on purpose, and watch the checker notice.
#
# ```python
# def S_of_X(X):
#     return matrix_forward_extra(X, book_W, sigmoid).item()
#
# print(numeric_gradient(S_of_X, book_X, 0.001))
# print(matrix_function_backward_1(book_X, book_W, sigmoid))
# ```
#
# ## What to take along
#
# * A row times a column: $(1, n) \cdot (n, 1) = (1, 1)$. `*` is not a matrix product.
# * The gradient of a number has the shape of the input it belongs to.
# * $\partial(XW)/\partial X = W^T$ and $\partial(XW)/\partial W = X^T$: to each factor's gradient the *other* factor gives
#   the numbers, and the transpose gives them the right posture.
# * Through one more function: times $\sigma'$, at what went **into** $\sigma$.
# * No gradient is believed until a central difference agrees.
#
# One question is left open. A batch is many rows, a layer has many columns. Then $S$ is a whole matrix, and what is "the
# gradient" of a matrix? That is the next lesson.
