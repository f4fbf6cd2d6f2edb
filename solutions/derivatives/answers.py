"""Known mistakes and other right answers of derivatives."""

from autograder.mistakes import mistake, right
from lesson import deriv, np, string_move

# --- square ------------------------------------------------------------------------------------------------------


@mistake("square")
def squared_in_place(x):
    """The squares are written into x itself, so the caller finds its array changed. Return a new array."""
    x *= x
    return x


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


@mistake("square")
def summed(x):
    """The squares are right, but they were summed into one number; every entry keeps a result of its own."""
    return np.sum(x**2)


@mistake("square")
def decimals_cut_off(x):
    """The decimals were cut off before squaring, by a conversion to whole numbers: leave the floats as they are."""
    return x.astype(int) ** 2


@mistake("square")
def last_entry_only(x):
    """Only the last entry comes back: each turn of the loop overwrites the result of the one before."""
    for entry in x:
        result = entry * entry
    return result


@mistake("square")
def first_entry_only(x):
    """Only the first entry comes back: does a `return` inside the loop end it at once?"""
    for entry in x:
        return entry * entry
    return x


@mistake("square")
def square_root(x):
    """This is the square root, of the entry without its sign: it undoes the square."""
    return np.sqrt(np.abs(x))


@right("square")
def power(t):
    return np.power(t, 2)


@right("square")
def times_itself(x):
    return x * x


@right("square")
def entry_by_entry(x):
    result = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        result[index] = x[index] ** 2
    return result


@mistake("square")
def size_alone(x):
    """This makes every number positive and keeps its size: a square is a number times itself."""
    return np.abs(x)


@mistake("square")
def square_root_of_signed(x):
    """This is the square root, which negative numbers do not have (hence nan): a square is a number times itself."""
    return np.sqrt(x)


@mistake("square")
def squares_in_a_list(x):
    """The result is a Python list: with an array, `x * x` squares every entry at once, and no loop is needed."""
    return [entry * entry for entry in x]


# --- relu --------------------------------------------------------------------------------------------------------


@mistake("relu")
def floor_laid_into_x(x):
    """The zeros are written into x itself, so the caller finds its array changed. Write into a copy of x."""
    x[x < 0] = 0
    return x


@mistake("relu")
def minimum_for_maximum(x):
    """The negative side passes and the positive side is cut: ReLU keeps the larger of x and 0, not the smaller."""
    return np.minimum(x, 0)


@mistake("relu")
def absolute_value(x):
    """Negative entries become positive instead of 0; that is the absolute value."""
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


@mistake("relu")
def negatives_left_out(x):
    """The negative entries were left out, so the result is too short: they stay in their places, as zeros."""
    return x[x > 0]


@mistake("relu")
def mirrored(x):
    """The floor holds for -x: negative entries pass, with their sign reversed, and positive ones become 0."""
    return np.maximum(-x, 0)


@mistake("relu")
def starts_at_one(x):
    """Entries between 0 and 1 became 0 as well: the corner of ReLU lies at 0, not at 1."""
    return np.where(x > 1, x, 0.0)


@mistake("relu")
def rounded_corner(x):
    """This is a relative of ReLU with a rounded corner (softplus); ReLU itself is two straight lines."""
    return np.log(1 + np.exp(x))


@right("relu")
def clip_method(x):
    return x.clip(min=0)


@right("relu")
def larger_one(x):
    return np.maximum(x, 0)


@right("relu")
def times_mask(x):
    return x * (x >= 0)


@right("relu")
def half_of_sum(x):
    return (x + np.abs(x)) / 2


@mistake("relu")
def nothing_stopped(x):
    """Every number passes, negative ones as well: they should become 0."""
    return x * 1.0


@mistake("relu")
def leaks_a_little(x):
    """A hundredth of the negative side leaks through. Plain ReLU is 0 there."""
    return np.where(x > 0, x, 0.01 * x)


@mistake("relu")
def floor_at_one(x):
    """The floor lies at 1 instead of 0."""
    return np.maximum(x, 1.0)


