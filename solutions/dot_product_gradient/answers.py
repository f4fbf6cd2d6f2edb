"""Known mistakes and other right answers of dot_product_gradient."""

from autograder.mistakes import mistake, right
from lesson import deriv, matmul_forward, np, numeric_gradient, sigmoid, square

# --- weighted_sums -----------------------------------------------------------------------------------------------


@mistake("weighted_sums")
def table_overwritten(table, w):
    """The products are written into the table itself, so the caller finds it changed. Make a new table of them."""
    table *= w
    return table.sum(axis=1)


@mistake("weighted_sums")
def down_the_columns(table, w):
    """The sum runs down the columns (axis 0): that adds up different observations. Add along each row instead."""
    return np.sum(table * w, axis=0)


@mistake("weighted_sums")
def weighted_but_not_added(table, w):
    """Each entry has met its weight, but nothing is added up: every row should shrink to one number."""
    return table * w


@mistake("weighted_sums")
def one_sum_for_all(table, w):
    """Everything is added into a single number. Tell the sum which axis to walk along, and the rows stay apart."""
    return np.sum(table * w)


@mistake("weighted_sums")
def averaged_along_the_row(table, w):
    """These are means along the rows. A weighted sum is not divided by the number of its terms."""
    return np.mean(table * w, axis=1)


@mistake("weighted_sums")
def weighted_mean(table, w):
    """The sums are divided by the sum of the weights: that is a weighted mean. Here nothing is divided."""
    return np.sum(table * w, axis=1) / np.sum(w)


@mistake("weighted_sums")
def a_weight_for_each_row(table, w):
    """The weights are spread over the rows, and only a square table lets that pass: w has a weight for each column."""
    return np.sum(table * w[:, None], axis=1)


@mistake("weighted_sums")
def weights_unused(table, w):
    """These are plain row sums: w is never used. Each entry is multiplied by its column's weight first."""
    return np.sum(table, axis=1)


@mistake("weighted_sums")
def weights_added(table, w):
    """The weights are added to the entries. A weight multiplies its entry."""
    return np.sum(table + w, axis=1)


@mistake("weighted_sums")
def still_a_table(table, w):
    """The numbers are right, but they stand in a table of one column; the result has one axis, shape (m,)."""
    return np.sum(table * w, axis=1, keepdims=True)


@mistake("weighted_sums")
def first_row_alone(table, w):
    """Only the first row is used. Every row of the table gets a number of its own."""
    return np.sum(table[0] * w)


@right("weighted_sums")
def matrix_times_vector(table, w):
    return table @ w


@right("weighted_sums")
def row_after_row(table, w):
    sums = []
    for row in table:
        total = 0.0
        for entry, weight in zip(row, w, strict=True):
            total += entry * weight
        sums.append(total)
    return np.array(sums)


@right("weighted_sums")
def turned_on_its_side(table, w):
    return (table.T * w[:, None]).sum(axis=0)


@mistake("weighted_sums")
def sums_multiplied_here(table, w):
    """Row and weights are added up first, and then multiplied: each entry has a weight of its own."""
    return table.sum(axis=1) * w.sum()


@mistake("weighted_sums")
def largest_product(table, w):
    """This is the largest product of each row: add them up."""
    return (table * w).max(axis=1)


@mistake("weighted_sums")
def products_multiplied(table, w):
    """The weighted entries are multiplied by each other: add them up."""
    return np.prod(table * w, axis=1)


@mistake("weighted_sums")
def weights_reversed(table, w):
    """The weights are taken from the last to the first: w[0] belongs to column 0."""
    return table @ w[::-1]


# --- matmul_forward ----------------------------------------------------------------------------------------------


@mistake("matmul_forward")
def entry_by_entry(X, W):
    """`*` multiplies entry by entry and stretches arrays to fit; a dot product also adds up: use a matrix product."""
    return X * W


@mistake("matmul_forward")
def operands_swapped(X, W):
    """The factors are in the wrong order: a column times a row is a whole table. X comes first, W second."""
    return np.dot(W, X)


@mistake("matmul_forward")
def not_added_up(X, W):
    """Each feature meets its own weight, but the products are never added up: the dot product is their sum."""
    return X * np.transpose(W)


@mistake("matmul_forward")
def mean_of_products(X, W):
    """The products are averaged. A dot product is their sum: nothing is divided by n."""
    return np.dot(X, W) / X.shape[1]


@mistake("matmul_forward")
def bare_number(X, W):
    """The result is right as a number but has lost its box: a row times a column is an array of shape (1, 1)."""
    return np.dot(X, W).item()


@right("matmul_forward")
def with_at(X, W):
    return X @ W


@right("matmul_forward")
def with_loops(X, W):
    N = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            for k in range(X.shape[1]):
                N[i, j] += X[i, k] * W[k, j]
    return N


@right("matmul_forward")
def with_einsum(X, W):
    return np.einsum("ij,jk->ik", X, W)


@mistake("matmul_forward")
def result_turned_over(X, W):
    """Every number is there, but the result lies on its side: a row of X makes a row of N."""
    return np.transpose(np.dot(X, W))


@mistake("matmul_forward")
def second_turned_over(X, W):
    """W is transposed first. It already stands as it must: row meets column as the two arrays are."""
    return np.dot(X, np.transpose(W))


@mistake("matmul_forward")
def axis_lost(X, W):
    """The result has lost an axis: the product of two arrays with two axes has two axes, here (1, 1)."""
    return np.dot(X, W)[0]


@mistake("matmul_forward")
def first_column_alone(X, W):
    """Right for a single column of weights. Each further column of W makes a further column of N."""
    return np.dot(X, W[:, :1])


@mistake("matmul_forward")
def added_pairwise(X, W):
    """Features and weights are added to each other. Each pair is multiplied; what is added up are the products."""
    return np.sum(X + np.transpose(W), axis=1, keepdims=True)


