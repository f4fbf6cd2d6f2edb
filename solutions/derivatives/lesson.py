# %% [markdown]
# # Derivatives
#
# A neural network learns by asking one question, millions of times: *if I turn this knob a little, how much does the
# result move?* The answer is a **derivative**. In this lesson you build the small functions that networks are made of,
# and then a tool that measures the derivative of any of them.
#
# **When you are done, you can**
#
# - write functions that work on a whole array of numbers at once,
# - recognise ReLU, leaky ReLU and the sigmoid by formula, by picture and by code,
# - measure the slope of a function that you know nothing about, with two evaluations,
# - draw the tangent line at any point, and say what it is good for.
#
# **How to work.** Every exercise is a function with a docstring that says what goes in and what comes out. Put your
# own lines in the place of `raise NotImplementedError()`, run the cell, then run the `check` cell below it. A check
# that fails tells you what it saw. Try as often as you like.
#
# *The ideas follow Seth Weidman, "Deep Learning from Scratch" (O'Reilly, 2019), chapter 1, sections "Functions" and
# "Derivatives". Words, figures and code are our own.*

# %% given="setup"
from collections.abc import Callable

import numpy as np
from numpy import ndarray

from autograder import check


# %% given="plot_curves"
def plot_curves(x: ndarray, curves: dict[str, ndarray], title: str = "") -> None:
    """Draw every named array of `curves` over the array x, in one picture."""
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(figsize=(6, 3.2))
    for name, y in curves.items():
        axes.plot(x, y, label=name)
    axes.axhline(0, color="grey", linewidth=0.5)
    axes.axvline(0, color="grey", linewidth=0.5)
    axes.set_title(title)
    axes.legend()
    plt.show()

# %% [markdown]
# ## 1. One function, three portraits
#
# Take the rule "double the number, then add one".
#
# **As a formula** it is $f(x) = 2x + 1$.
#
# **As a machine** it is a box with a slot on the left and a chute on the right:
#
# ```
#            ┌────────────┐
#    3  ───▶ │  2 u  +  1 │ ───▶  7
#            └────────────┘
# ```
#
# **As code** it is
#
# ```python
# def double_plus_one(x):
#     return 2 * x + 1
# ```
#
# The formula is best for calculating, the box for thinking about what is connected to what, and the code for getting
# the computer to do the work. Keep all three in mind: later on, one of them is always easier than the other two.
#
# ### A box that eats arrays
#
# We rarely have a single number. We have hundreds, in a NumPy array, and we want the rule applied **entry by entry**.
# NumPy does so without a loop. The next cell feeds three numbers through the box in one go.

# %%
def double_plus_one(x: ndarray) -> ndarray:
    """Return 2x + 1 for each entry of x."""
    return 2 * x + 1


print(double_plus_one(np.array([3.0, 0.0, -1.0])))  # [ 7.  1. -1.]

# %% [markdown]
# Notice that `double_plus_one` has no idea whether x has one entry, a row of ten or a table of twenty: the result has
# x's shape. All functions of this lesson are of this kind.
#
# ### Exercise 1: square
#
# Your first box computes $f(x) = x^2$, entry by entry. Two things to watch: a negative number has a *positive* square,
# and for a table of numbers we want each entry squared, not the matrix product of the table with itself.

