# %% [markdown]
# # The chain rule
#
# A neural network is a row of simple boxes, each feeding the next. You already know how to measure the slope of *one*
# box. This lesson answers the question that all of deep learning rests on: **when I nudge what goes into the first
# box, how much does the result of the last one move?**
#
# **When you are done, you can**
#
# - send numbers through a chain of two, three or any number of functions,
# - compute the slope of the whole chain from the slopes of its links, and say *where* each of them is evaluated,
# - tell a forward pass from a backward pass, and why the second needs the first,
# - draw a computation as a graph, and label the way back with its local gradients,
# - do the same when two inputs are added or multiplied on the way.
#
# **What you need.** The lesson *derivatives*: functions as boxes, arrays, `deriv`, and the string that runs through a
# box. Allow 75 to 90 minutes, not counting the extra credit at the end: 35 for two and three boxes (sections 1 to 3),
# 25 for longer chains (4 and 5), the rest for functions of two inputs.
#
# **How to work.** In each exercise, replace `raise NotImplementedError()` with your own lines, run the cell, then run
# the `check` below it. The functions of *derivatives* are provided here in working order, so nothing that went wrong
# there can hurt you. Some cells draw *your* functions; until you have written them, they say so instead.
#
# *Based on Weidman, Nabil and Ruiz; the sources of each section are listed at the end.*

# %% given="setup"
from typing import Callable, List

import numpy as np
from numpy import ndarray

from autograder import answer, check, figures

Array_Function = Callable[[ndarray], ndarray]  # a box: an array goes in, one of its shape comes out
Chain = List[Array_Function]  # boxes in the order in which data meets them: chain[0] comes first

# %% given="functions"
def square(x: ndarray) -> ndarray:
    """Return x squared, entry by entry."""
    return np.square(x)


def relu(x: ndarray) -> ndarray:
    """Return x where x is positive, and 0 elsewhere."""
    return np.maximum(x, 0.0)


def leaky_relu(x: ndarray) -> ndarray:
    """Return x where x is positive, and 0.2 x elsewhere."""
    return np.where(x > 0, x, 0.2 * x)


def sigmoid(x: ndarray) -> ndarray:
    """Return 1 / (1 + e^(-x)), entry by entry."""
    return 1.0 / (1.0 + np.exp(-x))


def deriv(func: Array_Function, input_: ndarray, delta: float = 0.001) -> ndarray:
    """Return the slope of func at every entry of input_, by central differences."""
    rise = func(input_ + delta) - func(input_ - delta)
    return rise / (2 * delta)

# %% [markdown]
# The two names at the end of the first cell are *types*: `Array_Function` is any box, and a `Chain` is a list of boxes.
# A signature such as `def chain_length_2(chain: Chain, x: ndarray) -> ndarray` can now be read aloud: it takes a list
# of boxes and an array, and returns an array.
#
# ## 1. Boxes in a row
#
# Take two boxes, "add 3" and "square", and connect the output of the first to the input of the second. In the three
# views:
#
# **As a formula** it is $y = f_2(f_1(x))$. Read it from the inside out: what stands *last* in the formula is done
# *first*. The whole thing has a name of its own, $f_2 \circ f_1$, read "first $f_1$, then $f_2$".
#
# **As code** we keep the boxes in a list, in the order in which the number meets them: `chain[0]` is $f_1$, `chain[1]`
# is $f_2$.
#
# **As a diagram** it is a row of boxes:

# %%
figures.graph(
    [("5", "$u + 3$", ["2"]), ("25", "$u^2$", ["5"])],
    title="first add 3, then square",
    alt="Two boxes in a row. The number 2 enters the box u + 3, 5 comes out and enters the box "
    "u squared, 25 comes out.",
)

# %% [markdown]
# Throw a cloth over the two boxes, and you see a single box with one input and one output. A chain of functions *is* a
# function. And if each link has a slope nearly everywhere, so does the chain; the rest of the lesson is about how to
# get it.

# %%
figures.graph(
    [("25", r"$f_2 \circ f_1$", ["2"])],
    title="as one box",
    alt="One box, named f2 after f1. The number 2 enters from the left, 25 leaves on the right.",
)

# %% [markdown]
# The order matters. Swap the two boxes, and 2 becomes first 4 and then 7:

# %%
def add_three(x: ndarray) -> ndarray:
    """Return x + 3, entry by entry."""
    return x + 3


print(square(add_three(np.array([2.0, -1.0]))))  # [25.  4.]
print(add_three(square(np.array([2.0, -1.0]))))  # [7. 4.]

# %% [markdown]
# (For −1 both orders happen to give 4. One lucky example proves little, which is why our checks use several numbers
# and several chains.)
#
# ### Exercise 1: chain_length_2
#
# <details><summary>The printed version</summary>
#
# The book and the slides call the second argument `a` and then compute with `x`, a name that the function does not
# know. If you get a `NameError`, compare the names in the signature with those in the body.
#
# </details>

# %% exercise="chain_length_2"
def chain_length_2(chain: Chain, x: ndarray) -> ndarray:
    """Return f2(f1(x)) for the chain [f1, f2].

    chain: list of two functions that work entry by entry. x: array of floats, of shape (n,).
    Returns: array of shape (n,).

    >>> chain_length_2([square, np.exp], np.array([0.0, -1.0])).round(4)
    array([1.    , 2.7183])
    """
    ### BEGIN SOLUTION
    first, second = chain
    return second(first(x))
    ### END SOLUTION

# %% check="chain_length_2"
check("chain_length_2")

