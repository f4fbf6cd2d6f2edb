"""Known mistakes and other right answers of chain_rule."""

from autograder.mistakes import mistake, right
from lesson import chain_forward, deriv, np, sigmoid

# --- chain_length_2 ----------------------------------------------------------------------------------------------


@mistake("chain_length_2")
def order_reversed(chain, x):
    """The functions are applied in the wrong order: chain[0] meets x first, chain[1] gets what comes out."""
    return chain[0](chain[1](x))


@mistake("chain_length_2")
def product_of_values(chain, x):
    """The two results are multiplied; nesting means that the second function is fed the result of the first."""
    return chain[0](x) * chain[1](x)


@mistake("chain_length_2")
def sum_of_values(chain, x):
    """The two results are added; nesting means that the second function is fed the result of the first."""
    return chain[0](x) + chain[1](x)


@mistake("chain_length_2")
def first_function_skipped(chain, x):
    """The second function is fed x itself, so the first one plays no part: feed it what the first returned."""
    return chain[1](x)


@mistake("chain_length_2")
def second_function_skipped(chain, x):
    """The result of the first function is returned as it is; it has yet to go through the second one."""
    return chain[0](x)


@mistake("chain_length_2")
def first_function_twice(chain, x):
    """The first function is applied twice and the second never: look at the index of the outer function."""
    return chain[0](chain[0](x))


@mistake("chain_length_2")
def second_function_applied_twice(chain, x):
    """The second function is applied twice and the first never: look at the index of the inner function."""
    return chain[1](chain[1](x))


@mistake("chain_length_2")
def side_by_side(chain, x):
    """The two results stand side by side in one array; nesting feeds the first result to the second function."""
    return np.concatenate([chain[0](x), chain[1](x)])


@mistake("chain_length_2")
def results_summed(chain, x):
    """The chain is right, but its results were summed into one number; every entry of x has a result of its own."""
    return np.sum(chain[1](chain[0](x)))


@right("chain_length_2")
def with_assertion(chain, a):
    assert len(chain) == 2, "two functions, please"
    assert a.ndim == 1
    inner, outer = chain[0], chain[1]
    return outer(inner(a))


@right("chain_length_2")
def object_array(chain, x):
    functions = np.array(chain, dtype=object)
    value = functions[0](x)
    return functions[1](value)


@right("chain_length_2")
def by_loop(chain, x):
    for f in chain:
        x = f(x)
    return x


# --- chain_deriv_2 -----------------------------------------------------------------------------------------------


@mistake("chain_deriv_2")
def outer_slope_at_x(chain, x):
    """f2' is taken at x. The chain rule takes it at f1(x): the outer slope counts where the inner function has arrived.
    """
    return deriv(chain[1], x) * deriv(chain[0], x)


@mistake("chain_deriv_2")
def inner_slope_missing(chain, x):
    """Only the slope of the outer function is there; a change of x first meets the slope of the inner one."""
    return deriv(chain[1], chain[0](x))


@mistake("chain_deriv_2")
def outer_slope_missing(chain, x):
    """Only the slope of the inner function is there; the outer one stretches the change once more."""
    return deriv(chain[0], x)


@mistake("chain_deriv_2")
def functions_swapped(chain, x):
    """This is the slope of the chain in the opposite order: chain[0] is the inner function."""
    return deriv(chain[0], chain[1](x)) * deriv(chain[1], x)


@mistake("chain_deriv_2")
def slopes_added(chain, x):
    """The two slopes are added; slopes in a row multiply."""
    return deriv(chain[1], chain[0](x)) + deriv(chain[0], x)


@mistake("chain_deriv_2")
def outer_not_differentiated(chain, x):
    """The outer function's value stands where its slope belongs."""
    return chain[1](chain[0](x)) * deriv(chain[0], x)


@mistake("chain_deriv_2")
def product_rule(chain, x):
    """This is the product rule, for functions that are multiplied; here one is nested in the other."""
    return deriv(chain[0], x) * chain[1](x) + chain[0](x) * deriv(chain[1], x)


@mistake("chain_deriv_2")
def inner_slope_at_its_output(chain, x):
    """The inner function's slope is taken at its output f1(x); it is fed x, so it belongs there."""
    return deriv(chain[1], chain[0](x)) * deriv(chain[0], chain[0](x))


@mistake("chain_deriv_2")
def summed_over_points(chain, x):
    """The slopes of all points are summed into one number; each entry of x has a slope of its own."""
    return np.dot(deriv(chain[1], chain[0](x)), deriv(chain[0], x))


@mistake("chain_deriv_2")
def slope_of_slope(chain, x):
    """f2' is taken at the slope of f1, but a box is fed values: the second function stands at f1(x)."""
    return deriv(chain[1], deriv(chain[0], x)) * deriv(chain[0], x)


@right("chain_deriv_2")
def book_manner(chain, input_range):
    assert len(chain) == 2
    assert input_range.ndim == 1
    inner, outer = chain[0], chain[1]
    inner_slope = deriv(inner, input_range)
    outer_slope = deriv(outer, inner(input_range))
    return inner_slope * outer_slope


@right("chain_deriv_2")
def coarse_step(chain, x):
    def slope(f, u, h=0.01):
        return (f(u + h) - f(u - h)) / (2 * h)

    return slope(chain[1], chain[0](x)) * slope(chain[0], x)


@right("chain_deriv_2")
def diagonal_matrices(chain, x):
    outer = np.diag(deriv(chain[1], chain[0](x)))
    return outer @ deriv(chain[0], x)


@right("chain_deriv_2")
def whole_chain_at_once(chain, x):
    h = 1e-4
    return (chain[1](chain[0](x + h)) - chain[1](chain[0](x - h))) / (2 * h)


@mistake("chain_deriv_2")
def value_for_the_inner_slope(chain, x):
    """The second factor is the value of the first function, not its slope."""
    return deriv(chain[1], chain[0](x)) * chain[0](x)