@mistake("relu")
def largest_along_an_axis(x):
    """np.max(x, 0) takes the largest entry along axis 0: np.maximum(x, 0) compares each entry with 0."""
    return np.max(x, 0)


# --- leaky_relu --------------------------------------------------------------------------------------------------


@mistake("leaky_relu")
def shrunk_in_place(x):
    """The small numbers are written into x itself, so the caller finds its array changed. Write into a copy of x."""
    x[x < 0] *= 0.2
    return x


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


@mistake("leaky_relu")
def floor_at_a_fifth(x):
    """Everything below 0.2 became 0.2: the leak is 0.2 times x, a slope and not a height."""
    return np.maximum(0.2, x)


@mistake("leaky_relu")
def a_fifth_taken_off(x):
    """The negative side was made smaller by a fifth; only a fifth of it should be left."""
    return np.where(x > 0, x, 0.8 * x)


@mistake("leaky_relu")
def constant_leak(x):
    """Every negative entry became -0.2: the leak has lost its x, so -1 and -100 look the same again."""
    return np.where(x > 0, x, -0.2)


@mistake("leaky_relu")
def largest_of_all(x):
    """One number comes back, the largest of all entries; compare entry by entry (np.max is not np.maximum)."""
    return np.max(np.maximum(0.2 * x, x))


@right("leaky_relu")
def larger_of_two(x):
    return np.maximum(0.2 * x, x)


@right("leaky_relu")
def masked_copy(x):
    result = x.copy()
    result[result < 0] *= 0.2
    return result


@right("leaky_relu")
def two_sides_added(x):
    return np.maximum(x, 0) + 0.2 * np.minimum(x, 0)


@mistake("leaky_relu")
def factor_a_fiftieth(x):
    """The factor of the negative side is 0.02 here; a fifth is 0.2."""
    return np.where(x > 0, x, 0.02 * x)


@mistake("leaky_relu")
def all_become_a_fifth(x):
    """Every negative entry becomes 0.2 itself: it should be multiplied by 0.2."""
    return np.where(x > 0, x, 0.2)


@mistake("leaky_relu")
def a_fifth_subtracted(x):
    """0.2 is taken away from the negative entries: they should be multiplied by it."""
    return np.where(x > 0, x, x - 0.2)


@mistake("leaky_relu")
def corner_at_one(x):
    """The corner lies at 1 instead of 0, so entries between 0 and 1 shrink as well."""
    return np.where(x > 1, x, 0.2 * x)


@mistake("leaky_relu")
def nothing_shrinks(x):
    """Nothing has changed: the negative entries should shrink to a fifth."""
    return x * 1.0


@mistake("leaky_relu")
def divided_by_a_fifth(x):
    """The negative side is divided by 0.2, which makes it five times as large: multiply by 0.2."""
    return np.where(x > 0, x, x / 0.2)


# --- sigmoid -----------------------------------------------------------------------------------------------------


@mistake("sigmoid")
def sign_of_exponent(x):
    """The curve falls instead of rising: x has the wrong sign. The formula is 1 / (1 + e^(-x))."""
    return 1 / (1 + np.exp(x))


@mistake("sigmoid")
def parentheses_missing(x):
    """This is 1 + e^(-x), the denominator alone. Put it in parentheses, and divide 1 by all of it."""
    return 1 / 1 + np.exp(-x)


@mistake("sigmoid")
def its_derivative(x):
    """This is the slope of the sigmoid, s (1 - s), which is never above 0.25; the exercise asks for s itself."""
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s)


@mistake("sigmoid")
def minus_in_denominator(x):
    """The denominator subtracts the exponential; it should add it; then nothing blows up near 0."""
    return 1 / (1 - np.exp(-x))


@mistake("sigmoid")
def hyperbolic_tangent(x):
    """This curve runs from -1 to 1: it is tanh, a relative of the sigmoid, which runs from 0 to 1."""
    return np.tanh(x)


@mistake("sigmoid")
def mixed_exponents(x):
    """Two ways of writing the sigmoid are mixed: with e^x above the bar, e^x belongs below it as well."""
    return np.exp(x) / (1 + np.exp(-x))