# %% [markdown]
# ### Slopes we borrow
#
# A few slopes will come up as we go. If you have met them at school, skim; if not, take them from this table, and let
# `deriv` vouch for them.
#
# | function of *u* | its slope | why, in a line |
# |---|---|---|
# | *u*² | 2*u* | a square of side *u* grows along two sides |
# | √*u* (*u* > 0) | 1 / (2√*u*) | the root undoes the square, so its slope is 1 over that of the square, 2√*u* |
# | 1/*u* (*u* ≠ 0) | −1/*u*² | a larger divisor makes the result smaller, most of all where *u* is small |
# | e to the *u* | e to the *u* | the one function that is its own slope |
# | ln *u* (*u* > 0) | 1/*u* | it undoes e to the *u*, so its slope is 1 over that of the exponential, which is *u* |
# | *p*(*u*) / *q*(*u*) | (*p*′ *q* − *p* *q*′) / *q*² | the **quotient rule**: *p* pulls up, *q* pulls down |

# %%
u = np.array([0.5, 1.0, 3.0])
borrowed = {"root": (np.sqrt, 1 / (2 * np.sqrt(u))), "one over u": (np.reciprocal, -1 / u**2)}
borrowed |= {"exponential": (np.exp, np.exp(u)), "logarithm": (np.log, 1 / u)}
quotient = (np.cos(u) * u - np.sin(u)) / u**2  # p is the sine, q is u itself
borrowed["quotient"] = (lambda u: np.sin(u) / u, quotient)
for name, (function, slope) in borrowed.items():
    print(f"{name:12} formula and measurement differ by {np.abs(deriv(function, u) - slope).max():.0e} at most")

# %% [markdown]
# All of them agree, up to the error of a central difference. (It is largest for 1/*u* near 0, where the curve bends most.)
#
# ## 2. The chain rule
#
# Run one string through both boxes. Suppose that, where it rests, the first box makes every pull three times as large,
# and the second one doubles whatever *it* receives and reverses its direction. Pull by 1: 3 arrives in the middle, and
# $-2 \cdot 3 = -6$ at the end. Multiples in a row **multiply**.

# %%
figures.graph(
    [(r"\mathrm{move}\ 3", "$f_1$", [r"\mathrm{pull}\ 1"]), (r"\mathrm{move}\ {-6}", "$f_2$", [r"\mathrm{move}\ 3"])],
    slopes={
        (r"\mathrm{move}\ 3", r"\mathrm{pull}\ 1"): r"\times\,3",
        (r"\mathrm{move}\ {-6}", r"\mathrm{move}\ 3"): r"\times\,(-2)",
    },
    title="one string through two boxes",
    alt="Two boxes in a row. A pull of 1 enters the first, whose multiple is 3; a move of 3 enters "
    "the second, whose multiple is -2; a move of -6 leaves.",
)

# %% [markdown]
# A derivative is such a multiple. So the slope of a chain is a product of slopes. The one thing to be careful about: a
# box has a different multiple at every place. Each box must be asked for its slope *at the number that it is fed*: the
# first one at $x$, the second at $f_1(x)$.
#
# $$\frac{d\,(f_2 \circ f_1)}{du}(x) = \frac{df_2}{du}\bigl(f_1(x)\bigr) \cdot \frac{df_1}{du}(x)$$
#
# (As before, $u$ only stands for "whatever goes in"; each of the three functions here has one input.)
#
# <details><summary>The printed version</summary>
#
# The book and the slides write the left side as $\frac{df_2}{du}(x)$. That would be the slope of
# $f_2$ alone; what is meant is the slope of the whole chain.
#
# </details>
#
# **A worked example that checks itself.** Let $f_1(u) = u^2$ and $f_2(u) = \sqrt u$. For a positive $x$ the second box
# undoes the first: the chain is $\sqrt{x^2} = x$, with slope 1 everywhere. Does the rule agree at $x = 2$?
#
# | | value that the box is fed | its slope there |
# |---|---|---|
# | *f*₁: square, *u*² | 2 | 2*u* = 4 |
# | *f*₂: root, √*u* | *f*₁(2) = 4 | 1 / (2√*u*) = 1/4 |
#
# The product is $\frac14 \cdot 4 = 1$. ✓ Had we asked $\sqrt u$ for its slope at 2, a number that it never sees, we
# would have got $0.3536 \cdot 4 = 1.414$, which is wrong. This is the most common mistake of all.
#
# The graph shows both directions. Solid arrows carry *values* forward. Dashed arrows carry *slopes* back: they start
# with 1 at the output, and every box multiplies what comes back to it by its own slope.

# %%
figures.graph(
    [("4", "$u^2$", ["2"]), ("y = 2", r"$\sqrt{u}$", ["4"])],
    gradients={"y = 2": "1", "4": "1/4", "2": "1"},
    slopes={("y = 2", "4"): r"\times\,1/4", ("4", "2"): r"\times\,4"},
    title="values forward, slopes backward",
    alt="Forward: 2 enters u squared, 4 enters the square root, 2 comes out. Backward: 1 at the "
    "output is multiplied by one quarter in the square root, and the result by 4 in the "
    "square, which gives 1 at the input.",
)

# %% [markdown]
# ### Many points at once
#
# With an array x, every entry runs through the chain on its own, and has its own two slopes. So the product is entry
# by entry, `*`, and nothing is summed:

# %%
x = np.array([1.0, 2.0, 3.0])
slopes_first = np.array([2.0, 4.0, 6.0])  # of u² at 1, 2, 3
slopes_second = np.array([1 / 2, 1 / 4, 1 / 6])  # of the square root at 1, 4, 9
print(slopes_second * slopes_first)  # [1. 1. 1.]

