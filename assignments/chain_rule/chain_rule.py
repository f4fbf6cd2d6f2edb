# %% [markdown]
# # The chain rule
#
# A neural network is a row of simple boxes, each feeding the next. You already know how to measure the slope of *one*
# box. This lesson answers the question on which all of deep learning rests: **when I nudge what goes into the first
# box, how much does the result of the last one move?**
#
# **When you are done, you can**
#
# - send numbers through a chain of two, three or any number of functions,
# - compute the slope of the whole chain from the slopes of its links, and say *where* each of them is taken,
# - tell a forward pass from a backward pass, and why the second needs the first,
# - do the same when two inputs are added or multiplied on the way.
#
# **How to work.** In each exercise, put your own lines in the place of `raise NotImplementedError()`, run the cell, then
# run the `check` below it. The functions of the lesson *derivatives* are provided here in working order, so nothing that
# went wrong there can hurt you.
#
# *The ideas follow Seth Weidman, "Deep Learning from Scratch" (O'Reilly, 2019), chapter 1, from "Nested Functions" to
# "Derivatives of Functions with Multiple Inputs". Words, examples, figures and code are our own.*

# %% given="setup"
from collections.abc import Callable

import numpy as np
from numpy import ndarray

from autograder import check

Array_Function = Callable[[ndarray], ndarray]  # a box: an array goes in, an array of the same shape comes out
Chain = list[Array_Function]  # boxes in the order in which the data meets them: chain[0] comes first


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
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)


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
# ## 1. Boxes in a row
#
# Take two boxes, "add 3" and "square", and connect the chute of the first to the slot of the second:
#
# ```
#           f₁                 f₂
#        ┌───────┐          ┌───────┐
#  2 ──▶ │ u + 3 │ ── 5 ──▶ │  u²   │ ──▶ 25
#        └───────┘          └───────┘
# ```
#
# On paper this is $y = f_2(f_1(x))$. Read it from the inside out: what stands *last* in the formula is done *first*.
# In code we keep the boxes in a list, in the order in which the number meets them. We call such a list a **chain**:
#
# ```python
# chain = [add_three, square]      # chain[0] is f₁, chain[1] is f₂
# ```
#
# The order matters. With the two boxes exchanged, 2 becomes first 4 and then 7:

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
# *The printed version:* one edition of the book calls the second argument `a` and then computes with `x`, a name that
# the function does not know. If you meet a `NameError`, compare the names above and below.