@mistake("chain_deriv_2")
def at_its_own_output(chain, x):
    """The slope of the second function is taken at its own output for x: it is fed what the first one returns."""
    return deriv(chain[1], chain[1](x)) * deriv(chain[0], x)


@mistake("chain_deriv_2")
def at_the_inner_slope(chain, x):
    """The second function is fed the slope of the first one: feed it the value of the first, and multiply the two
    slopes.
    """
    return deriv(chain[1], deriv(chain[0], x))


@mistake("chain_deriv_2")
def slopes_divided(chain, x):
    """One slope is divided by the other: multiply them."""
    return deriv(chain[1], chain[0](x)) / deriv(chain[0], x)


@mistake("chain_deriv_2")
def forward_of_the_chain(chain, x):
    """This is a one-sided difference, which is off by about delta: step to both sides, as deriv does."""
    return (chain[1](chain[0](x + 0.001)) - chain[1](chain[0](x))) / 0.001


# --- chain_length_3 ----------------------------------------------------------------------------------------------


@mistake("chain_length_3")
def order_reversed_3(chain, x):
    """The functions are applied in the wrong order: chain[0] meets x first, chain[2] comes last."""
    return chain[0](chain[1](chain[2](x)))


@mistake("chain_length_3")
def third_function_skipped(chain, x):
    """The chain ends after two functions; the third has yet to be applied."""
    return chain[1](chain[0](x))


@mistake("chain_length_3")
def first_skipped_3(chain, x):
    """The second function is fed x, so the first one plays no part: feed it what the first returned."""
    return chain[2](chain[1](x))


@mistake("chain_length_3")
def middle_skipped(chain, x):
    """The third function is fed the result of the first; the second one is left out."""
    return chain[2](chain[0](x))


@mistake("chain_length_3")
def second_function_twice(chain, x):
    """The second function is applied twice and the third never: look at the index of the outermost function."""
    return chain[1](chain[1](chain[0](x)))


@mistake("chain_length_3")
def product_of_three(chain, x):
    """The three results are multiplied; nesting hands the result of each function to the next."""
    return chain[0](x) * chain[1](x) * chain[2](x)


@mistake("chain_length_3")
def last_two_swapped(chain, x):
    """The second and the third function have changed places: chain[1] is fed by chain[0], chain[2] by chain[1]."""
    return chain[1](chain[2](chain[0](x)))


@mistake("chain_length_3")
def first_two_swapped(chain, x):
    """The first and the second function have changed places: chain[0] meets x, chain[1] what comes out of it."""
    return chain[2](chain[0](chain[1](x)))


@mistake("chain_length_3")
def sum_of_three(chain, x):
    """The three results are added; nesting hands the result of each function to the next."""
    return chain[0](x) + chain[1](x) + chain[2](x)


@right("chain_length_3")
def step_by_step_3(chain, x):
    assert len(chain) == 3
    f1, f2, f3 = chain[0], chain[1], chain[2]
    one = f1(x)
    two = f2(one)
    return f3(two)


@right("chain_length_3")
def point_by_point(chain, x):
    result = np.empty(len(x))
    for i, u in enumerate(x):
        for f in chain:
            u = f(u)
        result[i] = u
    return result


@right("chain_length_3")
def reduced(chain, x):
    from functools import reduce

    return reduce(lambda u, f: f(u), chain, x)


@mistake("chain_length_3")
def last_one_twice(chain, x):
    """The last function is applied twice, and the middle one is left out."""
    return chain[2](chain[2](chain[0](x)))


@mistake("chain_length_3")
def middle_one_twice(chain, x):
    """The middle function is applied twice, and the first one is left out."""
    return chain[2](chain[1](chain[1](x)))


# --- chain_deriv_3 -----------------------------------------------------------------------------------------------


@mistake("chain_deriv_3")
def third_slope_at_f1(chain, x):
    """f3' is taken at f1(x); the third function is fed f2(f1(x)), so its slope is taken there."""
    u = chain[0](x)
    return deriv(chain[2], u) * deriv(chain[1], u) * deriv(chain[0], x)


@mistake("chain_deriv_3")
def third_slope_at_two(chain, x):
    """f3' is taken at f2(x), but f2 is fed f1(x): the third function stands at f2(f1(x))."""
    u = chain[0](x)
    return deriv(chain[2], chain[1](x)) * deriv(chain[1], u) * deriv(chain[0], x)


@mistake("chain_deriv_3")
def all_slopes_at_x(chain, x):
    """All three slopes are taken at x; each function's slope belongs where that function is fed."""
    return deriv(chain[2], x) * deriv(chain[1], x) * deriv(chain[0], x)


@mistake("chain_deriv_3")
def second_slope_at_x(chain, x):
    """f2' is taken at x; the second function is fed f1(x), so its slope is taken there."""
    v = chain[1](chain[0](x))
    return deriv(chain[2], v) * deriv(chain[1], x) * deriv(chain[0], x)


@mistake("chain_deriv_3")
def second_slope_for_third(chain, x):
    """The slope of f2 stands where the slope of f3 belongs: look at the index of the outermost function."""
    u = chain[0](x)
    return deriv(chain[1], chain[1](u)) * deriv(chain[1], u) * deriv(chain[0], x)


@mistake("chain_deriv_3")
def third_slope_missing(chain, x):
    """The slope of the third function is missing: this is the slope of the first two alone."""
    u = chain[0](x)
    return deriv(chain[1], u) * deriv(chain[0], x)


@mistake("chain_deriv_3")
def middle_slope_missing(chain, x):
    """The slope of the middle function is missing: three functions, three factors."""
    u = chain[0](x)
    return deriv(chain[2], chain[1](u)) * deriv(chain[0], x)


@mistake("chain_deriv_3")
def first_slope_missing(chain, x):
    """The slope of the first function is missing: three functions, three factors."""
    u = chain[0](x)
    return deriv(chain[2], chain[1](u)) * deriv(chain[1], u)