@mistake("sigmoid")
def shared_among_all(x):
    """The entries add up to 1, as shares of one whole (that is softmax); here each entry is squeezed on its own."""
    return np.exp(x) / np.sum(np.exp(x))


@mistake("sigmoid")
def hard_switch(x):
    """The result was rounded to 0 or 1; the sigmoid is a smooth switch, with everything in between."""
    return np.round(1 / (1 + np.exp(-x)))


@mistake("sigmoid")
def twice_as_steep(x):
    """The curve has the right shape but is twice as steep: it takes 2x, where the sigmoid takes x."""
    return 0.5 * (1 + np.tanh(x))


@right("sigmoid")
def one_over(x):
    return 1 / (1 + np.exp(-x))


@right("sigmoid")
def by_tanh(x):
    return 0.5 * (1 + np.tanh(x / 2))


@right("sigmoid")
def stable_on_both_sides(x):
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


@mistake("sigmoid")
def minus_below_the_bar(x):
    """There is a minus sign in the denominator: it is a sum."""
    return np.exp(x) / (1 - np.exp(x))


@mistake("sigmoid")
def exponential_alone(x):
    """This is the exponential alone: it belongs in 1 / (1 + …)."""
    return np.exp(-x)


@mistake("sigmoid")
def base_two(x):
    """The base of the power is 2 here: it should be e, and np.exp(-x) is e to the power -x."""
    return 1 / (1 + 2.0**-x)


@mistake("sigmoid")
def base_ten(x):
    """The base of the power is 10 here: it should be e, and np.exp(-x) is e to the power -x."""
    return 1 / (1 + 10.0**-x)


@mistake("sigmoid")
def of_the_size(x):
    """The sign of x is lost: a negative x must give less than one half."""
    return 1 / (1 + np.exp(-np.abs(x)))


@mistake("sigmoid")
def one_in_the_exponent(x):
    """The 1 of the denominator has slipped into the exponent: np.exp gets -x alone."""
    return 1 / np.exp(1 - x)


@mistake("sigmoid")
def squared_as_a_whole(x):
    """The denominator is squared: that belongs to the slope of the sigmoid, not to the sigmoid."""
    return 1 / (1 + np.exp(-x)) ** 2


@mistake("sigmoid")
def e_times_the_exponent(x):
    """e is multiplied by -x: in the formula -x is the exponent of e, which is np.exp(-x)."""
    return 1 / (1 + np.e * -x)


# --- deriv -------------------------------------------------------------------------------------------------------


@mistake("deriv")
def steps_with_the_input(f, u, delta=0.001):
    """The array that was handed in is changed and never put back. Give func a shifted copy: input_ + delta."""
    u += delta
    above = f(u)
    u -= 2 * delta
    return (above - f(u)) / (2 * delta)


@mistake("deriv")
def forward_difference(f, u, delta=0.001):
    """Only the step to the right is taken; a central difference also steps to the left, by the same delta."""
    return (f(u + delta) - f(u)) / delta


@mistake("deriv")
def backward_difference(f, u, delta=0.001):
    """Only the step to the left is taken; a central difference also steps to the right, by the same delta."""
    return (f(u) - f(u - delta)) / delta


@mistake("deriv")
def half_a_step_over_two(f, u, delta=0.001):
    """The rise is taken over one delta but divided by two of them, so the slope is half of what it should be."""
    return (f(u + delta) - f(u)) / (2 * delta)


@mistake("deriv")
def two_missing(f, u, delta=0.001):
    """The slope is twice as steep as it should be: the two places are 2 delta apart, not delta."""
    return (f(u + delta) - f(u - delta)) / delta


@mistake("deriv")
def divided_then_multiplied(f, u, delta=0.001):
    """Without parentheses the rise is halved, then multiplied by delta; the whole run belongs under the bar."""
    return (f(u + delta) - f(u - delta)) / 2 * delta


@mistake("deriv")
def numerator_without_parentheses(f, u, delta=0.001):
    """Only the second height is divided by the run; the difference of the two heights needs parentheses."""
    return f(u + delta) - f(u - delta) / (2 * delta)


