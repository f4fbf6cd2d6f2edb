# %% [markdown]
# # The gradient of a dot product
#
# So far a function took one number, or two, and you know how to follow a small change through it. A neural network
# works with *lists* of numbers: many features of one house, and a weight for each of them. This lesson carries the
# chain rule over to lists, and the surprise is how little has to change.
#
# **When you are done, you can**
#
# 1. say what an axis of an array is, add along it, and let numpy repeat a short array along a long one;
# 2. compute a dot product as a matrix multiplication, and say which array is a row and which a column;
# 3. predict what a function of many inputs does when all of them move a little;
# 4. tell the shape of any derivative **before** computing it, which is the best protection against mistakes there is;
# 5. write down the gradient of a dot product with respect to either factor, and push it through one more function $\sigma$;
# 6. test any gradient, your own or somebody else's, by hand and with a checker that you wrote yourself.
#
# **What you need.** The derivative, the chain rule and `deriv` from the first two lessons. Allow about 100 minutes, not
# counting the extra credit at the end: 25 for arrays and the dot product (sections 1 and 2), 25 for many inputs and for
# shapes (3 and 4), 50 for the gradient and its check (5 to 10).
#
# **How to work.** In each exercise, replace `raise NotImplementedError()` with your own lines, run the cell, then run the
# `check` below it. The check says what is right, what is not, and often which slip it was. The functions that are already
# written are yours to use and need no change.
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
# ## 1. Arrays have axes
#
# Four houses, each with rooms, garages and broken windows. A Python list of lists could hold these numbers, but it
# cannot calculate with them: `+` glues two lists together, and `*` is an error. A numpy array does arithmetic, entry by
# entry.

# %%
before, built = [3, 1, 2], [1, 1, 1]
print(before + built)  # [3, 1, 2, 1, 1, 1]
print(np.array(before) + np.array(built))  # [4 2 3]

# %% [markdown]
# **An axis is a direction in which you can walk from entry to entry.** A table has two. Walking along **axis 0** you
# go *down*, from house to house; along **axis 1** you go *across*, from feature to feature. `shape` says how many
# entries each walk meets: `(4, 3)` is four rows and three columns.
#
# A sum along an axis walks along it and adds up what it meets. **The axis that you name is the one that vanishes:**
#
# $$\text{axis 0:}\quad c_j = \sum_i t_{ij} \qquad\qquad \text{axis 1:}\quad r_i = \sum_j t_{ij}$$
#
# Before you run the next cell, cover the comments: how many numbers will each line print?

# %%
counts = np.array([[3.0, 1.0, 2.0], [5.0, 0.0, 0.0], [2.0, 2.0, 4.0], [4.0, 1.0, 1.0]])
print(counts.shape)  # (4, 3)
print(counts.sum(axis=0))  # [14.  4.  7.]
print(counts.sum(axis=1))  # [6. 5. 8. 6.]
print(counts.sum())  # 25.0

# %%
figures.matrices(
    {"table": counts, "sum along axis 0": counts.sum(axis=0), "sum along axis 1": counts.sum(axis=1)},
    digits=0,
    alt="A table of four rows and three columns. Beside it, the sum along axis 0: three numbers, 14, "
    "4 and 7, a total for each column. Then the sum along axis 1: four numbers, 6, 5, 8 and 6, a "
    "total for each row.",
)

# %% [markdown]
# Both sums are drawn as rows, but an array with one axis is neither a row nor a column: its shape, `(3,)`, has no
# second number.
#
# **Broadcasting.** What is a table plus a short array of shape `(3,)`? numpy lines up the *last* axes and repeats the
# short array along the others, so that every row gets it. Multiplication works the same way.
#
# $$(\text{table} + b)_{ij} = t_{ij} + b_j \qquad\qquad (\text{table} * b)_{ij} = t_{ij}\, b_j$$

# %%
extra = np.array([1.0, 0.0, 10.0])
figures.matrices(
    {"table": counts, "b": extra, "table + b": counts + extra},
    digits=0,
    alt="The table of four rows, a short row b with the entries 1, 0 and 10, and their sum. In the "
    "sum every row of the table has grown by the same b: 1 more in the first column, nothing in "
    "the second, 10 more in the third.",
)

# %% [markdown]
# **Signatures that speak.** The next line opens your first exercise. It says what goes in and what comes out before
# you read a word of explanation:
#
# ```python
# def weighted_sums(table: ndarray, w: ndarray) -> ndarray:
# ```
#
# Two arrays in, one array out. Compare `def f(a, b):`, which says nothing. These *type annotations* are written for
# people and for editors; Python itself does not check them. What they leave open, shapes above all, is in the
# docstring.
#
# **Worked example.** A room is worth 50, a garage 20, a broken window −5. The first house, by hand: $3 \cdot 50 + 1
# \cdot 20 + 2 \cdot (-5) = 160$. One *weighted sum* has turned three features into a single, more telling one.
#
# > **Common slips.**
# > - The wrong axis. On a *square* table it even yields an array of the right length. Try things out on tables that
# >   are not square.
# > - "Dimension" has two meanings. A list of five numbers is a vector with five dimensions in geometry, but an array with
# >   *one* axis, shape `(5,)`. We say *axis*, always.
# > - `(5,)`, `(1, 5)` and `(5, 1)` are three different shapes. The first has no rows and columns, so it cannot be
# >   transposed: `v.T` is `v`.
#
# ### Exercise 1: weighted_sums