# %% exercise="chain_length_2"
def chain_length_2(chain: Chain, x: ndarray) -> ndarray:
    """Return f2(f1(x)) for the chain [f1, f2].

    chain: list of two functions that work entry by entry. x: array of floats, of shape (n,).
    Returns: array of shape (n,).

    >>> chain_length_2([square, np.exp], np.array([0.0, -1.0])).round(4)
    array([1.    , 2.7183])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="chain_length_2"
check("chain_length_2")

# %% [markdown]
# ## 2. The chain rule
#
# Think of two gear pairs. Turn the crank once, and the middle axle turns 3 times. Turn the middle axle once, and the
# wheel turns 2 times, backwards. Then one turn of the crank gives $3 \times (-2) = -6$ turns of the wheel. Ratios of
# things in a row **multiply**.
#
# A slope is such a ratio: it says by what multiple a small change of the input arrives at the output. So the slope of
# a chain is a product of slopes. The one thing to be careful about: unlike a gear, a function has a different ratio
# at every place. Each box must be asked for its slope *at the number that it is being fed*.
#
# ```
#              f₁                          f₂
#        ┌─────────────┐            ┌──────────────┐
#  x ──▶ │ slope f₁′(x)│ ─ f₁(x) ─▶ │slope f₂′(   )│ ──▶ y
#        └─────────────┘     │      └──────────▲───┘
#                            └─────────────────┘
#                       the second box is fed f₁(x), not x
# ```
#
# $$\frac{d\,(f_2 \circ f_1)}{du}(x) = \frac{df_2}{du}\bigl(f_1(x)\bigr) \cdot \frac{df_1}{du}(x)$$
#
# ($f_2 \circ f_1$ is the short name of the whole chain, first $f_1$, then $f_2$.)
#
# **A worked example that checks itself.** Let $f_1(u) = u^2$ and $f_2(u) = \sqrt u$. For a positive $x$ the second box
# undoes the first: the chain is $\sqrt{x^2} = x$, with slope 1 everywhere. Does the rule agree at $x = 2$?
#
# | | value that the box is fed | its slope there |
# |---|---|---|
# | $f_1 = u^2$ | 2 | $2u = 4$ |
# | $f_2 = \sqrt u$ | $f_1(2) = 4$ | $\frac{1}{2\sqrt u} = \frac14$ |
#
# The product is $4 \cdot \frac14 = 1$. ✓ Had we asked $\sqrt u$ for its slope at 2, where it never stands, we would
# have got $4 \cdot 0.3536 = 1.414$, which is wrong. This is the most common mistake of all.
#
# *The printed version:* the book writes the left side as $\frac{df_2}{du}(x)$. That would be the slope of $f_2$ alone;
# what is meant is the slope of the whole chain, as above.
#
# ### Many points at once
#
# With an array x, every entry runs through the chain on its own, and every entry has its own two slopes. So the
# product is entry by entry, `*`, and nothing is summed:

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
    """Return the slope of f2(f1(x)) at every entry of x, for the chain [f1, f2], by the chain rule.

    chain: list of two functions that work entry by entry. x: array of floats, of shape (n,).
    Returns: array of shape (n,), one slope for each entry (not their sum).

    >>> chain_deriv_2([square, np.exp], np.array([1.0, -0.5])).round(3)
    array([ 5.437, -1.284])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="chain_deriv_2"
check("chain_deriv_2")


# %% [markdown]
# See it with your own eyes. In a new cell:
#
# ```python
# grid = np.arange(-3, 3, 0.05)
# for chain in ([square, sigmoid], [sigmoid, square]):
#     plot_curves(grid, {"chain": chain_length_2(chain, grid), "slope": chain_deriv_2(chain, grid)})
# ```
#
# Wherever the curve falls, the slope is below zero; wherever it is flat, the slope is zero.
#
# ## 3. Three boxes, and two passes
#
# Nothing new happens with a third box. It contributes one more slope, taken at what *it* is fed:
#
# $$\frac{d\,(f_3 \circ f_2 \circ f_1)}{du}(x) =
#   \frac{df_3}{du}\bigl(f_2(f_1(x))\bigr) \cdot \frac{df_2}{du}\bigl(f_1(x)\bigr) \cdot \frac{df_1}{du}(x)$$
#
# **Worked by hand.** Double, then square, then cube, at $x = 1$. First we walk **forward** and write down what each
# box is fed. Then we walk **backward** and collect the slopes:
#
# ```
#  forward       1 ──▶ [ 2u ] ── 2 ──▶ [ u² ] ── 4 ──▶ [ u³ ] ──▶ 64
#
#  slope there         2               2u = 4          3u² = 48
#
#  backward     384 ◀── × 2 ── 192 ◀── × 4 ─── 48 ◀── × 48 ──── 1
# ```
#
# The chain as one formula is $\bigl((2x)^2\bigr)^3 = 64 x^6$ with slope $384 x^5$, which is 384 at 1. ✓
#
# These two walks are the **forward pass** and the **backward pass** of every neural network ever trained. The backward
# pass needs the numbers that the forward pass left behind: without the 2 and the 4 we would not know where to ask for
# the slopes.
#
# ### Exercises 3 and 4: chain_length_3 and chain_deriv_3
#
# First the forward pass alone, then the slope. Give the numbers in between a name; you will want them.