@mistake("deriv")
def left_minus_right(f, u, delta=0.001):
    """The sign is reversed: take the height on the right minus the height on the left."""
    return (f(u - delta) - f(u + delta)) / (2 * delta)


@mistake("deriv")
def delta_ignored(f, u, delta=0.001):
    """The step is always the same: use the delta that was handed in, which is 0.001 only if none was."""
    return (f(u + 0.001) - f(u - 0.001)) / 0.002


@mistake("deriv")
def not_divided(f, u, delta=0.001):
    """This is the rise alone; a slope is rise over run."""
    return f(u + delta) - f(u - delta)


@mistake("deriv")
def averaged(f, u, delta=0.001):
    """The slopes are averaged into one number; every entry of the input has a slope of its own."""
    return np.mean((f(u + delta) - f(u - delta)) / (2 * delta))


@mistake("deriv")
def between_neighbours(f, u, delta=0.001):
    """These are slopes from one entry of the input to the next; each entry is a place of its own, with its own step."""
    return np.gradient(f(u), u)


@mistake("deriv")
def step_outside_the_function(f, u, delta=0.001):
    """The step was added to the height instead of the input: move the input first, then ask the function."""
    return ((f(u) + delta) - (f(u) - delta)) / (2 * delta)


@right("deriv")
def rise_over_run(f, u, delta=0.001):
    right, left = u + delta, u - delta
    return (f(right) - f(left)) / (2 * delta)


@mistake("deriv")
def coarse_default(f, diff, delta=0.01):
    """The step is 0.01 where none is handed in: the exercise promises 0.001."""
    return (f(diff + delta) - f(diff - delta)) / (2 * delta)


@mistake("deriv")
def fine_default(f, x, h=1e-5):
    """The step is 0.00001 where none is handed in: the exercise promises 0.001."""
    return (f(x + h) - f(x - h)) / 2 / h


@right("deriv")
def loop_over_entries(f, u, delta=0.001):
    if np.ndim(u) == 0:
        return (f(u + delta) - f(u - delta)) / (2 * delta)
    return np.array([(f(place + delta) - f(place - delta)) / (2 * delta) for place in u])


@mistake("deriv")
def heights_added(f, u, delta=0.001):
    """The two heights are added: a rise is the difference of the two."""
    return (f(u + delta) + f(u - delta)) / (2 * delta)


@mistake("deriv")
def run_of_the_input(f, u, delta=0.001):
    """The rise is divided by twice the input: the run is twice delta."""
    return (f(u + delta) - f(u - delta)) / (2 * u)


@mistake("deriv")
def height_over_input(f, u, delta=0.001):
    """This is the height over the input: a slope compares two heights."""
    return f(u) / u


@mistake("deriv")
def slope_of_the_slope(f, u, delta=0.001):
    """This is the second derivative: how fast the slope changes, not how steep it is."""
    return (f(u + delta) - 2 * f(u) + f(u - delta)) / delta**2


@mistake("deriv")
def divided_then_doubled(f, u, delta=0.001):
    """`/ delta * 2` divides by delta and then multiplies by 2, which makes slopes 4 times too steep: use parentheses.
    """
    return (f(u + delta) - f(u - delta)) / delta * 2


@mistake("deriv")
def no_parentheses_at_all(f, u, delta=0.001):
    """Both pairs of parentheses are missing: one belongs around the difference, and one around the run, 2 * delta."""
    return f(u + delta) - f(u - delta) / 2 * delta


# --- string_move -------------------------------------------------------------------------------------------------


@mistake("string_move")
def what_really_happens(func, a, pull):
    """This is how far the output really moves; the exercise asks what the derivative predicts, a multiple of the pull.
    """
    return func(a + pull) - func(a)


@mistake("string_move")
def slope_at_the_pull(func, a, pull):
    """The slope is taken at pull; the string is fixed at a, so the slope of that place counts."""
    return deriv(func, pull) * pull


@mistake("string_move")
def slope_after_the_pull(func, a, pull):
    """The slope is taken where the input ends up; the prediction is made before pulling, with the slope at a."""
    return deriv(func, a + pull) * pull