@mistake("chain_deriv_3")
def chain_reversed_3(chain, x):
    """This is the slope of the chain in the opposite order: chain[0] is the innermost function."""
    u = chain[2](x)
    return deriv(chain[0], chain[1](u)) * deriv(chain[1], u) * deriv(chain[2], x)


@mistake("chain_deriv_3")
def slopes_added_3(chain, x):
    """The three slopes are added; slopes in a row multiply."""
    u = chain[0](x)
    return deriv(chain[2], chain[1](u)) + deriv(chain[1], u) + deriv(chain[0], x)


@right("chain_deriv_3")
def book_manner_3(chain, input_range):
    assert len(chain) == 3, "three functions, please"
    a, b, c = chain[0], chain[1], chain[2]
    fed_to_b = a(input_range)
    fed_to_c = b(fed_to_b)
    slopes = deriv(a, input_range), deriv(b, fed_to_b), deriv(c, fed_to_c)
    assert slopes[0].shape == slopes[1].shape == slopes[2].shape
    return slopes[0] * slopes[1] * slopes[2]


@right("chain_deriv_3")
def coarse_step_3(chain, x):
    slope = lambda f, u: (f(u + 0.01) - f(u - 0.01)) / 0.02  # noqa: E731
    u = chain[0](x)
    return slope(chain[0], x) * slope(chain[1], u) * slope(chain[2], chain[1](u))


@right("chain_deriv_3")
def general_loop(chain, x):
    result = 1
    for f in np.array(chain, dtype=object):
        result = result * deriv(f, x, 1e-5)
        x = f(x)
    return result


@mistake("chain_deriv_3")
def front_left_out_of_the_rest(chain, x):
    """The first function is missing from what the second and third are fed: they get x itself instead of what it
    returns.
    """
    return deriv(chain[2], chain[1](x)) * deriv(chain[1], x) * deriv(chain[0], x)


@mistake("chain_deriv_3")
def first_slope_of_the_second(chain, x):
    """The last factor should be the slope of the first function at x; here it is that of the second."""
    return deriv(chain[2], chain[1](chain[0](x))) * deriv(chain[1], chain[0](x)) * deriv(chain[1], x)


@mistake("chain_deriv_3")
def slope_of_a_slope(chain, x):
    """The second function is fed the slope of the first: feed it the value of the first, and multiply all three slopes.
    """
    return deriv(chain[2], chain[1](chain[0](x))) * deriv(chain[1], deriv(chain[0], x))


@mistake("chain_deriv_3")
def each_at_its_own_output(chain, x):
    """Every slope is taken where its function has arrived: take it at what the function is fed."""
    u = chain[0](x)
    v = chain[1](u)
    return deriv(chain[2], chain[2](v)) * deriv(chain[1], v) * deriv(chain[0], u)


@mistake("chain_deriv_3")
def output_for_the_last_slope(chain, x):
    """The output of the last function stands where its slope belongs."""
    u = chain[0](x)
    return chain[2](chain[1](u)) * deriv(chain[1], u) * deriv(chain[0], x)


# --- chain_forward -----------------------------------------------------------------------------------------------


@mistake("chain_forward")
def from_the_back(chain, x):
    """The functions are applied from the last to the first; chain[0] meets x first."""
    for f in reversed(chain):
        x = f(x)
    return x


@mistake("chain_forward")
def always_fed_x(chain, x):
    """Every function is fed x itself, so only the last one counts: hand the running value on from box to box."""
    for f in chain:
        value = f(x)
    return value


@mistake("chain_forward")
def last_function_left_out(chain, x):
    """The loop ends one function early: the last one has yet to be applied."""
    for f in chain[:-1]:
        x = f(x)
    return x


@mistake("chain_forward")
def first_function_left_out(chain, x):
    """The loop starts with the second function; the first one has index 0."""
    for f in chain[1:]:
        x = f(x)
    return x


@mistake("chain_forward")
def returned_in_the_loop(chain, x):
    """Only the first function is applied, and nothing after it: does a `return` end the loop too soon?"""
    for f in chain:
        return f(x)
    return x


@mistake("chain_forward")
def product_of_all(chain, x):
    """The results of all functions are multiplied; nesting hands the result of each to the next."""
    result = np.ones_like(x)
    for f in chain:
        result = result * f(x)
    return result


@mistake("chain_forward")
def sum_of_all(chain, x):
    """The results of all functions are added; nesting hands the result of each to the next."""
    return sum(f(x) for f in chain)


@mistake("chain_forward")
def first_function_each_time(chain, x):
    """The first function is applied in every turn of the loop: use the one that the loop has arrived at."""
    for _ in chain:
        x = chain[0](x)
    return x


@mistake("chain_forward")
def stops_after_two(chain, x):
    """The chain ends after two functions; it may have any number of them, so let a loop go through all."""
    for f in chain[:2]:
        x = f(x)
    return x


@mistake("chain_forward")
def last_function_again(chain, x):
    """The last function is applied once too often: after the loop, the value has already been through it."""
    for f in chain:
        x = f(x)
    return chain[-1](x)


@right("chain_forward")
def recursion(chain, x):
    def go(i, u):
        return u if i == len(chain) else go(i + 1, chain[i](u))

    return go(0, x)


@right("chain_forward")
def folded(chain, x):
    from functools import reduce

    return reduce(lambda value, f: f(value), chain, x)


@right("chain_forward")
def by_index(chain, x):
    values = [x]
    for i in range(len(chain)):
        values.append(chain[i](values[i]))
    return values[-1]


@mistake("chain_forward")
def each_function_once(chain, x):
    """A function that stands in the chain twice is applied only once."""
    for f in dict.fromkeys(chain):
        x = f(x)
    return x


@mistake("chain_forward")
def first_four_alone(chain, x):
    """Only the first four functions are applied: a chain may have any length."""
    for f in chain[:4]:
        x = f(x)
    return x


# --- chain_deriv -------------------------------------------------------------------------------------------------


