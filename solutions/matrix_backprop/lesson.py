# %% [markdown]
# # Back-propagation through a matrix product
#
# One house had one row of features. A batch of houses has many rows, and a layer of a network asks many questions at
# once, with a column of weights for each. This lesson takes the step from vectors to matrices. It is *the* step: a
# real network does little else, only more often.
#
# **When you are done, you can**
#
# 1. send a whole batch forward through $XW$, $\sigma$ and a sum, and say which row and which column make each number;
# 2. draw how the result depends on any single entry of $X$;
# 3. follow all the paths from one entry to the result, and add them up;
# 4. compute the slopes along *every* entry of $X$ and of $W$, with one matrix product each, and say why $W^T$ stands on the
#    right and $X^T$ on the left;
# 5. do the same for any gradient that arrives from above, and for a bias: then your functions make up a layer of a
#    network.
#
# **What you need.** The last lesson: axes and broadcasting, the transpose, the gradient of a dot product, the multivariable
# chain rule. Allow about 90 minutes, not counting the extra credit at the end: 25 for the way forward (sections 1 and 2),
# 40 for the way back (3 to 5), 25 for upstream gradients and the bias (6 to 8).
#
# **How to work.** In each exercise, replace `raise NotImplementedError()` with your own lines, run the cell, then run the
# `check` below it. It says what is right, and often which slip it was. The functions that are already written are yours
# to use and need no change. The caller may still need what it passed in: return new arrays, and leave
# the arguments as they were. Where a docstring asks for this, the checks look.
#
# *Based on Weidman ("the book"), Nabil ("the slides") and Ruiz ("the notes"); the sources of each section are listed at
# the end. Words, numbers and figures are our own, unless a line says "printed".*

# %% given="setup"
from collections.abc import Callable

import numpy as np
from numpy import ndarray

from autograder import answer, check, figures

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
# $m$ observations with $n$ features each make $X$ of shape $(m, n)$. $k$ columns of weights make $W$ of shape $(n, k)$.
# Then $N = XW$ has shape $(m, k)$: **a row for each observation, a column for each column of weights**. Each entry is
# one dot product as in the last lesson, row $i$ of $X$ with column $j$ of $W$:
#
# $$n_{ij} = x_{i1} w_{1j} + x_{i2} w_{2j} + \cdots + x_{in} w_{nj} .$$
#
# Our example for the whole lesson is small enough to work out with a pencil. Two houses, three features, two questions:

# %%
houses = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 1.0]])
weights = np.array([[1.0, 0.0], [0.0, -1.0], [2.0, 1.0]])
scores = houses @ weights
print(houses.shape, weights.shape, scores.shape)  # (2, 3) (3, 2) (2, 2)

# %%
figures.matrix_product(
    houses,
    weights,
    entry=(0, 1),
    digits=0,
    alt="X with two rows and three columns times W with three rows and two columns gives N, two by "
    "two. Row 0 of X, which is 1, 2, 0, and column 1 of W, which is 0, minus 1, 1, stand out: "
    "together they make minus 2, the entry of N in row 0 and column 1.",
)

# %% [markdown]
# Next, $\sigma$ works on every entry: $S = \sigma(N)$, where $s_{ij} = \sigma(n_{ij})$ depends on no other entry.
#
# Now the difficulty. How much does $S$ change with $x_{11}$? $S$ is four numbers here; there is no *one* answer. For a
# gradient with the shape of $X$, the chain must end in **a single number**. In a real network that number is the
# *loss*, which says how wrong the network is. Here we take the simplest number that uses all of $S$, its sum
# ($\Lambda$, "Lambda"):
#
# $$L = \Lambda(S) = \sum_{i}\sum_{j} s_{ij} ,\qquad L = \Lambda(\sigma(\nu(X, W))).$$

# %%
figures.graph(
    [("N", r"$\nu$", ["X", "W"]), ("S", r"$\sigma$", ["N"]), ("L", r"$\Lambda$", ["S"])],
    shapes={"X": ("m", "n"), "W": ("n", "k"), "N": ("m", "k"), "S": ("m", "k"), "L": ()},
    alt="Three boxes in a row. X of shape m by n and W of shape n by k go into nu; N of shape m by k "
    "comes out and goes into sigma; S of the same shape goes into Lambda; L, a number, comes out.",
)

# %% [markdown]
# **Worked example**, with $\sigma$ = square:
#
# $$N = \begin{bmatrix} 1 & 2 & 0 \\ 0 & 1 & 1 \end{bmatrix} \begin{bmatrix} 1 & 0 \\ 0 & -1 \\ 2 & 1 \end{bmatrix}
# = \begin{bmatrix} 1 & -2 \\ 2 & 0 \end{bmatrix}, \qquad
# S = \begin{bmatrix} 1 & 4 \\ 4 & 0 \end{bmatrix}, \qquad L = 9 .$$

# %%
print(square(scores).sum())  # 9.0
print(square(scores).sum(axis=0))  # [5. 4.]

# %% [markdown]
# > **Common slips.**
# > - A sum along one axis, as in the last line: that leaves several numbers. Without an axis, `sum` adds them all up.
# > - A mean instead of the sum. It differs by a factor, and so do all the gradients that follow.
# > - $\sigma$ of the sum instead of the sum of the $\sigma$s.
#
# <details><summary>The printed version</summary>
#
# The notebook that accompanies the book defines the following function three times, and the last one, which is the one
# that counts, is broken. One good definition is enough. On the slides, the third row of the output ends in $o_{33}$;
# with two columns it should be $o_{32}$. And in the scan of the book, one row of $\sigma(XW)$ appears twice.
#
# </details>
#
# ### Exercise 1: matrix_function_forward_sum