@mistake("matmul_forward")
def product_added_up(X, W):
    """The product is right, but all its entries are added up into one number: return the matrix itself."""
    return np.sum(X @ W)


# --- predicted_change --------------------------------------------------------------------------------------------


@mistake("predicted_change")
def effects_not_added(gradient, step):
    """These are the effects of the single moves. What f does is their sum: one number."""
    return gradient * step


@mistake("predicted_change")
def mean_effect(gradient, step):
    """The effects are averaged. All moves happen together, so their effects add up; nothing is divided."""
    return np.mean(gradient * step)


@mistake("predicted_change")
def sums_multiplied(gradient, step):
    """Sum times sum mixes every slope with every move. Each slope belongs to its own move: multiply, then add up."""
    return np.sum(gradient) * np.sum(step)


@mistake("predicted_change")
def signs_dropped(gradient, step):
    """The signs are gone. A move down an upward slope lowers f: let every effect keep its sign."""
    return np.sum(np.abs(gradient * step))


@mistake("predicted_change")
def lengths_multiplied(gradient, step):
    """Length times length is right only where the step points along the gradient. Add up the effects, move by move."""
    return np.sqrt(np.sum(gradient**2)) * np.sqrt(np.sum(step**2))


@mistake("predicted_change")
def largest_effect_alone(gradient, step):
    """Only one of the moves counts. Every entry moves, and every move has its effect."""
    effects = (gradient * step).ravel()
    return effects[np.argmax(np.abs(effects))]


@mistake("predicted_change")
def first_effect_alone(gradient, step):
    """Only the first entry counts. Every entry moves, and every move has its effect."""
    return gradient.ravel()[0] * step.ravel()[0]


@mistake("predicted_change")
def slope_over_move(gradient, step):
    """The slope is divided by the move. A slope says how much f changes for *one* unit: multiply by the move."""
    return np.sum(gradient / step)


@mistake("predicted_change")
def gradient_and_step_added(gradient, step):
    """Slopes and moves, which have different units, are added to each other. Each slope multiplies its move."""
    return np.sum(gradient + step)


@mistake("predicted_change")
def against_the_gradient(gradient, step):
    """The sign is reversed. Stepping against the gradient is the choice of the step; here the step is given."""
    return -np.sum(gradient * step)


@mistake("predicted_change")
def matrix_product_of_the_two(gradient, step):
    """For vectors that is right, but a matrix product of two tables is no single number: add up entry times entry."""
    return np.dot(gradient, step)


@mistake("predicted_change")
def sums_of_the_columns(gradient, step):
    """These are sums down the columns. One number is wanted, over all axes."""
    return np.sum(gradient * step, axis=0)


@right("predicted_change")
def with_vdot(gradient, step):
    return float(np.vdot(gradient, step))


@right("predicted_change")
def move_after_move(gradient, step):
    change = 0.0
    for place in np.ndindex(gradient.shape):
        change += gradient[place] * step[place]
    return change


@right("predicted_change")
def flat_dot_product(gradient, step):
    return gradient.reshape(-1) @ step.reshape(-1)


@mistake("predicted_change")
def moves_alone(gradient, step):
    """Only the moves are added up: each one counts as often as its slope says."""
    return np.sum(step)


@mistake("predicted_change")
def per_unit_of_length(gradient, step):
    """This is divided by the length of the step: a change for each unit of length, not for this step."""
    return np.sum(gradient * step) / np.linalg.norm(step)


@mistake("predicted_change")
def slopes_squared(gradient, step):
    """The slopes are multiplied by themselves: each one meets its move."""
    return np.sum(gradient**2)


@mistake("predicted_change")
def length_of_the_products(gradient, step):
    """This is the length of the products. A sum keeps their signs, so that a rise and a fall may cancel."""
    return np.sqrt(np.sum((gradient * step) ** 2))


@mistake("predicted_change")
def largest_product_here(gradient, step):
    """This is the largest product alone: add them all up."""
    return np.max(gradient * step)


# --- derivative_shape --------------------------------------------------------------------------------------------


@mistake("derivative_shape")
def outputs_down(y_shape, x_shape):
    """This is the other convention, outputs down and inputs across. Here it is the reverse: inputs down, outputs
    across.
    """
    if y_shape == (1, 1):
        return x_shape[::-1]
    if x_shape == (1, 1):
        return y_shape
    return y_shape[0], x_shape[0]


@mistake("derivative_shape")
def always_like_the_input(y_shape, x_shape):
    """Only the gradient of a number has the shape of its input. With more outputs, each of them needs a column."""
    return x_shape


@mistake("derivative_shape")
def lengths_only(y_shape, x_shape):
    """Right for vectors, but a matrix has more entries than rows: the derivative must keep both of its sizes."""
    return x_shape[0], y_shape[0]


@mistake("derivative_shape")
def matrix_not_transposed(y_shape, x_shape):
    """Nearly: a matrix (or vector) by a number has the shape of the output *transposed*, since outputs go across."""
    if y_shape == (1, 1):
        return x_shape
    if x_shape == (1, 1):
        return y_shape
    return x_shape[0], y_shape[0]


@mistake("derivative_shape")
def matrix_strung_out(y_shape, x_shape):
    """Right for vectors. But a matrix by a number stays a matrix: it is transposed, not strung out in one long row."""
    return x_shape[0], y_shape[0] * y_shape[1] * x_shape[1]


@mistake("derivative_shape")
def flat_vectors(y_shape, x_shape):
    """Vectors keep their second size here: a shape is always two numbers, (m, 1) and not (m,)."""
    return tuple(size for size in (x_shape[0] * y_shape[1], y_shape[0] * x_shape[1]) if size > 1)


@right("derivative_shape")
def by_cases(y_shape, x_shape):
    y_is_number = y_shape[0] * y_shape[1] == 1
    x_is_number = x_shape[0] * x_shape[1] == 1
    if x_is_number:
        return tuple(reversed(y_shape))
    if y_is_number:
        return tuple(x_shape)
    return (x_shape[0], y_shape[0])