@mistake("chain_deriv")
def place_looked_up(chain, x):
    """chain.index finds the first place of a function, and it may stand in the chain twice. Count the places as you go.
    """
    values, slope = [x], np.ones_like(x)
    for f in chain:
        values.append(f(values[-1]))
    for f in chain:
        slope = slope * deriv(f, values[chain.index(f)])
    return slope


@mistake("chain_deriv")
def every_slope_at_x(chain, x):
    """All slopes are taken at x; carry the value along and take each slope at what the function is fed."""
    slope = np.ones_like(x)
    for f in chain:
        slope = slope * deriv(f, x)
    return slope


@mistake("chain_deriv")
def value_moves_first(chain, x):
    """Each slope is taken at the function's output: ask for the slope before the value moves on, not after."""
    slope = np.ones_like(x)
    for f in chain:
        x = f(x)
        slope = slope * deriv(f, x)
    return slope


@mistake("chain_deriv")
def reversed_chain(chain, x):
    """This is the slope of the chain in the opposite order: chain[0] is fed x."""
    slope = np.ones_like(x)
    for f in reversed(chain):
        slope = slope * deriv(f, x)
        x = f(x)
    return slope


@mistake("chain_deriv")
def first_left_out(chain, x):
    """The slope of the first function is missing from the product."""
    x = chain[0](x)
    slope = np.ones_like(x)
    for f in chain[1:]:
        slope = slope * deriv(f, x)
        x = f(x)
    return slope


@mistake("chain_deriv")
def last_left_out(chain, x):
    """The slope of the last function is missing from the product: the loop ends one function early."""
    slope = np.ones_like(x)
    for f in chain[:-1]:
        slope = slope * deriv(f, x)
        x = f(x)
    return slope


@mistake("chain_deriv")
def last_slope_only(chain, x):
    """Each slope replaces the one before it, so only the last is returned: multiply it into the slope so far."""
    for f in chain:
        slope = deriv(f, x)
        x = f(x)
    return slope


@mistake("chain_deriv")
def sum_of_slopes(chain, x):
    """The slopes are added; slopes in a row multiply, starting from 1."""
    slope = np.zeros_like(x)
    for f in chain:
        slope = slope + deriv(f, x)
        x = f(x)
    return slope


@mistake("chain_deriv")
def starts_from_x(chain, x):
    """The product starts from x, so there is a factor x too many: start from 1."""
    slope = x
    for f in chain:
        slope = slope * deriv(f, x)
        x = f(x)
    return slope


@mistake("chain_deriv")
def slopes_summed_over_points(chain, x):
    """The slopes of all points are summed into one number; each entry of x has a slope of its own."""
    slope = np.ones_like(x)
    for f in chain:
        slope = slope * deriv(f, x)
        x = f(x)
    return np.sum(slope)


@mistake("chain_deriv")
def values_for_slopes(chain, x):
    """The values on the way are multiplied, not the slopes: ask each function for its slope at what it is fed."""
    product = np.ones_like(x)
    for f in chain:
        x = f(x)
        product = product * x
    return product


@right("chain_deriv")
def forward_then_backward(chain, x):
    inputs = [x]
    for f in chain:
        inputs.append(f(inputs[-1]))
    result = np.ones(x.shape)
    for i in reversed(range(len(chain))):
        result *= deriv(chain[i], inputs[i])
    return result


@right("chain_deriv")
def recursive_rule(chain, x):
    def go(functions, u):
        own = deriv(functions[0], u)
        return own if len(functions) == 1 else own * go(functions[1:], functions[0](u))

    return go(list(chain), x)


@right("chain_deriv")
def own_coarse_step(chain, x):
    h, slope, u = 0.01, 1.0, x
    for f in chain:
        slope = slope * (f(u + h) - f(u - h)) / (2 * h)
        u = f(u)
    return slope


@mistake("chain_deriv")
def slope_once_per_function(chain, x):
    """A function that stands in the chain twice has its slope counted only once."""
    slopes = {}
    for f in chain:
        slopes[f] = deriv(f, x)
        x = f(x)
    return np.prod(list(slopes.values()), axis=0)


@mistake("chain_deriv")
def first_four_slopes(chain, x):
    """Only the first four slopes are multiplied: a chain may have any length."""
    slope = 1.0
    for f in chain[:4]:
        slope = slope * deriv(f, x)
        x = f(x)
    return slope


@mistake("chain_deriv")
def one_function_back(chain, x):
    """Every function is fed what the one before it makes of x itself: all the functions in front of it count."""
    slope = deriv(chain[0], x)
    for k in range(1, len(chain)):
        slope = slope * deriv(chain[k], chain[k - 1](x))
    return slope


@mistake("chain_deriv")
def slope_passed_on(chain, x):
    """The slope is passed on to the next function: pass on the value, f(x)."""
    slope = 1.0
    for f in chain:
        here = deriv(f, x)
        slope, x = slope * here, here
    return slope


@mistake("chain_deriv")
def one_sided_of_the_chain(chain, x):
    """This is a one-sided difference, which is off by about delta: step to both sides, as deriv does."""
    return (chain_forward(chain, x + 0.001) - chain_forward(chain, x)) / 0.001


@mistake("chain_deriv")
def starts_from_zero(chain, x):
    """The product starts from 0, and stays 0 whatever it is multiplied by: start from 1."""
    slope = np.zeros_like(x)
    for f in chain:
        slope = slope * deriv(f, x)
        x = f(x)
    return slope


# --- chain_backward ----------------------------------------------------------------------------------------------


@mistake("chain_backward")
def place_looked_up_in_chain(chain, x):
    """chain.index finds the first place of a function, and it may stand in the chain twice. Count the places as you go.
    """
    values, rows = [x], [np.ones_like(x)]
    for f in chain:
        values.append(f(values[-1]))
    for f in chain[::-1]:
        rows.insert(0, rows[0] * deriv(f, values[chain.index(f)]))
    return np.array(rows)