# %% exercise="weighted_sums"
def weighted_sums(table: ndarray, w: ndarray) -> ndarray:
    """Return the weighted sum of every row: each entry times the weight of its column, added up
    along the row.

    table: shape (m, n), a row for each observation; it is the same after the call as before.
    w: shape (n,), a weight for each column. Returns: shape (m,), one number for each row.

    >>> weighted_sums(np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 4.0]]), np.array([10.0, 1.0, 0.5]))
    array([13.5,  3. ])
    """
    ### BEGIN SOLUTION
    return np.sum(table * w, axis=1)
    ### END SOLUTION


# %% check="weighted_sums"
check("weighted_sums")

# %% [markdown]
# ## 2. One row of features, one column of weights
#
# Multiply and add up: networks do little else, so there is a short notation for it. One observation is a **row** of $n$
# features, its weights are a **column** of $n$ numbers:
#
# $$X = \begin{bmatrix} x_1 & x_2 & \cdots & x_n \end{bmatrix},\qquad
# W = \begin{bmatrix} w_1 \\ w_2 \\ \vdots \\ w_n \end{bmatrix}$$
#
# Their **dot product** is the weighted sum
#
# $$N = \nu(X, W) = X\,W = x_1 w_1 + x_2 w_2 + \cdots + x_n w_n .$$
#
# ($\nu$, "nu", is the name of the function; $N$ is what comes out.) As a box it has two inputs and one output:

# %%
figures.graph(
    [("N", r"$\nu$", ["X", "W"])],
    shapes={"X": (1, "n"), "W": ("n", 1), "N": (1, 1)},
    alt="A box named nu. Two arrows go in: X of shape 1 by n, and W of shape n by 1. One arrow comes "
    "out: N of shape 1 by 1.",
)

# %% [markdown]
# That one box hides $n$ multiplications and a long addition. It is the smallest case of a **matrix multiplication**,
# and worth treating as one: an $(m, n)$ array times an $(n, k)$ array gives an $(m, k)$ array. The *inner* sizes must
# be equal, and vanish; the *outer* ones remain. Entry $(i, j)$ of the result is row $i$ dot column $j$. So $(1, n)$
# times $(n, 1)$ is $(1, 1)$: a single number, still in its box.
#
# **Worked example**, the first house again.

# %%
house = np.array([[3.0, 1.0, 2.0]])
worth = np.array([[50.0], [20.0], [-5.0]])
figures.matrix_product(
    house,
    worth,
    digits=0,
    alt="The row 3, 1, 2 times the column 50, 20, minus 5 makes the single entry 160: each number of "
    "the row meets the number of the column at the same place.",
)

# %%
print(house.shape, worth.shape)  # (1, 3) (3, 1)
print(house @ worth)  # [[160.]]
print((house * worth).shape)  # (3, 3)

# %% [markdown]
# > **Common slips.**
# > - `*` for a matrix product. It multiplies *entry by entry*, and where the shapes differ it broadcasts both arrays
# >   until they fit. There is no error message, just the answer to a different question: the $3 \times 3$ table of the
# >   last line. For a matrix product use `@` or `np.dot`, which are the same for arrays with two axes.
# > - Swapped factors. A column times a row, $(n, 1)$ times $(1, n)$, is also allowed, and gives an $n \times n$ table.
#
# Any two matrices with equal inner sizes should work, not only a row and a column. The book first asserts that the
# sizes agree. That is a good habit: the function then fails early, and says why.
#
# ### Exercise 2: matmul_forward