# %% exercise="chain_length_3"
def chain_length_3(chain: Chain, x: ndarray) -> ndarray:
    """Return f3(f2(f1(x))) for the chain [f1, f2, f3].

    chain: list of three functions that work entry by entry. x: array of floats, of shape (n,).
    Returns: array of shape (n,).

    >>> chain_length_3([leaky_relu, square, sigmoid], np.array([2.0, -5.0])).round(4)
    array([0.982 , 0.7311])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="chain_length_3"
check("chain_length_3")


# %% exercise="chain_deriv_3"
def chain_deriv_3(chain: Chain, x: ndarray) -> ndarray:
    """Return the slope of f3(f2(f1(x))) at every entry of x, for the chain [f1, f2, f3], by the chain rule.

    chain: list of three functions that work entry by entry. x: array of floats, of shape (n,).
    Returns: array of shape (n,), one slope for each entry (not their sum).

    >>> chain_deriv_3([leaky_relu, square, sigmoid], np.array([2.0, -5.0])).round(4)
    array([ 0.0707, -0.0786])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="chain_deriv_3"
check("chain_deriv_3")

# %% [markdown]
# *The printed version:* in one scan of the book the formula for three functions is lost. It is the one above, and each
# of its three places can be read off the drawing: $x$, then $f_1(x)$, then $f_2(f_1(x))$.
#
# ## 4. As long as you like
#
# A modern network has a hundred boxes in a row. Nobody wants to write `chain_deriv_100`. A loop does the same: it
# carries the number along from box to box.
#
# **A worked example of carrying along.** This loop pours a number through a list of *amounts*, and keeps two things
# up to date, a running total and a running product:

# %%
total, product = 0.0, 1.0  # what adding and multiplying start from
for amount in [2.0, 5.0, 10.0]:
    total, product = total + amount, product * amount
print(total, product)  # 17.0 100.0


# %% [markdown]
# For the slope of a chain you carry two things as well: the *value* that has arrived so far, and the *slope* of all
# boxes so far. Here they are for a chain of four squarings at $x = 1.1$, that is $x^{16}$:
#
# | box | value fed to it | its slope $2u$ there | slope so far |
# |---|---|---|---|
# | 1 | 1.1 | 2.2 | 2.2 |
# | 2 | 1.21 | 2.42 | 5.324 |
# | 3 | 1.4641 | 2.9282 | 15.5897 |
# | 4 | 2.1436 | 4.2872 | 66.8360 |
#
# Calculus says $16 x^{15} = 16 \cdot 4.17725 = 66.836$. ✓ Look closely at *when* things happen in a row of the table:
# a box is asked for its slope at the value that is fed to it, so before the value moves on.
#
# ### Exercises 5 and 6: chain_forward and chain_deriv

# %% exercise="chain_forward"
def chain_forward(chain: Chain, x: ndarray) -> ndarray:
    """Return the result of sending x through all functions of the chain, chain[0] first.

    chain: list of one or more functions that work entry by entry. x: array of floats, of shape (n,).
    Returns: array of shape (n,).

    >>> chain_forward([square], np.array([3.0, -2.0]))
    array([9., 4.])
    >>> chain_forward([square, square, square, square], np.array([1.1])).round(4)
    array([4.595])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="chain_forward"
check("chain_forward")


# %% exercise="chain_deriv"
def chain_deriv(chain: Chain, x: ndarray) -> ndarray:
    """Return the slope of the whole chain at every entry of x, by the chain rule.

    chain: list of one or more functions that work entry by entry, chain[0] comes first.
    x: array of floats, of shape (n,). Returns: array of shape (n,), one slope for each entry (not their sum).

    >>> chain_deriv([square], np.array([3.0, -2.0])).round(4)
    array([ 6., -4.])
    >>> chain_deriv([square, square, square, square], np.array([1.1])).round(2)
    array([66.84])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="chain_deriv"
check("chain_deriv")

