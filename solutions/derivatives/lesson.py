# %% [markdown]
# # Derivatives
#
# A neural network learns by asking one question, millions of times: *if I turn this knob a little, how much does the
# result move?* The answer is a **derivative**. In this lesson you build the small functions that networks are made of,
# and then a tool that measures the derivative of any of them.
#
# **When you are done, you can**
#
# - look at a function in three ways, as a formula, as a box and as code, and go from each to the others,
# - write functions that work on a whole array of numbers at once, and say so in their signature,
# - tell ReLU, leaky ReLU and the sigmoid apart by formula, by curve and by code,
# - measure the slope of a function that you know nothing about, with two evaluations,
# - say what a derivative means on a graph (the slope of a tangent) and in a box (how far a string moves),
# - predict with a derivative, and say where the prediction ends.
#
# **What you need.** Python functions and loops; from school, that the slope of $x^2$ is $2x$ and that of $x^3$ is
# $3x^2$. NumPy is introduced as we go. Allow 60 to 90 minutes, not counting the extra credit at the end: half an hour
# for the functions (sections 1 to 3), the rest for their slopes.
#
# **How to work.** Every exercise is a function with a docstring that says what goes in and what comes out, with an
# example. Replace `raise NotImplementedError()` with your own lines, run the cell, then run the `check` cell below it.
# A check that fails tells you what it saw. Try as often as you like. Some cells draw *your* functions; until you have
# written them, they say so instead.
#
# *Based on Weidman, Nabil and Ruiz; the sources of each section are listed at the end.*

# %% given="setup"
from typing import Callable

import numpy as np
from numpy import ndarray

from autograder import answer, check, figures

# %% [markdown]
# **Where this leads.** At the end of the course, a network made of functions that you wrote yourself learns to read
# digits. Here are eleven pictures that it has never seen, and what it says about them. (It gets about 98 in 100 right.
# Can you see why it gets the last one wrong?) Everything it learns, it learns from slopes, and you are about to
# measure your first.

# %%
read = [
    ("says 0\n98 % sure", "004fd20004gf7b0008ee0e20079c487006b0079002f10a8000b84f40002ega00"),
    ("says 1\n98 % sure", "003cc300004gg400005gg50000bgf00000cge00000dg9000007ga100005de400"),
    ("says 2\n100 % sure", "00bgf30005gcbd0003d15f000000cb000001g700000af00000cggb1000dd8dg8"),
    ("says 3\n100 % sure", "02dggf4007c88gc000008g700000ea000000cf3000002gb000447ga002fggc10"),
    ("says 4\n93 % sure", "0004f600000dd100007g200004f805000be16g501gecgg300acaga000006g200"),
    ("says 5\n100 % sure", "02dgggf208gc841005gd1000008g8000000ag0000009g000003dc00002gg6000"),
    ("says 6\n100 % sure", "0005e200001db000005g2000006f500001fgfb1002de1c90004g7d900005gf30"),
    ("says 7\n97 % sure", "002888c200cgeef100e90c6000a28b000002e30000098000000e4000003f0000"),
    ("says 8\n95 % sure", "002ff30003cfad0003gebe00007gg900005gd00000dgb00000dgf000002fa000"),
    ("says 9\n99 % sure", "000ce500006b4f0000898g30003edd4000000a700000078000d61790001aef20"),
    ("says 7: wrong\n73 % sure", "001e881000ad8g1002g4ab0007f6egd003ggf920003b9000000c4000000c0000"),
]
figures.pictures(
    [(words, [[int(ink, 17) for ink in dots[row : row + 8]] for row in range(0, 64, 8)]) for words, dots in read],
    columns=11,
    title="what your network will say about digits that it has never seen",
    alt="Eleven small pictures of handwritten digits, each with what a network says. It reads 0 to 9 rightly and is 93 to "
    "100 percent sure. The eleventh, a 4 with an open top, it takes for a 7 and is 73 percent sure.",
)

# %% [markdown]
# ## 1. One function, three views
#
# Take the rule "double the number, then add one".
#
# **As a formula** it is $f(x) = 2x + 1$.
#
# **As code** it is a Python function; you see it in the next cell.
#
# **As a diagram** it can be drawn in two ways. A *curve* shows all inputs at once: put the input on the horizontal
# axis, the output on the vertical one, and join the dots. A *box* shows a single input on its way: a number goes in on
# the left, the rule inside works on it, a number comes out on the right. Curves are best for seeing how steep a
# function is; boxes will be best as soon as we connect functions with each other.
#
# Keep all three in mind: at every step to come, one of them will be easier than the others.

# %%
def double_plus_one(x: ndarray) -> ndarray:
    """Return 2x + 1 for each entry of x."""
    return 2 * x + 1


print(double_plus_one(3.0))  # 7.0
figures.graph(
    [("7", "$2u + 1$", ["3"])],
    title="as a box",
    alt="A box with the rule 2u + 1 inside. An arrow with the number 3 enters from the left, "
    "one with 7 leaves right.",
)