# %% [markdown]
# ### Exercise 2: chain_deriv_2
#
# `deriv(func, somewhere)` measures the slope of any box at any place. Use it for each of the two boxes, at the right
# place.

# %% exercise="chain_deriv_2"
def chain_deriv_2(chain: Chain, x: ndarray) -> ndarray:
    """Return the slope of f2(f1(x)) at every entry of x, for the chain [f1, f2].

    chain: list of two functions that work entry by entry. x: array of floats, of shape (n,).
    Returns: array of shape (n,), one slope for each entry (not their sum).

    >>> chain_deriv_2([square, np.exp], np.array([1.0, -0.5])).round(3)
    array([ 5.437, -1.284])
    """
    ### BEGIN SOLUTION
    first, second = chain
    middle = first(x)
    return deriv(second, middle) * deriv(first, x)
    ### END SOLUTION

# %% check="chain_deriv_2"
check("chain_deriv_2")

# %% [markdown]
# A chain is a function, so its slope can also be measured from outside, with the cloth over the boxes. That costs a
# run through the whole chain for every slope and says nothing about the links, but it is a fine way to check the chain
# rule:

# %%
chain, x = [np.sin, np.exp], np.array([0.5, -1.0, 2.0])
from_outside = deriv(lambda u: chain_length_2(chain, u), x)
print(np.abs(chain_deriv_2(chain, x) - from_outside).max() < 1e-5)  # True

# %% [markdown]
# See for yourself: two chains made of the same links. Before you run the cell, predict: which of the two has slope
# zero at 0?

# %%
grid = np.linspace(-3.0, 3.0, 240)
figures.curves(
    grid,
    {
        "square, then sigmoid": {
            "chain": chain_length_2([square, sigmoid], grid),
            "its slope": chain_deriv_2([square, sigmoid], grid),
        },
        "sigmoid, then square": {
            "chain": chain_length_2([sigmoid, square], grid),
            "its slope": chain_deriv_2([sigmoid, square], grid),
        },
    },
    alt="Left, the sigmoid of the square: a valley, one half deep at 0; its slope is negative "
    "on the left, zero at 0, positive on the right. Right, the square of the sigmoid: an S "
    "from 0 to 1; its slope is a hill, positive everywhere.",
)

# %% [markdown]
# Wherever a chain falls, its slope is below zero; wherever it is level, the slope is zero. *(Book, figure 1-9; slides,
# "Nesting Sigmoid and Square Function".)*
#
# ## 3. Three boxes, and two passes
#
# A third box brings nothing new. It contributes one more slope, taken at what *it* is fed:
#
# $$\frac{d\,(f_3 \circ f_2 \circ f_1)}{du}(x) =
#   \frac{df_3}{du}\bigl(f_2(f_1(x))\bigr) \cdot \frac{df_2}{du}\bigl(f_1(x)\bigr) \cdot \frac{df_1}{du}(x)$$
#
# <details><summary>The printed version</summary>
#
# The formula is lost in one scan of the book, and the slides write its left side as the slope of
# $f_3$ alone. The formula above is the right one, and each of its three places can be read off the graph below.
#
# </details>
#
# **Worked by hand.** Double, then square, then cube, at $x = 1$. First we walk **forward** and write down what each
# box is fed: 1, then 2, then 4. Then we walk **backward** and collect the slopes: $3u^2 = 48$ at 4, $2u = 4$ at 2, and
# 2. The chain as one formula is $\bigl((2x)^2\bigr)^3 = 64 x^6$ with slope $384 x^5$, which is 384 at 1. ✓

# %%
figures.graph(
    [("2", "$2u$", ["1"]), ("4", "$u^2$", ["2"]), ("64", "$u^3$", ["4"])],
    gradients={"64": "1", "4": "48", "2": "192", "1": "384"},
    slopes={("64", "4"): r"\times\,48", ("4", "2"): r"\times\,4", ("2", "1"): r"\times\,2"},
    title="forward pass (solid) and backward pass (dashed)",
    alt="Three boxes in a row: 2u, u squared, u cubed. Forward, 1 becomes 2, 4 and 64. "
    "Backward, 1 becomes 48 in front of the cube, 192 in front of the square and 384 at the "
    "input.",
)

# %%
boxes = [("2", "$2u$", ["1"]), ("4", "$u^2$", ["2"]), ("64", "$u^3$", ["4"])]
on_the_way_back = [("64", "1"), ("4", "48"), ("2", "192"), ("1", "384")]
figures.flipbook(
    [
        (
            f"forward: {value} comes out of box {n}",
            figures.graph(boxes[:n], alt=f"The forward pass has gone through {n} of three boxes, and {value} comes out."),
        )
        for n, value in enumerate(["2", "4", "64"], 1)
    ]
    + [
        (
            f"backward: {on_the_way_back[n][1]} arrives at the value {on_the_way_back[n][0]}",
            figures.graph(
                boxes,
                gradients=dict(on_the_way_back[: n + 1]),
                alt=f"The backward pass has reached the value {on_the_way_back[n][0]}, where the slope of the output is "
                f"{on_the_way_back[n][1]}.",
            ),
        )
        for n in range(4)
    ],
    alt="Three boxes in a row with all their values, 1, 2, 4 and 64, and all their slopes, 384, 192, 48 and 1. As a moving "
    "picture, the values appear from left to right, and then the slopes from right to left.",
)

# %% [markdown]
# These two walks are the **forward pass** and the **backward pass** of every neural network ever trained. The backward
# pass needs the numbers that the forward pass left behind: without the 2 and the 4 we would not know where to ask for
# the slopes.
#
# ### Exercises 3 and 4: chain_length_3 and chain_deriv_3
#
# First the forward pass alone, then the slope. Give the numbers in between names; you will need them.