@mistake("string_move")
def the_multiple_alone(func, a, pull):
    """This is the multiple, the same for every pull; the move is that multiple times the pull."""
    return deriv(func, a) * np.ones_like(pull)


@mistake("string_move")
def height_for_multiple(func, a, pull):
    """The pull is multiplied by the height of the function; what counts is its slope."""
    return func(a) * pull


@mistake("string_move")
def where_it_ends(func, a, pull):
    """This is where the output ends up; the exercise asks how far it moves, so its old height is one term too many."""
    return func(a) + deriv(func, a) * pull


@mistake("string_move")
def pulled_both_ways(func, a, pull):
    """This is the distance from the pull down to the pull up, twice the move; a single pull goes one way."""
    return 2 * deriv(func, a) * pull


@mistake("string_move")
def one_sum(func, a, pull):
    """The pulls were summed into one move; each entry of pull has a move of its own."""
    return np.sum(deriv(func, a) * pull)


@mistake("string_move")
def divided_by_the_multiple(func, a, pull):
    """The pull is divided by the slope; that answers the opposite question, how far to pull for a given move."""
    return pull / deriv(func, a)


@right("string_move")
def own_small_step(func, a, pull):
    h = 0.01
    multiple = (func(a + h) - func(a - h)) / (2 * h)
    return multiple * pull


@right("string_move")
def place_as_array(func, a, pull):
    (multiple,) = deriv(func, np.array([a]))
    return pull * multiple


@right("string_move")
def pull_by_pull(func, a, pull):
    moves = []
    for one in pull:
        moves.append(one * deriv(func, a, 1e-5))
    return np.array(moves)


@mistake("string_move")
def pull_added(func, a, pull):
    """The pull is added to the slope: multiply the two."""
    return deriv(func, a) + pull


@mistake("string_move")
def place_and_pull_swapped(func, a, pull):
    """a and pull have changed places: the slope is taken at a, and it is multiplied by the pull."""
    return deriv(func, pull) * a


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
    """This is the slope, the same at every x; the exercise asks for the height of the line."""
    return deriv(func, a) * np.ones_like(x)


@mistake("tangent_line")
def function_itself(func, a, x):
    """This is the curve, not the straight line that touches it at a."""
    return func(x)


@mistake("tangent_line")
def starts_at_height_a(func, a, x):
    """The line starts at height a; a is the place where it touches, its height there is func(a)."""
    return a + deriv(func, a) * (x - a)


@mistake("tangent_line")
def slope_of_one(func, a, x):
    """Every line climbs by 1 for a step of 1: the walk from a to x has not been multiplied by the slope."""
    return func(a) + (x - a)


@mistake("tangent_line")
def walk_is_a_sum(func, a, x):
    """The distance walked from a to x is their difference, not their sum."""
    return func(a) + deriv(func, a) * (x + a)


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


@right("tangent_line")
def with_the_string(func, a, x):
    return string_move(func, a, x - a) + func(a)


@mistake("tangent_line")
def brackets_around_height_and_slope(func, a, x):
    """Height and slope are added before the multiplication: only the slope is multiplied by x - a."""
    return (func(a) + deriv(func, a)) * (x - a)


@mistake("tangent_line")
def slope_at_zero(func, a, x):
    """The slope is measured at 0: the line touches the graph at a."""
    return func(a) + deriv(func, 0.0) * (x - a)


@mistake("tangent_line")
def height_for_slope(func, a, x):
    """The height is where the slope belongs; for exp, which is its own slope, the two happen to be equal."""
    return func(a) + func(a) * (x - a)


@mistake("tangent_line")
def distance_without_sign(func, a, x):
    """The distance from a has lost its sign: to the left of a the line goes the other way."""
    return func(a) + deriv(func, a) * np.abs(x - a)


# --- walk_downhill -----------------------------------------------------------------------------------------------