# %%
grid = np.linspace(-2.0, 4.0, 61)
figures.curves(
    grid,
    {"$2x + 1$": double_plus_one(grid)},
    points=[(3.0, 7.0)],
    title="as a curve; the dot: 3 goes in, 7 comes out",
    alt="A straight line that rises by 2 for each step of 1 to the right; a dot sits on it at x "
    "= 3, height 7.",
)

# %% [markdown]
# When somebody says "the price *is a function of* the size", this is all they mean: there is a box into which you can
# put any size, and a price comes out. *(Book, the note at the end of "Derivatives".)*
#
# ### Many numbers at once
#
# We rarely have one number. We have hundreds, and we want the rule applied to each: **entry by entry**. Python's own
# lists do not help, because for them `+` means "join end to end". A NumPy **array** (its type is called `ndarray`)
# does what we want, without a loop:

# %%
left, right = [3, 0], [1, 1]
print(left + right)  # [3, 0, 1, 1]
print(np.array(left) + np.array(right))  # [4 1]
print(np.array([3, 0]) * np.array([5, 5]))  # [15  0]
print(double_plus_one(np.array([3.0, 0.0, -1.0])))  # [ 7.  1. -1.]

# %% [markdown]
# Notice the last line: `double_plus_one` has no idea whether `x` is a number, a row of ten or a table of twenty. The
# result has the **shape** of what went in. All exercises of this lesson are functions of this kind.
#
# An array may also be a table, with two **axes**: axis 0 runs down the rows, axis 1 runs along the columns. Summing
# *over* an axis makes that axis disappear. And a row can be added to a table: it is added to each of its rows. (Here:
# points of two players in three rounds, and a bonus for the first round.)

# %%
points = np.array([[2, 0, 5], [1, 4, 3]])
each_round, each_player = np.sum(points, axis=0), np.sum(points, axis=1)
print(points.shape)  # (2, 3)
print(each_round)  # [3 4 8]
print(each_player)  # [7 8]
print((points + np.array([10, 0, 0])).tolist())  # [[12, 0, 5], [11, 4, 3]]
figures.matrices(
    {"the table": points, "over axis 0": each_round, "over axis 1": each_player},
    digits=0,
    title="sums over an axis of a table",
    alt="A table of 2 rows and 3 columns; beside it the three sums of its columns, 3 4 8, and "
    "the two of its rows, 7 8.",
)

# %% [markdown]
# Most of NumPy's functions exist twice, as `np.sum(points)` and as `points.sum()`. We write the first form, as the
# book does; you may use either.
#
# ### What a signature tells
#
# Compare these two first lines:
#
# ```python
# def mix(p, q):
# def mix(p: ndarray, q: ndarray) -> ndarray:
# ```
#
# The first one does not say what `p` and `q` are. The second does: give me two arrays, and I return an array. Such
# **type annotations** are promises to the reader (and to the tools that check them before the program runs). Python
# itself does not enforce them:

# %%
def mix(p: ndarray, q: ndarray) -> ndarray:
    """Return the sum of p and q, entry by entry."""
    return p + q


print(mix(np.array([1.0, 2.0]), np.array([0.5, 0.5])))  # [1.5 2.5]
print(mix("no ", "array"))  # no array

# %% [markdown]
# A function can also take a function as an argument. Its type is `Callable[[what goes in], what comes out]`. Read this
# one aloud; you will write it yourself in Exercise 5:
#
# ```python
# def deriv(func: Callable[[ndarray], ndarray], input_: ndarray, delta: float = 0.001) -> ndarray:
# ```
#
# "`deriv` takes a function from arrays to arrays, an array, and a number, which is 0.001 unless you say otherwise; it
# returns an array."
#
# ### Exercise 1: square
#
# Your first box computes $f(x) = x^2$, entry by entry. Two things to watch: a negative number has a *positive* square,
# and for a table of numbers we want each entry squared, not the matrix product of the table with itself.

# %% exercise="square"
def square(x: ndarray) -> ndarray:
    """Return x squared, entry by entry.

    x: array of floats, of any shape; it is the same after the call as before. Returns: array of
    x's shape.

    >>> square(np.array([3.0, -0.5, 0.0]))
    array([9.  , 0.25, 0.  ])
    """
    ### BEGIN SOLUTION
    return np.square(x)
    ### END SOLUTION

# %% check="square"
check("square")

# %% [markdown]
# ## 2. Functions with a corner
#
# Some of the most useful functions in deep learning are made of two straight pieces. NumPy compares entry by entry, so
# you need no `if` to make a corner.
#
# **A worked example.** A *lid* lets nothing rise above 1:
#
# $$\text{lid}(x) = \min(x, 1)$$
#
# By hand: 0.4 stays 0.4, 2.5 is held at 1, and −3 stays −3.