# %% exercise="matmul_forward"
def matmul_forward(X: ndarray, W: ndarray) -> ndarray:
    """Return the matrix product N = XW.

    X: shape (m, n). W: shape (n, k). Returns: shape (m, k); for a row times a column that is
    (1, 1).

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
# ## 3. Many inputs, one small step
#
# With several inputs we ask about one at a time: let $a$ move, hold all the others still. The slope that you then see
# is the **partial derivative** $\partial f/\partial a$. For $f(a, b) = a^2 b$ at $a = 1$, $b = 3$:
#
# $$\frac{\partial f}{\partial a} = 2ab = 6, \qquad \frac{\partial f}{\partial b} = a^2 = 1 .$$
#
# And when *both* move? Take a step so small that neither slope has time to change on the way. Then it does not matter
# which one moves first, and the effects simply add up. Seen from so close, the surface is a flat plane, and on a plane
# every slope is the same wherever you stand. This is the **planar approximation**,
#
# $$\Delta f \;\approx\; \frac{\partial f}{\partial a}\, \Delta a + \frac{\partial f}{\partial b}\, \Delta b
# \qquad\text{and in general}\qquad \Delta f \;\approx\; \sum_i \frac{\partial f}{\partial x_i}\, \Delta x_i .$$
#
# **Worked example.** Guess first: will $f$ rise or fall? A step of $\Delta a = 0.01$, $\Delta b = -0.02$ should change
# $f$ by $6 \cdot 0.01 + 1 \cdot (-0.02) = 0.04$.

# %%
def f(a: ndarray, b: ndarray) -> ndarray:
    return a**2 * b


print(round(f(1.01, 2.98) - f(1, 3), 6))  # 0.039898
print(round(f(1.001, 2.998) - f(1, 3), 6))  # 0.003999

# %% [markdown]
# The first prediction is off by $0.0001$; the second, for a step ten times shorter, by $0.000001$, a *hundred* times
# less.

# %%
s = np.linspace(-0.6, 0.6, 61)
figures.curves(
    s,
    {
        "a moves, b rests": {"f": lambda s: f(1 + s, 3)},
        "b moves, a rests": {"f": lambda s: f(1, 3 + s)},
        "a by s, b by −2s": {"f": lambda s: f(1 + s, 3 - 2 * s)},
    },
    tangent_at=0.0,
    xlabel="move $s$",
    ylabel="$f$",
    alt="Three curves of f against the size s of a move, each with its tangent at s = 0. When a alone "
    "moves the slope is 6. When b alone moves it is 1. When a moves by s and b by minus 2 s the "
    "slope is 4, which is 6 minus 2 times 1.",
)

# %% [markdown]
# Look at the third panel. There $a = 1 + s$ and $b = 3 - 2s$ both depend on one number $s$, and the slopes combine:
#
# $$\frac{df}{ds} = \underbrace{\frac{\partial f}{\partial a}\frac{da}{ds}}_{\text{through } a}
# + \underbrace{\frac{\partial f}{\partial b}\frac{db}{ds}}_{\text{through } b} = 6 \cdot 1 + 1 \cdot (-2) = 4 .$$
#
# This is the **multivariable chain rule**: *multiply along each path, add up over the paths.* Everything in the next
# lesson follows from that line. As a picture, with two paths from $s$ to $f$:

# %%
figures.graph(
    [("a", "$1 + s$", ["s"]), ("b", "$3 - 2s$", ["s"]), ("f", "$a^2 b$", ["a", "b"])],
    slopes={("a", "s"): r"\cdot\,1", ("b", "s"): r"\cdot\,(-2)"},
    gradients={
        "a": r"\partial f/\partial a = 6",
        "b": r"\partial f/\partial b = 1",
        "s": "df/ds = 6 - 2 = 4",
    },
    alt="A graph with two paths from s to f. The upper one goes through a, with slope 1 and then 6; "
    "the lower one through b, with slope minus 2 and then 1. Back at s the two paths are added: 6 minus 2 is 4.",
)

# %% [markdown]
# Write the planar approximation for any number of inputs, in any arrangement: each slope times its own move, then the
# sum.
#
# > **Common slip.** Slopes and moves that are added up separately and multiplied afterwards: $(6 + 1) \cdot (0.01 -
# > 0.02)$. The effect of $a$ has nothing to do with how far $b$ went.
#
# ### Exercise 3: predicted_change

# %% exercise="predicted_change"
def predicted_change(gradient: ndarray, step: ndarray) -> float:
    """Return the change of f that the planar approximation predicts: each slope times its move,
    all added up.

    gradient: the partial derivatives of f, any shape. step: how far each input moves, of
    gradient's shape.
    Returns: one number (not an array of some).

    >>> change = predicted_change(np.array([[6.0, 1.0]]), np.array([[0.01, -0.02]]))
    >>> round(float(change), 6)
    0.04
    """
    ### BEGIN SOLUTION
    effects = gradient * step
    return np.sum(effects)
    ### END SOLUTION


# %% check="predicted_change"
check("predicted_change")

# %% [markdown]
# **The transpose.** To *transpose* a table is to reflect it in its main diagonal: row $i$ becomes column $i$, and the
# entry in row $i$, column $j$ moves to row $j$, column $i$. A row becomes a column, and a column becomes a row. It is
# written $A^T$, and in numpy `A.T` or `np.transpose(A)`. Reflect twice, and you are back where you began.

# %%
table = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
print(table.T.tolist())  # [[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]
print(table[0, 2], table.T[2, 0])  # 3.0 3.0
figures.matrices(
    {"$A$": table, "$A^T$": table.T},
    digits=0,
    alt="A table of two rows, 1 2 3 and 4 5 6, and its transpose, a table of three rows: 1 4, 2 5 and 3 6.",
)

# %% [markdown]
# ## 4. What shape does a derivative have?
#
# With lists there is a slope for each *pair*: every output responds to every input. Three inputs and two outputs make
# six slopes. The only question is how to lay them out. There are two conventions, each the other with rows and columns
# swapped, and both are in use. Like the notes, we choose this one:
#
# > **Inputs go down, outputs go across.** Row $i$ belongs to the input $v_i$, column $j$ to the output $w_j$, and in
# > that place is $\partial w_j / \partial v_i$.
#
# For two inputs and three outputs:
#
# $$\frac{\partial w}{\partial v} = \begin{bmatrix}
# \partial w_1/\partial v_1 & \partial w_2/\partial v_1 & \partial w_3/\partial v_1 \\
# \partial w_1/\partial v_2 & \partial w_2/\partial v_2 & \partial w_3/\partial v_2 \end{bmatrix}
# \begin{matrix} \leftarrow v_1 \\ \leftarrow v_2 \end{matrix}$$
#
# Read down a column: it is the gradient of one output. Read along a row: it says what one input does to all the
# outputs.
#
# A vector is a column here, and a single number counts as a $1 \times 1$ array. So for $v$ of shape $(m, 1)$ and $w$ of
# shape $(n, 1)$ the derivative has shape $(m, n)$: the length of the **input** first.
#
# | derivative | output $y$ | input $x$ | shape of $\partial y/\partial x$ | in words |
# |---|---|---|---|---|
# | number by number | `(1, 1)` | `(1, 1)` | `(1, 1)` | the slope you know |
# | number by vector | `(1, 1)` | `(m, 1)` | `(m, 1)` | a column: the **gradient**, of the shape of the input |
# | vector by number | `(n, 1)` | `(1, 1)` | `(1, n)` | a row |
# | vector by vector | `(n, 1)` | `(m, 1)` | `(m, n)` | inputs down, outputs across |
# | number by matrix | `(1, 1)` | `(r, k)` | `(r, k)` | again the shape of the input |
# | matrix by number | `(r, k)` | `(1, 1)` | `(k, r)` | the shape of the output, transposed |
#
# And vector by matrix, or matrix by matrix? The axes of output and input add up, $1 + 2 = 3$ or $2 + 2 = 4$: such a
# derivative (people call it a *tensor*, which here just means an array with many axes) no longer fits on a sheet of
# paper. The next lesson finds a way round it.
#
# Why this layout? Because then one rule of small changes holds, the planar approximation for all outputs at once:
#
# $$\Delta w \approx \left(\frac{\partial w}{\partial v}\right)^{T} \Delta v .$$
#
# **Worked example.** The vector $w = A v$ has three entries, $v$ has two. Since $\partial w_j / \partial v_i = a_{ji}$,
# "inputs down, outputs across" gives $\partial w/\partial v = A^T$, of shape $(2, 3)$. Let us see whether the rule
# agrees.

# %%
A = np.array([[1.0, 4.0], [0.0, -2.0], [3.0, 0.5]])
v = np.array([[0.3], [0.7]])
small = np.array([[0.01], [-0.02]])
dw_dv = A.T
print((A @ (v + small) - A @ v).ravel().round(6))  # [-0.07  0.04  0.02]
print((dw_dv.T @ small).ravel().round(6))  # [-0.07  0.04  0.02]

# %%
figures.matrices(
    {"$v$, two inputs": v, "$w = A v$, three outputs": A @ v, r"$\partial w / \partial v$": dw_dv},
    digits=1,
    alt="A column v of two inputs, a column w of three outputs, and the derivative of w by v: a table "
    "with two rows, one for each input, and three columns, one for each output.",
)

# %% [markdown]
# <details><summary>The printed version</summary>
#
# Definition 30 of the notes repeats the formula and the "$(1 \times n)$" of Definition 28; the
# rule above with shape $(m, n)$ is what is meant. In equation (7.102) and in Definitions 34 and 35 the entries are
# numbered as if $r$ and $k$ were swapped; the table has it right.
#
# </details>
#
# Write the table as a function. It works with shapes alone; no array is needed.
#
# ### Exercise 4: derivative_shape

# %% exercise="derivative_shape"
def derivative_shape(y_shape: tuple[int, int], x_shape: tuple[int, int]) -> tuple[int, int]:
    """Return the shape of the derivative dy/dx in the convention "inputs down, outputs across".

    y_shape, x_shape: shapes of the output y and of the input x, each a tuple of two ints: (1, 1)
    for a number, (n, 1) for a vector, (r, k) for a matrix. If one of them is a matrix, the other
    is a number.
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
# ## 5. The gradient of the dot product
#
# Back to $N = x_1 w_1 + x_2 w_2 + \cdots + x_n w_n$. Move $x_2$ alone, by a little $\Delta$. Of all the terms just one
# changes, from $x_2 w_2$ to $(x_2 + \Delta) w_2$, so $N$ moves by $w_2 \Delta$. Hence
#
# $$\frac{\partial N}{\partial x_i} = w_i .$$
#
# In words: **the slope along a feature is the weight of that feature.** A room is worth 50, whatever the house.
#
# How should we lay out these $n$ numbers? "The derivative with respect to an array" simply means the derivative with
# respect to each of its entries. $N$ is a number and $X$ a row: the line "number by matrix" of the table says *the
# shape of the input*. $X$ is a row, so its gradient is a row as well, while $W$ is a column. That is all the transpose
# is for:
#
# $$\frac{\partial N}{\partial X} = \begin{bmatrix} w_1 & w_2 & \cdots & w_n \end{bmatrix} = W^T .$$
#
# **Worked example.** Nudge each feature of the house by 0.1, and divide the change in its worth by 0.1.