# %% exercise="square"
def square(x: ndarray) -> ndarray:
    """Return x squared, entry by entry.

    x: array of floats, of any shape. Returns: array of x's shape.

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
# a corner needs no `if`. As an example, here is a *lid* that lets nothing rise above 1:
#
# $$\operatorname{lid}(x) = \min(x, 1)$$
#
# By hand: 0.4 stays 0.4, 2.5 is held at 1, and −3 stays −3.

# %%
def lid(x: ndarray) -> ndarray:
    """Return the smaller of x and 1, entry by entry."""
    return np.minimum(x, 1.0)


grid = np.linspace(-3, 3, 121)
print(lid(np.array([0.4, 2.5, -3.0])))  # [ 0.4  1.  -3. ]
plot_curves(grid, {"x": grid, "lid(x)": lid(grid)}, "a lid at 1")

# %% [markdown]
# Mind the difference between `np.minimum(x, 1)`, which compares each entry with 1 and returns an *array*, and
# `np.min(x)`, which returns the *one* smallest entry.
#
# ### Exercise 2: ReLU
#
# The *rectified linear unit* is the opposite: a floor at zero. What is positive passes, what is negative becomes 0.
#
# $$\operatorname{relu}(x) = \max(x, 0)$$
#
# ```
#           relu(x)
#              │      ╱
#              │    ╱
#              │  ╱
#    ──────────┼───────── x
# ```

# %% exercise="relu"
def relu(x: ndarray) -> ndarray:
    """Return x where x is positive, and 0 elsewhere, entry by entry.

    x: array of floats, of any shape. Returns: array of x's shape.

    >>> relu(np.array([2.0, -1.5, 0.25]))
    array([2.  , 0.  , 0.25])
    """
    ### BEGIN SOLUTION
    return np.where(x > 0, x, 0.0)
    ### END SOLUTION

# %% check="relu"
check("relu")

# %% [markdown]
# ### Exercise 3: leaky ReLU
#
# A unit that answers 0 to every negative number cannot tell −1 from −100. The *leaky* ReLU lets a fifth of the
# negative side through:
#
# $$\operatorname{leaky\_relu}(x) = \begin{cases} x & \text{if } x > 0 \\ 0.2\,x & \text{otherwise} \end{cases}$$
#
# ```
#           leaky_relu(x)
#              │      ╱
#              │    ╱      slope 1 on the right
#              │  ╱
#    ──────────┼───────── x
#       __..--'│            slope 0.2 on the left
# ```
#
# **A worked example with two cases.** The absolute value is $-x$ on the left of zero and $x$ on the right. For the
# entries 2, −3, −0.5 the right case applies once and the left case twice: the result is 2, 3, 0.5. In NumPy,
# `np.where(condition, these, those)` picks between two arrays, entry by entry:

# %%
entries = np.array([2.0, -3.0, -0.5])
print(np.where(entries > 0, entries, -entries))  # [2.  3.  0.5]

# %% [markdown]
# In the exercise, check one negative number by hand first: −3 must become −0.6. It is still negative, only smaller.

# %% exercise="leaky_relu"
def leaky_relu(x: ndarray) -> ndarray:
    """Return x where x is positive, and 0.2 x elsewhere, entry by entry.

    x: array of floats, of any shape. Returns: array of x's shape.

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
# The *sigmoid* squeezes the whole number line into the interval from 0 to 1. Far to the left it is almost 0, far to
# the right almost 1, and at 0 it is exactly one half.
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}}$$
#
# **Worked by hand.** For $x = \ln 3 \approx 1.0986$ we have $e^{-x} = \tfrac13$, so $\sigma = 1 / (1 + \tfrac13) =
# 0.75$. For $x = -\ln 3$ we have $e^{-x} = 3$ and $\sigma = \tfrac14$. The two add up to 1, and so they do for every
# pair $x$, $-x$.
#
# **A trap with fractions.** On paper the bar of a fraction groups what is under it. In code you have to do that with
# parentheses, because `/` comes before `+`:

# %%
print(1 / (2 + 3))  # 0.2: one over five
print(1 / 2 + 3)  # 3.5: a half, plus three