@right("derivative_shape")
def by_products(y_shape, x_shape):
    return x_shape[0] * y_shape[1], y_shape[0] * x_shape[1]


@mistake("derivative_shape")
def always_the_output_turned(y_shape, x_shape):
    """The input plays no part in this. It has a say in the rows: one for each of its entries."""
    return y_shape[1], y_shape[0]


@mistake("derivative_shape")
def gradient_lies_flat(y_shape, x_shape):
    """The gradient of a number is transposed here. It has the shape of its input as it is: a column for a column."""
    if y_shape == (1, 1):
        return x_shape[1], x_shape[0]
    if x_shape == (1, 1):
        return y_shape[1], y_shape[0]
    return x_shape[0], y_shape[0]


@mistake("derivative_shape")
def all_entries_counted(y_shape, x_shape):
    """The number of slopes is right, but a number by a matrix stays a matrix, in the shape of its input."""
    return x_shape[0] * x_shape[1], y_shape[0] * y_shape[1]


@mistake("derivative_shape")
def numbers_as_scalars(y_shape, x_shape):
    """Every derivative comes out as one number here. There is one slope for each pair of input and output entry."""
    return 1, 1


@right("derivative_shape")
def by_counting_axes(y_shape, x_shape):
    down = x_shape[0] if x_shape != (1, 1) else y_shape[1]
    across = y_shape[0] if y_shape != (1, 1) else x_shape[1]
    return [down, across]


@mistake("derivative_shape")
def lengths_outputs_first(y_shape, x_shape):
    """The length of the output comes first here. Inputs go down, so the length of the input comes first."""
    return y_shape[0], x_shape[0]


# --- matmul_backward_first ---------------------------------------------------------------------------------------


@mistake("matmul_backward_first")
def weights_not_transposed(X, W):
    """The numbers are right, but they stand upright. The gradient has the shape of X, which lies flat."""
    return W


@mistake("matmul_backward_first")
def the_input_itself(X, W):
    """That is X again. The slope of x₁w₁ + … along x₁ is what x₁ is multiplied by."""
    return X


@mistake("matmul_backward_first")
def gradient_of_the_second(X, W):
    """That is the gradient with respect to W. For X, ask what each feature is multiplied by."""
    return np.transpose(X, (1, 0))


@mistake("matmul_backward_first")
def contributions(X, W):
    """These are the terms xᵢwᵢ themselves; their slope along xᵢ no longer contains xᵢ."""
    return X * np.transpose(W, (1, 0))


@mistake("matmul_backward_first")
def all_ones(X, W):
    """Slopes of 1 would fit a plain sum x₁ + x₂ + …; here each feature has a weight in front."""
    return np.ones_like(X)


@right("matmul_backward_first")
def by_reshape(X, W):
    return W.reshape(1, -1)


@right("matmul_backward_first")
def by_differences(X, W):
    slopes = np.zeros_like(X)
    for i in range(X.shape[1]):
        shift = np.zeros_like(X)
        shift[0, i] = 0.001
        slopes[0, i] = ((X + shift) @ W - (X - shift) @ W).item() / 0.002
    return slopes


@mistake("matmul_backward_first")
def one_axis_lost(X, W):
    """The numbers are right, but the array has lost an axis: (n,) is not (1, n). Transpose W, do not flatten it."""
    return W.flatten()


@mistake("matmul_backward_first")
def downhill(X, W):
    """The sign is reversed. A gradient says how N rises; going against it comes later, when weights are trained."""
    return -np.transpose(W, (1, 0))


@mistake("matmul_backward_first")
def back_to_front(X, W):
    """The weights stand in reverse order. The first slope belongs to the first feature: transpose W, do not reverse it.
    """
    return np.transpose(W[::-1])


@mistake("matmul_backward_first")
def slopes_added_up(X, W):
    """The slopes are added up into one number. Each feature has a slope of its own, so the result is a row."""
    return np.sum(W, keepdims=True)


@mistake("matmul_backward_first")
def table_of_all_pairs(X, W):
    """That pairs every feature with every weight. A feature meets just one weight: n slopes, not n times n."""
    return np.dot(np.transpose(X), np.transpose(W))


@mistake("matmul_backward_first")
def times_the_result(X, W):
    """N itself comes in as a factor. The slope of x₁w₁ + … along x₁ is a weight and nothing more."""
    return np.dot(X, W) * np.transpose(W)


@right("matmul_backward_first")
def times_one(X, W):
    dNdN = np.ones((1, 1))
    return dNdN @ W.swapaxes(0, 1)


@mistake("matmul_backward_first")
def repeated_in_a_table(X, W):
    """A row times a column, with `*`, becomes a table. The gradient has the shape of X: one row of weights."""
    return np.ones_like(X) * W


# --- matmul_backward_second --------------------------------------------------------------------------------------


@mistake("matmul_backward_second")
def features_not_transposed(X, W):
    """The numbers are right, but they lie flat. The gradient has the shape of W, which stands upright."""
    return X


@mistake("matmul_backward_second")
def the_weights_themselves(X, W):
    """That is W again. The slope of x₁w₁ + … along w₁ is what w₁ is multiplied by."""
    return W


@mistake("matmul_backward_second")
def gradient_of_the_first(X, W):
    """That is the gradient with respect to X. For W, ask what each weight is multiplied by."""
    return np.transpose(W, (1, 0))


@mistake("matmul_backward_second")
def terms_of_the_sum(X, W):
    """These are the terms xᵢwᵢ themselves; their slope along wᵢ no longer contains wᵢ."""
    return np.transpose(X, (1, 0)) * W


@mistake("matmul_backward_second")
def ones_upright(X, W):
    """Slopes of 1 would fit a plain sum w₁ + w₂ + …; here each weight has a feature beside it."""
    return np.ones_like(W)