# %% [markdown]
# ### What a long chain does to a slope
#
# Multiply a hundred slopes of at most 0.25, and almost nothing is left of the change that you made at the front. The
# sigmoid's slope is never more than 0.25, which is why long chains of sigmoids learn slowly. The picture shows the
# best case, $0.25^n$, beside the slope 1 of ReLU's right half:

# %%
links = np.arange(1, 9)
curves = {"0.25ⁿ (sigmoid, at best)": 0.25**links, "1ⁿ (relu, x > 0)": 1.0**links}
plot_curves(links, curves, "slope of n boxes in a row")

# %% [markdown]
# ## 5. Two inputs
#
# In a network, numbers meet: inputs are weighted and added up. Start with the smallest case. Two numbers are added,
# and the sum goes through a box $\sigma$. (Here $\sigma$ is *any* function, not only the sigmoid.)
#
# ```
#   x ──▶ ┌───────┐         ┌───────┐
#         │ x + y │ ─ a ──▶ │   σ   │ ──▶ s
#   y ──▶ └───────┘         └───────┘
# ```
#
# $$a = \alpha(x, y) = x + y, \qquad s = \sigma(a)$$
#
# **Worked by hand,** with $\sigma(u) = u^2$: for $x = 2$ and $y = 3$ the sum is 5 and $s = 25$. With arrays, the first
# entry of x meets the first entry of y, and so on:

# %%
x, y = np.array([2.0, -1.0]), np.array([3.0, 0.5])
print(x + y)  # [ 5.  -0.5]
print(np.square([5.0, -0.5]))  # [25.    0.25]


# %% [markdown]
# ### Exercise 7: multiple_inputs_add

# %% exercise="multiple_inputs_add"
def multiple_inputs_add(x: ndarray, y: ndarray, sigma: Array_Function) -> ndarray:
    """Return sigma(x + y), entry by entry.

    x, y: arrays of floats, both of shape (n,). sigma: any function that works entry by entry.
    Returns: array of shape (n,).

    >>> multiple_inputs_add(np.array([2.0, -1.0]), np.array([3.0, 0.5]), square)
    array([25.  ,  0.25])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="multiple_inputs_add"
check("multiple_inputs_add")


# %% [markdown]
# ### One derivative for each input
#
# There are two knobs now, so there are two questions. *How does $s$ move when I turn $x$ and hold $y$ still?* The
# answer is the **partial derivative** $\partial s / \partial x$, written with a round $\partial$ as a reminder that
# something is held still. And the same for $y$.
#
# We still walk backward and multiply, once along each road:
#
# $$\frac{\partial s}{\partial x} = \frac{d\sigma}{du}(x + y) \cdot \frac{\partial \alpha}{\partial x}(x, y)
#   \qquad
#   \frac{\partial s}{\partial y} = \frac{d\sigma}{du}(x + y) \cdot \frac{\partial \alpha}{\partial y}(x, y)$$
#
# Raise $x$ by 0.001, and the sum rises by 0.001: $\partial\alpha/\partial x = 1$. Likewise for $y$. An addition hands
# the slope that comes from behind to both of its inputs, unchanged.
#
# ```
#   ∂s/∂x ◀── × 1 ── ┌─────┐              ┌─────┐
#                    │  +  │ ◀── σ′(a) ── │  σ  │ ◀── 1
#   ∂s/∂y ◀── × 1 ── └─────┘              └─────┘
# ```
#
# **Worked by hand,** with $\sigma(u) = u^2$, $x = 2$, $y = 3$: the box $\sigma$ stands at 5, where its slope is 10. So
# $\partial s/\partial x = \partial s/\partial y = 10$. Test it: $2.001 + 3 = 5.001$ and $5.001^2 = 25.010001$, a
# hundredth more for a thousandth put in. ✓
#
# ### Exercise 8: multiple_inputs_add_backward
#
# A function can return two results at once: `return p, q` hands back the pair.

# %% exercise="multiple_inputs_add_backward"
def multiple_inputs_add_backward(x: ndarray, y: ndarray, sigma: Array_Function) -> tuple[ndarray, ndarray]:
    """Return (ds/dx, ds/dy) for s = sigma(x + y), entry by entry.

    x, y: arrays of floats, both of shape (n,). sigma: any function that works entry by entry.
    Returns: tuple of two arrays of shape (n,), first the derivative with respect to x, then to y (not summed).

    >>> dx, dy = multiple_inputs_add_backward(np.array([2.0, -1.0]), np.array([3.0, 0.5]), square)
    >>> dx.round(4)
    array([10., -1.])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="multiple_inputs_add_backward"