# %% exercise="chain_length_3"
def chain_length_3(chain: Chain, x: ndarray) -> ndarray:
    """Return f3(f2(f1(x))) for the chain [f1, f2, f3].

    chain: list of three functions that work entry by entry. x: array of floats, of shape (n,).
    Returns: array of shape (n,).

    >>> chain_length_3([leaky_relu, square, sigmoid], np.array([2.0, -5.0])).round(4)
    array([0.982 , 0.7311])
    """
    ### BEGIN SOLUTION
    first, second, third = chain
    return third(second(first(x)))
    ### END SOLUTION

# %% check="chain_length_3"
check("chain_length_3")

# %% exercise="chain_deriv_3"
def chain_deriv_3(chain: Chain, x: ndarray) -> ndarray:
    """Return the slope of f3(f2(f1(x))) at every entry of x, for the chain [f1, f2, f3].

    chain: list of three functions that work entry by entry. x: array of floats, of shape (n,).
    Returns: array of shape (n,), one slope for each entry (not their sum).

    >>> chain_deriv_3([leaky_relu, square, sigmoid], np.array([2.0, -5.0])).round(4)
    array([ 0.0707, -0.0786])
    """
    ### BEGIN SOLUTION
    first, second, third = chain
    after_first = first(x)
    after_second = second(after_first)
    return deriv(third, after_second) * deriv(second, after_first) * deriv(first, x)
    ### END SOLUTION

# %% check="chain_deriv_3"
check("chain_deriv_3")

# %% [markdown]
# **Common slips**, found in published code for this very function. The third slope is taken at $f_2(x)$, where the
# second function would land if it were fed $x$; or the second function's slope is used where the third's belongs; or
# the body reads a variable of the notebook instead of its own argument, and works only until that variable changes.
# The cure for the first two: before you write any slope, write under each box the value that it is fed.
#
# Here are three links in a row. At 0 the chain has a corner, because leaky ReLU has one. *(Book, figure 1-11, where one
# scan has `np.range`: NumPy's functions for a range are `np.arange` and `np.linspace`.)*

# %%
grid = np.linspace(-3.0, 3.0, 240)
chain = [leaky_relu, sigmoid, square]
figures.curves(
    grid,
    {"chain": chain_length_3(chain, grid), "its slope": chain_deriv_3(chain, grid)},
    title="leaky ReLU, then sigmoid, then square",
    alt="The chain rises slowly on the left of 0 and quickly on the right, towards 1. Its slope "
    "is small and nearly level on the left, jumps up at 0, and falls off towards the right.",
)

# %% [markdown]
# ## 4. As long as you like
#
# A modern network has a hundred boxes in a row. Nobody wants to write `chain_deriv_100`. Call the values along the way
# $u_0 = x$, $u_1 = f_1(u_0)$, and so on up to $u_m = y$. Then the rule for $m$ functions is
#
# $$\frac{dy}{dx} = \frac{df_m}{du}(u_{m-1}) \cdots \frac{df_2}{du}(u_1) \cdot \frac{df_1}{du}(u_0)
#   = \prod_{k=1}^{m} \frac{df_k}{du}(u_{k-1}).$$
#
# **A worked example: the slope of the sigmoid, by formula.** Look inside $\sigma(x) = 1 / (1 + e^{-x})$: it is a chain
# of four small boxes. We carry two things along: the *value* that has arrived so far, and the *slope* of all boxes so
# far. At $x = \ln 3$:
#
# | box | value fed to it | its slope | its slope there | slope so far |
# |---|---|---|---|---|
# | −*u* | ln 3 | −1 | −1 | −1 |
# | e to the *u* | −ln 3 | e to the *u* | 1/3 | −1/3 |
# | 1 + *u* | 1/3 | 1 | 1 | −1/3 |
# | 1/*u* | 4/3 | −1/*u*² | −9/16 | 3/16 |
#
# The value that comes out is $3/4$, and the slope is $3/16 = \frac34 \cdot \frac14 = \sigma\,(1 - \sigma)$. That is no
# accident. With letters instead of numbers, the last column ends in $e^{-x} / (1 + e^{-x})^2$, and so, for every $x$,
#
# $$\frac{d\sigma}{du}(x) = \sigma(x)\,\bigl(1 - \sigma(x)\bigr)$$
#
# Look closely at *when* things happen in a row of the table: a box is asked for its slope at the value that is fed to
# it, that is, before the value moves on.

# %%
figures.graph(
    [
        (r"-\ln 3", "$-u$", [r"\ln 3"]),
        ("1/3", "$e^u$", [r"-\ln 3"]),
        ("4/3", "$1 + u$", ["1/3"]),
        ("3/4", "$1/u$", ["4/3"]),
    ],
    title=r"the sigmoid is a chain of four boxes, here at $\ln 3$",
    alt="Four boxes in a row: minus u, e to the u, 1 + u, 1 over u. The values on the way are "
    "ln 3, minus ln 3, one third, four thirds and three quarters.",
)

# %% [markdown]
# **In code**, a loop does the carrying. This one goes through a list of *amounts* and keeps two things up to date: a
# running total and a running product. (Where a product is an array, start from `np.ones_like(x)`: ones, in x's shape.)

# %%
total, product = 0.0, 1.0  # what adding and multiplying start from
for amount in [2.0, 5.0, 10.0]:
    total, product = total + amount, product * amount
print(total, product)  # 17.0 100.0

# %% [markdown]
# ### Exercises 5 and 6: chain_forward and chain_deriv