@mistake("chain_backward")
def upside_down(chain, x):
    """The rows are in the opposite order: row 0 belongs to the input x, the last row, of ones, to the output."""
    fed, rows = [x], [np.ones_like(x)]
    for f in chain:
        fed.append(f(fed[-1]))
    for f, u in zip(chain[::-1], fed[-2::-1], strict=True):
        rows.append(rows[-1] * deriv(f, u))
    return np.array(rows)


@mistake("chain_backward")
def local_slopes_alone(chain, x):
    """These are the local slopes; each has yet to be multiplied by what comes from behind, the row below it."""
    rows = []
    for f in chain:
        rows.append(deriv(f, x))
        x = f(x)
    return np.array([*rows, np.ones_like(x)])


@mistake("chain_backward")
def slopes_from_the_front(chain, x):
    """These are the slopes of each value with respect to x; row k is the slope of the output with respect to value k.
    """
    rows = [np.ones_like(x)]
    for f in chain:
        rows.append(rows[-1] * deriv(f, x))
        x = f(x)
    return np.array(rows)


@mistake("chain_backward")
def all_local_slopes_at_x(chain, x):
    """All local slopes are taken at x; each belongs where its function was fed on the way forward."""
    rows = [np.ones_like(x)]
    for f in chain[::-1]:
        rows.insert(0, rows[0] * deriv(f, x))
    return np.array(rows)


@mistake("chain_backward")
def local_slopes_at_outputs(chain, x):
    """The local slopes are taken at what comes out of each function; they belong at what goes in."""
    out, rows = [], [np.ones_like(x)]
    for f in chain:
        x = f(x)
        out.append(x)
    for f, u in zip(chain[::-1], out[::-1], strict=True):
        rows.insert(0, rows[0] * deriv(f, u))
    return np.array(rows)


@mistake("chain_backward")
def ones_left_out(chain, x):
    """The last row is missing: the output is a value on the way, too, and its slope with respect to itself is 1."""
    fed, rows = [x], [np.ones_like(x)]
    for f in chain:
        fed.append(f(fed[-1]))
    for f, u in zip(chain[::-1], fed[-2::-1], strict=True):
        rows.insert(0, rows[0] * deriv(f, u))
    return np.array(rows[:-1])


@mistake("chain_backward")
def input_row_alone(chain, x):
    """Only the slope with respect to x came back; keep the slopes with respect to the other values too, a row for each.
    """
    slope = np.ones_like(x)
    for f in chain:
        slope = slope * deriv(f, x)
        x = f(x)
    return slope


@mistake("chain_backward")
def starts_from_the_output(chain, x):
    """The walk back starts from the output's value; the slope of the output with respect to itself is 1."""
    fed = [x]
    for f in chain:
        fed.append(f(fed[-1]))
    rows = [fed[-1]]
    for f, u in zip(chain[::-1], fed[-2::-1], strict=True):
        rows.insert(0, rows[0] * deriv(f, u))
    return np.array(rows)


@mistake("chain_backward")
def added_to_upstream(chain, x):
    """The local slope is added to what comes from behind; slopes in a row multiply."""
    fed, rows = [x], [np.ones_like(x)]
    for f in chain:
        fed.append(f(fed[-1]))
    for f, u in zip(chain[::-1], fed[-2::-1], strict=True):
        rows.insert(0, rows[0] + deriv(f, u))
    return np.array(rows)


@mistake("chain_backward")
def values_not_slopes(chain, x):
    """These are the values of the forward pass; they are only needed to know where to take the local slopes."""
    rows = [x]
    for f in chain:
        rows.append(f(rows[-1]))
    return np.array(rows)


@mistake("chain_backward")
def columns_for_rows(chain, x):
    """The table lies on its side: a row for each value on the way, a column for each entry of x."""
    fed, rows = [x], [np.ones_like(x)]
    for f in chain:
        fed.append(f(fed[-1]))
    for f, u in zip(chain[::-1], fed[-2::-1], strict=True):
        rows.insert(0, rows[0] * deriv(f, u))
    return np.array(rows).T


@mistake("chain_backward")
def fed_values_not_reversed(chain, x):
    """Going back, the functions are taken from the end, but their inputs from the start: keep each pair together."""
    fed, rows = [x], [np.ones_like(x)]
    for f in chain[:-1]:
        fed.append(f(fed[-1]))
    for f, u in zip(chain[::-1], fed, strict=True):
        rows.insert(0, rows[0] * deriv(f, u))
    return np.array(rows)


@right("chain_backward")
def filled_from_the_bottom(chain, x):
    values = [x]
    for f in chain:
        values.append(f(values[-1]))
    table = np.ones((len(chain) + 1, len(x)))
    for k in range(len(chain), 0, -1):
        table[k - 1] = table[k] * deriv(chain[k - 1], values[k - 1])
    return table


@right("chain_backward")
def recursive_table(chain, x):
    def go(functions, u):
        if not functions:
            return [np.ones(len(u))]
        behind = go(functions[1:], functions[0](u))
        return [behind[0] * deriv(functions[0], u), *behind]

    return np.vstack(go(list(chain), x))


@right("chain_backward")
def rest_of_the_chain_nudged(chain, x, delta=0.001):
    def rest(k, u):
        for f in chain[k:]:
            u = f(u)
        return u

    rows = []
    for k in range(len(chain) + 1):
        rows.append((rest(k, x + delta) - rest(k, x - delta)) / (2 * delta))
        x = chain[k](x) if k < len(chain) else x
    return np.stack(rows)


@right("chain_backward")
def products_of_local_slopes(chain, x):
    local = []
    for f in chain:
        local.append((f(x + 0.01) - f(x - 0.01)) / 0.02)
        x = f(x)
    backwards = np.cumprod(local[::-1], axis=0)
    return np.concatenate([backwards[::-1], np.ones((1, len(x)))])


@mistake("chain_backward")
def values_for_slopes_here(chain, x):
    """The rows are multiplied by what each function returns: multiply by its slope."""
    values = [x]
    for f in chain:
        values.append(f(values[-1]))
    rows = [np.ones(len(x))]
    for value in values[:0:-1]:
        rows.insert(0, rows[0] * value)
    return np.array(rows)


