"""Known mistakes and other right answers of dot_product_gradient."""

from autograder.mistakes import mistake, right
from lesson import deriv, matmul_forward, np, sigmoid

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


# --- derivative_shape --------------------------------------------------------------------------------------------


@mistake("derivative_shape")
def outputs_down(y_shape, x_shape):
    """This is the other custom, outputs down and inputs across. Here it is the reverse: inputs down, outputs across."""
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
    """Right for vectors. But a matrix by a number stays a matrix: it is turned over, not strung out in one long row."""
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


# --- matrix_forward_extra ----------------------------------------------------------------------------------------


@mistake("matrix_forward_extra")
def sigma_first(X, W, sigma):
    """sigma is applied to the features, before the weights come in. First the dot product, then sigma of the result."""
    return np.dot(sigma(X), W)


@mistake("matrix_forward_extra")
def sigma_left_out(X, W, sigma):
    """This is the dot product alone; it has still to go through sigma."""
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
    """`*` gives a table of products instead of one dot product: use a matrix product inside sigma."""
    return sigma(X * W)


@right("matrix_forward_extra")
def in_one_line(X, W, sigma):
    return sigma(X @ W)


@right("matrix_forward_extra")
def as_in_the_book(X, W, sigma):
    assert X.shape[1] == W.shape[0]
    return sigma(np.dot(X, W))


# --- matrix_function_backward_1 ----------------------------------------------------------------------------------


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


# --- matrix_function_backward_2 ----------------------------------------------------------------------------------


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


# --- numeric_gradient --------------------------------------------------------------------------------------------


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
    """From x − delta to x + delta are two steps: divide by 2 * delta, or every slope is twice too large."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        shift = np.zeros(x.shape)
        shift[place] = delta
        slopes[place] = (f(x + shift) - f(x - shift)) / delta
    return slopes


@mistake("numeric_gradient")
def brackets_forgotten(f, x, delta):
    """`/ 2 * delta` divides by 2 and then multiplies by delta. Put the divisor in brackets."""
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
    """A moved entry is never put back, so later slopes are taken at another point. Restore it, or move a fresh copy."""
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