# %%
def lid(x: ndarray) -> ndarray:
    """Return the smaller of x and 1, entry by entry."""
    return np.minimum(x, 1.0)


print(lid(np.array([0.4, 2.5, -3.0])))  # [ 0.4  1.  -3. ]
grid = np.linspace(-3.0, 3.0, 121)
figures.curves(
    grid,
    {"$x$": grid, "lid of $x$": lid(grid)},
    title="a lid at height 1",
    alt="The line y = x, and the lid: the same line up to x = 1, from there on flat at height "
    "1.",
)

# %% [markdown]
# Mind the difference between `np.minimum(x, 1)`, which compares each entry with 1 and returns an *array*, and
# `np.min(x)`, which returns the *one* smallest entry.
#
# ### Exercise 2: ReLU
#
# The *rectified linear unit* is the opposite: a floor at zero. Positive numbers pass through, negative ones become 0.
#
# $$\text{ReLU}(x) = \max(x, 0)$$

# %% exercise="relu"
def relu(x: ndarray) -> ndarray:
    """Return x where x is positive, and 0 elsewhere, entry by entry.

    x: array of floats, of any shape; it is the same after the call as before. Returns: array of
    x's shape.

    >>> relu(np.array([2.0, -1.5, 0.25]))
    array([2.  , 0.  , 0.25])
    """
    ### BEGIN SOLUTION
    return np.where(x > 0, x, 0.0)
    ### END SOLUTION

# %% check="relu"
check("relu")

# %% [markdown]
# Before you run the next cell: at which $x$ do your two curves meet?

# %%
grid = np.linspace(-2.0, 2.0, 161)
figures.curves(
    grid,
    {"your square, $x^2$": square, "your ReLU": relu},
    points=[(0.0, 0.0), (1.0, 1.0)],
    alt="The parabola of the square, lowest at 0, and ReLU, flat at 0 up to x = 0 and then a "
    "line of slope 1, over the same axes. Dots mark the two points where they meet, (0, 0) and "
    "(1, 1); between them the line is above the parabola.",
)

# %% [markdown]
# ### Exercise 3: leaky ReLU
#
# A unit that returns 0 for every negative number cannot tell −1 from −100. The *leaky* ReLU lets a fifth of the
# negative side through:
#
# $$\text{LeakyReLU}(x) = \begin{cases} x & \text{if } x > 0 \\ 0.2\,x & \text{otherwise} \end{cases}$$
#
# **A worked example with two cases.** The absolute value is $-x$ on the left of zero and $x$ on the right. For the
# entries 2, −3, −0.5 the right case applies once and the left case twice: the result is 2, 3, 0.5. In NumPy,
# `np.where(condition, these, those)` picks between two arrays, entry by entry:

# %%
entries = np.array([2.0, -3.0, -0.5])
print(np.where(entries > 0, entries, -entries))  # [2.  3.  0.5]

# %% [markdown]
# Check one negative number by hand first: −3 must become −0.6, which is still negative, only closer to zero.

# %% exercise="leaky_relu"
def leaky_relu(x: ndarray) -> ndarray:
    """Return x where x is positive, and 0.2 x elsewhere, entry by entry.

    x: array of floats, of any shape; it is the same after the call as before. Returns: array of
    x's shape.

    >>> leaky_relu(np.array([2.0, -3.0, -0.5]))
    array([ 2. , -0.6, -0.1])
    """
    ### BEGIN SOLUTION
    return np.where(x > 0, x, 0.2 * x)
    ### END SOLUTION

# %% check="leaky_relu"
check("leaky_relu")

# %% [markdown]
# ## 3. A smooth switch
#
# The *sigmoid* squeezes the whole number line into the interval from 0 to 1. Far to the left it is almost 0, far to the
# right almost 1, and at 0 it is exactly one half.
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}}$$
#
# **Worked by hand.** For $x = \ln 3 \approx 1.0986$ we have $e^{-x} = \tfrac13$, so
# $\sigma = 1 / (1 + \tfrac13) = 0.75$. For $x = -\ln 3$ we have $e^{-x} = 3$ and $\sigma = \tfrac14$. The two add up
# to 1, and so they do for every pair $x$, $-x$.
#
# **Brackets.** On paper the bar of a fraction groups what is under it. In code that takes parentheses, because `/`
# binds more tightly than `+`. (And $e^x$ is `np.exp(x)`, entry by entry.)

# %%
print(1 / (2 + 3))  # 0.2
print(1 / 2 + 3)  # 3.5

# %% [markdown]
# ### Exercise 4: sigmoid
#
# Write the formula with NumPy. Check it against the two values above: 0.75 at $\ln 3$ and 0.25 at $-\ln 3$.

# %% exercise="sigmoid"
def sigmoid(x: ndarray) -> ndarray:
    """Return 1 / (1 + e^(-x)), entry by entry.

    x: array of floats, of any shape. Returns: array of x's shape, with entries between 0 and 1.

    >>> sigmoid(np.array([0.0, 2.0, -2.0])).round(4)
    array([0.5   , 0.8808, 0.1192])
    """
    ### BEGIN SOLUTION
    return 1.0 / (1.0 + np.exp(-x))
    ### END SOLUTION