# %% [markdown]
# ### Exercise 4: sigmoid

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
# When all four are green, look at your work. Copy these lines into a new cell:
#
# ```python
# grid = np.linspace(-3, 3, 121)
# plot_curves(grid, {"relu": relu(grid), "leaky": leaky_relu(grid), "sigmoid": sigmoid(grid)})
# ```
#
# ## 4. How steep is it here?
#
# Stand on the graph of $f$ at the point $a$. Step a little to the right, by $\Delta$, and note the height. Step equally
# far to the left and note the height there. The slope between the two is *rise over run*:
#
# ```
#                                     ● f(a + Δ)   ─┐
#                                 .  ╱              │
#                             .    ╱                │ rise = f(a + Δ) − f(a − Δ)
#                     ●    .                        │
#      f(a − Δ) ●                                  ─┘
#               └─────┼─────────────┘
#             a − Δ   a           a + Δ        run = 2 Δ
# ```
#
# Let $\Delta$ shrink, and this slope settles on a number: the **derivative** of $f$ at $a$,
#
# $$\frac{df}{du}(a) = \lim_{\Delta \to 0} \frac{f(a + \Delta) - f(a - \Delta)}{2\,\Delta}.$$
#
# (The $u$ under the bar only names "the input of $f$"; any letter would do.) A computer cannot take a limit, but it
# can take a small $\Delta$ and stop there. That is called a **central difference**, and it is only *approximately* the
# derivative:
#
# $$\frac{df}{du}(a) \approx \frac{f(a + \Delta) - f(a - \Delta)}{2\,\Delta} \qquad \text{with, say, } \Delta = 0.001.$$
#
# **Worked by hand.** Let $f(u) = u^3$, $a = 1$ and a generous $\Delta = 0.5$. Then $f(1.5) = 3.375$ and
# $f(0.5) = 0.125$. The rise is 3.25, the run is 1, so the slope is 3.25. The true derivative $3a^2$ is 3: the error is
# $0.25 = \Delta^2$. With $\Delta = 0.001$ it would be a millionth.
#
# **Why to both sides?** You may remember the slope from $a$ to $a + \Delta$ only. It tends to the same limit, but
# slowly. For $u^3$ at $a = 1$:
#
# | Δ | one-sided, $\frac{f(a+\Delta) - f(a)}{\Delta}$ | central | true |
# |---|---|---|---|
# | 0.5 | 4.75 | 3.25 | 3 |
# | 0.1 | 3.31 | 3.01 | 3 |
# | 0.001 | 3.003001 | 3.000001 | 3 |
#
# One-sided errors shrink like $\Delta$, central ones like $\Delta^2$: the two steps make opposite mistakes, which
# cancel.
#
# The next cell shows how the line through the two points leans onto the curve as $\Delta$ shrinks.

# %%
u = np.linspace(-0.2, 2.2, 97)
chords = {"u³": u**3}
for step, slope, middle in [(1.0, 4.0, 4.0), (0.5, 3.25, 1.75), (0.1, 3.01, 1.03)]:  # worked out by hand, at a = 1
    chords[f"Δ = {step}: slope {slope}"] = middle + slope * (u - 1)
plot_curves(u, chords, "the slope of u³ at 1")

# %% [markdown]
# ### Functions as arguments
#
# A tool that measures slopes must be told *which* function to measure. In Python a function can be handed over like
# any other value: pass its name, without parentheses. An argument can also have a default, used when the caller leaves
# it out. Both in one example:

# %%
def wobble(func: Callable[[ndarray], ndarray], input_: ndarray, delta: float = 0.5) -> ndarray:
    """Return how far func(input_) moves when its input is raised by delta."""
    return func(input_ + delta) - func(input_)


places = np.array([1.0, 2.0])
print(wobble(double_plus_one, places))  # [1. 1.]: delta is 0.5
print(wobble(double_plus_one, places, 3.0))  # [6. 6.]: delta is 3
print(wobble(np.exp, places).round(3))  # [1.763 4.793]: NumPy's own functions fit, too

# %% [markdown]
# ### Exercise 5: deriv
#
# Now write the tool: the central difference of *any* function, at *every* entry of an array. Use exactly the formula
# above, and use the `delta` that you are given. Mind the parentheses in both halves of the fraction.