# %% exercise="matrix_function_forward_sum"
def matrix_function_forward_sum(X: ndarray, W: ndarray, sigma: Array_Function) -> float:
    """Return L, the sum of all entries of sigma(XW).

    X: shape (m, n). W: shape (n, k). sigma: works entry by entry. Returns: one number (not an
    array of some).

    >>> X = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 1.0]])
    >>> W = np.array([[1.0, 0.0], [0.0, -1.0], [2.0, 1.0]])
    >>> float(matrix_function_forward_sum(X, W, square))
    9.0
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
# For its example, with the seed 190204 and the sigmoid, the book prints $L = 2.3755$. What do you get?

# %%
random = np.random.RandomState(190204)
book_X, book_W = random.randn(3, 3), random.randn(3, 2)
figures.matrices(
    {"$X$": book_X, "$W$": book_W, "$N = XW$": book_X @ book_W, r"$S = \sigma(N)$": sigmoid(book_X @ book_W)},
    alt="The book's numbers: X, three by three, begins with minus 1.58 and minus 0.67. W, three by "
    "two, begins with 0.76. Then N and S, both three by two; the entries of S lie between 0 and "
    "1.",
)

# %%
print(round(float(matrix_function_forward_sum(book_X, book_W, sigmoid)), 4))  # 2.3755

# %% [markdown]
# ## 2. One entry moves, all others stand still
#
# $L$ depends on 15 numbers there, nine in $X$ and six in $W$. That is too many dimensions to draw. But hold all of
# them still except one, and what remains is an ordinary function of one variable, with an ordinary curve and ordinary
# slopes. A gradient is no more mysterious than that: **it is the table of the slopes of all those curves**, in the
# shape of $X$:
#
# $$\frac{\partial L}{\partial X} = \begin{bmatrix} \partial L/\partial x_{11} & \partial L/\partial x_{12} & \cdots \\
# \partial L/\partial x_{21} & \partial L/\partial x_{22} & \cdots \\ \vdots & \vdots & \ddots \end{bmatrix} .$$
#
# Seen from one entry, the three boxes are a single one: a number in, a number out:

# %%
figures.graph(
    [("L", r"$\nu$, $\sigma$, $\Lambda$", ["x_{12}"])],
    shapes={"x_{12}": (), "L": ()},
    alt="One box with nu, sigma and Lambda in it. The number x 1 2 goes in, the number L comes out.",
)

# %% [markdown]
# $$L(t) = \Lambda(\sigma(\nu(X_t, W))), \qquad X_t = X \text{ with } t \text{ in the place of } x_{12} .$$
#
# **Worked example.** The pencil example with $\sigma$ = square. Put $t$ in the place of $x_{12}$: the first row of $N$
# becomes $[1\;\;{-t}]$, so $L = 1 + t^2 + 4 + 0$. At $t = 2$, where the entry really is, that is 9, with the slope
# $2t = 4$. In code we change a *copy*:

# %%
changed = houses.copy()
changed[0, 1] = 3.0
print(square(changed @ weights).sum())  # 14.0
print(houses[0, 1])  # 2.0

# %%
figures.function_of_entry(
    lambda X: square(X @ weights).sum(),
    houses,
    (0, 1),
    name="x_{12}",
    reach=3.0,
    alt="L against the entry x 1 2: a parabola with its lowest point at 0. A dot at 2 marks where the "
    "entry really is, at a height of 9; the tangent there rises with slope 4.",
)

# %% [markdown]
# Make such a curve for any entry of any $X$. Each value in `values` **replaces** the entry.
#
# > **Common slips.**
# > - `row` and `column` count from 0, as everywhere in Python: the book's $x_{11}$ is `X[0, 0]`.
# > - Your function is a guest, and leaves $X$ as it found it. Work on a copy, or put the old entry back at the end.
# >   `other = X` makes no copy, only a second name for the same array.
#
# ### Exercise 2: loss_of_one_entry

# %% exercise="loss_of_one_entry"
def loss_of_one_entry(
    X: ndarray, W: ndarray, sigma: Array_Function, row: int, column: int, values: ndarray
) -> ndarray:
    """Return L, the sum of sigma(XW), for each value that X[row, column] may take; all other
    entries stay.

    X: shape (m, n). W: shape (n, k). sigma: works entry by entry. row, column: a place in X,
    counted from 0.
    values: shape (p,), each in turn put in the place of X[row, column].
    Returns: shape (p,), entry i is L at values[i]. X is the same after the call as before.

    >>> X = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 1.0]])
    >>> W = np.array([[1.0, 0.0], [0.0, -1.0], [2.0, 1.0]])
    >>> loss_of_one_entry(X, W, square, 0, 1, np.array([2.0, 3.0, 5.0]))
    array([ 9., 14., 30.])
    """
    ### BEGIN SOLUTION
    losses = np.zeros(len(values))
    for i, entry in enumerate(values):
        trial = X.astype(float)
        trial[row, column] = entry
        losses[i] = matrix_function_forward_sum(trial, W, sigma)
    return losses
    ### END SOLUTION


# %% check="loss_of_one_entry"
check("loss_of_one_entry")

# %% [markdown]
# With it, you can draw the last figure of the book's chapter yourself: $L$ against $x_{11}$, on the book's numbers.

# %%
around = np.linspace(-1.0, 1.0, 41) + book_X[0, 0]
figures.curves(
    around,
    {"L": loss_of_one_entry(book_X, book_W, sigmoid, 0, 0, around)},
    xlabel="$x_{11}$",
    ylabel="$L$",
    alt="L against x 1 1 from minus 2.58 to minus 0.58: a gently bent curve that climbs from 2.143 to "
    "2.623.",
)

# %% [markdown]
# Did your function leave `book_X` as it was? If so, the next line prints −1.5775.

# %%
print(round(float(book_X[0, 0]), 4))  # -1.5775

# %% [markdown]
# The curve climbs from 2.143 to 2.623 while $x_{11}$ goes two units to the right: a slope of roughly $0.48 / 2 = 0.24$.
# (The book reads off its figure about 2.1, 2.6 and 0.25.) At the middle, where $x_{11}$ really is, we will find
# $0.2489$. Keep that number in mind.
#
# ## 3. The missing factor
#
# Drawing nine curves to get nine slopes is slow. Let us go backward through the three boxes instead, and write beside
# each quantity how strongly $L$ responds to it. Two of the three steps are easy.
#
# **The sum.** Raise any entry of $S$ by a little and $L$ rises by the same: $\partial L/\partial S$ is an array of
# ones, of the shape $(m, k)$ of $S$.
#
# **The function $\sigma$.** Entry $s_{ij}$ depends on $n_{ij}$ and on no other, with slope $\sigma'(n_{ij})$. So the
# chain rule works entry by entry ($\odot$ is the element-wise product, `*` in numpy):
#
# $$\frac{\partial L}{\partial N} = \frac{\partial L}{\partial S} \odot \sigma'(N) \qquad \text{shape } (m, k).$$
#
# **The matrix product.** By the same logic there should come one more factor, "the derivative of $N$ with respect to
# $X$":
#
# $$\frac{\partial L}{\partial X} = \frac{\partial L}{\partial N} \cdot \;?$$
#
# But $N$ is a matrix and $X$ is a matrix. Pairing each entry of the one with each entry of the other gives a box with
# *four* axes, $3 \cdot 3 \cdot 3 \cdot 2 = 54$ numbers in the book's example. We need a better idea, and we already
# have it: **multiply along each path, add up over the paths.**
#
# **Worked example.** Which entries of $N$ move when $x_{12}$ moves? (Look back at the coloured product in section 1,
# and answer before you read on.) It is in row 1 of $X$, so only row 1 of $N$ moves: $n_{11}$ with slope $w_{21}$, and
# $n_{12}$ with slope $w_{22}$. (That is why most of the 54 numbers are zero, and the rest repeat: nothing is lost by
# never writing them down.) Our weights are $w_{21} = 0$ and $w_{22} = -1$, and a nudge agrees:

# %%
moved = houses.copy()
moved[0, 1] += 0.01
print(((moved @ weights - scores) / 0.01).round(6).tolist())  # [[0.0, -1.0], [0.0, 0.0]]

# %% [markdown]
# Both paths lead on to $L$:

# %%
figures.graph(
    [
        ("n_{11}", r"$\nu$", ["x_{12}"]),
        ("n_{12}", r"$\nu$", ["x_{12}"]),
        ("L", r"$\sigma$, $\Lambda$", ["n_{11}", "n_{12}"]),
    ],
    slopes={("n_{11}", "x_{12}"): r"\cdot\,w_{21}", ("n_{12}", "x_{12}"): r"\cdot\,w_{22}"},
    gradients={"n_{11}": r"\partial L/\partial n_{11}", "n_{12}": r"\partial L/\partial n_{12}"},
    alt="Two paths lead from x 1 2 to L: one through n 1 1, with the slopes w 2 1 and then dL by dn 1 "
    "1; one through n 1 2, with the slopes w 2 2 and then dL by dn 1 2. The entries of the other "
    "rows of N are not on any path.",
)

# %% [markdown]
# $$\frac{\partial L}{\partial x_{12}} = \frac{\partial L}{\partial n_{11}} w_{21} + \frac{\partial L}{\partial n_{12}} w_{22}
# \qquad\text{and in general}\qquad
# \frac{\partial L}{\partial x_{ia}} = \sum_{j} \frac{\partial L}{\partial n_{ij}}\, w_{aj} .$$
#
# You get the same if you write $L$ out in full and differentiate: $x_{12}$ occurs in
# $\sigma(x_{11} w_{11} + x_{12} w_{21} + \dots)$ and in $\sigma(x_{11} w_{12} + x_{12} w_{22} + \dots)$, nowhere else.
#
# With our numbers ($\sigma$ = square, so $\sigma'(N) = 2N$): $\partial L/\partial n_{11} = 2$ and
# $\partial L/\partial n_{12} = -4$, and $2 \cdot 0 + (-4) \cdot (-1) = 4$. It is the slope of the parabola in section 2.
#
# > **Common slip.** The index $j$ is the *second* one of $w_{aj}$: the weights on the paths from $x_{ia}$ are in
# > **row** $a$ of $W$. The forward pass used columns of $W$; the way back uses its rows.
#
# ### Exercise 3: slope_of_one_entry

# %% exercise="slope_of_one_entry"
def slope_of_one_entry(W: ndarray, dLdN: ndarray, row: int, column: int) -> float:
    """Return the slope of L along the entry X[row, column], where N = XW: the sum over all paths
    through N.

    W: shape (n, k). dLdN: shape (m, k), the slope of L along every entry of N. row, column: a
    place in X of shape (m, n), counted from 0. Returns: one number (not an array of some).

    >>> W = np.array([[1.0, 0.0], [0.0, -1.0], [2.0, 1.0]])
    >>> dLdN = np.array([[2.0, -4.0], [4.0, 0.0]])
    >>> float(slope_of_one_entry(W, dLdN, 0, 1))
    4.0
    """
    ### BEGIN SOLUTION
    paths = dLdN[row] * W[column]
    return np.sum(paths)
    ### END SOLUTION


# %% check="slope_of_one_entry"
check("slope_of_one_entry")

# %% [markdown]
# ## 4. Backward: all entries of $X$ at once
#
# The formula multiplies row $i$ of $\partial L/\partial N$ by row $a$ of $W$. But row $a$ of $W$ is *column* $a$ of
# $W^T$, so this is a matrix product! The missing factor is $W^T$, and its place is on the right:
#
# $$\boxed{\;\frac{\partial L}{\partial X} = \left(\frac{\partial L}{\partial S} \odot \sigma'(N)\right) W^T\;}
# \qquad (m, k)\cdot(k, n) = (m, n).$$
#
# That is the shape of $X$, as it must be. For one row and one column it is the result of the last lesson,
# $\sigma'(N)\,W^T$.
#
# **Worked example.** All six slopes of the pencil example; look for the 4 that we already know:
#
# $$\frac{\partial L}{\partial X} = \begin{bmatrix} 2 & -4 \\ 4 & 0 \end{bmatrix}
# \begin{bmatrix} 1 & 0 & 2 \\ 0 & -1 & 1 \end{bmatrix} = \begin{bmatrix} 2 & 4 & 0 \\ 4 & 0 & 8 \end{bmatrix}.$$

# %%
upper = np.array([[2.0, -4.0], [4.0, 0.0]])
figures.matrix_product(
    upper,
    weights.T,
    entry=(0, 1),
    names=(r"\partial L/\partial N", "W^T", r"\partial L/\partial X"),
    digits=0,
    alt="dL by dN, two by two, times W transposed, two by three, gives dL by dX, two by three. Row 0 "
    "of the first, 2 and minus 4, and column 1 of the second, 0 and minus 1, stand out: together "
    "they make 4, the slope along the entry in row 0, column 1.",
)

# %% [markdown]
# And the whole way back in one picture. Follow the dashed arrows from the right, and look at the shapes: each gradient
# has the shape of the value it belongs to.

# %%
figures.graph(
    [("N", r"$\nu$", ["X", "W"]), ("S", r"$\sigma$", ["N"]), ("L", r"$\Lambda$", ["S"])],
    shapes={"X": ("m", "n"), "W": ("n", "k"), "N": ("m", "k"), "S": ("m", "k"), "L": ()},
    gradients=True,
    slopes={
        ("L", "S"): r"\mathrm{ones}",
        ("S", "N"): r"\odot\,\sigma'(N)",
        ("N", "X"): r"\cdot\,W^T",
        ("N", "W"): r"X^T\cdot",
    },
    alt="The boxes nu, sigma and Lambda from left to right, and the way back. Lambda hands ones to S; "
    "sigma multiplies entry by entry by its slope at N; nu multiplies by W transposed from the "
    "right for X, and by X transposed from the left for W. Every gradient has the shape of its "
    "value.",
)

# %% [markdown]
# > **Common slips.**
# > - `W` instead of its transpose, or the transpose on the left. With square matrices every wrong order fits as well:
# >   test with shapes that are all different.
# > - $\sigma'$ at $S$ instead of $N$, or the sigmoid's $S(1-S)$ for whatever $\sigma$ is passed in.
# > - $\sigma'$ left out altogether: then it is the gradient of the sum of $N$.
#
# <details><summary>The printed versions</summary>
#
# * The book first writes the chain of factors with $\partial\nu/\partial X$ leftmost, as for single numbers. For
#   matrices the order is part of the formula: $W^T$ comes last.
# * Its code ends with `np.dot(dSdN, dNdX)`, so `dLdN`, computed one line before, is dropped. With ones for $\partial
#   L/\partial S$ the mistake does not show. It should be `dLdN`; section 6 is about why.
# * A slide says that the first product is a matrix product and the second element-wise. It is the other way round. On
#   another one, "$dO/dX$ = ones $* W^T$" is the gradient of the *sum* of $O$, and its $*$ is a matrix product.
# * The book speaks of the gradient of $X$ with respect to $L$. It is the gradient of $L$ with respect to $X$: what
#   responds is named first.
#
# </details>
#
# ### Exercise 4: matrix_function_backward_sum_1

# %% exercise="matrix_function_backward_sum_1"
def matrix_function_backward_sum_1(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Return dL/dX, where L is the sum of all entries of sigma(XW).

    X: shape (m, n). W: shape (n, k). sigma: works entry by entry.
    Returns: shape (m, n), that of X. A slope of sigma by central difference with a step of 0.001,
    as in `deriv`, is exact enough.

    >>> X = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 1.0]])
    >>> W = np.array([[1.0, 0.0], [0.0, -1.0], [2.0, 1.0]])
    >>> np.round(matrix_function_backward_sum_1(X, W, square), 4)
    array([[14., -2., 30.],
           [ 4.,  0.,  8.]])
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
# **Is it right?** The book prints for its example
#
# $$\frac{\partial L}{\partial X} = \begin{bmatrix} 0.2489 & -0.3748 & 0.0112 \\ 0.1260 & -0.2781 & -0.1395 \\
# 0.2299 & -0.3662 & -0.0225 \end{bmatrix}.$$
#
# The upper left entry promises: raise $x_{11}$ by $0.001$, and $L$ rises by $0.001 \times 0.2489$. (*The printed
# version* has $0.01 \times$, a slip.) Let the curve judge. The dashed line has the slope that *your* function returns.

# %%
raised = book_X + np.array([[0.001, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
print(round((sigmoid(raised @ book_W).sum() - sigmoid(book_X @ book_W).sum()) / 0.001, 4))  # 0.2489

# %%
print(matrix_function_backward_sum_1(book_X, book_W, sigmoid).round(4))
figures.function_of_entry(
    lambda X: matrix_function_forward_sum(X, book_W, sigmoid),
    book_X,
    (0, 0),
    name="x_{11}",
    slope=matrix_function_backward_sum_1(book_X, book_W, sigmoid)[0, 0],
    alt="L against x 1 1, climbing from 2.143 to 2.623, with a dot at the real value minus 1.5775. "
    "The tangent, drawn with the slope 0.2489 of the backward pass, touches the curve there.",
)

# %% [markdown]
# ## 5. Backward: all entries of $W$
#
# The same question for a weight. $w_{aj}$ stands in column $j$, so it touches column $j$ of $N$, and there *every
# row*: every observation is scored with this weight, and observation $i$ responds with slope $x_{ia}$. There is a path
# for each observation, and all of them add up:
#
# $$\frac{\partial L}{\partial w_{aj}} = \sum_{i} x_{ia}\, \frac{\partial L}{\partial n_{ij}}
# \qquad\Longrightarrow\qquad
# \boxed{\;\frac{\partial L}{\partial W} = X^T \left(\frac{\partial L}{\partial S} \odot \sigma'(N)\right)\;}
# \qquad (n, m)\cdot(m, k) = (n, k).$$
#
# Now the sum runs over the *first* index of both, so column $a$ of $X$ meets column $j$ of $\partial L/\partial N$:
# $X^T$ comes first. The sum over $i$ is the sum over the batch. It is a sum, not a mean: $L$ is a sum as well.
#
# **Worked example.** The pencil once more:
#
# $$\begin{bmatrix} 1 & 0 \\ 2 & 1 \\ 0 & 1 \end{bmatrix} \begin{bmatrix} 2 & -4 \\ 4 & 0 \end{bmatrix}
# = \begin{bmatrix} 2 & -4 \\ 8 & -8 \\ 4 & 0 \end{bmatrix}.$$
#
# Where does the 8 come from? The first house contributes $2 \cdot 2$ and the second $1 \cdot 4$.

# %%
figures.matrix_product(
    houses.T,
    upper,
    entry=(1, 0),
    names=("X^T", r"\partial L/\partial N", r"\partial L/\partial W"),
    digits=0,
    alt="X transposed, three by two, times dL by dN, two by two, gives dL by dW, three by two. Row 1 "
    "of the first, 2 and 1, and column 0 of the second, 2 and 4, stand out: together they make 8.",
)

# %% [markdown]
# **Which order?** If you ever forget, ask the shapes. To make $(n, k)$ out of $(m, n)$ and $(m, k)$ there is just one
# way: transpose the first, $(n, m)\cdot(m, k)$. To make $(m, n)$ out of $(m, k)$ and $(n, k)$: transpose the second,
# $(m, k)\cdot(k, n)$. Nothing else fits, provided that $m$, $n$ and $k$ differ.
#
# **How much gets through?** Each entry of $N$ lets through its share $\sigma'(n_{ij})$ of what comes from above. The
# dots below are the six entries of the book's $N$. Five of them sit near the top, where the sigmoid is steep; the one
# at $-2.23$ passes on less than a tenth, and an entry at $\pm 6$ would pass on next to nothing, both to $X$ and to
# $W$.

# %%
book_N = book_X @ book_W
grid = np.linspace(-6, 6, 121)
figures.curves(
    grid,
    {"": deriv(sigmoid, grid)},
    points=list(zip(book_N.ravel(), deriv(sigmoid, book_N).ravel(), strict=True)),
    title="the slope of the sigmoid",
    xlabel="$n$",
    ylabel=r"$\sigma'(n)$",
    alt="The slope of the sigmoid: a hill with its top, a quarter, at 0, and flat on both sides "
    "beyond 5. Of six dots on it five lie close to the top, one lies far down on the left flank, "
    "at minus 2.23.",
)

# %% [markdown]
# The book does not print $\partial L/\partial W$ for its example, but says in a note how it goes. (There, too, the
# upstream factor has been lost from the code.) Here it is, computed, for comparison:
#
# $$\frac{\partial L}{\partial W} = \begin{bmatrix} -0.7578 & -0.8726 \\ -0.1868 & -0.0853 \\ 0.0679 & -0.1414
# \end{bmatrix}.$$
#
# ### Exercise 5: matrix_function_backward_sum_2

# %% exercise="matrix_function_backward_sum_2"
def matrix_function_backward_sum_2(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Return dL/dW, where L is the sum of all entries of sigma(XW).

    X: shape (m, n). W: shape (n, k). sigma: works entry by entry.
    Returns: shape (n, k), that of W. A slope of sigma by central difference with a step of 0.001,
    as in `deriv`, is exact enough.

    >>> X = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 1.0]])
    >>> W = np.array([[1.0, 0.0], [0.0, -1.0], [2.0, 1.0]])
    >>> np.round(matrix_function_backward_sum_2(X, W, square), 4)
    array([[ 2., -4.],
           [ 8., -8.],
           [ 4.,  0.]])
    """
    ### BEGIN SOLUTION
    N = np.dot(X, W)
    dLdS = np.ones_like(N)
    dLdN = dLdS * deriv(sigma, N)
    return np.dot(np.transpose(X, (1, 0)), dLdN)
    ### END SOLUTION