# %% check="sigmoid"
check("sigmoid")

# %% [markdown]
# **Common slips.** Two come up again and again in published student code. If your curve *falls* from left to right,
# the minus sign in the exponent is missing. If it never drops below 1, the `1 +` is not in the same parentheses as the
# exponential. The curves will show it:

# %%
grid = np.linspace(-5.0, 5.0, 201)
figures.curves(
    grid,
    {"ReLU": relu(grid), "leaky ReLU": leaky_relu(grid), "sigmoid": sigmoid(grid)},
    title="three functions that networks are made of",
    alt="ReLU is flat at 0 on the left and rises with slope 1 on the right. Leaky ReLU is the "
    "same on the right and falls gently on the left, to -1 at -5. The sigmoid is an S from "
    "0 to 1 through one half at 0.",
)

# %% [markdown]
# ## 4. How steep is it here?
#
# Stand on the graph of $f$ at the place $a$. Step a little to the right, by $\Delta$, and note the height. Step equally
# far to the left and note the height there. The slope of the straight line between the two is *rise over run*: the rise
# is $f(a + \Delta) - f(a - \Delta)$, the run is $2\Delta$.
#
# Let $\Delta$ shrink, and this slope settles on a number: the **derivative** of $f$ at $a$,
#
# $$\frac{df}{du}(a) = \lim_{\Delta \to 0} \frac{f(a + \Delta) - f(a - \Delta)}{2\,\Delta}.$$
#
# (The $u$ under the bar only names "the input of $f$"; any letter would do. Many people write $f'(a)$ for the same
# number.) A computer cannot take a limit, but it can use a small $\Delta$ and stop there. That is called a **central
# difference**:
#
# $$\frac{df}{du}(a) \approx \frac{f(a + \Delta) - f(a - \Delta)}{2\,\Delta} \qquad \text{with, say, } \Delta = 0.001.$$
#
# <details><summary>The printed version</summary>
#
# The book and the slides put an equals sign in the second formula. The two sides are only nearly equal, and how nearly
# is worth knowing.
#
# </details>
#
# **Worked by hand.** Let $f(u) = u^3$, $a = 1$ and a generous $\Delta = 0.5$. Then $f(1.5) = 3.375$ and
# $f(0.5) = 0.125$. The rise is 3.25, the run is 1, so the slope is 3.25. The true derivative $3a^2$ is 3: the error is
# $0.25 = \Delta^2$. With $\Delta = 0.001$ it would be a millionth.
#
# The picture shows the line through the two points, for three choices of $\Delta$. As $\Delta$ shrinks, the line
# settles against the curve.

# %%
u = np.linspace(-0.2, 2.2, 97)
chords = {"$u^3$": u**3}
for step, slope, middle in [(1.0, 4.0, 4.0), (0.5, 3.25, 1.75), (0.1, 3.01, 1.03)]:  # by hand
    chords[rf"$\Delta$ = {step}: slope {slope}"] = middle + slope * (u - 1)
figures.curves(
    u,
    chords,
    points=[(0.0, 0.0), (2.0, 8.0), (0.5, 0.125), (1.5, 3.375)],
    xlabel="$u$",
    title="the slope of $u^3$ at 1, measured with smaller and smaller steps",
    alt="The curve of u cubed and three straight lines through pairs of points of it, 1, 0.5 "
    "and 0.1 to either side of u = 1. Their slopes are 4, 3.25 and 3.01; the last one "
    "nearly touches the curve at 1.",
)

# %%
u = np.linspace(-0.2, 2.2, 97)
figures.flipbook(
    [
        (
            f"step {step}: slope {3 + step**2:.5g}",
            figures.curves(
                u,
                {"$u^3$": u**3, "the line through both dots": 1 + 3 * step**2 + (3 + step**2) * (u - 1)},
                points=[(1 - step, (1 - step) ** 3), (1 + step, (1 + step) ** 3)],
                xlabel="$u$",
                alt=f"The curve of u cubed and a line through its points at 1 minus {step} and at 1 plus {step}: the line "
                f"has slope {3 + step**2:.5g}.",
            ),
        )
        for step in (1.0, 0.8, 0.6, 0.4, 0.3, 0.2, 0.1, 0.05)
    ],
    alt="A line through two points of the curve of u cubed, 0.05 to either side of 1: it lies against the curve and has "
    "slope 3.0025. As a moving picture, the points come closer to 1, and the slope falls from 4.",
)