check("multiple_inputs_add_backward")


# %% [markdown]
# ## 6. Two inputs, multiplied
#
# Now the same with a product, $m = \mu(x, y) = x \cdot y$ and $s = \sigma(m)$. This is how an input meets its weight.
#
# The backward walk differs in one place only. Raise $x$ by a little, and the product rises by $y$ times that little:
#
# $$\frac{\partial \mu}{\partial x} = y, \qquad \frac{\partial \mu}{\partial y} = x.$$
#
# ```
#   ∂s/∂x ◀── × y ── ┌─────┐              ┌─────┐
#                    │  ·  │ ◀── σ′(m) ── │  σ  │ ◀── 1
#   ∂s/∂y ◀── × x ── └─────┘              └─────┘
# ```
#
# A multiplication hands the slope to each input, scaled by *the other one*. An input that meets a large weight matters
# a lot; an input whose weight is zero does not matter at all.
#
# **Worked by hand,** with $\sigma(u) = u^2$, $x = 2$, $y = 3$: $m = 6$ and $s = 36$. The box $\sigma$ stands at 6, so
# its slope is 12, and
#
# $$\frac{\partial s}{\partial x} = 12 \cdot y = 36, \qquad \frac{\partial s}{\partial y} = 12 \cdot x = 24.$$
#
# As one formula, $s = x^2 y^2$ has the derivatives $2xy^2 = 36$ and $2x^2y = 24$. ✓
#
# ### Exercises 9 and 10: multiple_inputs_multiply and multiple_inputs_multiply_backward

# %% exercise="multiple_inputs_multiply"
def multiple_inputs_multiply(x: ndarray, y: ndarray, sigma: Array_Function) -> ndarray:
    """Return sigma(x y), where x and y are multiplied entry by entry.

    x, y: arrays of floats, both of shape (n,). sigma: any function that works entry by entry.
    Returns: array of shape (n,).

    >>> multiple_inputs_multiply(np.array([2.0, -1.0]), np.array([3.0, 0.5]), square)
    array([36.  ,  0.25])
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="multiple_inputs_multiply"
check("multiple_inputs_multiply")


# %% exercise="multiple_inputs_multiply_backward"
def multiple_inputs_multiply_backward(x: ndarray, y: ndarray, sigma: Array_Function) -> tuple[ndarray, ndarray]:
    """Return (ds/dx, ds/dy) for s = sigma(x y), entry by entry.

    x, y: arrays of floats, both of shape (n,). sigma: any function that works entry by entry.
    Returns: tuple of two arrays of shape (n,), first the derivative with respect to x, then to y (not summed).

    >>> dx, dy = multiple_inputs_multiply_backward(np.array([2.0, -1.0]), np.array([3.0, 0.5]), square)
    >>> dx.round(4), dy.round(4)
    (array([36. , -0.5]), array([24.,  1.]))
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% check="multiple_inputs_multiply_backward"
check("multiple_inputs_multiply_backward")

# %% [markdown]
# ## What you take with you
#
# - A chain of boxes is a box, and its slope is the **product** of the slopes of its links.
# - Each link is asked for its slope **where the forward pass has arrived**, never at x again.
# - So: forward first, remembering the numbers in between; then backward, multiplying.
# - An addition passes the slope on as it is; a multiplication passes it on times the other input.
#
# Add many products, and you have a *dot product*. Its gradient is the next lesson, and you already know both of its
# parts.