@mistake("chain_backward")
def sign_turned_at_every_step(chain, x):
    """There is a minus sign at every step back: slopes are multiplied as they are."""
    values = [x]
    for f in chain:
        values.append(f(values[-1]))
    rows = [np.ones(len(x))]
    for f, value in zip(chain[::-1], values[-2::-1], strict=True):
        rows.insert(0, -rows[0] * deriv(f, value))
    return np.array(rows)


# --- multiple_inputs_add -----------------------------------------------------------------------------------------


@mistake("multiple_inputs_add")
def multiplied(x, y, sigma):
    """x and y are multiplied; in this exercise they are added."""
    return sigma(x * y)


@mistake("multiple_inputs_add")
def sigma_of_each(x, y, sigma):
    """sigma is applied to x and to y separately; add first, then apply it once, to the sum."""
    return sigma(x) + sigma(y)


@mistake("multiple_inputs_add")
def sigma_forgotten(x, y, sigma):
    """This is the sum; it has yet to go through sigma."""
    return x + y


@mistake("multiple_inputs_add")
def always_sigmoid(x, y, sigma):
    """The sigmoid is hard-coded; sigma is an argument and may be any function."""
    return sigmoid(x + y)


@mistake("multiple_inputs_add")
def subtracted(x, y, sigma):
    """y is subtracted; in this exercise it is added."""
    return sigma(x - y)


@mistake("multiple_inputs_add")
def added_into_one_number(x, y, sigma):
    """All entries are added into one number; x and y meet entry by entry."""
    return sigma(np.sum(x + y))


@mistake("multiple_inputs_add")
def sum_beside_sigma_of_x(x, y, sigma):
    """Only x goes through sigma, and y is added afterwards; add first, then send the sum through."""
    return sigma(x) + y


@mistake("multiple_inputs_add")
def sum_beside_sigma_of_y(x, y, sigma):
    """Only y goes through sigma, and x is added afterwards; add first, then send the sum through."""
    return x + sigma(y)


@mistake("multiple_inputs_add")
def sigma_twice(x, y, sigma):
    """The sum went through sigma twice; once is enough."""
    return sigma(sigma(x + y))


@mistake("multiple_inputs_add")
def one_after_the_other(x, y, sigma):
    """x and y were joined end to end (that is what + does to lists); arrays are added entry by entry."""
    return sigma(np.concatenate([x, y]))


@right("multiple_inputs_add")
def book_add(x, y, sigma):
    assert x.shape == y.shape, "x and y meet entry by entry"
    total = x + y
    return sigma(total)


@right("multiple_inputs_add")
def pair_by_pair(x, y, sigma):
    return np.array([sigma(p + q) for p, q in zip(x, y, strict=True)])


@right("multiple_inputs_add")
def with_np_add(x, y, sigma):
    return sigma(np.add(x, y))


@mistake("multiple_inputs_add")
def x_alone(x, y, sigma):
    """y has no effect on the result: the sum of both goes through sigma."""
    return sigma(x)


@mistake("multiple_inputs_add")
def x_twice(x, y, sigma):
    """x is added to itself: y is not used."""
    return sigma(x + x)


@mistake("multiple_inputs_add")
def mean_of_both(x, y, sigma):
    """This is sigma of the mean of x and y: nothing is halved."""
    return sigma((x + y) / 2)


# --- multiple_inputs_add_backward --------------------------------------------------------------------------------


@mistake("multiple_inputs_add_backward")
def slopes_at_the_inputs(x, y, sigma):
    """sigma' is taken at x and at y; sigma is fed the sum, so its slope is taken at x + y."""
    return deriv(sigma, x), deriv(sigma, y)


@mistake("multiple_inputs_add_backward")
def slope_at_the_output(x, y, sigma):
    """sigma' is taken at sigma's output; it belongs at sigma's input, the sum x + y."""
    slope = deriv(sigma, sigma(x + y))
    return slope, slope


@mistake("multiple_inputs_add_backward")
def not_differentiated(x, y, sigma):
    """sigma itself is returned, not its slope at the sum."""
    return sigma(x + y), sigma(x + y)


@mistake("multiple_inputs_add_backward")
def sigma_slope_left_out(x, y, sigma):
    """Only the addition's slopes, 1 and 1, are there; the slope of sigma is missing."""
    return np.ones_like(x), np.ones_like(y)


@mistake("multiple_inputs_add_backward")
def as_if_multiplied(x, y, sigma):
    """The factors y and x belong to a product; for a sum both factors are 1."""
    slope = deriv(sigma, x + y)
    return slope * y, slope * x


@mistake("multiple_inputs_add_backward")
def scaled_by_own_input(x, y, sigma):
    """The slope of sigma is multiplied by x and by y; the slope of x + y is 1 with respect to either."""
    slope = deriv(sigma, x + y)
    return slope * x, slope * y


@mistake("multiple_inputs_add_backward")
def both_in_one(x, y, sigma):
    """The two derivatives are added into one array; x and y each have their own, return them as a pair."""
    slope = deriv(sigma, x + y)
    return slope + slope


@mistake("multiple_inputs_add_backward")
def counted_twice(x, y, sigma):
    """Twice as large as it should be: moving x alone moves the sum once, and a rise is divided by the whole run, 2
    delta.
    """
    slope = deriv(sigma, x + y)
    return 2 * slope, 2 * slope


@mistake("multiple_inputs_add_backward")
def sigmoid_slope_always(x, y, sigma):
    """The slope of the sigmoid is hard-coded; sigma is an argument and may be any function."""
    slope = deriv(sigmoid, x + y)
    return slope, slope


@right("multiple_inputs_add_backward")
def book_add_backward(x, y, sigma):
    assert x.shape == y.shape
    total = x + y
    outer_slope, inner_slope = deriv(sigma, total), 1
    return outer_slope * inner_slope, outer_slope * inner_slope