# %% [markdown]
# **Why to both sides?** You may remember the slope from $a$ to $a + \Delta$ only, $\frac{f(a+\Delta) - f(a)}{\Delta}$
# (that is how the notes have it, in (7.62)). It tends to the same limit, but slowly. For $u^3$ at $a = 1$:
#
# | Δ | one-sided | central | true |
# |---|---|---|---|
# | 0.5 | 4.75 | 3.25 | 3 |
# | 0.1 | 3.31 | 3.01 | 3 |
# | 0.001 | 3.003001 | 3.000001 | 3 |
#
# One-sided errors shrink like $\Delta$, central ones like $\Delta^2$: a step to the right and a step to the left err in
# opposite directions, and the larger part of both errors cancels.
#
# ### Functions as arguments
#
# A tool that measures slopes must be told *which* function to measure. In Python a function can be passed like any
# other value: give its name, without parentheses. An argument can also have a default, used when the caller leaves it
# out. Both in one example:

# %%
def wobble(func: Callable[[ndarray], ndarray], input_: ndarray, delta: float = 0.5) -> ndarray:
    """Return how far func(input_) moves when its input is raised by delta."""
    return func(input_ + delta) - func(input_)


places = np.array([1.0, 2.0])
print(wobble(double_plus_one, places))  # [1. 1.]
print(wobble(double_plus_one, places, 3.0))  # [6. 6.]
print(wobble(np.exp, places).round(3))  # [1.763 4.793]

# %% [markdown]
# In the first line `delta` is 0.5, in the second it is 3; in the third the function is one of NumPy's own. A function
# that is needed only once can be written right where it is passed: `lambda u: u**3` is the cube, without a name.
#
# ### Exercise 5: deriv
#
# Now write the tool: the central difference of *any* function, at *every* entry of an array. Use exactly the formula
# above, with the `delta` that is passed in. Mind the parentheses above and below the fraction bar. (On the slides the
# name is misprinted, `derlv`.)

# %% exercise="deriv"
def deriv(func: Callable[[ndarray], ndarray], input_: ndarray, delta: float = 0.001) -> ndarray:
    """Return the slope of func at every entry of input_, by central differences.

    The rise from input_ - delta to input_ + delta is divided by the run, 2 delta.

    func: a function that works entry by entry, from an array to an array of the same shape.
    input_: array of floats, of shape (n,), the same after the call as before. A single float
    works, too, and gives a single float.
    delta: how far to step to each side; it is used as given.
    Returns: array of input_'s shape, one slope for each entry (not their sum or mean).

    >>> deriv(np.exp, np.array([0.0, 1.0])).round(4)
    array([1.    , 2.7183])
    >>> deriv(lambda u: u**3, np.array([1.0, 2.0]), 0.1).round(4)
    array([ 3.01, 12.01])
    """
    ### BEGIN SOLUTION
    rise = func(input_ + delta) - func(input_ - delta)
    return rise / (2 * delta)
    ### END SOLUTION

# %% check="deriv"
check("deriv")

# %% [markdown]
# **Common slips**, all found in published code, all about parentheses or the number 2. In `a / 2 * d` Python divides
# by 2 and then *multiplies* by d. In `a - b / c` only b is divided. And if you step to one side only, you must not
# divide by two steps.
#
# Now point your instrument at your own functions. Before you run the cell, predict: where will each slope be zero?
# Where will it be negative?

# %%
grid = np.linspace(-3.0, 3.0, 241)
figures.curves(
    grid,
    {
        "square": {"$f$": square, "its slope": deriv(square, grid)},
        "sigmoid": {"$f$": sigmoid, "its slope": deriv(sigmoid, grid)},
        "leaky ReLU": {"$f$": leaky_relu, "its slope": deriv(leaky_relu, grid)},
    },
    alt="Three functions with their slopes. The slope of the square is a straight line through "
    "0. The slope of the sigmoid is a low hill, 0.25 high at 0. The slope of leaky ReLU "
    "jumps from 0.2 to 1 at 0.",
)

# %% [markdown]
# Where a curve rises, its slope is above zero; where it falls, below; where it is level, the slope is zero. Calculus
# has a formula for each of them, with no $\Delta$ in it:
#
# | function | slope at *u* |
# |---|---|
# | square | 2*u* |
# | ReLU | 0 where *u* < 0, 1 where *u* > 0 |
# | leaky ReLU | 0.2 where *u* < 0, 1 where *u* > 0 |
# | sigmoid | σ(*u*) (1 − σ(*u*)) |
#
# (The last one is derived in the next lesson.) So there are two ways to find a slope, by formula and by measurement,
# and each can check the other. How well do they agree?

# %%
places = np.array([-2.0, -0.5, 1.0, 3.0])
print(np.abs(deriv(square, places) - 2 * places).max() < 1e-9)  # True
print(np.abs(deriv(sigmoid, places) - sigmoid(places) * (1 - sigmoid(places))).max() < 1e-6)  # True

# %% [markdown]
# **A step can be too small.** The next picture measures the slope of $e^u$ at 0, which is 1, with steps from $10^{-1}$
# to $10^{-14}$. Going from left to right, the error first shrinks with $\Delta^2$. Then it *grows* again: the two
# heights become so similar that the computer, which keeps about 16 digits, has hardly any digits left in their
# difference. A step of 0.001 is not the best possible, but it is well away from both extremes.