# %%
for feature in range(3):
    nudged = house.copy()
    nudged[0, feature] += 0.1
    rise = (nudged @ worth - house @ worth).item()
    print(f"feature {feature}: slope {rise / 0.1:6.2f}, weight {worth[feature, 0]:6.2f}")

# %% [markdown]
# The array of these slopes is called the **gradient of $N$ with respect to $X$**: what responds is named first, what
# moves is named second. (The book says it the other way round, "of X with respect to N"; it means the same thing.)
#
# ### Exercise 5: matmul_backward_first

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
# This is the gradient that *training* uses: it says how the output responds to a change in the weights, and the
# weights are what we are free to change. Both together, as a picture: forward along the solid arrows, back along the
# dashed ones.

# %%
figures.graph(
    [("N", r"$\nu$", ["X", "W"])],
    shapes={"X": (1, "n"), "W": ("n", 1), "N": (1, 1)},
    gradients={"X": r"\partial N/\partial X = W^T", "W": r"\partial N/\partial W = X^T"},
    alt="The box nu with X and W going in and N coming out. Two dashed arrows go back: to X the "
    "gradient W transposed, a row as X is; to W the gradient X transposed, a column as W is.",
)

# %% [markdown]
# <details><summary>The printed version</summary>
#
# The slides write $\partial N/\partial W$ as a row and call it $X^T$ in the same line. $X$ is
# the row; $X^T$ is a column.
#
# </details>
#
# > **Common slips.**
# > - The right numbers in the wrong shape: `W` instead of its transpose. Compare the shape with that of the input,
# >   every time.
# > - The book writes `np.transpose(W, (1, 0))`: "make axis 1 the first and axis 0 the second". `np.transpose(W)` and
# >   `W.T` do the same for two axes. None of them can transpose an array of shape `(n,)`.
#
# ### Exercise 6: matmul_backward_second

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
# ## 6. One more function on top
#
# A weighted sum alone can only make straight lines. So a network sends it through a function $\sigma$ that bends:
#
# $$S = \sigma(N) = \sigma(\nu(X, W)) = \sigma(x_1 w_1 + x_2 w_2 + \cdots + x_n w_n).$$
#
# First multiply, then apply $\sigma$ to the *result*.