@right("multiple_inputs_add_backward")
def diagonal(x, y, sigma):
    jacobian = np.diag(deriv(sigma, x + y))
    return jacobian @ np.ones(len(x)), jacobian @ np.ones(len(y))


@right("multiple_inputs_add_backward")
def own_difference(x, y, sigma):
    h = 0.01
    dx = (sigma(x + h + y) - sigma(x - h + y)) / (2 * h)
    dy = (sigma(x + (y + h)) - sigma(x + (y - h))) / (2 * h)
    return [dx, dy]


@mistake("multiple_inputs_add_backward")
def dy_times_y(x, y, sigma):
    """The slope along y is multiplied by y. In a sum, the middle value moves exactly as far as y does."""
    slope = deriv(sigma, x + y)
    return slope, slope * y


@mistake("multiple_inputs_add_backward")
def at_the_product(x, y, sigma):
    """The slope of sigma is taken at the product of x and y: what enters sigma is their sum."""
    slope = deriv(sigma, x * y)
    return slope, slope


@mistake("multiple_inputs_add_backward")
def at_the_difference(x, y, sigma):
    """The slope of sigma is taken at x - y: what enters sigma is x + y."""
    slope = deriv(sigma, x - y)
    return slope, slope


@mistake("multiple_inputs_add_backward")
def dy_at_x(x, y, sigma):
    """The slope along y is taken at x alone: what enters sigma is x + y."""
    return deriv(sigma, x + y), deriv(sigma, x)


@mistake("multiple_inputs_add_backward")
def slopes_at_both_added(x, y, sigma):
    """The slope of sigma is taken at x and at y, and added: what enters sigma is x + y, once."""
    slope = deriv(sigma, x) + deriv(sigma, y)
    return slope, slope


@mistake("multiple_inputs_add_backward")
def one_slope_for_both(x, y, sigma):
    """One array comes back. For a sum the two derivatives are equal, but return them as a pair, one for each input."""
    return deriv(sigma, x + y)


# --- multiple_inputs_multiply ------------------------------------------------------------------------------------


@mistake("multiple_inputs_multiply")
def added(x, y, sigma):
    """x and y are added; in this exercise they are multiplied."""
    return sigma(x + y)


@mistake("multiple_inputs_multiply")
def dot_for_product(x, y, sigma):
    """The dot product sums all products into one number; x and y are multiplied entry by entry."""
    return sigma(np.dot(x, y))


@mistake("multiple_inputs_multiply")
def sigma_of_each_factor(x, y, sigma):
    """sigma is applied to x and to y separately; multiply first, then apply it once, to the product."""
    return sigma(x) * sigma(y)


@mistake("multiple_inputs_multiply")
def product_without_sigma(x, y, sigma):
    """This is the product; it has yet to go through sigma."""
    return x * y


@mistake("multiple_inputs_multiply")
def sigmoid_of_product(x, y, sigma):
    """The sigmoid is hard-coded; sigma is an argument and may be any function."""
    return sigmoid(x * y)


@mistake("multiple_inputs_multiply")
def every_pair(x, y, sigma):
    """Every entry of x meets every entry of y, in a square table; only entries at the same place meet."""
    return sigma(np.outer(x, y))


@mistake("multiple_inputs_multiply")
def sigma_of_x_times_y(x, y, sigma):
    """Only x goes through sigma, and y is multiplied in afterwards; multiply first, then send the product through."""
    return sigma(x) * y


@mistake("multiple_inputs_multiply")
def sigma_of_y_times_x(x, y, sigma):
    """Only y goes through sigma, and x is multiplied in afterwards; multiply first, then send the product through."""
    return x * sigma(y)


@mistake("multiple_inputs_multiply")
def divided(x, y, sigma):
    """x is divided by y; in this exercise the two are multiplied."""
    return sigma(x / y)


@mistake("multiple_inputs_multiply")
def sigma_twice_over(x, y, sigma):
    """The product went through sigma twice; once is enough."""
    return sigma(sigma(x * y))


@right("multiple_inputs_multiply")
def book_multiply(x, y, sigma):
    assert x.shape == y.shape
    m = x * y
    return sigma(m)


@right("multiple_inputs_multiply")
def product_in_place(x, y, sigma):
    x *= y
    return sigma(x)


@right("multiple_inputs_multiply")
def with_einsum(x, y, sigma):
    return sigma(np.einsum("i,i->i", x, y))


@mistake("multiple_inputs_multiply")
def x_squared(x, y, sigma):
    """x is multiplied by itself: y is not used."""
    return sigma(x * x)


# --- multiple_inputs_multiply_backward ---------------------------------------------------------------------------


@mistake("multiple_inputs_multiply_backward")
def pair_swapped(x, y, sigma):
    """The two derivatives have changed places: moving x moves the product y times as far, so y belongs to ds/dx."""
    slope = deriv(sigma, x * y)
    return slope * x, slope * y


@mistake("multiple_inputs_multiply_backward")
def factors_missing(x, y, sigma):
    """As for a sum, the slope of sigma is handed on unchanged; a product scales it by the other input."""
    slope = deriv(sigma, x * y)
    return slope, slope


@mistake("multiple_inputs_multiply_backward")
def slope_at_sum(x, y, sigma):
    """sigma' is taken at x + y; sigma is fed the product, so its slope is taken there."""
    slope = deriv(sigma, x + y)
    return slope * y, slope * x


@mistake("multiple_inputs_multiply_backward")
def slope_at_output(x, y, sigma):
    """sigma' is taken at sigma's output; it belongs at sigma's input, the product of x and y."""
    slope = deriv(sigma, sigma(x * y))
    return slope * y, slope * x


@mistake("multiple_inputs_multiply_backward")
def slopes_at_x_and_y(x, y, sigma):
    """sigma' is taken at x and at y; sigma is fed the product, so its slope is taken there."""
    return deriv(sigma, x) * y, deriv(sigma, y) * x


@mistake("multiple_inputs_multiply_backward")
def only_the_product(x, y, sigma):
    """These are the slopes of the product alone; the slope of sigma is missing."""
    return 1.0 * y, 1.0 * x