# %%
exponents = np.arange(-1, -15, -1)
errors = [np.abs(deriv(np.exp, np.array([0.0]), 10.0**k) - 1.0)[0] for k in exponents]
figures.curves(
    -exponents,
    {"error of the slope": np.log10(np.maximum(errors, 1e-16))},
    xlabel=r"$k$, where $\Delta = 10^{-k}$",
    ylabel=r"$\log_{10}$ of the error",
    title="the error of a central difference",
    alt="A valley: the error falls from 0.002 at a step of 0.1 to about 1e-11 at steps near "
    "0.00001, then climbs to about 0.001 at a step of 1e-14.",
)

# %% [markdown]
# **What the instrument cannot see.** ReLU has a corner at 0: the slope is 0 on the left, 1 on the right, and there is
# none *at* 0. The central difference reaches over the corner to both sides and reports 0.5; for leaky ReLU it reports
# 0.6. Neither is the slope of the function anywhere. This happens sooner than you might think: entry 300 of
# `np.arange(-3, 3, 0.01)` ought to be 0, and is about −0.00000000000006, which to a step of 0.001 is the corner
# itself. Functions with a few corners are called *mostly differentiable*, and that is good enough for networks.
# Programs choose one of the two slopes at a corner. For ReLU at 0 the notes take 1 (7.40); code that asks `u > 0`
# takes 0. We never grade you at a corner.
#
# ## 5. A string pulled through a box
#
# On a graph, a derivative is a slope. A box has no slope, but there is another way to see the same number. Imagine a
# string that runs through the box: you hold one end at the input, and the other end sticks out at the output. The
# input rests at $a$. Pull it up by a small amount. **By what multiple of your pull does the other end move?** That
# multiple is the derivative of $f$ at $a$. If it is negative, pulling up moves the output down.
#
# $$\underbrace{f(a + \text{pull}) - f(a)}_{\text{how far the output moves}} \;\approx\;
#   \underbrace{\frac{df}{du}(a)}_{\text{multiple}} \cdot \;\text{pull}$$

# %%
figures.graph(
    [(r"\mathrm{move}\ 0.06", "$f$", [r"\mathrm{pull}\ 0.01"])],
    slopes={(r"\mathrm{move}\ 0.06", r"\mathrm{pull}\ 0.01"): r"\times\,6"},
    title="the string, where the slope is 6",
    alt="A box f, resting where its multiple is 6. A pull of 0.01 enters on the left, a move of "
    "0.06 leaves on the right.",
)

# %% [markdown]
# **Worked by hand.** Let $f(u) = u^2$ rest at $a = 3$, where the slope is $2a = 6$. The predicted move is six times the
# pull; the real one is $f(3 + \text{pull}) - f(3)$.
#
# | pull | predicted move | real move |
# |---|---|---|
# | 0.01 | 0.06 | 0.0601 |
# | −0.02 | −0.12 | −0.1196 |
# | 1 | 6 | 7 |
#
# For small pulls the prediction is nearly perfect, for large ones it is not: the multiple belongs to the place where
# you started, and a large pull leaves that place.
#
# ### Exercise 6: string_move
#
# Compute the middle column, for any function: the *predicted* move, not the real one. The multiple is measured once, at
# `a`, with your `deriv`; there is one move for each entry of `pull`.

# %% exercise="string_move"
def string_move(func: Callable[[ndarray], ndarray], a: float, pull: ndarray) -> ndarray:
    """Return how far the output of func moves for every pull at its input, as its slope at a
    predicts.

    func: a function that works entry by entry (it takes a float as well).
    a: float, where the input rests.
    pull: array of floats, of shape (n,), how far the input is pulled up (down where negative).
    Returns: array of shape (n,), each pull times the slope at a (by deriv, with its default
    delta).

    >>> string_move(np.exp, 0.0, np.array([0.5, -2.0])).round(4)
    array([ 0.5, -2. ])
    """
    ### BEGIN SOLUTION
    multiple = deriv(func, a)
    return multiple * pull
    ### END SOLUTION

# %% check="string_move"
check("string_move")

# %% [markdown]
# **Common slip.** What the output *really* does, $f(a + \text{pull}) - f(a)$, is not what the derivative predicts,
# although for small pulls you cannot tell them apart. That is why the checks pull hard.
#
# How far does the prediction carry? Here is a sine that rests at $a = 1$, pulled by −2 to 2. The two curves agree in
# the middle, where the pull is small:

# %%
pull = np.linspace(-2.0, 2.0, 81)
figures.curves(
    pull,
    {"real move": np.sin(1.0 + pull) - np.sin(1.0), "predicted move": string_move(np.sin, 1.0, pull)},
    points=[(0.0, 0.0)],
    xlabel="pull at the input",
    ylabel="move of the output",
    title="sin, resting at 1",
    alt="A sine arc and a straight line that touches it at pull 0. They stay together for pulls "
    "up to about 0.3 and part beyond, the line above the arc on both sides.",
)