# %%
figures.graph(
    [("N", r"$\nu$", ["X", "W"]), ("S", r"$\sigma$", ["N"])],
    shapes={"X": (1, "n"), "W": ("n", 1), "N": (1, 1), "S": (1, 1)},
    alt="X and W go into the box nu; out comes N of shape 1 by 1. N goes into the box sigma; out "
    "comes S of shape 1 by 1.",
)

# %% [markdown]
# **Worked example.** $X = [0.8\;\;{-0.4}]$ and $W = [2\;\;0.5]^T$: the score is $1.6 - 0.2 = 1.4$. With $\sigma$ =
# square, $S = 1.96$.

# %%
score = np.array([[0.8, -0.4]]) @ np.array([[2.0], [0.5]])
print(score)  # [[1.4]]
print(square(score))  # [[1.96]]
print(sigmoid(score).round(4))  # [[0.8022]]

# %% [markdown]
# $\sigma$ is an *argument* of the next function: it may be the sigmoid, the sine or anything else that works entry by
# entry.
#
# > **Common slips.**
# > - The sigmoid is hard-coded, because every example uses it.
# > - The wrong order: $\sigma$ of each feature, and then the weights. That is a different function.
#
# ### Exercise 7: matrix_forward_extra

# %% exercise="matrix_forward_extra"
def matrix_forward_extra(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Return S = sigma(XW): a dot product, then one more function.

    X: a row, shape (1, n). W: a column, shape (n, 1). sigma: works entry by entry. Returns: shape
    (1, 1).

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
# ## 7. Going backward
#
# Two boxes in a row, so the chain rule of the last lesson applies: *the slope of the outer box, taken where the inner
# one has arrived, times the slope of the inner box.*
#
# $$\frac{\partial S}{\partial X} = \underbrace{\sigma'(N)}_{(1,\,1)}\;\underbrace{\frac{\partial N}{\partial X}}_{(1,\,n)}
# = \sigma'(N)\, W^T ,
# \qquad
# \frac{\partial S}{\partial W} = \underbrace{\frac{\partial N}{\partial W}}_{(n,\,1)}\;\underbrace{\sigma'(N)}_{(1,\,1)}
# = X^T \sigma'(N) .$$

# %%
figures.graph(
    [("N", r"$\nu$", ["X", "W"]), ("S", r"$\sigma$", ["N"])],
    shapes={"X": (1, "n"), "W": ("n", 1), "N": (1, 1), "S": (1, 1)},
    gradients={"N": r"\sigma'(N)", "X": r"\sigma'(N)\,W^T", "W": r"X^T\,\sigma'(N)"},
    alt="X and W go through nu to N, and N through sigma to S. On the way back N gets the slope of "
    "sigma at N, a single number. X gets this number times W transposed, a row; W gets X "
    "transposed times this number, a column.",
)

# %% [markdown]
# **Worked example**, by hand. $X = [1\;\;2\;\;3]$, $W = [1\;\;0.5\;\;{-1}]^T$, $\sigma$ = square. Forward:
# $N = 1 + 1 - 3 = -1$, and $S = 1$. We keep $N$, because the way back needs it: $\sigma'(N) = 2N = -2$. Hence
#
# $$\frac{\partial S}{\partial X} = -2 \begin{bmatrix} 1 & 0.5 & -1 \end{bmatrix} = \begin{bmatrix} -2 & -1 & 2 \end{bmatrix}.$$
#
# A nudge of the first feature agrees:

# %%
column = np.array([[1.0], [0.5], [-1.0]])
rise = square(np.array([[1.001, 2.0, 3.0]]) @ column) - square(np.array([[1.0, 2.0, 3.0]]) @ column)
print((rise / 0.001).round(2))  # [[-2.]]

# %% [markdown]
# > **Common slips.**
# > - $\sigma'$ is taken at $N$, the number that *entered* $\sigma$. Not at $S$, which came out, and not at the features.
# > - The slope belongs to whatever $\sigma$ is passed in. $s(1-s)$ is the slope of the sigmoid and of nothing else;
# >   `deriv` works for any function.
# > - Each factor has a shape, so its place in the product is fixed: $(1,1)$ times $(1,n)$, but $(n,1)$ times
# >   $(1,1)$.
#
# <details><summary>The printed version</summary>
#
# The book says in a comment that `dNdX` is $1\times 1$ and that the order of the factors therefore does not matter. It
# is `dSdN` that is $1\times 1$; `dNdX` is $1\times n$. With the next lesson's matrices, the order matters a great
# deal. The slides print a stray $\sigma$ in the second factor of this rule: $\partial\nu/\partial X$ is meant.
#
# </details>
#
# ### Exercise 8: matrix_function_backward_1

# %% exercise="matrix_function_backward_1"
def matrix_function_backward_1(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Return dS/dX, the gradient of S = sigma(XW) with respect to X.

    X: a row, shape (1, n). W: a column, shape (n, 1). sigma: works entry by entry.
    Returns: shape (1, n), that of X. A slope of sigma by central difference with a step of 0.001
    (that of `deriv`) or less is exact enough.

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
# ## 8. Is it right?
#
# The book draws its example with the seed 190203, and prints the gradient: $0.0852$, $-0.0557$ and $-0.1121$. The next
# cell makes the same numbers and asks *your* function.

# %%
random = np.random.RandomState(190203)
book_X, book_W = random.randn(1, 3), random.randn(3, 1)
print(book_X.round(4))  # [[ 0.4723  0.6151 -1.7262]]
print(sigmoid(book_X @ book_W).round(4))  # [[0.8978]]

# %%
print(matrix_function_backward_1(book_X, book_W, sigmoid).round(4))  # [[ 0.0852 -0.0557 -0.1121]]

# %% [markdown]
# The same as printed. But who says that the book is right? A gradient makes a promise, and promises can be tested:
# *raise $x_3$ by $0.01$, and $S$ moves by about $0.01 \times (-0.1121) = -0.001121$.* So raise it and look.

# %%
raised = book_X + np.array([[0.0, 0.0, 0.01]])
moved = sigmoid(raised @ book_W) - sigmoid(book_X @ book_W)
print(moved.round(6))  # [[-0.001126]]

# %% [markdown]
# Promised $-0.001121$, measured $-0.001126$: half a percent apart, which is the bend of the curve. A wrong sign, a
# forgotten factor or the wrong weight would have shown.

# %%
figures.function_of_entry(
    lambda X: sigmoid(X @ book_W).item(),
    book_X,
    (0, 2),
    name="x_3",
    ylabel="$S$",
    reach=1.5,
    slope=-0.1121,
    alt="S against the third feature: a curve that falls, slowly at first and then faster. A dot "
    "marks where the feature really is, at minus 1.7262; the line through it with the printed "
    "slope minus 0.1121 just touches the curve there.",
)

# %% [markdown]
# Now the same for the weights. On the book's numbers the result should be the column $(0.0433,\ 0.0564,\ -0.1584)^T$,
# which the book does not print: a number to compare with. By hand, for the worked example of section 7: $\sigma'(N) = -2$
# as before, and $\partial N/\partial W = X^T$ is the column of 1, 2 and 3, so the result is the column of −2, −4 and
# −6.
#
# ### Exercise 9: matrix_function_backward_2

# %% exercise="matrix_function_backward_2"
def matrix_function_backward_2(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Return dS/dW, the gradient of S = sigma(XW) with respect to W.

    X: a row, shape (1, n). W: a column, shape (n, 1). sigma: works entry by entry.
    Returns: shape (n, 1), that of W. A slope of sigma by central difference with a step of 0.001
    (that of `deriv`) or less is exact enough.

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
# ## 9. A gradient check of your own
#
# One entry, one test: that was a check by hand. A program can test all the entries. For each entry $i$ of $x$
#
# $$\text{slope}_i = \frac{f(x + \delta e_i) - f(x - \delta e_i)}{2\delta} ,$$
#
# where $f$ takes a whole array and returns one number, and $\delta e_i$ is an array of zeros with $\delta$ at place
# $i$ alone. It is slow, at two calls of $f$ per entry, which is the very reason why back-propagation was invented. But
# it needs no calculus, so it cannot repeat a mistake that you made in yours: that makes it a good judge. (With one
# blind spot: exactly at a corner, as that of ReLU at 0, it reports a number between the slopes of the two sides.)
#
# Why both sides, $x + \delta$ *and* $x - \delta$? Because then the largest part of the error cancels: the error of a
# one-sided difference shrinks like $\delta$, that of a central one like $\delta^2$. The figure shows it for $e^x$ at
# 0, where the slope is exactly 1.

# %%
exponents = np.linspace(-12, -1, 45)
delta = 10.0**exponents
one_sided = np.abs((np.exp(delta) - 1) / delta - 1)
central = np.abs((np.exp(delta) - np.exp(-delta)) / (2 * delta) - 1)
figures.curves(
    exponents,
    {"one-sided": np.log10(one_sided + 1e-16), "central": np.log10(central + 1e-16)},
    xlabel=r"$\log_{10}\,\delta$",
    ylabel=r"$\log_{10}$ of the error",
    alt="The error of both differences against the step, in powers of ten. From the right, both fall "
    "as the step shrinks: the one-sided one by one power of ten for each of the step, the central "
    "one by two. Below a step of about ten to the minus 8, and minus 5, both turn and rise "
    "again, jagged.",
)

# %% [markdown]
# A step can be too small: below about $10^{-5}$ the two values of $f$ agree in nearly all their digits, and their
# difference is mostly rounding error. The book's $0.001$ is a sound choice.
#
# **Worked example.** $f(a, b) = a^2 b$ at $a = 1$, $b = 3$ again, with the slopes 6 and 1. One entry at a time:

# %%
def bowl(x: ndarray) -> float:
    return float(x[0] ** 2 * x[1])


print(round((bowl(np.array([1.01, 3])) - bowl(np.array([0.99, 3]))) / 0.02, 6))  # 6.0
print(round((bowl(np.array([1, 3.01])) - bowl(np.array([1, 2.99]))) / 0.02, 6))  # 1.0
print(round((bowl(np.array([1.01, 3])) - bowl(np.array([1, 3]))) / 0.01, 6))  # 6.03

# %% [markdown]
# The last line is one-sided, and off by $0.03$. Why not simply `deriv`? It moves *all* the entries at once, which is
# right for functions that work entry by entry and wrong for this one.
#
# Write it for an array of *any* shape. `np.ndindex(x.shape)` walks through all places of an array:
# `list(np.ndindex((2, 2)))` is `[(0, 0), (0, 1), (1, 0), (1, 1)]`, and `x[(0, 1)]` is `x[0, 1]`.
#
# > **Common slips.**
# > - `shifted = x` makes a second *name* for the same array, not a second array. If you change an entry of it, put it
# >   back, or work on `x.copy()`.
# > - `/ 2 * delta` divides by 2 and *multiplies* by delta. `/ (2 * delta)` does not.
#
# ### Exercise 10: numeric_gradient

# %% exercise="numeric_gradient"
def numeric_gradient(f: Callable[[ndarray], float], x: ndarray, delta: float) -> ndarray:
    """Return the slope of f along every entry of x, by central differences of step delta.

    f: takes an array of x's shape, returns one number. x: floats, any shape, the same after the
    call as before.
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
# ## 10. Now judge yourself
#
# Your checker against your two backward passes, on the book's numbers. The first line of each pair is measured, the
# second computed. Both use a step of $0.001$, so do not expect more than six digits to agree. Then break one of your
# functions on purpose, run this cell again, and watch the checker notice. (Afterwards, put it right again.)

# %%
def S_of_X(X: ndarray) -> float:
    return matrix_forward_extra(X, book_W, sigmoid).item()


def S_of_W(W: ndarray) -> float:
    return matrix_forward_extra(book_X, W, sigmoid).item()


print("dS/dX", numeric_gradient(S_of_X, book_X, 0.001).round(6))
print("     ", matrix_function_backward_1(book_X, book_W, sigmoid).round(6))
print("dS/dW", numeric_gradient(S_of_W, book_W, 0.001).round(6).ravel())
print("     ", matrix_function_backward_2(book_X, book_W, sigmoid).round(6).ravel())

# %% [markdown]
# ## 11. Extra credit: every output, every input
#
# If you have time left: 5 points on top of this assignment's 100. You do not need them for full marks.
#
# `numeric_gradient` handles a function with *one* output. For a column of outputs, section 4 asks for a whole table,
# inputs down and outputs across. Move one input at a time, $\delta$ to each side: the difference of all the outputs,
# divided by the $2\delta$ from one side to the other, is one row of the table.
#
# **Worked example.** $w_1 = v_1 v_2$, $w_2 = v_1^2$ and $w_3 = 5 v_2$ at $v = (2, 3)^T$, with $\delta = 0.1$. Move
# $v_1$ to 2.1 and to 1.9. The outputs are $(6.3,\; 4.41,\; 15)$ and $(5.7,\; 3.61,\; 15)$, which differ by
# $(0.6,\; 0.8,\; 0)$; divided by 0.2 that is the first row, $(3,\; 4,\; 0)$. Moving $v_2$ makes the second one,
# $(2,\; 0,\; 5)$:
#
# $$\frac{\partial w}{\partial v} = \begin{bmatrix} 3 & 4 & 0 \\ 2 & 0 & 5 \end{bmatrix}
# \begin{matrix} \leftarrow v_1 \\ \leftarrow v_2 \end{matrix}$$
#
# > **Common slips.**
# > - The table with outputs down and inputs across. That is the transpose, and where there are as many inputs as
# >   outputs, the shape does not give it away.
# > - Columns stacked as they are make an array with *three* axes, $(m, n, 1)$. `np.ravel` flattens a column.
#
# ### Exercise 11, extra credit: numeric_derivative

# %% exercise="numeric_derivative"
def numeric_derivative(f: Array_Function, v: ndarray, delta: float) -> ndarray:
    """Return dw/dv of w = f(v) by central differences of step delta: inputs down, outputs across.

    f: takes a column of v's shape, returns a column w of shape (n, 1); n may differ from m. v: a
    column, shape (m, 1).
    delta: the step, in v's units; use exactly this one.
    Returns: shape (m, n). Row i is what all outputs do when v[i, 0] alone moves, from delta below
    to delta above, divided by 2 * delta: in row i and column j stands the slope of w[j, 0] along
    v[i, 0].

    >>> A = np.array([[1.0, 4.0], [7.0, -2.0], [3.0, 0.5]])
    >>> np.round(numeric_derivative(lambda v: A @ v, np.array([[0.3], [0.7]]), 0.01), 6)
    array([[ 1. ,  7. ,  3. ],
           [ 4. , -2. ,  0.5]])
    """
    ### BEGIN SOLUTION
    rows = []
    for i in range(len(v)):
        shift = np.zeros(v.shape)
        shift[i, 0] = delta
        rise = f(v + shift) - f(v - shift)
        rows.append(np.ravel(rise) / (2 * delta))
    return np.array(rows)
    ### END SOLUTION


# %% check="numeric_derivative"
check("numeric_derivative")

# %% [markdown]
# Two tables that you can predict. For $w = Av$ of section 4 it is $A^T$. And for a function that works entry by entry?
# (Which output responds to which input? Only its own: the table is 0 except on the diagonal.)

# %%
print(numeric_derivative(lambda v: A @ v, v, 0.001).round(4).tolist())  # [[1.0, 0.0, 3.0], [4.0, -2.0, 0.5]]
print(numeric_derivative(square, v, 0.001).round(4).tolist())  # [[0.6, 0.0], [0.0, 1.4]]

# %% [markdown]
# ## What you take with you
#
# * The axis that you name in a sum is the one that vanishes. A short array is repeated along the *rows*.
# * A row times a column: $(1, n) \cdot (n, 1) = (1, 1)$. `*` is not a matrix product.
# * Small moves: each slope times its own move, then the sum. Several paths: multiply along each, add over all.
# * Inputs down, outputs across. The gradient of a number has the shape of the input it belongs to.
# * $\partial(XW)/\partial X = W^T$ and $\partial(XW)/\partial W = X^T$: to each factor's gradient the *other* factor
#   gives the numbers, and the transpose puts them into the right shape.
# * Through one more function: times $\sigma'$, at what went **into** $\sigma$.
# * Believe no gradient until a central difference agrees with it.
#
# ### Can you answer these without looking?
#
# Put your answer in place of the dots, and run the cell: it says how it read your answer. Whether that is right comes
# with your grade, and so does the reason.

# %% exercise="rows_and_columns"
### BEGIN SOLUTION
answer("rows_and_columns", "(4, 3)")
### END SOLUTION

# %% exercise="slope_along_weights"
### BEGIN SOLUTION
answer("slope_along_weights", [[5], [-2]])
### END SOLUTION

# %% exercise="without_the_weights"
### BEGIN SOLUTION
answer("without_the_weights", "c")
### END SOLUTION

# %% exercise="three_digits"
### BEGIN SOLUTION
answer("three_digits", "something small is wrong")
### END SOLUTION

# %% [markdown]
# **Next:** one question is left open. A batch has many rows, and a layer has many columns. Then $S$ is a whole matrix,
# and what is "the gradient" of a matrix? That is [the next lesson](../matrix_backprop/matrix_backprop.ipynb).
#
# <details><summary>Where each section comes from</summary>
#
# *The book* is Seth Weidman, *Deep Learning from Scratch* (2019), chapter 1. *The slides* are Mahmoud Nabil,
# *Introduction to Artificial Neural Networks 1* (2022), section 7. *The notes* are Shauntclair Ruiz, explanatory notes for
# 6.390 (2022), section 7.X.
#
# - **1. Arrays have axes**: Book: Code Caveats #1 and #2, Figure 1-3, "Creating New Features from Existing Features".
#   Notes: Definition 36, Clarification 38.
# - **2. One row of features, one column of weights**: Book: "Functions with Multiple Vector Inputs", Figures 1-14 to
#   1-16. Slides: section 7. Notes: (7.58), (7.60).
# - **3. Many inputs, one small step**: Notes: Definition 19 (partial derivative), Definition 20 (chain rule),
#   Concepts 22 and 23, Clarification 24 (planes), Definition 25.
# - **4. What shape does a derivative have?**: Notes: Concepts 21, 33 and 37, Definitions 26, 28, 30, 34, 35 and 40,
#   Notations 31 and 32, Clarification 27, (7.57), (7.99).
# - **5. The gradient of the dot product**: Book: "Derivatives of Functions with Multiple Vector Inputs", Figure 1-17.
#   Slides: section 7.
# - **6. One more function on top**: Book: "Vector Functions and Their Derivatives: One Step Further", Figure 1-18.
#   Slides: section 7.
# - **7. Going backward**: Book: "Vector Functions and Their Derivatives: The Backward Pass", Figure 1-19. Slides:
#   section 7. Notes: Definition 4 (the forward pass, and what it keeps).
# - **8. Is it right?**: Book: "Is This Right?", Figure 1-20.
# - **9. A gradient check of your own**: Book: "Derivatives" and "Is This Right?". Notes: Section 7.X.2 on why a
#   derivative depends on where one stands.
# - **11. Extra credit: every output, every input**: Notes: Definition 30, Clarification 27.
#
# </details>