@right("matmul_backward_second")
def by_attribute(X, W):
    return X.T


@right("matmul_backward_second")
def by_loop(X, W):
    column = np.empty(W.shape)
    for i in range(W.shape[0]):
        column[i, 0] = X[0, i]
    return column


@mistake("matmul_backward_second")
def axis_gone(X, W):
    """The numbers are right, but the array has lost an axis: (n,) is not (n, 1). Transpose X, do not flatten it."""
    return X.flatten()


@mistake("matmul_backward_second")
def step_of_training(X, W):
    """The sign is reversed. A gradient says how N rises; going against it comes later, when weights are trained."""
    return -np.transpose(X, (1, 0))


@mistake("matmul_backward_second")
def last_feature_first(X, W):
    """The features stand in reverse order. The first slope belongs to the first weight: transpose X, do not reverse it.
    """
    return np.transpose(X[:, ::-1])


@mistake("matmul_backward_second")
def all_slopes_in_one(X, W):
    """The slopes are added up into one number. Each weight has a slope of its own, so the result is a column."""
    return np.sum(X, keepdims=True)


@mistake("matmul_backward_second")
def every_pair(X, W):
    """That pairs every weight with every feature. A weight meets just one feature: n slopes, not n times n."""
    return np.dot(W, X)


@mistake("matmul_backward_second")
def result_as_a_factor(X, W):
    """N itself comes in as a factor. The slope of x₁w₁ + … along w₁ is a feature and nothing more."""
    return np.transpose(X) * np.dot(X, W)


@right("matmul_backward_second")
def one_feature_a_row(X, W):
    return np.array([[feature] for feature in X[0]])


@mistake("matmul_backward_second")
def repeated_in_a_table_here(X, W):
    """A row times a column, with `*`, becomes a table. The gradient has the shape of W: one column of features."""
    return X * np.ones_like(W)


# --- matrix_forward_extra ----------------------------------------------------------------------------------------


@mistake("matrix_forward_extra")
def sigma_first(X, W, sigma):
    """sigma is applied to the features, before the weights come in. First the dot product, then sigma of the result."""
    return np.dot(sigma(X), W)


@mistake("matrix_forward_extra")
def sigma_left_out(X, W, sigma):
    """This is the dot product alone; it has yet to go through sigma."""
    return np.dot(X, W)


@mistake("matrix_forward_extra")
def always_sigmoid(X, W, sigma):
    """The sigmoid is built in. Use the function that is passed as sigma: it may be any other."""
    return sigmoid(np.dot(X, W))


@mistake("matrix_forward_extra")
def sigma_of_each_term(X, W, sigma):
    """sigma is applied to each product xᵢwᵢ before they are added. Add them up first, with a matrix product."""
    return np.sum(sigma(X * np.transpose(W)), axis=1, keepdims=True)


@mistake("matrix_forward_extra")
def no_sum(X, W, sigma):
    """Inside sigma stands a table of products, not one dot product: the row X times the column W, X first."""
    return sigma(X * W)


@right("matrix_forward_extra")
def in_one_line(X, W, sigma):
    return sigma(X @ W)


@right("matrix_forward_extra")
def as_in_the_book(X, W, sigma):
    assert X.shape[1] == W.shape[0]
    return sigma(np.dot(X, W))


@mistake("matrix_forward_extra")
def sigma_of_the_weights(X, W, sigma):
    """sigma is applied to the weights. What goes into sigma is the score, features and weights together."""
    return np.dot(X, sigma(W))


@mistake("matrix_forward_extra")
def sigma_twice(X, W, sigma):
    """The score goes through sigma twice. Once is enough."""
    return sigma(sigma(np.dot(X, W)))


@mistake("matrix_forward_extra")
def multiplied_by_sigma(X, W, sigma):
    """sigma(N) multiplies N here. In a nested function it takes N's place."""
    N = np.dot(X, W)
    return N * sigma(N)


@mistake("matrix_forward_extra")
def mean_score(X, W, sigma):
    """The score is divided by the number of features before sigma sees it. A dot product is a sum, not a mean."""
    return sigma(np.dot(X, W) / X.shape[1])


@mistake("matrix_forward_extra")
def box_lost(X, W, sigma):
    """The result is right as a number but has lost its box: it should still be an array of shape (1, 1)."""
    return np.sum(sigma(np.dot(X, W)))


@mistake("matrix_forward_extra")
def slope_of_sigma(X, W, sigma):
    """That is the slope of sigma at N, which the way back will need. The way forward needs sigma itself."""
    return deriv(sigma, np.dot(X, W))


@right("matrix_forward_extra")
def by_hand(X, W, sigma):
    score = 0.0
    for i in range(X.shape[1]):
        score += X[0, i] * W[i, 0]
    return sigma(np.array([[score]]))


@mistake("matrix_forward_extra")
def both_factors_through_sigma(X, W, sigma):
    """Both factors go through sigma before they are multiplied: multiply first, then send the result through
    sigma.
    """
    return sigma(X) @ sigma(W)


@mistake("matrix_forward_extra")
def sigma_is_square(X, W, sigma):
    """This is always the square: apply the function that is passed in."""
    return square(X @ W)


# --- matrix_function_backward_1 ----------------------------------------------------------------------------------


@mistake("matrix_function_backward_1")
def rule_of_the_sigmoid(X, W, sigma):
    """S(1 − S) is the slope of the sigmoid alone. Here sigma may be any function: ask it for its slope."""
    S = sigma(matmul_forward(X, W))
    return (S * (1 - S)) * np.transpose(W)


@mistake("matrix_function_backward_1")
def sign_of_the_slope_dropped(X, W, sigma):
    """The slope of sigma has lost its sign. Where sigma falls, its slope is negative: keep it as it is."""
    return abs(deriv(sigma, matmul_forward(X, W))) * np.transpose(W)


