"""Known mistakes and other right answers of derivatives."""

from autograder.mistakes import mistake, right
from lesson import deriv, np

# --- square ------------------------------------------------------------------------------------------------------


@mistake("square")
def doubled(x):
    """x is multiplied by 2 instead of by itself; that is the slope of the square, not the square: look at x = 3."""
    return 2 * x


@mistake("square")
def sign_kept(x):
    """Negative entries come out negative, but a number times itself is never negative: drop what keeps the sign."""
    return x * np.abs(x)


@mistake("square")
def base_and_exponent_swapped(x):
    """This is 2 to the power x; base and exponent have changed places."""
    return np.power(2.0, x)


@mistake("square")
def dot_product(x):
    """x is multiplied with itself as a vector or matrix, which sums up; each entry should be squared alone."""
    return np.dot(x, np.transpose(x))


@mistake("square")
def cubed(x):
    """The exponent is one too high: this is x cubed."""
    return x**3


@right("square")
def book_power(x):
    return np.power(x, 2)


@right("square")
def times_itself(x):
    return x * x


@right("square")
def entry_by_entry(x):
    result = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        result[index] = x[index] ** 2
    return result


# --- relu --------------------------------------------------------------------------------------------------------


@mistake("relu")
def minimum_for_maximum(x):
    """The negative side passes and the positive side is cut: ReLU keeps the larger of x and 0, not the smaller."""
    return np.minimum(x, 0)


@mistake("relu")
def absolute_value(x):
    """Negative entries are turned over instead of set to 0; that is the absolute value."""
    return np.abs(x)


@mistake("relu")
def its_slope(x):
    """This is the slope of ReLU, 0 or 1; the function itself returns x where x is positive."""
    return np.where(x > 0, 1.0, 0.0)


@mistake("relu")
def leaks(x):
    """Part of the negative side leaks through; that is the next exercise, here negative entries become exactly 0."""
    return np.maximum(0.2 * x, x)


@mistake("relu")
def clipped_at_one(x):
    """Large entries are cut off at 1, but ReLU has a floor only and no ceiling."""
    return np.clip(x, 0, 1)


@mistake("relu")
def one_maximum_of_all(x):
    """The largest entry of the whole array is returned; compare each entry with 0 (np.max is not np.maximum)."""
    return np.max(x)


@right("relu")
def clip_method(x):
    return x.clip(min=0)


@right("relu")
def book_maximum(x):
    return np.maximum(x, 0)


@right("relu")
def times_mask(x):
    return x * (x >= 0)


@right("relu")
def half_of_sum(x):
    return (x + np.abs(x)) / 2


# --- leaky_relu --------------------------------------------------------------------------------------------------


@mistake("leaky_relu")
def another_slope(x):
    """The negative side has the slope 0.01, the default of many libraries; here it is 0.2."""
    return np.where(x > 0, x, 0.01 * x)


@mistake("leaky_relu")
def turned_over(x):
    """Negative entries come out positive: 0.2 x has the sign of x."""
    return np.maximum(-0.2 * x, x)


@mistake("leaky_relu")
def sides_swapped(x):
    """The positive side is shrunk and the negative side kept: the leak is on the wrong side."""
    return np.minimum(0.2 * x, x)


@mistake("leaky_relu")
def does_not_leak(x):
    """Negative entries became 0: this is the plain ReLU, without the leak of 0.2 x."""
    return np.maximum(x, 0)


@mistake("leaky_relu")
def its_slope_instead(x):
    """This is the slope of leaky ReLU, 1 or 0.2; the function itself is that slope times x."""
    return np.where(x > 0, 1.0, 0.2)


@mistake("leaky_relu")
def shrinks_everywhere(x):
    """Every entry is multiplied by 0.2; positive entries should pass as they are."""
    return 0.2 * x


@right("leaky_relu")
def book_leaky(x):
    return np.maximum(0.2 * x, x)


@right("leaky_relu")
def masked_copy(x):
    result = x.copy()
    result[result < 0] *= 0.2
    return result


@right("leaky_relu")
def two_sides_added(x):
    return np.maximum(x, 0) + 0.2 * np.minimum(x, 0)


# --- sigmoid -----------------------------------------------------------------------------------------------------


@mistake("sigmoid")
def sign_of_exponent(x):
    """The curve falls instead of rising: the exponent lacks its minus sign."""
    return 1 / (1 + np.exp(x))


@mistake("sigmoid")
def parentheses_missing(x):
    """The denominator is not in parentheses, so 1 is divided by 1 and the exponential is added to that."""
    return 1 / 1 + np.exp(-x)


@mistake("sigmoid")
def its_derivative(x):
    """This is the slope of the sigmoid, s (1 - s), which is never above 0.25; the exercise asks for s itself."""
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s)


@mistake("sigmoid")
def minus_in_denominator(x):
    """The denominator subtracts the exponential; it should add it, then nothing blows up near 0."""
    return 1 / (1 - np.exp(-x))


@mistake("sigmoid")
def hyperbolic_tangent(x):
    """This curve runs from -1 to 1: it is tanh, a relative of the sigmoid, which runs from 0 to 1."""
    return np.tanh(x)


@mistake("sigmoid")
def mixed_exponents(x):
    """Two ways of writing the sigmoid are mixed: with e^x above the bar, e^x belongs below it as well."""
    return np.exp(x) / (1 + np.exp(-x))