# %% check="matrix_function_backward_sum_2"
check("matrix_function_backward_sum_2")

# %%
print(matrix_function_backward_sum_2(book_X, book_W, sigmoid).round(4))

# %% [markdown]
# ## 6. Whatever comes from above
#
# A plain sum treats all entries of $S$ equally. A real loss does not: it may care a great deal about one observation
# and not at all about another, and above this layer there may be more layers. But look at the two boxed formulas. All
# they know of the world above is $\partial L/\partial S$, one number for each entry of $S$: *how strongly does $L$
# respond to this entry?* It is called the **upstream gradient**. For the sum it is all ones; for anything else it
# holds other numbers, and the formulas stay as they are.
#
# That is the whole secret of back-propagation. A layer need not know what comes after it. It receives $\partial
# L/\partial S$ and passes down $\partial L/\partial X$, which to the layer below is *its* upstream gradient; along the
# way it keeps $\partial L/\partial W$, to learn from.

# %%
figures.graph(
    [("S", "layer", ["X", "W"]), ("L", "all the rest", ["S"])],
    shapes={"X": ("m", "n"), "W": ("n", "k"), "S": ("m", "k"), "L": ()},
    gradients=True,
    alt="Two boxes. X and W go into the box layer; S goes on into a box named all the rest, and L, a "
    "number, comes out. On the way back the layer is handed dL by dS, of shape m by k, and hands "
    "on dL by dX and dL by dW.",
)