# %% exercise="chain_forward"
def chain_forward(chain: Chain, x: ndarray) -> ndarray:
    """Return the result of sending x through all functions of the chain, chain[0] first.

    chain: list of one or more functions that work entry by entry. x: array of floats, of shape
    (n,).
    Returns: array of shape (n,).

    >>> chain_forward([square], np.array([3.0, -2.0]))
    array([9., 4.])
    >>> chain_forward([square, square, square, square], np.array([1.1])).round(4)
    array([4.595])
    """
    ### BEGIN SOLUTION
    value = x
    for function in chain:
        value = function(value)
    return value
    ### END SOLUTION

# %% check="chain_forward"
check("chain_forward")

# %% exercise="chain_deriv"
def chain_deriv(chain: Chain, x: ndarray) -> ndarray:
    """Return the slope of the whole chain at every entry of x, by the chain rule.

    chain: list of one or more functions that work entry by entry, chain[0] comes first.
    x: array of floats, of shape (n,).
    Returns: array of shape (n,), one slope for each entry (not their sum).

    >>> chain_deriv([square], np.array([3.0, -2.0])).round(4)
    array([ 6., -4.])
    >>> chain_deriv([square, square, square, square], np.array([1.1])).round(2)
    array([66.84])
    """
    ### BEGIN SOLUTION
    value, slope = x, np.ones_like(x)
    for function in chain:
        slope = slope * deriv(function, value)
        value = function(value)
    return slope
    ### END SOLUTION

# %% check="chain_deriv"
check("chain_deriv")

# %% [markdown]
# ### What a long chain does to a slope
#
# Multiply many slopes of at most 0.25, and almost nothing is left of the pull at the front. The sigmoid's
# slope is never more than 0.25, which is why long chains of sigmoids learn slowly. Measured with your `chain_deriv`,
# beside chains of ReLUs, for an input of 0.5:

# %%
links = np.arange(1, 11)
start = np.array([0.5])
figures.curves(
    links,
    {
        "ReLUs": [chain_deriv([relu] * m, start)[0] for m in links],
        "sigmoids": [chain_deriv([sigmoid] * m, start)[0] for m in links],
    },
    xlabel="how many boxes in a row",
    ylabel="slope of the chain",
    log=True,
    title="a pull fades in a chain of sigmoids",
    alt="On a logarithmic axis, the slope of a chain of ReLUs is a level line at 1, however long it "
    "is. That of a chain of sigmoids falls on a nearly straight line, from 0.24 for one box to less "
    "than a millionth for ten: each box divides it by about 4.",
)

# %% [markdown]
# ## 5. Every slope at once: the backward pass
#
# So far we have asked about the first input only. In a network there are knobs *between* the boxes as well, and for
# each value along the way we want to know how strongly the final result depends on it. There are $m + 1$ such slopes,
# and a single walk from the back yields them all. Let $g_k$ be the slope of the output with respect to the value
# $u_k$. Then
#
# $$g_m = 1, \qquad g_{k-1} = g_k \cdot \frac{df_k}{du}(u_{k-1}).$$
#
# In words: what arrives from the output side, $g_k$, is the **upstream gradient**. The box's own slope is its **local
# gradient**. Every box multiplies the one by the other and passes the product on towards the front. You have seen
# these numbers in the last graph of section 3: 1, 48, 192, 384.
#
# **A worked example that you have known since school.** How many minutes are in a minute, an hour, a day, a week?
# Start with 1 at the end and walk back. A hundred steps cost a hundred multiplications; starting afresh for each
# question would cost thousands.

# %%
factors = [7.0, 24.0, 60.0]  # days in a week, hours in a day, minutes in an hour
minutes = [1.0]  # in a minute
for factor in reversed(factors):
    minutes.insert(0, minutes[0] * factor)  # in front of those that are there
print(minutes)  # [10080.0, 1440.0, 60.0, 1.0]

# %% [markdown]
# ### Exercise 7: chain_backward
#
# Two loops: one forward that *keeps* every value, one backward that uses them. `np.array(rows)` turns a list of rows
# into a table. Here is what is asked for, with the numbers of section 3 (one point, so one column):
#
# | row | belongs to | slope of the output |
# |---|---|---|
# | 0 | the input, 1 | 384 |
# | 1 | what comes out of `chain[0]`, 2 | 192 |
# | 2 | what comes out of `chain[1]`, 4 | 48 |
# | 3 | the output, 64 | 1 |

# %% exercise="chain_backward"
def chain_backward(chain: Chain, x: ndarray) -> ndarray:
    """Return the slope of the chain's output with respect to every value on the way.

    chain: list of m functions (m is 1 or more) that work entry by entry, chain[0] comes first.
    x: array of floats, of shape (n,).
    Returns: array of shape (m + 1, n). Row 0 is the slope with respect to x, row k that with
    respect to the output of chain[k - 1]. So the last row belongs to the chain's output: all ones.

    >>> chain_backward([square, np.exp], np.array([1.0, -0.5])).round(3)
    array([[ 5.437, -1.284],
           [ 2.718,  1.284],
           [ 1.   ,  1.   ]])
    """
    ### BEGIN SOLUTION
    fed = [x]
    for function in chain[:-1]:
        fed.append(function(fed[-1]))
    rows = [np.ones_like(x)]
    for function, value in zip(reversed(chain), reversed(fed), strict=True):
        rows.insert(0, rows[0] * deriv(function, value))
    return np.array(rows)
    ### END SOLUTION

# %% check="chain_backward"
check("chain_backward")

# %% [markdown]
# Row 0 of your table is what `chain_deriv` returns. The rest came for free, and the rest is what training needs. The
# picture shows the table of leaky ReLU, square, sigmoid and exp, at the points −2, −1, 0.5, 1 and 2; follow a column
# upwards to see a slope grow or fade on its way to the front.