@mistake("multiple_inputs_multiply_backward")
def sigma_for_its_slope(x, y, sigma):
    """sigma itself stands where its slope belongs."""
    s = sigma(x * y)
    return s * y, s * x


@mistake("multiple_inputs_multiply_backward")
def slope_of_sigmoid_always(x, y, sigma):
    """The slope of the sigmoid is hard-coded; sigma is an argument and may be any function."""
    slope = deriv(sigmoid, x * y)
    return slope * y, slope * x


@mistake("multiple_inputs_multiply_backward")
def single_product(x, y, sigma):
    """One array comes back instead of a pair: x and y each have their own derivative, return both."""
    return deriv(sigma, x * y) * x * y


@right("multiple_inputs_multiply_backward")
def book_manner_multiply(x, y, sigma):
    assert x.shape == y.shape
    product = np.multiply(x, y)
    outer_slope = deriv(sigma, product)
    return outer_slope * y, outer_slope * x


@right("multiple_inputs_multiply_backward")
def loop_over_points(x, y, sigma):
    dx, dy = np.zeros(len(x)), np.zeros(len(x))
    for i in range(len(x)):
        slope = deriv(sigma, x[i] * y[i])
        dx[i] = slope * y[i]
        dy[i] = slope * x[i]
    return dx, dy


@right("multiple_inputs_multiply_backward")
def each_input_nudged(x, y, sigma):
    h = 1e-4
    dx = (sigma((x + h) * y) - sigma((x - h) * y)) / (2 * h)
    dy = (sigma(x * (y + h)) - sigma(x * (y - h))) / (2 * h)
    return dx, dy


@mistake("multiple_inputs_multiply_backward")
def both_times_y(x, y, sigma):
    """Both slopes are multiplied by y: along y, the factor is x."""
    slope = deriv(sigma, x * y)
    return slope * y, slope * y


@mistake("multiple_inputs_multiply_backward")
def times_the_product(x, y, sigma):
    """The slope is multiplied by the whole product: each input's factor is the other one alone."""
    slope = deriv(sigma, x * y) * x * y
    return slope, slope


@mistake("multiple_inputs_multiply_backward")
def dy_without_factor(x, y, sigma):
    """The factor x is missing from the slope along y."""
    slope = deriv(sigma, x * y)
    return slope * y, slope


@mistake("multiple_inputs_multiply_backward")
def other_input_added(x, y, sigma):
    """The other input is added to the slope: along one road, slopes are multiplied."""
    slope = deriv(sigma, x * y)
    return slope + y, slope + x


@mistake("multiple_inputs_multiply_backward")
def slopes_at_x_and_y_here(x, y, sigma):
    """The slope of sigma is taken at x and at y: what enters sigma is their product."""
    slope = deriv(sigma, x) * deriv(sigma, y)
    return slope, slope


# --- fork_backward -----------------------------------------------------------------------------------------------


@mistake("fork_backward")
def slopes_of_both_multiplied(x, sigma, tau):
    """The two slopes are multiplied; along each road one function is differentiated, and the other kept as it is."""
    return deriv(sigma, x) * deriv(tau, x)


@mistake("fork_backward")
def road_through_sigma_alone(x, sigma, tau):
    """This is what the road through sigma brings; a pull at x travels along the road through tau as well."""
    return deriv(sigma, x) * tau(x)


@mistake("fork_backward")
def road_through_tau_alone(x, sigma, tau):
    """This is what the road through tau brings; a pull at x travels along the road through sigma as well."""
    return sigma(x) * deriv(tau, x)


@mistake("fork_backward")
def own_values(x, sigma, tau):
    """Each slope is multiplied by its own function's value; the multiplication hands back the *other* one's."""
    return deriv(sigma, x) * sigma(x) + deriv(tau, x) * tau(x)


@mistake("fork_backward")
def roads_subtracted(x, sigma, tau):
    """The second road is subtracted from the first; what comes back along the roads is added."""
    return deriv(sigma, x) * tau(x) - sigma(x) * deriv(tau, x)


@mistake("fork_backward")
def roads_averaged(x, sigma, tau):
    """This is the mean of the two roads; a pull at x travels along both in full, so they are added."""
    return (deriv(sigma, x) * tau(x) + sigma(x) * deriv(tau, x)) / 2


@mistake("fork_backward")
def nested_not_forked(x, sigma, tau):
    """This is the slope of tau after sigma; here both are fed x, and their results are multiplied."""
    return deriv(tau, sigma(x)) * deriv(sigma, x)


@mistake("fork_backward")
def as_if_added(x, sigma, tau):
    """This is the slope of a sum; the two results are multiplied, so each slope comes with the other one's value."""
    return deriv(sigma, x) + deriv(tau, x)


@mistake("fork_backward")
def the_product_itself(x, sigma, tau):
    """This is s, not its slope."""
    return sigma(x) * tau(x)


@right("fork_backward")
def product_nudged(x, sigma, tau):
    h = 0.01
    return (sigma(x + h) * tau(x + h) - sigma(x - h) * tau(x - h)) / (2 * h)


@right("fork_backward")
def deriv_of_the_product(x, sigma, tau):
    return deriv(lambda u: sigma(u) * tau(u), x)


@right("fork_backward")
def two_roads_in_a_loop(x, sigma, tau):
    slope = np.zeros(len(x))
    for own, other in [(sigma, tau), (tau, sigma)]:
        slope = slope + other(x) * deriv(own, x)
    return slope


@mistake("fork_backward")
def chain_of_both(x, sigma, tau):
    """This is the chain rule for sigma(tau(x)). Here both functions are fed x, and their values are multiplied."""
    return deriv(sigma, tau(x)) * deriv(tau, x)


@mistake("fork_backward")
def roads_multiplied(x, sigma, tau):
    """What the two roads bring back is multiplied: it should be added."""
    return deriv(sigma, x) * tau(x) * sigma(x) * deriv(tau, x)