@mistake("matrix_function_backward_1")
def negative_slopes_cut_off(X, W, sigma):
    """Negative slopes of sigma are cut off at 0. Where sigma falls, its slope is negative: keep it as it is."""
    return np.maximum(deriv(sigma, matmul_forward(X, W)), 0) * np.transpose(W)


@mistake("matrix_function_backward_1")
def slope_to_one_side(X, W, sigma):
    """The slope of sigma is measured to one side alone. Step to both sides, as deriv does: the errors then cancel."""
    N = matmul_forward(X, W)
    return ((sigma(N + 0.001) - sigma(N)) / 0.001) * np.transpose(W)


@mistake("matrix_function_backward_1")
def slope_left_out(X, W, sigma):
    """This is dN/dX alone. The change also passes through sigma: multiply by its slope at N."""
    return np.transpose(W, (1, 0))


@mistake("matrix_function_backward_1")
def slope_at_the_output(X, W, sigma):
    """sigma' is taken at S, which came out of sigma. Take it at N, which went in."""
    N = matmul_forward(X, W)
    return np.dot(deriv(sigma, sigma(N)), np.transpose(W, (1, 0)))


@mistake("matrix_function_backward_1")
def slope_at_the_features(X, W, sigma):
    """sigma' is taken at each feature of X. sigma never sees the features, only their weighted sum N."""
    return deriv(sigma, X) * np.transpose(W, (1, 0))


@mistake("matrix_function_backward_1")
def not_transposed(X, W, sigma):
    """The numbers are right, but they stand upright. The gradient has the shape of X, which lies flat."""
    return np.dot(W, deriv(sigma, matmul_forward(X, W)))


@mistake("matrix_function_backward_1")
def sigmoid_built_in(X, W, sigma):
    """S(1 − S) is the slope of the sigmoid alone. Ask the sigma that is passed in for its slope."""
    S = sigmoid(matmul_forward(X, W))
    return np.dot(S * (1 - S), np.transpose(W, (1, 0)))


@mistake("matrix_function_backward_1")
def n_times_one_minus_n(X, W, sigma):
    """N(1 − N) looks like the sigmoid's rule but uses what went in. And the rule fits the sigmoid alone: use deriv."""
    N = matmul_forward(X, W)
    return np.dot(N * (1 - N), np.transpose(W, (1, 0)))


@mistake("matrix_function_backward_1")
def value_for_slope(X, W, sigma):
    """sigma itself stands where its slope belongs: multiply by sigma'(N), not by S."""
    return np.dot(sigma(matmul_forward(X, W)), np.transpose(W, (1, 0)))


@mistake("matrix_function_backward_1")
def features_for_weights(X, W, sigma):
    """The features stand where the weights belong: dN/dX is what each feature is multiplied by."""
    return np.dot(deriv(sigma, matmul_forward(X, W)), X)


@right("matrix_function_backward_1")
def book_manner(X, W, sigma):
    assert X.shape[1] == W.shape[0]
    score = np.dot(X, W)
    slope = deriv(sigma, score)
    assert slope.shape == score.shape
    return np.dot(slope, np.transpose(W, (1, 0)))


@right("matrix_function_backward_1")
def one_number_times_a_row(X, W, sigma):
    N = X @ W
    slope = (sigma(N + 1e-5) - sigma(N - 1e-5)) / 2e-5
    return slope * W.T


@right("matrix_function_backward_1")
def all_by_differences(X, W, sigma):
    slopes = np.zeros_like(X)
    for i in range(X.shape[1]):
        shift = np.zeros_like(X)
        shift[0, i] = 1e-4
        slopes[0, i] = (sigma((X + shift) @ W) - sigma((X - shift) @ W)).item() / 2e-4
    return slopes


@mistake("matrix_function_backward_1")
def two_steps_counted_as_one(X, W, sigma):
    """Every slope is twice as large as it should be: from N − delta to N + delta is two steps, and `deriv` divides by
    both.
    """
    N = matmul_forward(X, W)
    return np.dot((sigma(N + 0.001) - sigma(N - 0.001)) / 0.001, np.transpose(W))


@mistake("matrix_function_backward_1")
def slope_added(X, W, sigma):
    """The slope of sigma is added to that of the dot product. Nested functions multiply their slopes."""
    return deriv(sigma, matmul_forward(X, W)) + np.transpose(W)


@mistake("matrix_function_backward_1")
def features_multiplied_in(X, W, sigma):
    """The features are multiplied in: the slope along a feature has its weight as a factor, not the feature."""
    return deriv(sigma, X @ W) * W.T * X


@mistake("matrix_function_backward_1")
def slope_of_every_product(X, W, sigma):
    """The slope of sigma is taken at each product of a feature and its weight: what enters sigma is their sum, XW."""
    return deriv(sigma, X * W.T) * W.T


# --- matrix_function_backward_2 ----------------------------------------------------------------------------------


@mistake("matrix_function_backward_2")
def rule_of_the_sigmoid_2(X, W, sigma):
    """S(1 − S) is the slope of the sigmoid alone. Here sigma may be any function: ask it for its slope."""
    S = sigma(matmul_forward(X, W))
    return np.transpose(X) * (S * (1 - S))


@mistake("matrix_function_backward_2")
def sign_of_the_slope_dropped_2(X, W, sigma):
    """The slope of sigma has lost its sign. Where sigma falls, its slope is negative: keep it as it is."""
    return np.transpose(X) * abs(deriv(sigma, matmul_forward(X, W)))


@mistake("matrix_function_backward_2")
def negative_slopes_cut_off_2(X, W, sigma):
    """Negative slopes of sigma are cut off at 0. Where sigma falls, its slope is negative: keep it as it is."""
    return np.transpose(X) * np.maximum(deriv(sigma, matmul_forward(X, W)), 0)