# %%
places = np.array([-2.0, -1.0, 0.5, 1.0, 2.0])
figures.matrices(
    {"slopes, input to output": chain_backward([leaky_relu, square, sigmoid, np.exp], places)},
    digits=2,
    alt="A table of 5 rows and 5 columns. The bottom row, that of the output, is all ones; the "
    "top row holds the slopes with respect to the inputs -2, -1, 0.5, 1 and 2: negative for "
    "the first two, positive for the others.",
)

# %% [markdown]
# ## 6. Two inputs, added
#
# In a network, numbers meet: inputs are weighted and added up. Start with the smallest case. Two numbers are added, and
# the sum goes through a box $\sigma$. (Here $\sigma$ is *any* function, not only the sigmoid.)
#
# $$a = \alpha(x, y) = x + y, \qquad s = \sigma(a), \qquad \text{at once:} \quad s = \sigma(x + y)$$
#
# A drawing of boxes and arrows that shows what is computed from what is called a **computational graph**. Where two
# numbers meet, two arrows lead into one box:

# %%
figures.graph(
    [("a", r"$\alpha$: $x + y$", ["x", "y"]), ("s", r"$\sigma$", ["a"])],
    title="two arrows into one box",
    alt="Arrows from x and from y lead into the box alpha, which adds them; its result a goes "
    "into the box sigma; s comes out.",
)

# %% [markdown]
# **Worked by hand,** with $\sigma(u) = u^2$: for $x = 2$ and $y = 3$ the sum is 5 and $s = 25$. With arrays, the first
# entry of x meets the first entry of y, and so on. So the two must have the same shape:

# %%
x, y = np.array([2.0, -1.0]), np.array([3.0, 0.5])
print(x + y)  # [ 5.  -0.5]
print(np.square([5.0, -0.5]))  # [25.    0.25]

# %% [markdown]
# ### Exercise 8: multiple_inputs_add

# %% exercise="multiple_inputs_add"
def multiple_inputs_add(x: ndarray, y: ndarray, sigma: Array_Function) -> ndarray:
    """Return sigma(x + y), entry by entry.

    x, y: arrays of floats, both of shape (n,). sigma: any function that works entry by entry.
    Returns: array of shape (n,).

    >>> multiple_inputs_add(np.array([2.0, -1.0]), np.array([3.0, 0.5]), square)
    array([25.  ,  0.25])
    """
    ### BEGIN SOLUTION
    a = x + y
    return sigma(a)
    ### END SOLUTION

# %% check="multiple_inputs_add"
check("multiple_inputs_add")

# %% [markdown]
# ### One derivative for each input
#
# There are now two ends of string on the input side, so there are two questions. *How does $s$ move when I pull $x$
# and hold $y$ still?* The answer is the **partial derivative** $\partial s / \partial x$, written with a round
# $\partial$ as a reminder that something is held still. The same goes for $y$. That is why we can no longer write $u$
# under the bar: we must say which input is meant.
#
# We still walk backward and multiply, once along each road:
#
# $$\frac{\partial s}{\partial x} = \frac{d\sigma}{du}(x + y) \cdot \frac{\partial \alpha}{\partial x}(x, y)
#   \qquad
#   \frac{\partial s}{\partial y} = \frac{d\sigma}{du}(x + y) \cdot \frac{\partial \alpha}{\partial y}(x, y)$$
#
# Raise $x$ by 0.001, and the sum rises by 0.001: $\partial\alpha/\partial x = 1$. Likewise for $y$. An addition passes
# the upstream slope to both of its inputs, unchanged.

# %%
figures.graph(
    [("a", "$+$", ["x", "y"]), ("s", r"$\sigma$", ["a"])],
    gradients={"s": "1", "a": r"\sigma'(a)", "x": r"\sigma'(a)", "y": r"\sigma'(a)"},
    slopes={("s", "a"): r"\times\,\sigma'(a)", ("a", "x"): r"\times\,1", ("a", "y"): r"\times\,1"},
    title="the way back through an addition",
    alt="The graph of sigma of x plus y, with dashed arrows back: 1 at s, sigma prime of a in "
    "front of sigma, and the same, times 1, at both x and y.",
)

# %% [markdown]
# **Worked by hand,** with $\sigma(u) = u^2$, $x = 2$, $y = 3$: the box $\sigma$ is fed 5, where its slope is 10. So
# $\partial s/\partial x = \partial s/\partial y = 10$. Test it: $2.001 + 3 = 5.001$ and $5.001^2 = 25.010001$: put in
# a thousandth, and a hundredth comes out. ✓
#
# ### Exercise 9: multiple_inputs_add_backward
#
# A function can return two results at once: `return p, q` hands back the pair.

# %% exercise="multiple_inputs_add_backward"
def multiple_inputs_add_backward(
    x: ndarray, y: ndarray, sigma: Array_Function
) -> tuple[ndarray, ndarray]:
    """Return (ds/dx, ds/dy) for s = sigma(x + y), entry by entry.

    x, y: arrays of floats, both of shape (n,). sigma: any function that works entry by entry.
    Returns: tuple of two arrays of shape (n,), the derivatives with respect to x and to y, not
    summed.

    >>> dx, dy = multiple_inputs_add_backward(np.array([2.0, -1.0]), np.array([3.0, 0.5]), square)
    >>> dx.round(4)
    array([10., -1.])
    """
    ### BEGIN SOLUTION
    outer_slope = deriv(sigma, x + y)
    return outer_slope * np.ones_like(x), outer_slope * np.ones_like(y)
    ### END SOLUTION

# %% check="multiple_inputs_add_backward"
check("multiple_inputs_add_backward")