# %% [markdown]
# **Worked example.** Suppose that the loss is $L = 10\,s_{11} - s_{12} + s_{21}$ for our two houses, and $\sigma$ =
# square. Entry by entry,
#
# $$\frac{\partial L}{\partial N} = \begin{bmatrix} 10 & -1 \\ 1 & 0 \end{bmatrix} \odot \begin{bmatrix} 2 & -4 \\ 4 & 0 \end{bmatrix}
# = \begin{bmatrix} 20 & 4 \\ 4 & 0 \end{bmatrix},$$
#
# $$\frac{\partial L}{\partial X} = \begin{bmatrix} 20 & 4 \\ 4 & 0 \end{bmatrix} \begin{bmatrix} 1 & 0 & 2 \\ 0 & -1 & 1 \end{bmatrix}
# = \begin{bmatrix} 20 & -4 & 44 \\ 4 & 0 & 8 \end{bmatrix},
# \qquad
# \frac{\partial L}{\partial W} = \begin{bmatrix} 1 & 0 \\ 2 & 1 \\ 0 & 1 \end{bmatrix} \begin{bmatrix} 20 & 4 \\ 4 & 0 \end{bmatrix}
# = \begin{bmatrix} 20 & 4 \\ 44 & 8 \\ 4 & 0 \end{bmatrix}.$$
#
# A test of the 44 in $\partial L/\partial W$, the slope along $w_{21}$, by a central difference:

# %%
def weighted(w21: float) -> float:
    moved = weights.copy()
    moved[1, 0] = w21
    s = square(houses @ moved)
    return 10 * s[0, 0] - s[0, 1] + s[1, 0]


print(round((weighted(0.001) - weighted(-0.001)) / 0.002, 4))  # 44.0

# %% [markdown]
# > **Common slips.**
# > - The upstream gradient is dropped, or used for only one of the two results. A test with all ones never notices.
# > - It is multiplied in by a *matrix* product. It has the shape of $S$ and works entry by entry.
# > - An extra division by $m$. If $L$ is a mean, that is already in $\partial L/\partial S$.
# > - `dLdS *= …` writes into the caller's array, which may be needed again. `dLdS * …` makes a new one.
#
# ### Exercise 6: matrix_function_backward_upstream

# %% exercise="matrix_function_backward_upstream"
def matrix_function_backward_upstream(
    X: ndarray, W: ndarray, sigma: Array_Function, dLdS: ndarray
) -> tuple[ndarray, ndarray]:
    """Return (dL/dX, dL/dW) for S = sigma(XW), where L is any number that depends on S with
    gradient dLdS.

    X: shape (m, n). W: shape (n, k). sigma: works entry by entry. dLdS: shape (m, k), that of S.
    Returns: a tuple of two arrays, of the shapes of X and of W, in this order. dLdS is the same
    after the call as before. A slope of sigma by central difference with a step of 0.001, as in
    `deriv`, is exact enough.

    >>> X = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 1.0]])
    >>> W = np.array([[1.0, 0.0], [0.0, -1.0], [2.0, 1.0]])
    >>> dLdS = np.array([[10.0, -1.0], [1.0, 0.0]])
    >>> dLdX, dLdW = matrix_function_backward_upstream(X, W, square, dLdS)
    >>> np.round(dLdX, 4)
    array([[20., -4., 44.],
           [ 4.,  0.,  8.]])
    >>> np.round(dLdW, 4)
    array([[20.,  4.],
           [44.,  8.],
           [ 4.,  0.]])
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
# ## 7. A bias for each column
#
# One part of a real layer is still missing. A house with no features at all scores 0, whatever the weights are. A
# **bias** shifts the scores: each column gets a number of its own, which is the same for every observation,
#
# $$N = XW + b, \qquad n_{ij} = \sum_a x_{ia} w_{aj} + b_j .$$
#
# $b$ has shape `(k,)`, and broadcasting adds it to every row.
#
# **Worked example.** $b = [1\;\;{-1}]$ turns the scores $\begin{bmatrix} 1 & -2 \\ 2 & 0 \end{bmatrix}$ into
# $\begin{bmatrix} 2 & -3 \\ 3 & -1 \end{bmatrix}$.

# %%
bias = np.array([1.0, -1.0])
figures.matrices(
    {"$XW$": scores, "$b$": bias, "$N$": scores + bias},
    digits=0,
    alt="The scores, two by two; the bias, one row with 1 and minus 1; and N, in which every row of "
    "the scores has been shifted by the same bias.",
)

# %% [markdown]
# ### Exercise 7: scores_with_bias

# %% exercise="scores_with_bias"
def scores_with_bias(X: ndarray, W: ndarray, b: ndarray) -> ndarray:
    """Return N = XW + b, where every row gets the same b.

    X: shape (m, n). W: shape (n, k). b: shape (k,), one number for each column. Returns: shape
    (m, k).

    >>> X = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 1.0]])
    >>> W = np.array([[1.0, 0.0], [0.0, -1.0], [2.0, 1.0]])
    >>> scores_with_bias(X, W, np.array([1.0, -1.0]))
    array([[ 2., -3.],
           [ 3., -1.]])
    """
    ### BEGIN SOLUTION
    N = np.dot(X, W)
    return N + b
    ### END SOLUTION


# %% check="scores_with_bias"
check("scores_with_bias")

# %% [markdown]
# And backward? $b_j$ acts on column $j$ of $N$, in every row, each time with slope 1. Multiply along each path,
# add up over the paths:
#
# $$\frac{\partial L}{\partial b_j} = \sum_i \frac{\partial L}{\partial n_{ij}} \cdot 1 .$$
#
# **What broadcasting repeats on the way forward is added up on the way back.** For $X$ and $W$ nothing changes: $b$
# only shifts $N$.
#
# **Worked example.** With $\partial L/\partial N = \begin{bmatrix} 2 & -4 \\ 4 & 0 \end{bmatrix}$ as before,
# $\partial L/\partial b = [6\;\;{-4}]$.

# %%
figures.graph(
    [("M", r"$\nu$", ["X", "W"]), ("N", "$+$", ["M", "b"]), ("L", "all the rest", ["N"])],
    shapes={"X": ("m", "n"), "W": ("n", "k"), "M": ("m", "k"), "b": ("k",), "N": ("m", "k"), "L": ()},
    gradients=True,
    slopes={("N", "b"): r"\sum_i"},
    alt="X and W go through nu to M; M and the bias b, of shape k, are added to N; N goes on to L. On "
    "the way back M gets the same gradient as N; b gets the sum of it over the rows, of shape k.",
)

# %% [markdown]
# > **Common slips**, all of them seen in public code: the gradient of $b$ is not summed at all (which works for a
# > batch of one and breaks with the second observation); summed over the wrong axis; summed over everything; averaged;
# > the first row only.
#
# ### Exercise 8: bias_gradient

# %% exercise="bias_gradient"
def bias_gradient(dLdN: ndarray) -> ndarray:
    """Return dL/db, where N = XW + b and every row of N got the same b: the sum over the rows.

    dLdN: shape (m, k), the slope of L along every entry of N, the same after the call as before.
    Returns: shape (k,), that of b.

    >>> bias_gradient(np.array([[2.0, -4.0], [4.0, 0.0]]))
    array([ 6., -4.])
    """
    ### BEGIN SOLUTION
    return np.sum(dLdN, axis=0)
    ### END SOLUTION


# %% check="bias_gradient"
check("bias_gradient")

# %% [markdown]
# ## 8. Judge it all at once
#
# A central difference for every entry of $X$, $W$ and $b$, against your functions, with shapes that are all different
# and an upstream gradient that is not all ones. `measured` is the `numeric_gradient` of the last lesson. Each line
# should end in a tiny number.

# %%
def measured(f: Callable[[ndarray], float], x: ndarray) -> ndarray:
    moves = 0.001 * np.eye(x.size).reshape(x.size, *x.shape)
    return np.reshape([(f(x + move) - f(x - move)) / 0.002 for move in moves], x.shape)


# %%
def judge_yourself() -> None:
    random = np.random.default_rng(5)
    X, W, b, dLdS = (random.normal(size=size) for size in [(5, 4), (4, 3), (3,), (5, 3)])
    dLdX, dLdW = matrix_function_backward_upstream(X, W, np.sin, dLdS)
    print("X", np.abs(dLdX - measured(lambda X: np.sum(dLdS * np.sin(X @ W)), X)).max())
    print("W", np.abs(dLdW - measured(lambda W: np.sum(dLdS * np.sin(X @ W)), W)).max())
    dLdb = bias_gradient(dLdS * np.cos(scores_with_bias(X, W, b)))
    print("b", np.abs(dLdb - measured(lambda b: np.sum(dLdS * np.sin(scores_with_bias(X, W, b))), b)).max())


judge_yourself()

# %% [markdown]
# ## 9. Extra credit: two layers
#
# If you have time left: 5 points on top of this assignment's 100. You do not need them for full marks, and the next
# lesson takes the same step at leisure.
#
# Put a second layer on top of the first:
#
# $$S_1 = \sigma(X W_1), \qquad S_2 = \sigma(S_1 W_2), \qquad L = \Lambda(S_2).$$
#
# What you have is enough. To the upper layer, $S_1$ is what $X$ has been so far, and its upstream gradient is all
# ones. What it passes down, $\partial L/\partial S_1$, is the lower layer's upstream gradient.

# %%
figures.graph(
    [("S_1", "lower layer", ["X", "W_1"]), ("S_2", "upper layer", ["S_1", "W_2"]), ("L", r"$\Lambda$", ["S_2"])],
    shapes={"X": ("m", "n"), "W_1": ("n", "k"), "S_1": ("m", "k"), "W_2": ("k", "p"), "S_2": ("m", "p"), "L": ()},
    gradients=True,
    alt="Three boxes in a row. X and W 1 go into the lower layer, S 1 of shape m by k comes out. S 1 and W 2 go into "
    "the upper layer, S 2 of shape m by p comes out and goes into Lambda, which makes L, a number. On the way back "
    "every value gets a gradient of its own shape.",
)

# %% [markdown]
# **Worked example.** The pencil's $X$ and $W$ are the lower layer, $W_2 = [1\;\;0.5]^T$ is the upper one, $\sigma$ =
# square. Forward: $S_1 = \begin{bmatrix} 1 & 4 \\ 4 & 0 \end{bmatrix}$ as before, so $S_1 W_2 = [3\;\;4]^T$. Backward
# through the upper layer, $\sigma'$ at 3 and 4 is 6 and 8:
#
# $$\frac{\partial L}{\partial W_2} = \begin{bmatrix} 1 & 4 \\ 4 & 0 \end{bmatrix} \begin{bmatrix} 6 \\ 8 \end{bmatrix}
# = \begin{bmatrix} 38 \\ 24 \end{bmatrix}, \qquad
# \frac{\partial L}{\partial S_1} = \begin{bmatrix} 6 \\ 8 \end{bmatrix} \begin{bmatrix} 1 & 0.5 \end{bmatrix}
# = \begin{bmatrix} 6 & 3 \\ 8 & 4 \end{bmatrix}.$$
#
# (The first matrix is $S_1^T$, which happens to look like $S_1$.) Backward through the lower layer, $\sigma'$ is twice
# the scores again:
#
# $$\frac{\partial L}{\partial W_1} = X^T \left( \begin{bmatrix} 6 & 3 \\ 8 & 4 \end{bmatrix} \odot
# \begin{bmatrix} 2 & -4 \\ 4 & 0 \end{bmatrix} \right)
# = \begin{bmatrix} 1 & 0 \\ 2 & 1 \\ 0 & 1 \end{bmatrix} \begin{bmatrix} 12 & -12 \\ 32 & 0 \end{bmatrix}
# = \begin{bmatrix} 12 & -12 \\ 56 & -24 \\ 32 & 0 \end{bmatrix}.$$
#
# > **Common slips.**
# > - The upper layer is fed $X$ or the scores $X W_1$. Its input is $S_1$.
# > - The upper layer's $\sigma'$ is forgotten on the way *down*, though it is there in $\partial L/\partial W_2$.
# > - The lower layer is given ones as well. Ones arrive only at the top.
#
# ### Exercise 9, extra credit: two_layers_backward

# %% exercise="two_layers_backward"
def two_layers_backward(X: ndarray, W1: ndarray, W2: ndarray, sigma: Array_Function) -> tuple[ndarray, ndarray]:
    """Return (dL/dW1, dL/dW2), where L is the sum of all entries of sigma(S1 W2) and S1 =
    sigma(X W1).

    X: shape (m, n). W1: shape (n, k). W2: shape (k, p). sigma: works entry by entry. Both products
    are matrix products.
    Returns: a tuple of two arrays, of the shapes of W1 and of W2, in this order. A slope of sigma
    by central difference with a step of 0.001, as in `deriv`, is exact enough.

    >>> X = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 1.0]])
    >>> W1 = np.array([[1.0, 0.0], [0.0, -1.0], [2.0, 1.0]])
    >>> dLdW1, dLdW2 = two_layers_backward(X, W1, np.array([[1.0], [0.5]]), square)
    >>> np.round(dLdW1, 4)
    array([[ 12., -12.],
           [ 56., -24.],
           [ 32.,   0.]])
    >>> np.round(dLdW2, 4)
    array([[38.],
           [24.]])
    """
    ### BEGIN SOLUTION
    S1 = sigma(np.dot(X, W1))
    dLdS2 = np.ones((len(X), W2.shape[1]))
    dLdS1, dLdW2 = matrix_function_backward_upstream(S1, W2, sigma, dLdS2)
    dLdW1 = matrix_function_backward_upstream(X, W1, sigma, dLdS1)[1]
    return dLdW1, dLdW2
    ### END SOLUTION


# %% check="two_layers_backward"
check("two_layers_backward")

# %% [markdown]
# The judge of section 8 once more. Each line should end in a tiny number.

# %%
def judge_two_layers() -> None:
    random = np.random.default_rng(6)
    X, W1, W2 = (random.normal(size=size) for size in [(5, 4), (4, 3), (3, 2)])
    dLdW1, dLdW2 = two_layers_backward(X, W1, W2, np.sin)
    print("W1", np.abs(dLdW1 - measured(lambda W1: np.sum(np.sin(np.sin(X @ W1) @ W2)), W1)).max())
    print("W2", np.abs(dLdW2 - measured(lambda W2: np.sum(np.sin(np.sin(X @ W1) @ W2)), W2)).max())


judge_two_layers()

# %% [markdown]
# ## What you take with you
#
# * A gradient needs a single number at the end. It then has the shape of the array it belongs to.
# * Through a function that works entry by entry: `*` with its slope, **at what went in**.
# * Through a matrix product: $\cdot\,W^T$ from the right for $X$, $X^T\cdot$ from the left for $W$. Both are just sums
#   over paths, and the shapes allow nothing else.
# * Through broadcasting: what was repeated on the way forward is added up on the way back.
# * A layer needs to know only the upstream gradient. Test with one that is not all ones, and with shapes like
#   $(5, 4)\cdot(4, 3)$.
# * When in doubt, move one entry and look.
#
# ### Can you answer these without looking?
#
# Put your answer in place of the dots, and run the cell: it says how it read your answer. Whether that is right comes
# with your grade, and so does the reason.

# %% exercise="shape_of_dLdW"
### BEGIN SOLUTION
answer("shape_of_dLdW", "(5, 3)")
### END SOLUTION

# %% exercise="one_row_less"
### BEGIN SOLUTION
answer("one_row_less", ["a", "d"])
### END SOLUTION

# %% exercise="sum_of_all"
### BEGIN SOLUTION
answer("sum_of_all", "whether it uses the upstream gradient")
### END SOLUTION

# %% exercise="slope_of_bias"
### BEGIN SOLUTION
answer("slope_of_bias", 4)
### END SOLUTION

# %% [markdown]
# **Next:** you now have everything that a network needs. In [the last
# lesson](../two_layer_backprop/two_layer_backprop.ipynb) you stack two layers, and they learn.
#
# <details><summary>Where each section comes from</summary>
#
# *The book* is Seth Weidman, *Deep Learning from Scratch* (2019), chapter 1, from "Computational Graph with Two 2D Matrix
# Inputs" to the end. *The slides* are Mahmoud Nabil, *Introduction to Artificial Neural Networks 1* (2022), section 8.
# *The notes* are Shauntclair Ruiz, explanatory notes for 6.390 (2022).
#
# - **1. Forward: a batch, a layer, one number**: Book: "Computational Graph with Two 2D Matrix Inputs", Figure 1-21.
#   Slides: section 8.
# - **2. One entry moves, all others stand still**: Book: "Describing These Gradients Visually", Figures 1-23 and
#   1-24.
# - **3. The missing factor**: Book: "The Fun Part: The Backward Pass", 'The "?"', footnote 4. Notes: Definition 20;
#   Concept 37 on derivatives with too many axes; Concepts 43 and 44, (7.128), on the zeros and repetitions in them.
# - **4. Backward: all entries of $X$ at once**: Book: 'The Answer', Figure 1-22. Slides: section 8, "The Backward
#   Pass".
# - **5. Backward: all entries of $W$**: Book: the note on the gradient with respect to W, before "Conclusion". Notes:
#   Section 7.5.16 and Notation 16, which transpose because their data points are columns.
# - **6. Whatever comes from above**: Book: "The Fun Part", corrected as in section 4. Notes: Concept 49 (why $\odot$),
#   Section 7.5.16 (what a layer hands on).
# - **7. A bias for each column**: Book: Code Caveat #1 with footnote 1. Notes: (7.2), where the bias is called $w_0$.
#   Notes: the gradient of $W_0$ in the pseudocode of Section 7.6.2 holds for one data point; a batch adds up.
# - **9. Extra credit: two layers**: Notes: Section 7.5.16 (what a layer hands on).
#
# </details>