@mistake("matrix_function_backward_2")
def slope_to_one_side_2(X, W, sigma):
    """The slope of sigma is measured to one side alone. Step to both sides, as deriv does: the errors then cancel."""
    N = matmul_forward(X, W)
    return np.transpose(X) * ((sigma(N + 0.001) - sigma(N)) / 0.001)


@mistake("matrix_function_backward_2")
def no_slope(X, W, sigma):
    """This is dN/dW alone. The change also passes through sigma: multiply by its slope at N."""
    return np.transpose(X, (1, 0))


@mistake("matrix_function_backward_2")
def slope_at_S(X, W, sigma):
    """sigma' is taken at S, which came out of sigma. Take it at N, which went in."""
    N = matmul_forward(X, W)
    return np.dot(np.transpose(X, (1, 0)), deriv(sigma, sigma(N)))


@mistake("matrix_function_backward_2")
def slope_at_the_weights(X, W, sigma):
    """sigma' is taken at each weight. sigma never sees the weights, only the weighted sum N."""
    return np.transpose(X, (1, 0)) * deriv(sigma, W)


@mistake("matrix_function_backward_2")
def lies_flat(X, W, sigma):
    """The numbers are right, but they lie flat. The gradient has the shape of W, which stands upright."""
    return np.dot(deriv(sigma, matmul_forward(X, W)), X)


@mistake("matrix_function_backward_2")
def sigmoid_only(X, W, sigma):
    """S(1 − S) is the slope of the sigmoid alone. Ask the sigma that is passed in for its slope."""
    S = sigmoid(matmul_forward(X, W))
    return np.dot(np.transpose(X, (1, 0)), S * (1 - S))


@mistake("matrix_function_backward_2")
def weights_for_features(X, W, sigma):
    """The weights stand where the features belong: dN/dW is what each weight is multiplied by."""
    return np.dot(W, deriv(sigma, matmul_forward(X, W)))


@mistake("matrix_function_backward_2")
def gradient_for_X(X, W, sigma):
    """That is dS/dX, of the last exercise. Now the weights move: another factor, another shape."""
    return np.dot(deriv(sigma, matmul_forward(X, W)), np.transpose(W, (1, 0)))


@right("matrix_function_backward_2")
def manner_of_the_book(X, W, sigma):
    assert X.shape[1] == W.shape[0]
    N = np.dot(X, W)
    dSdN = deriv(sigma, N)
    dNdW = np.transpose(X, (1, 0))
    return np.dot(dNdW, dSdN)


@right("matrix_function_backward_2")
def coarse_step(X, W, sigma):
    return X.T * deriv(sigma, X @ W, 0.01)


@right("matrix_function_backward_2")
def one_weight_at_a_time(X, W, sigma):
    N = float(np.sum(X[0] * W[:, 0]))
    slope = (sigma(np.array([[N + 0.001]])) - sigma(np.array([[N - 0.001]])))[0, 0] / 0.002
    return np.array([[slope * feature] for feature in X[0]])


@mistake("matrix_function_backward_2")
def n_into_the_rule_of_the_sigmoid(X, W, sigma):
    """N(1 − N) looks like the sigmoid's rule but uses what went in. And the rule fits the sigmoid alone: use deriv."""
    N = matmul_forward(X, W)
    return np.dot(np.transpose(X), N * (1 - N))


@mistake("matrix_function_backward_2")
def output_for_slope(X, W, sigma):
    """sigma itself stands where its slope belongs: multiply by sigma'(N), not by S."""
    return np.dot(np.transpose(X), sigma(matmul_forward(X, W)))


@mistake("matrix_function_backward_2")
def twice_the_slope(X, W, sigma):
    """Every slope is twice as large as it should be: from N − delta to N + delta is two steps, and `deriv` divides by
    both.
    """
    N = matmul_forward(X, W)
    return np.dot(np.transpose(X), (sigma(N + 0.001) - sigma(N - 0.001)) / 0.001)


@mistake("matrix_function_backward_2")
def slope_added_here(X, W, sigma):
    """The slope of sigma is added to the features: along one path, slopes are multiplied."""
    return X.T + deriv(sigma, X @ W)


@mistake("matrix_function_backward_2")
def weights_multiplied_in(X, W, sigma):
    """The weights are multiplied in: the slope along a weight has its feature as a factor, not the weight."""
    return X.T * W * deriv(sigma, X @ W)


@mistake("matrix_function_backward_2")
def slope_of_every_product_here(X, W, sigma):
    """The slope of sigma is taken at each product of a feature and its weight: what enters sigma is their sum, XW."""
    return deriv(sigma, X.T * W) * X.T


# --- numeric_gradient --------------------------------------------------------------------------------------------


@mistake("numeric_gradient")
def last_entry_not_put_back(f, x, delta):
    """An entry of x stays off its place after the call. Put each one back, the last one too, or work on a copy."""
    slopes, before = np.zeros(x.shape), x.copy()
    for place in np.ndindex(x.shape):
        x[:] = before
        x[place] += delta
        above = f(x)
        x[place] -= 2 * delta
        slopes[place] = (above - f(x)) / (2 * delta)
    return slopes


@mistake("numeric_gradient")
def forward_difference(f, x, delta):
    """This is a one-sided difference. Step to both sides, x + delta and x − delta: the errors then cancel."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        shift = np.zeros(x.shape)
        shift[place] = delta
        slopes[place] = (f(x + shift) - f(x)) / delta
    return slopes


@mistake("numeric_gradient")
def two_forgotten(f, x, delta):
    """From x − delta to x + delta is two steps: divide by 2 * delta, or every slope is doubled."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        shift = np.zeros(x.shape)
        shift[place] = delta
        slopes[place] = (f(x + shift) - f(x - shift)) / delta
    return slopes