# %% [markdown]
# ## 7. Two inputs, multiplied
#
# Now the same with a product, $m = \mu(x, y) = x \cdot y$ and $s = \sigma(m)$. This is how an input meets its weight.
#
# The backward walk differs in one place only. Raise $x$ by a little, and the product rises by $y$ times that little:
#
# $$\frac{\partial \mu}{\partial x} = y, \qquad \frac{\partial \mu}{\partial y} = x, \qquad\text{so}\qquad
#   \frac{\partial s}{\partial x} = \frac{d\sigma}{du}(x y) \cdot y, \qquad
#   \frac{\partial s}{\partial y} = \frac{d\sigma}{du}(x y) \cdot x.$$
#
# A multiplication passes the slope to each input, scaled by *the other one*. An input that meets a large weight matters
# a lot; an input whose weight is zero does not matter at all.
#
# **Worked by hand,** with $\sigma(u) = u^2$, $x = 2$, $y = 3$: $m = 6$ and $s = 36$. The box $\sigma$ is fed 6, so its
# slope is 12, and
#
# $$\frac{\partial s}{\partial x} = 12 \cdot y = 36, \qquad \frac{\partial s}{\partial y} = 12 \cdot x = 24.$$
#
# As one formula, $s = x^2 y^2$ has the derivatives $2xy^2 = 36$ and $2x^2y = 24$. ✓

# %%
figures.graph(
    [("m = 6", r"$\times$", ["x = 2", "y = 3"]), ("s = 36", "$u^2$", ["m = 6"])],
    gradients={"s = 36": "1", "m = 6": "12", "x = 2": "36", "y = 3": "24"},
    slopes={
        ("s = 36", "m = 6"): r"\times\,12",
        ("m = 6", "x = 2"): r"\times\,3",
        ("m = 6", "y = 3"): r"\times\,2",
    },
    title="the way back through a multiplication",
    alt="Forward: x = 2 and y = 3 are multiplied to m = 6, which is squared to s = 36. "
    "Backward: 1 at s, 12 in front of the square; x gets 12 times 3, which is 36, and y "
    "gets 12 times 2, which is 24.",
)

# %% [markdown]
# ### Exercises 10 and 11: multiple_inputs_multiply and multiple_inputs_multiply_backward

# %% exercise="multiple_inputs_multiply"
def multiple_inputs_multiply(x: ndarray, y: ndarray, sigma: Array_Function) -> ndarray:
    """Return sigma(x y), where x and y are multiplied entry by entry.

    x, y: arrays of floats, both of shape (n,). sigma: any function that works entry by entry.
    Returns: array of shape (n,).

    >>> multiple_inputs_multiply(np.array([2.0, -1.0]), np.array([3.0, 0.5]), square)
    array([36.  ,  0.25])
    """
    ### BEGIN SOLUTION
    m = x * y
    return sigma(m)
    ### END SOLUTION

# %% check="multiple_inputs_multiply"
check("multiple_inputs_multiply")

# %% exercise="multiple_inputs_multiply_backward"
def multiple_inputs_multiply_backward(
    x: ndarray, y: ndarray, sigma: Array_Function
) -> tuple[ndarray, ndarray]:
    """Return (ds/dx, ds/dy) for s = sigma(x y), entry by entry.

    x, y: arrays of floats, both of shape (n,). sigma: any function that works entry by entry.
    Returns: tuple of two arrays of shape (n,), the derivatives with respect to x and to y, not
    summed.

    >>> x, y = np.array([2.0, -1.0]), np.array([3.0, 0.5])
    >>> dx, dy = multiple_inputs_multiply_backward(x, y, square)
    >>> dx.round(4), dy.round(4)
    (array([36. , -0.5]), array([24.,  1.]))
    """
    ### BEGIN SOLUTION
    outer_slope = deriv(sigma, x * y)
    return outer_slope * y, outer_slope * x
    ### END SOLUTION

# %% check="multiple_inputs_multiply_backward"
check("multiple_inputs_multiply_backward")

# %% [markdown]
# **Common slips**, found in published code. The sigmoid is hard-coded, although any $\sigma$ may be passed in; one
# array comes back where two derivatives are asked for; the two derivatives have swapped places. (The factor in the
# slope of $x$ is not $x$.)
#
# ### What you have built is a neuron
#
# Multiply an input by a weight, add a bias, send the sum through the sigmoid: that is a neuron with one input, and
# every box in it is one of yours. With $x = 2$, $w = 0.5$ and $b = -1$ the sum is 0, where the sigmoid is 0.5 and its
# slope is $0.5 \cdot (1 - 0.5) = 0.25$. Follow the dashed arrows from the right, and you can read off what each of the
# three numbers does to the output:

# %%
figures.graph(
    [
        ("m = 1", r"$\times$", ["x = 2", "w = 0.5"]),
        ("z = 0", "$+$", ["m = 1", "b = -1"]),
        ("a = 0.5", r"$\sigma$", ["z = 0"]),
    ],
    gradients={
        "a = 0.5": "1",
        "z = 0": "0.25",
        "m = 1": "0.25",
        "b = -1": "0.25",
        "x = 2": "0.125",
        "w = 0.5": "0.5",
    },
    slopes={
        ("a = 0.5", "z = 0"): r"\times\,0.25",
        ("z = 0", "m = 1"): r"\times\,1",
        ("z = 0", "b = -1"): r"\times\,1",
        ("m = 1", "x = 2"): r"\times\,0.5",
        ("m = 1", "w = 0.5"): r"\times\,2",
    },
    title="a neuron with one input, forward and backward",
    alt="Forward: x = 2 times w = 0.5 is 1, plus b = -1 is 0, the sigmoid of it is 0.5. "
    "Backward from 1 at the output: 0.25 in front of the sigmoid and of both inputs of the "
    "addition, 0.5 at w and 0.125 at x.",
)