# %% [markdown]
# ## 6. The tangent line
#
# You have just drawn a tangent, except that its axes begin at the point of contact. Put it back onto the graph of $f$:
# close to $a$, a curve is nearly the straight line that goes through the point $(a, f(a))$ and has the curve's slope
# there. Starting from the height $f(a)$ and walking $x - a$ to the side gains $x - a$ times the slope:
#
# $$T(x) = f(a) + \frac{df}{du}(a) \cdot (x - a)$$
#
# **Worked by hand.** Let $f(u) = u^2$ and $a = 1$. The height is $f(1) = 1$, the slope is 2, so
# $T(x) = 1 + 2\,(x - 1)$.
#
# | *x* | 1 | 1.1 | 2 | 3 |
# |---|---|---|---|---|
# | *f*(*x*) = *x*² | 1 | 1.21 | 4 | 9 |
# | *T*(*x*) | 1 | 1.2 | 3 | 5 |
#
# At $a$ the prediction is exact, nearby it is good, far away it is not. Two different places are at work here: $a$,
# where the line *touches*, and $x$, where we *read* it. Height and slope both belong to $a$; only the walk $x - a$
# involves $x$.

# %%
x = np.linspace(-1.0, 3.0, 81)
figures.curves(
    x,
    {"$u^2$": x**2},
    tangent_at=1.0,
    slope=2.0,
    xlabel="$u$",
    title="a curve and its best straight guess at 1",
    alt="A parabola and the straight line that touches it at 1, height 1, with slope 2. Left "
    "and right of 1 the parabola lies above the line, farther and farther.",
)

# %% [markdown]
# ### Exercise 7: tangent_line
#
# Write $T$ for any function, with your `deriv` for the slope, or with your `string_move`.

# %% exercise="tangent_line"
def tangent_line(func: Callable[[ndarray], ndarray], a: float, x: ndarray) -> ndarray:
    """Return the height, at every entry of x, of the line that touches the graph of func at a.

    func: a function that works entry by entry (it takes a float as well).
    a: float, where the line touches. x: array of floats, of shape (n,), where the line is read.
    Returns: array of shape (n,). The slope at a is measured with deriv and its default delta.

    >>> tangent_line(np.exp, 0.0, np.array([0.0, 0.5, -2.0])).round(4)
    array([ 1. ,  1.5, -1. ])
    """
    ### BEGIN SOLUTION
    height, slope = func(a), deriv(func, a)
    return height + slope * (x - a)
    ### END SOLUTION

# %% check="tangent_line"
check("tangent_line")

# %% [markdown]
# Three tangents of one curve, drawn by you. Where the sine is at its top, the tangent is level.

# %%
x = np.linspace(-1.0, 4.0, 126)
figures.curves(
    x,
    {
        r"$\sin$": np.sin(x),
        "tangent at 0": tangent_line(np.sin, 0.0, x),
        r"tangent at $\pi/2$": tangent_line(np.sin, np.pi / 2, x),
        "tangent at 3": tangent_line(np.sin, 3.0, x),
    },
    points=[(0.0, 0.0), (np.pi / 2, 1.0), (3.0, np.sin(3.0))],
    alt="The sine from -1 to 4 with three tangents: rising at 0, level at its top near 1.57, "
    "falling at 3.",
)

# %% [markdown]
# ## 7. Extra credit: walk downhill
#
# If you have time left: 5 points on top of this assignment's 100. You do not need them for full marks, and the next
# lessons do not build on this.
#
# What is all this for? Suppose the height of a curve says how *bad* something is, and you may choose the place. You
# would like to go down, and all you know is the slope where you stand. The slope points uphill. So step **against**
# it, far where the curve is steep and only a little where it is gentle; then look again:
#
# $$x_{k+1} = x_k - \text{rate} \cdot \frac{df}{du}(x_k)$$
#
# <details><summary>The printed version</summary>
#
# The notes say in one place that the gradient shows which way to change in order to *decrease*
# the loss. It shows the way up; hence the minus sign, which their formula (7.1) has.
#
# </details>
#
# **Worked by hand.** $f(u) = u^2$, start at 2, rate 0.25. The slope at 2 is 4: step to $2 - 0.25 \cdot 4 = 1$. The
# slope there is 2: step to $1 - 0.25 \cdot 2 = 0.5$. Then to 0.25. The steps shorten of their own accord.
#
# ### Exercise 8, extra credit: walk_downhill