@mistake("numeric_gradient")
def brackets_forgotten(f, x, delta):
    """`/ 2 * delta` divides by 2 and then multiplies by delta. Put the divisor in parentheses."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        shift = np.zeros(x.shape)
        shift[place] = delta
        slopes[place] = (f(x + shift) - f(x - shift)) / 2 * delta
    return slopes


@mistake("numeric_gradient")
def all_entries_at_once(f, x, delta):
    """All entries move at once, so all slopes come out mixed into one. Move a single entry, keep the others still."""
    return np.full(x.shape, (f(x + delta) - f(x - delta)) / (2 * delta))


@mistake("numeric_gradient")
def one_number_for_all(f, x, delta):
    """This is deriv, and it moves all entries at once: right where f works entry by entry, but this f is one number."""
    return (f(x + delta) - f(x - delta)) / (2 * delta)


@mistake("numeric_gradient")
def entry_not_put_back(f, x, delta):
    """A moved entry is never put back, so later slopes are taken at another point. Restore it, or work on a copy."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        x[place] += delta
        above = f(x)
        x[place] -= 2 * delta
        slopes[place] = (above - f(x)) / (2 * delta)
    return slopes


@mistake("numeric_gradient")
def step_of_its_own(f, x, delta):
    """The step is fixed inside the function. Use the delta that is passed in."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        shift = np.zeros(x.shape)
        shift[place] = 1e-4
        slopes[place] = (f(x + shift) - f(x - shift)) / 2e-4
    return slopes


@mistake("numeric_gradient")
def same_array_twice(f, x, delta):
    """`up` and `down` are two names of one array, so their difference is nothing. Make copies: x.copy()."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        up = down = x.copy()
        up[place] += delta
        down[place] -= delta
        slopes[place] = (f(up) - f(down)) / (2 * delta)
    return slopes


@right("numeric_gradient")
def moved_and_restored(f, x, delta):
    slopes = np.empty_like(x)
    for place in np.ndindex(x.shape):
        before = x[place]
        x[place] = before + delta
        above = f(x)
        x[place] = before - delta
        below = f(x)
        x[place] = before
        slopes[place] = (above - below) / (2 * delta)
    return slopes


@right("numeric_gradient")
def with_an_iterator(f, x, delta):
    slopes = []
    for i in range(x.size):
        up, down = x.flatten(), x.flatten()
        up[i] += delta
        down[i] -= delta
        slopes.append((f(up.reshape(x.shape)) - f(down.reshape(x.shape))) / (2 * delta))
    return np.array(slopes).reshape(x.shape)


@mistake("numeric_gradient")
def difference_not_divided(f, x, delta):
    """This is how much f changes. A slope is the change *per unit*: divide by the whole run, both steps."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        shift = np.zeros(x.shape)
        shift[place] = delta
        slopes[place] = f(x + shift) - f(x - shift)
    return slopes


@mistake("numeric_gradient")
def only_the_second_divided(f, x, delta):
    """Only the second value is divided. The difference needs parentheses of its own, before it is divided."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        shift = np.zeros(x.shape)
        shift[place] = delta
        slopes[place] = f(x + shift) - f(x - shift) / (2 * delta)
    return slopes


@mistake("numeric_gradient")
def first_axis_only(f, x, delta):
    """Whole rows move at once. The loop has to visit each entry, along every axis: np.ndindex(x.shape) does."""
    slopes = np.zeros(x.shape)
    for i in range(x.shape[0]):
        shift = np.zeros(x.shape)
        shift[i] = delta
        slopes[i] = (f(x + shift) - f(x - shift)) / (2 * delta)
    return slopes


@right("numeric_gradient")
def steps_in_a_stack(f, x, delta):
    steps = delta * np.eye(x.size).reshape(x.size, *x.shape)
    return np.reshape([(f(x + step) - f(x - step)) / delta / 2 for step in steps], x.shape)


@mistake("numeric_gradient")
def half_a_step(f, x, delta):
    """Each side is half a delta away, but the run is taken to be 2 delta: the slopes are half of what they
    should be.
    """
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        move = np.zeros(x.shape)
        move[place] = delta / 2
        slopes[place] = (f(x + move) - f(x - move)) / (2 * delta)
    return slopes


@mistake("numeric_gradient")
def around_zero(f, x, delta):
    """The slopes are measured around 0: start from x, and move one entry of it."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        move = np.zeros(x.shape)
        move[place] = delta
        slopes[place] = (f(move) - f(-move)) / (2 * delta)
    return slopes


@mistake("numeric_gradient")
def values_added(f, x, delta):
    """The two values of f are added: a rise is their difference."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        move = np.zeros(x.shape)
        move[place] = delta
        slopes[place] = (f(x + move) + f(x - move)) / (2 * delta)
    return slopes


@mistake("numeric_gradient")
def first_entry_alone(f, x, delta):
    """The loop ends with its first turn: the `return` (or a `break`) stands inside it."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        move = np.zeros(x.shape)
        move[place] = delta
        slopes[place] = (f(x + move) - f(x - move)) / (2 * delta)
        return slopes
    return slopes


@mistake("numeric_gradient")
def a_slope_for_each_row(f, x, delta):
    """Whole rows move at once, and each row gets one slope: visit each entry, as np.ndindex(x.shape) does."""
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += delta
        down[i] -= delta
        slopes[i] = (f(up) - f(down)) / (2 * delta)
    return slopes


@mistake("numeric_gradient")
def one_step_over_two(f, x, delta):
    """The step goes to one side alone, but is divided by the run of two: step to x - delta as well."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        up = x.copy()
        up[place] += delta
        slopes[place] = (f(up) - f(x)) / (2 * delta)
    return slopes


# --- numeric_derivative ------------------------------------------------------------------------------------------


@mistake("numeric_derivative")
def slopes_laid_out_the_other_way(f, v, delta):
    """The slopes are right, but outputs go down and inputs across. Lay the table out the other way round."""
    columns = []
    for i in range(v.shape[0]):
        shift = np.zeros(v.shape)
        shift[i] = delta
        columns.append((f(v + shift) - f(v - shift)) / (2 * delta))
    return np.hstack(columns)