# %% [markdown]
# ## 8. Extra credit: a fork in the road
#
# If you have time left: 5 points on top of this assignment's 100. You do not need them for full marks.
#
# So far every value has gone into one box. What if it goes into two, and their results meet again? Then there are two
# roads from $x$ to the output, and a pull at $x$ travels along both. What arrives is the **sum** of what each road
# brings:
#
# $$\frac{ds}{dx} = \underbrace{\frac{\partial s}{\partial p} \cdot \frac{dp}{dx}}_{\text{road through } p} +
#   \underbrace{\frac{\partial s}{\partial q} \cdot \frac{dq}{dx}}_{\text{road through } q}$$
#
# **Worked by hand.** Let $s = x \cdot x$, so both roads lead straight into the multiplication. Each passes back the
# other input, which is $x$. Together that makes $x + x = 2x$, the slope of the square, as it should be.
#
# ### Exercise 12, extra credit: fork_backward
#
# Let $p = \sigma(x)$, $q = \tau(x)$ and $s = p \cdot q$. What does the multiplication pass back to $p$? What does
# $\sigma$ make of it? Then do the same for the other road. (You may know the result from school, under another name.)

# %%
figures.graph(
    [("p", r"$\sigma$", ["x"]), ("q", r"$\tau$", ["x"]), ("s", r"$\times$", ["p", "q"])],
    title="one input, two roads",
    alt="The same x enters two boxes, sigma above and tau below; what comes out, p and q, meets "
    "in a multiplication, and s comes out of that.",
)

# %% exercise="fork_backward"
def fork_backward(x: ndarray, sigma: Array_Function, tau: Array_Function) -> ndarray:
    """Return ds/dx for s = sigma(x) * tau(x), multiplied entry by entry: the sum of what both
    roads bring back.

    x: array of floats, of shape (n,). sigma, tau: any functions that work entry by entry.
    Returns: array of shape (n,), one slope for each entry (not their sum).

    >>> fork_backward(np.array([1.0, -0.5]), square, np.exp).round(3)
    array([ 8.155, -0.455])
    """
    ### BEGIN SOLUTION
    through_sigma = tau(x) * deriv(sigma, x)
    through_tau = sigma(x) * deriv(tau, x)
    return through_sigma + through_tau
    ### END SOLUTION

# %% check="fork_backward"
check("fork_backward")

# %% [markdown]
# ## What you take with you
#
# - A chain of boxes is a box, and its slope is the **product** of the slopes of its links.
# - Each link is asked for its slope **at the value that the forward pass fed it**, never at x again.
# - So: forward first, keeping the numbers in between; then backward, multiplying what arrives (upstream) by the box's
#   own slope (local).
# - An addition passes the slope on as it is; a multiplication passes it on times the other input.
# - Where roads meet on the way back, their slopes add.
#
# ### Can you answer these without looking?
#
# Put your answer in place of the dots, and run the cell: it says how it read your answer. Whether that is right comes
# with your grade, and so does the reason.

# %% exercise="nested_slope"
### BEGIN SOLUTION
answer("nested_slope", 50)
### END SOLUTION

# %% exercise="forward_first"
### BEGIN SOLUTION
answer("forward_first", "a")
### END SOLUTION

# %% exercise="weight_of_zero"
### BEGIN SOLUTION
answer("weight_of_zero", "not at all")
### END SOLUTION

# %% exercise="both_pulled"
### BEGIN SOLUTION
answer("both_pulled", 0.04)
### END SOLUTION

# %% [markdown]
# **Next:** add many products, and you have a *dot product*. [Its
# gradient](../dot_product_gradient/dot_product_gradient.ipynb) is the next lesson, and you already know both of its
# ingredients.
#
# <details><summary>Where each section comes from</summary>
#
# The ideas follow Seth Weidman, "Deep Learning from Scratch" (O'Reilly, 2019), chapter 1, called "the book" here;
# Mahmoud Nabil, "Introduction to Artificial Neural Networks 1" (North Carolina A&T, 2022), "the slides"; and
# Shauntclair Ruiz, "Explanatory Notes for 6.390" (MIT, 2022), chapter 7, "the notes". Words, examples, figures and
# code are our own.
#
# - **1. Boxes in a row**: Book and slides, "Nested Functions".
# - **2. The chain rule**: Book and slides, "The Chain Rule"; notes, 7.5.2, concept 3.
# - **3. Three boxes, and two passes**: Book, "A Slightly Longer Example"; slides, "Slightly Longer Example"; notes,
#   (7.6) and definitions 4 and 5.
# - **4. As long as you like**: Book, "A Slightly Longer Example", says that any finite number of functions works
#   in the same way; notes, 7.5.10, (7.18) and (7.41).
# - **5. Every slope at once: the backward pass**: Notes, 7.5.5 and 7.5.6, definition 5 and concept 6; book, the two
#   passes of "A Slightly Longer Example".
# - **6. Two inputs, added**: Book and slides, "Functions with Multiple Inputs".
# - **One derivative for each input**: Book and slides, "Derivatives of Functions with Multiple Inputs"; notes, 7.X.1,
#   definition 19.
# - **7. Two inputs, multiplied**: The book leaves this case to its readers, at the end of "Derivatives of Functions
#   with Multiple Inputs".
# - **What you have built is a neuron**: Notes, 7.5.3 to 7.5.5.
# - **8. Extra credit: a fork in the road**: Notes, 7.X.1, definition 20.
#
# </details>