# %% exercise="walk_downhill"
def walk_downhill(
    func: Callable[[ndarray], ndarray], start: float, rate: float, steps: int
) -> ndarray:
    """Return all places of a walk downhill: the start, then one more after each step.

    func: a function that works entry by entry (it takes a float as well).
    start: float, the first place. rate: float, what each slope is multiplied by.
    steps: how many steps, 0 or more; all of them are taken, also one that leads uphill.
    Returns: array of shape (steps + 1,), inputs of func (not its heights), start first. Each place
    after it is the one before, minus rate times the slope there (measured with deriv and its
    default delta).

    >>> walk_downhill(lambda u: u**2, 2.0, 0.25, 3).round(4)
    array([2.  , 1.  , 0.5 , 0.25])
    """
    ### BEGIN SOLUTION
    places = [start]
    for _ in range(steps):
        here = places[-1]
        places.append(here - rate * deriv(func, here))
    return np.array(places)
    ### END SOLUTION

# %% check="walk_downhill"
check("walk_downhill")

# %% [markdown]
# Run it, then try a rate of 0.9 and one of 1.1 in the next cell. What happens, and why? (The answer is below the
# picture.)

# %%
def bowl(u: ndarray) -> ndarray:
    """Return a parabola with its lowest point at 1."""
    return (u - 1.0) ** 2


walk = walk_downhill(bowl, -1.5, 0.15, 8)
u = np.linspace(-2.0, 4.0, 121)
figures.curves(
    u,
    {"the bowl": bowl(u)},
    points=np.column_stack([walk, bowl(walk)]),
    xlabel="$u$",
    title="eight steps downhill, rate 0.15",
    alt="A parabola with its lowest point at 1. Nine dots walk down its left side from -1.5, "
    "far apart where it is steep and closer and closer together near the bottom.",
)

# %% [markdown]
# <details><summary>What happens at 0.9 and at 1.1</summary>
#
# The slope of the bowl at $x$ is $2\,(x - 1)$, so each step multiplies the distance from the bottom by
# $1 - 2 \cdot \text{rate}$. At 0.15 that is 0.7: closer each time. At 0.9 it is −0.8: each step jumps across to the other
# side, but still lands closer. At 1.1 it is −1.2: each step lands farther away than the one before, and the walk runs off.
# A rate that is too small is slow; one that is too large never arrives.
#
# </details>
#
# ## What you take with you
#
# | | a function is | its derivative at *a* is |
# |---|---|---|
# | **formula** | a rule, *f*(*x*) | the limit of rise over run, as the step Δ goes to 0 |
# | **curve** | all points (*x*, *f*(*x*)) | the slope of the tangent at *a* |
# | **box** | a number in, a number out | by what multiple a small pull at the input arrives at the output |
# | **code** | `func(x)`, entry by entry | `deriv(func, a)`, with an error of about Δ²; not at corners |
#
# ### Can you answer these without looking?
#
# Put your answer in place of the dots, and run the cell: it says how it read your answer. Whether that is right comes
# with your grade, and so does the reason.

# %% exercise="small_step"
### BEGIN SOLUTION
answer("small_step", -0.03)
### END SOLUTION

# %% exercise="slope_at_corner"
### BEGIN SOLUTION
answer("slope_at_corner", "the slope of a line between two points, one on each side of the corner")
### END SOLUTION

# %% exercise="why_two_deltas"
### BEGIN SOLUTION
answer("why_two_deltas", 'the two places are $2\\Delta$ apart')
### END SOLUTION

# %% exercise="sigmoid_facts"
### BEGIN SOLUTION
answer("sigmoid_facts", ["its slope is largest at 0", "far from 0, on both sides, its slope is almost 0"])
### END SOLUTION

# %% [markdown]
# **Next:** in [the chain rule](../chain_rule/chain_rule.ipynb) we connect boxes in a row and ask how a pull at the
# very first input reaches the very last output.
#
# <details><summary>Where each section comes from</summary>
#
# The ideas follow Seth Weidman, "Deep Learning from Scratch" (O'Reilly, 2019), chapter 1, called "the book"
# here; Mahmoud Nabil, "Introduction to Artificial Neural Networks 1" (North Carolina A&T, 2022), "the slides"; and
# Shauntclair Ruiz, "Explanatory Notes for 6.390" (MIT, 2022), "the notes". Words, figures and code are our own.
#
# - **1. One function, three views**: Book and slides, "Functions".
# - **Many numbers at once**: Book, "Code caveat #1: NumPy".
# - **What a signature tells**: Book, "Code caveat #2: Type-checked functions".
# - **2. Functions with a corner**: Book and slides, "Functions": the second example there is this section's ReLU, the
#   code there is leaky ReLU.
# - **3. A smooth switch**: Book and slides, "The Chain Rule", where the sigmoid first appears; notes, 7.5.12.
# - **4. How steep is it here?**: Book and slides, "Derivatives".
# - **5. A string pulled through a box**: Book and slides, "Derivatives", the second diagram; notes, (7.65), concepts
#   22 and 23.
# - **6. The tangent line**: Book, "Derivatives", the first diagram: a derivative is the slope of a tangent.
# - **7. Extra credit: walk downhill**: Notes, 7.5.1.
#
# </details>