@mistake("numeric_derivative")
def to_one_side(f, v, delta):
    """This is a one-sided difference. Step to both sides, v + delta and v − delta: the errors then cancel."""
    table = []
    for i in range(v.shape[0]):
        shift = np.zeros(v.shape)
        shift[i] = delta
        table.append((f(v + shift) - f(v)).ravel() / delta)
    return np.array(table)


@mistake("numeric_derivative")
def all_inputs_at_once(f, v, delta):
    """All inputs move at once, as in deriv, so each output gets one slope. Move one input, hold the others still."""
    return deriv(f, v, delta)


@mistake("numeric_derivative")
def diagonal_alone(f, v, delta):
    """Everything off the diagonal is taken for zero. That holds where f works entry by entry; here inputs mix."""
    table = np.zeros((v.shape[0], f(v).shape[0]))
    for i in range(min(table.shape)):
        shift = np.zeros(v.shape)
        shift[i] = delta
        table[i, i] = (f(v + shift) - f(v - shift))[i, 0] / (2 * delta)
    return table


@mistake("numeric_derivative")
def one_step_of_two(f, v, delta):
    """From v − delta to v + delta is two steps: divide by 2 * delta, or every slope is doubled."""
    table = []
    for i in range(v.shape[0]):
        shift = np.zeros(v.shape)
        shift[i] = delta
        table.append((f(v + shift) - f(v - shift)).ravel() / delta)
    return np.array(table)


@mistake("numeric_derivative")
def delta_as_a_factor(f, v, delta):
    """`/ 2 * delta` divides by 2 and then multiplies by delta. Put the divisor in parentheses."""
    table = []
    for i in range(v.shape[0]):
        shift = np.zeros(v.shape)
        shift[i] = delta
        table.append((f(v + shift) - f(v - shift)).ravel() / 2 * delta)
    return np.array(table)


@mistake("numeric_derivative")
def not_divided(f, v, delta):
    """This is how much the outputs change. A slope is the change *per unit*: divide by the whole run, 2 * delta."""
    table = []
    for i in range(v.shape[0]):
        shift = np.zeros(v.shape)
        shift[i] = delta
        table.append((f(v + shift) - f(v - shift)).ravel())
    return np.array(table)


@mistake("numeric_derivative")
def another_delta(f, v, delta):
    """The step is fixed inside the function. Use the delta that is passed in."""
    table = []
    for i in range(v.shape[0]):
        shift = np.zeros(v.shape)
        shift[i] = 1e-4
        table.append((f(v + shift) - f(v - shift)).ravel() / 2e-4)
    return np.array(table)


@mistake("numeric_derivative")
def half_a_step_to_each_side(f, v, delta):
    """Each side is only half a delta away. delta is the step to *one* side: take all of it."""
    table = []
    for i in range(v.shape[0]):
        shift = np.zeros(v.shape)
        shift[i] = delta / 2
        table.append((f(v + shift) - f(v - shift)).ravel() / delta)
    return np.array(table)


@mistake("numeric_derivative")
def outputs_added_up(f, v, delta):
    """The outputs are added up, so one column comes back, the gradient of their sum. Keep a column for each output."""
    table = []
    for i in range(v.shape[0]):
        shift = np.zeros(v.shape)
        shift[i] = delta
        table.append([np.sum(f(v + shift) - f(v - shift)) / (2 * delta)])
    return np.array(table)


@mistake("numeric_derivative")
def third_axis(f, v, delta):
    """The columns are stacked as they are, which makes an array with three axes. Lay each column flat: it is a row."""
    table = []
    for i in range(v.shape[0]):
        shift = np.zeros(v.shape)
        shift[i] = delta
        table.append((f(v + shift) - f(v - shift)) / (2 * delta))
    return np.array(table)


@mistake("numeric_derivative")
def inputs_not_put_back(f, v, delta):
    """A moved input is never put back, so later rows are taken at another point. Take a fresh copy for each row."""
    table, moved = [], v.copy()
    for i in range(v.shape[0]):
        moved[i] += delta
        above = f(moved)
        moved[i] -= 2 * delta
        table.append((above - f(moved)).ravel() / (2 * delta))
    return np.array(table)


@mistake("numeric_derivative")
def below_minus_above(f, v, delta):
    """The sign is reversed. The value above, at v + delta, comes first; subtract the one below from it."""
    table = []
    for i in range(v.shape[0]):
        shift = np.zeros(v.shape)
        shift[i] = delta
        table.append((f(v - shift) - f(v + shift)).ravel() / (2 * delta))
    return np.array(table)


@right("numeric_derivative")
def a_gradient_for_each_output(f, v, delta):
    outputs = f(v).shape[0]
    return np.hstack([numeric_gradient(lambda u, j=j: f(u)[j, 0], v, delta) for j in range(outputs)])


@right("numeric_derivative")
def filled_column_by_column(f, v, delta):
    table = np.zeros((v.size, f(v).size))
    for j in range(table.shape[1]):
        for i in range(table.shape[0]):
            up, down = v.copy(), v.copy()
            up[i, 0] += delta
            down[i, 0] -= delta
            table[i, j] = (f(up)[j, 0] - f(down)[j, 0]) / (2 * delta)
    return table


@right("numeric_derivative")
def columns_turned_over(f, v, delta):
    moves = delta * np.eye(v.size)
    return np.hstack([f(v + move[:, None]) - f(v - move[:, None]) for move in moves]).T / delta / 2


@mistake("numeric_derivative")
def all_inputs_at_once_here(f, v, delta):
    """All inputs move at once, so every row is the same: move one input at a time."""
    row = (f(v + delta) - f(v - delta)).ravel() / (2 * delta)
    return np.array([row for _ in v])