# %% exercise="deriv"
def deriv(func: Callable[[ndarray], ndarray], input_: ndarray, delta: float = 0.001) -> ndarray:
    """Return the central difference (func(input_ + delta) - func(input_ - delta)) over 2 delta, at every entry.

    func: a function that works entry by entry, from an array to an array of the same shape.
    input_: array of floats, of shape (n,). A single float works the same way, and then gives a single float.
    delta: how far to step to each side; it is used as given, not replaced by another step.
    Returns: array of input_'s shape, the slope of func at each entry (slopes are not summed or averaged).

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
# Point your new instrument at your own functions. In a new cell:
#
# ```python
# plot_curves(grid, {"sigmoid": sigmoid(grid), "its slope": deriv(sigmoid, grid)})
# plot_curves(grid, {"square": square(grid), "its slope": deriv(square, grid)})
# ```
#
# Where the curve rises, its slope is above zero; where the curve is flat, the slope is zero; and the slope of $u^2$ is
# the straight line $2u$, as your calculus teacher said.
#
# **What the instrument cannot see.** ReLU has a corner at 0: the slope is 0 on the left, 1 on the right, and there is
# none *at* 0. The central difference reaches over the corner to both sides and reports 0.5; for leaky ReLU it reports
# 0.6. Neither is a slope of the function anywhere. This happens sooner than you think: entry 300 of
# `np.arange(-3, 3, 0.01)` ought to be 0, and is about −0.00000000000006, which is the corner for all purposes of a
# step of 0.001. We never grade you at a corner.
#
# ## 5. The tangent line
#
# A derivative is worth having because it lets us *predict*. Close to $a$, a curve is nearly a straight line: the one
# that goes through the point $(a, f(a))$ and has the curve's slope there. Starting from the height $f(a)$ and walking
# $x - a$ to the side gains $x - a$ times the slope:
#
# $$T(x) = f(a) + \frac{df}{du}(a) \cdot (x - a)$$
#
# **Worked by hand.** Let $f(u) = u^2$ and $a = 1$. The height is $f(1) = 1$, the slope is 2, so
# $T(x) = 1 + 2\,(x - 1)$.
#
# | $x$ | 1 | 1.1 | 2 | 3 |
# |---|---|---|---|---|
# | $f(x) = x^2$ | 1 | 1.21 | 4 | 9 |
# | $T(x)$ | 1 | 1.2 | 3 | 5 |
#
# At $a$ the prediction is exact, nearby it is good, far away it is not. Two different places are at work here: $a$,
# where the line *touches*, and $x$, where we *read* it. Height and slope both belong to $a$; only the walk $x - a$
# knows of $x$.

# %%
x = np.linspace(-1, 3, 81)
plot_curves(x, {"u²": x**2, "tangent at 1": 2 * x - 1}, "a curve and its best straight guess at 1")

# %% [markdown]
# ### Exercise 6: tangent_line
#
# Write $T$ for any function, with your `deriv` for the slope.

# %% exercise="tangent_line"
def tangent_line(func: Callable[[ndarray], ndarray], a: float, x: ndarray) -> ndarray:
    """Return the height, at every entry of x, of the line that touches the graph of func at the point a.

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
# Try it on a curve with a bend:
#
# ```python
# plot_curves(grid, {"sin": np.sin(grid), "at 0": tangent_line(np.sin, 0.0, grid),
#                    "at 2": tangent_line(np.sin, 2.0, grid)})
# ```
#
# ## What you take with you
#
# - A function is a box: numbers in, numbers out, entry by entry.
# - Its derivative at a point says by what multiple a small change of the input arrives at the output.
# - `deriv` measures it for any function, up to an error of about $\Delta^2$ and not across corners.
# - The tangent line turns a slope into a prediction. Training a network is nothing but this: follow the prediction
#   a small step, look again, repeat.
#
# In the next lesson, *chain rule*, we connect boxes in a row and ask how a change at the very first input reaches the
# very last output.