@mistake("walk_downhill")
def halts_before_a_climb(func, start, rate, steps):
    """The walk halts where the next step would climb. Take every step that is asked for, even one that overshoots."""
    places = [start]
    for _ in range(steps):
        there = places[-1] - rate * deriv(func, places[-1])
        places.append(there if func(there) < func(places[-1]) else places[-1])
    return np.array(places)


@mistake("walk_downhill")
def uphill(func, start, rate, steps):
    """The walk climbs: the slope points to where the function grows, so step against it."""
    places = [start]
    for _ in range(steps):
        places.append(places[-1] + rate * deriv(func, places[-1]))
    return np.array(places)


@mistake("walk_downhill")
def start_left_out(func, start, rate, steps):
    """The start is missing: it is the first place of the walk, so steps + 1 places are asked for."""
    places = [start]
    for _ in range(steps):
        places.append(places[-1] - rate * deriv(func, places[-1]))
    return np.array(places[1:])


@mistake("walk_downhill")
def end_alone(func, start, rate, steps):
    """Only the place where the walk ends came back; keep every place on the way, the start first."""
    place = start
    for _ in range(steps):
        place = place - rate * deriv(func, place)
    return place


@mistake("walk_downhill")
def slope_of_the_start(func, start, rate, steps):
    """Every step uses the slope of the start; look again after each step, at the place that was reached."""
    places = [start]
    for _ in range(steps):
        places.append(places[-1] - rate * deriv(func, start))
    return np.array(places)


@mistake("walk_downhill")
def always_from_the_start(func, start, rate, steps):
    """Every step leaves from the start, so all arrive at the same place: go on from the last place reached."""
    return np.array([start] + [start - rate * deriv(func, start)] * steps)


@mistake("walk_downhill")
def rate_forgotten(func, start, rate, steps):
    """The steps are as long as the slope itself: the rate has not been multiplied in."""
    places = [start]
    for _ in range(steps):
        places.append(places[-1] - deriv(func, places[-1]))
    return np.array(places)


@mistake("walk_downhill")
def by_height(func, start, rate, steps):
    """The height of the function is subtracted where its slope belongs: the height does not say where downhill is."""
    places = [start]
    for _ in range(steps):
        places.append(places[-1] - rate * func(places[-1]))
    return np.array(places)


@mistake("walk_downhill")
def steps_of_one_length(func, start, rate, steps):
    """All steps are equally long: the sign of the slope was used, but a gentle slope should give a short step."""
    places = [start]
    for _ in range(steps):
        places.append(places[-1] - rate * np.sign(deriv(func, places[-1])))
    return np.array(places)


@mistake("walk_downhill")
def heights_for_places(func, start, rate, steps):
    """These are the heights along the walk; the exercise asks for the places, the inputs of func."""
    places = [start]
    for _ in range(steps):
        places.append(places[-1] - rate * deriv(func, places[-1]))
    return np.array([func(place) for place in places])


@right("walk_downhill")
def filled_in(func, start, rate, steps):
    places = np.full(steps + 1, start, dtype=float)
    for i in range(steps):
        places[i + 1] = places[i] - rate * deriv(func, places[i])
    return places


@right("walk_downhill")
def recursive(func, start, rate, steps):
    if steps == 0:
        return np.array([start])
    before = recursive(func, start, rate, steps - 1)
    return np.append(before, before[-1] - rate * deriv(func, before[-1]))


@right("walk_downhill")
def with_the_tangent(func, start, rate, steps):
    walk, place = [start], start
    for _ in range(steps):
        slope = string_move(func, place, np.array([1.0]))[0]
        place = place - rate * slope
        walk.append(place)
    return np.array(walk)


@mistake("walk_downhill")
def each_step_from_the_start(func, start, rate, steps):
    """Every step leaves from the start: it should leave from the last place that was reached."""
    places = [start]
    for _ in range(steps):
        places.append(start - rate * deriv(func, places[-1]))
    return np.array(places)


@mistake("walk_downhill")
def steps_that_shrink(func, start, rate, steps):
    """The rate shrinks from step to step: it is the same for all of them."""
    places = [start]
    for k in range(steps):
        places.append(places[-1] - rate / (k + 1) * deriv(func, places[-1]))
    return np.array(places)