@right("sigmoid")
def book_sigmoid(x):
    return 1 / (1 + np.exp(-x))


@right("sigmoid")
def by_tanh(x):
    return 0.5 * (1 + np.tanh(x / 2))


@right("sigmoid")
def stable_on_both_sides(x):
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


# --- deriv -------------------------------------------------------------------------------------------------------


@mistake("deriv")
def forward_difference(func, input_, delta=0.001):
    """Only the step to the right is taken; a central difference also steps to the left, by the same delta."""
    return (func(input_ + delta) - func(input_)) / delta


@mistake("deriv")
def backward_difference(func, input_, delta=0.001):
    """Only the step to the left is taken; a central difference also steps to the right, by the same delta."""
    return (func(input_) - func(input_ - delta)) / delta


@mistake("deriv")
def half_a_step_over_two(func, input_, delta=0.001):
    """The rise is taken over one delta but divided by two of them, so the slope is half of what it should be."""
    return (func(input_ + delta) - func(input_)) / (2 * delta)


@mistake("deriv")
def two_missing(func, input_, delta=0.001):
    """The slope is twice too steep: the two places are 2 delta apart, not delta."""
    return (func(input_ + delta) - func(input_ - delta)) / delta


@mistake("deriv")
def divided_then_multiplied(func, input_, delta=0.001):
    """Without parentheses the rise is halved, then multiplied by delta; the whole run belongs under the bar."""
    return (func(input_ + delta) - func(input_ - delta)) / 2 * delta


@mistake("deriv")
def numerator_without_parentheses(func, input_, delta=0.001):
    """Only the second height is divided by the run; the difference of the two heights needs parentheses."""
    return func(input_ + delta) - func(input_ - delta) / (2 * delta)


@mistake("deriv")
def left_minus_right(func, input_, delta=0.001):
    """The sign is reversed: take the height on the right minus the height on the left."""
    return (func(input_ - delta) - func(input_ + delta)) / (2 * delta)


@mistake("deriv")
def delta_ignored(func, input_, delta=0.001):
    """The step is always the same: use the delta that was handed in, which is 0.001 only if none was."""
    return (func(input_ + 0.001) - func(input_ - 0.001)) / 0.002


@mistake("deriv")
def not_divided(func, input_, delta=0.001):
    """This is the rise alone; a slope is rise over run."""
    return func(input_ + delta) - func(input_ - delta)


@mistake("deriv")
def averaged(func, input_, delta=0.001):
    """The slopes are averaged into one number; every entry of the input has a slope of its own."""
    return np.mean((func(input_ + delta) - func(input_ - delta)) / (2 * delta))


@right("deriv")
def book_deriv(func, input_, delta=0.001):
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)


@right("deriv")
def coarse_default(func, diff, delta=0.01):
    return (func(diff + delta) - func(diff - delta)) / (2 * delta)


@right("deriv")
def fine_default(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / 2 / h


@right("deriv")
def loop_over_entries(func, input_, delta=0.001):
    if np.ndim(input_) == 0:
        return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)
    return np.array([(func(u + delta) - func(u - delta)) / (2 * delta) for u in input_])


# --- tangent_line ------------------------------------------------------------------------------------------------


@mistake("tangent_line")
def height_missing(func, a, x):
    """The line goes through height 0 at a: it has the right slope, but has to start from the height func(a)."""
    return deriv(func, a) * (x - a)


@mistake("tangent_line")
def not_shifted(func, a, x):
    """The slope is multiplied by x; the walk starts at a, so it should be multiplied by the distance from a to x."""
    return func(a) + deriv(func, a) * x


@mistake("tangent_line")
def slope_at_x(func, a, x):
    """The slope is taken at x, which bends the line; a tangent has one slope, that of the function at a."""
    return func(a) + deriv(func, x) * (x - a)


@mistake("tangent_line")
def height_at_x(func, a, x):
    """The height is taken at x; the line starts at the point where it touches, at height func(a)."""
    return func(x) + deriv(func, a) * (x - a)


@mistake("tangent_line")
def walks_backwards(func, a, x):
    """The line leans the wrong way: the walk from a to x is x - a, not a - x."""
    return func(a) + deriv(func, a) * (a - x)


@mistake("tangent_line")
def slope_only(func, a, x):
    """This is the slope, the same at every x; the line's height is asked for."""
    return deriv(func, a) * np.ones_like(x)


@mistake("tangent_line")
def function_itself(func, a, x):
    """This is the curve, not the straight line that touches it at a."""
    return func(x)


@right("tangent_line")
def slope_and_intercept(func, a, x):
    m = deriv(func, a)
    b = func(a) - m * a
    return m * x + b


@right("tangent_line")
def own_step(func, a, x):
    h = 0.01
    slope = (func(a + h) - func(a - h)) / (2 * h)
    return slope * (x - a) + func(a)


@right("tangent_line")
def a_as_array(func, a, x):
    point = np.array([a])
    return deriv(func, point)[0] * (x - a) + func(point)[0]


@right("tangent_line")
def read_point_by_point(func, a, x):
    result = []
    for place in x:
        result.append(func(a) + deriv(func, a) * (place - a))
    return np.array(result)
