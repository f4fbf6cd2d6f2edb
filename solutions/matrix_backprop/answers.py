"""Known mistakes and other right answers of matrix_backprop."""

from autograder.mistakes import mistake, right
from lesson import deriv, matrix_function_backward_upstream, matrix_function_forward_sum, np, sigmoid

# --- matrix_function_forward_sum ---------------------------------------------------------------------------------


@mistake("matrix_function_forward_sum")
def sigma_left_out(X, W, sigma):
    """N is added up as it is. It has to go through sigma first."""
    return np.sum(np.dot(X, W))


@mistake("matrix_function_forward_sum")
def mean_for_sum(X, W, sigma):
    """This is the mean of S. L is the sum: nothing is divided by the number of entries."""
    return np.mean(sigma(np.dot(X, W)))


@mistake("matrix_function_forward_sum")
def sigma_of_the_sum(X, W, sigma):
    """sigma comes too late: it is applied to the sum. It works on every entry of N, and then the sum is taken."""
    return sigma(np.sum(np.dot(X, W)))


@mistake("matrix_function_forward_sum")
def sigma_first(X, W, sigma):
    """sigma is applied to the features, before the weights come in. First the matrix product, then sigma."""
    return np.sum(np.dot(sigma(X), W))


@mistake("matrix_function_forward_sum")
def one_sum_a_column(X, W, sigma):
    """This is one sum for each column. L is a single number, the sum over rows and columns."""
    return np.sum(sigma(np.dot(X, W)), axis=0)


@mistake("matrix_function_forward_sum")
def not_summed(X, W, sigma):
    """This is S, a whole matrix. L is the sum of all its entries."""
    return sigma(np.dot(X, W))


@mistake("matrix_function_forward_sum")
def always_sigmoid(X, W, sigma):
    """The sigmoid is built in. Use the function that is passed as sigma: it may be any other."""
    return np.sum(sigmoid(np.dot(X, W)))


@mistake("matrix_function_forward_sum")
def entry_by_entry(X, W, sigma):
    """`*` multiplies entry by entry. Every entry of N is a whole dot product: use a matrix product."""
    return np.sum(sigma(X * W))


@mistake("matrix_function_forward_sum")
def operands_swapped(X, W, sigma):
    """The factors are in the wrong order, and only square matrices let that pass. X comes first, W second."""
    return np.sum(sigma(np.dot(W, X)))


@right("matrix_function_forward_sum")
def python_float(X, W, sigma):
    return float(sigma(X @ W).sum())


@right("matrix_function_forward_sum")
def zero_dimensional_array(X, W, sigma):
    return np.array(np.einsum("ij->", sigma(np.einsum("ij,jk->ik", X, W))))


@right("matrix_function_forward_sum")
def with_loops(X, W, sigma):
    L = 0.0
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            L += sigma(np.array([np.sum(X[i, :] * W[:, j])]))[0]
    return L


@mistake("matrix_function_forward_sum")
def sum_of_the_slopes(X, W, sigma):
    """That adds up the slopes of sigma, which the way back will need. The way forward needs sigma itself."""
    return np.sum(deriv(sigma, np.dot(X, W)))


@mistake("matrix_function_forward_sum")
def one_sum_a_row(X, W, sigma):
    """This is one sum for each row. L is a single number, the sum over rows and columns."""
    return np.sum(sigma(np.dot(X, W)), axis=1)


@mistake("matrix_function_forward_sum")
def diagonal_alone(X, W, sigma):
    """Only the entries on the diagonal are added up: all of them count."""
    return np.trace(sigma(X @ W))


@mistake("matrix_function_forward_sum")
def first_row_alone(X, W, sigma):
    """Only the first row is added up: all of them count."""
    return np.sum(sigma(X @ W)[0])


@mistake("matrix_function_forward_sum")
def sigma_twice(X, W, sigma):
    """sigma is applied twice."""
    return np.sum(sigma(sigma(X @ W)))


@mistake("matrix_function_forward_sum")
def largest_entry(X, W, sigma):
    """This is the largest entry: add them all up."""
    return np.max(sigma(X @ W))


@mistake("matrix_function_forward_sum")
def both_factors_through_sigma(X, W, sigma):
    """Both factors go through sigma before they are multiplied: multiply first, then send the result through
    sigma.
    """
    return np.sum(sigma(X) @ sigma(W))


# --- loss_of_one_entry -------------------------------------------------------------------------------------------


@mistake("loss_of_one_entry")
def writes_into_X(X, W, sigma, row, column, values):
    """The values are written into X itself, and the last one stays there after the call. Write into a copy of X."""
    losses = []
    for entry in values:
        X[row, column] = entry
        losses.append(matrix_function_forward_sum(X, W, sigma))
    return np.array(losses)


@mistake("loss_of_one_entry")
def row_and_column_swapped(X, W, sigma, row, column, values):
    """Row and column are swapped, so another entry moves. numpy counts rows first: X[row, column]."""
    losses = []
    for entry in values:
        changed = X.copy()
        changed[column, row] = entry
        losses.append(matrix_function_forward_sum(changed, W, sigma))
    return np.array(losses)


@mistake("loss_of_one_entry")
def added_to_the_entry(X, W, sigma, row, column, values):
    """Each value is added to the entry. It should replace it: the curve is drawn over the entry's own values."""
    losses = []
    for entry in values:
        changed = X.copy()
        changed[row, column] += entry
        losses.append(matrix_function_forward_sum(changed, W, sigma))
    return np.array(losses)


@mistake("loss_of_one_entry")
def whole_row_replaced(X, W, sigma, row, column, values):
    """The whole row takes the value. Only the entry at (row, column) moves; its neighbours stand still."""
    losses = []
    for entry in values:
        changed = X.copy()
        changed[row] = entry
        losses.append(matrix_function_forward_sum(changed, W, sigma))
    return np.array(losses)


@mistake("loss_of_one_entry")
def counted_from_one(X, W, sigma, row, column, values):
    """Row and column are counted from 1 here. In Python they count from 0: the book's x₁₁ is X[0, 0]."""
    losses = []
    for entry in values:
        changed = X.copy()
        changed[row - 1, column - 1] = entry
        losses.append(matrix_function_forward_sum(changed, W, sigma))
    return np.array(losses)


@mistake("loss_of_one_entry")
def only_the_last(X, W, sigma, row, column, values):
    """Only one L comes back. Keep the L of each value, and return them all, in order."""
    changed = X.copy()
    for entry in values:
        changed[row, column] = entry
        loss = matrix_function_forward_sum(changed, W, sigma)
    return loss


@mistake("loss_of_one_entry")
def change_of_the_loss(X, W, sigma, row, column, values):
    """These are the changes of L against its value at X. Return L itself."""
    losses = []
    for entry in values:
        changed = X.copy()
        changed[row, column] = entry
        losses.append(matrix_function_forward_sum(changed, W, sigma) - matrix_function_forward_sum(X, W, sigma))
    return np.array(losses)


@mistake("loss_of_one_entry")
def entry_of_the_weights(X, W, sigma, row, column, values):
    """The value is put into W. It is an entry of X that moves; the weights stand still."""
    losses = []
    for entry in values:
        changed = W.copy()
        changed[row, column] = entry
        losses.append(matrix_function_forward_sum(X, changed, sigma))
    return np.array(losses)


@right("loss_of_one_entry")
def change_and_restore(X, W, sigma, row, column, values):
    before = X[row, column]
    losses = []
    for entry in values:
        X[row, column] = entry
        losses.append(np.sum(sigma(np.dot(X, W))))
    X[row, column] = before
    return np.array(losses)


@right("loss_of_one_entry")
def all_at_once(X, W, sigma, row, column, values):
    batch = np.repeat(X[None], len(values), axis=0)
    batch[:, row, column] = values
    return sigma(batch @ W).sum(axis=(1, 2))


@right("loss_of_one_entry")
def only_one_row_changes(X, W, sigma, row, column, values):
    N = X @ W
    others = np.sum(sigma(np.delete(N, row, axis=0)))
    rows = N[row] + (values[:, None] - X[row, column]) * W[column]
    return others + np.sum(sigma(rows), axis=1)


@mistake("loss_of_one_entry")
def whole_column_replaced(X, W, sigma, row, column, values):
    """The whole column takes the value. Only the entry at (row, column) moves; its neighbours stand still."""
    losses = []
    for entry in values:
        changed = X.copy()
        changed[:, column] = entry
        losses.append(matrix_function_forward_sum(changed, W, sigma))
    return np.array(losses)


@mistake("loss_of_one_entry")
def nothing_moved(X, W, sigma, row, column, values):
    """L is computed from X as it was, again and again. Put the value into a copy, and pass the copy on."""
    losses = []
    for entry in values:
        changed = X.copy()
        changed[row, column] = entry
        losses.append(matrix_function_forward_sum(X, W, sigma))
    return np.array(losses)


@mistake("loss_of_one_entry")
def values_not_put_back(X, W, sigma, row, column, values):
    """The old entry is added to each value, since one copy grows on and on. Set the entry itself each time."""
    changed, losses = X.copy(), []
    for entry in values:
        changed[row, column] += entry
        losses.append(matrix_function_forward_sum(changed, W, sigma))
    return np.array(losses)


@mistake("loss_of_one_entry")
def sigma_of_the_sum_here(X, W, sigma, row, column, values):
    """The entries are added up before sigma: send each one through sigma first."""
    L = []
    for v in values:
        Y = X.copy()
        Y[row, column] = v
        L.append(sigma(np.sum(Y @ W)))
    return np.array(L)


@mistake("loss_of_one_entry")
def sigma_left_out_here(X, W, sigma, row, column, values):
    """sigma is left out: it stands between the product and the sum."""
    L = []
    for v in values:
        Y = X.copy()
        Y[row, column] = v
        L.append(np.sum(Y @ W))
    return np.array(L)


@mistake("loss_of_one_entry")
def always_the_first_entry(X, W, sigma, row, column, values):
    """The values are put into X[0, 0]: their place is X[row, column]."""
    L = []
    for v in values:
        Y = X.copy()
        Y[0, 0] = v
        L.append(np.sum(sigma(Y @ W)))
    return np.array(L)


@mistake("loss_of_one_entry")
def slopes_added_up(X, W, sigma, row, column, values):
    """The slopes of sigma are added up: L is the sum of its values."""
    L = []
    for v in values:
        Y = X.copy()
        Y[row, column] = v
        L.append(np.sum(deriv(sigma, Y @ W)))
    return np.array(L)


# --- slope_of_one_entry ------------------------------------------------------------------------------------------


@mistake("slope_of_one_entry")
def column_of_the_weights(W, dLdN, row, column):
    """A column of W is taken. x meets the *row* of W that bears its column's number: one weight for each entry of N."""
    return np.sum(dLdN[row] * W[:, column])


@mistake("slope_of_one_entry")
def every_row_of_n(W, dLdN, row, column):
    """All rows of N are counted in. The entry stands in one row of X, and only the same row of N feels it."""
    return np.sum(dLdN * W[column])


@mistake("slope_of_one_entry")
def place_turned_over(W, dLdN, row, column):
    """Row and column are swapped: `row` chooses in N, `column` in W."""
    return np.sum(dLdN[column] * W[row])


@mistake("slope_of_one_entry")
def one_path_only(W, dLdN, row, column):
    """This follows one path. The entry acts through every entry of its row of N; add up all of them."""
    return dLdN[row, 0] * W[column, 0]


@mistake("slope_of_one_entry")
def paths_not_added(W, dLdN, row, column):
    """These are the single paths. Several paths add up: the slope is one number."""
    return dLdN[row] * W[column]


@mistake("slope_of_one_entry")
def paths_averaged(W, dLdN, row, column):
    """The paths are averaged. Their effects happen together, so they add up; nothing is divided."""
    return np.mean(dLdN[row] * W[column])


@mistake("slope_of_one_entry")
def upstream_ignored(W, dLdN, row, column):
    """This is how much the row of N moves in all. What L makes of it, dLdN, has to come in, entry by entry."""
    return np.sum(W[column])


@mistake("slope_of_one_entry")
def weights_ignored(W, dLdN, row, column):
    """The weights are missing: each path first goes through the product, with a weight as its slope."""
    return np.sum(dLdN[row])


@mistake("slope_of_one_entry")
def sums_then_product(W, dLdN, row, column):
    """Sum times sum mixes the paths. Multiply along each path first, then add up."""
    return np.sum(dLdN[row]) * np.sum(W[column])


@mistake("slope_of_one_entry")
def counting_from_one(W, dLdN, row, column):
    """Row and column are counted from 1 here. In Python they count from 0: the book's x₁₁ is X[0, 0]."""
    return np.sum(dLdN[row - 1] * W[column - 1])


@mistake("slope_of_one_entry")
def along_the_path_added(W, dLdN, row, column):
    """The slopes along a path are added. Along a path they multiply; only the paths among each other add up."""
    return np.sum(dLdN[row] + W[column])


@right("slope_of_one_entry")
def row_with_row(W, dLdN, row, column):
    return float(dLdN[row] @ W[column])


@right("slope_of_one_entry")
def path_after_path(W, dLdN, row, column):
    slope = 0.0
    for j in range(W.shape[1]):
        slope = slope + dLdN[row, j] * W[column, j]
    return slope


@right("slope_of_one_entry")
def picked_from_the_whole(W, dLdN, row, column):
    return np.matmul(dLdN, W.T)[row, column]


@mistake("slope_of_one_entry")
def everything_added_up_here(W, dLdN, row, column):
    """This is the sum of the slopes along all entries of X: one of them is asked for."""
    return np.sum(dLdN @ W.T)


@mistake("slope_of_one_entry")
def largest_path(W, dLdN, row, column):
    """This is what the strongest path alone brings back: add up all of them."""
    return np.max(dLdN[row] * W[column])


@mistake("slope_of_one_entry")
def columns_for_rows(W, dLdN, row, column):
    """Columns are taken where rows belong, and only square matrices let that pass: X[row, column] reaches row `row` of
    N, by way of row `column` of W.
    """
    return np.sum(dLdN[:, row] * W[:, column])


# --- matrix_function_backward_sum_1 ------------------------------------------------------------------------------


@mistake("matrix_function_backward_sum_1")
def transposed_result(X, W, sigma):
    """The gradient is right but lies on its side. It must have the shape of X."""
    return np.dot(W, np.transpose(deriv(sigma, np.dot(X, W))))


@mistake("matrix_function_backward_sum_1")
def weights_not_transposed(X, W, sigma):
    """W is not transposed, and only square matrices let that pass. (m, k) times (k, n): transpose W."""
    return np.dot(deriv(sigma, np.dot(X, W)), W)


@mistake("matrix_function_backward_sum_1")
def transposed_weights_first(X, W, sigma):
    """W's transpose stands on the left, and only square matrices let that pass. For X it comes last."""
    return np.dot(np.transpose(W), deriv(sigma, np.dot(X, W)))


@mistake("matrix_function_backward_sum_1")
def slope_left_out(X, W, sigma):
    """This is the gradient of the sum of N. The change also passes through sigma: multiply by its slope at N."""
    return np.dot(np.ones_like(np.dot(X, W)), np.transpose(W))


@mistake("matrix_function_backward_sum_1")
def slope_at_the_output(X, W, sigma):
    """sigma' is taken at S, which came out of sigma. Take it at N, which went in."""
    return np.dot(deriv(sigma, sigma(np.dot(X, W))), np.transpose(W))


@mistake("matrix_function_backward_sum_1")
def sigmoid_built_in(X, W, sigma):
    """S(1 − S) is the slope of the sigmoid alone. Ask the sigma that is passed in for its slope."""
    S = sigmoid(np.dot(X, W))
    return np.dot(S * (1 - S), np.transpose(W))


@mistake("matrix_function_backward_sum_1")
def n_times_one_minus_n(X, W, sigma):
    """N(1 − N) looks like the sigmoid's rule but uses what went in. And the rule fits the sigmoid alone: use deriv."""
    N = np.dot(X, W)
    return np.dot(N * (1 - N), np.transpose(W))


@mistake("matrix_function_backward_sum_1")
def value_for_slope(X, W, sigma):
    """sigma itself stands where its slope belongs: it is sigma'(N) that meets W's transpose, not S."""
    return np.dot(sigma(np.dot(X, W)), np.transpose(W))


@mistake("matrix_function_backward_sum_1")
def mean_for_the_sum(X, W, sigma):
    """This is the gradient of the mean of S. L is the sum: nothing is divided by the number of entries."""
    slope = deriv(sigma, np.dot(X, W))
    return np.dot(slope / slope.size, np.transpose(W))


@mistake("matrix_function_backward_sum_1")
def stopped_at_N(X, W, sigma):
    """This is dL/dN. One box is left to go back through, the matrix product."""
    return deriv(sigma, np.dot(X, W))


@mistake("matrix_function_backward_sum_1")
def gradient_for_W(X, W, sigma):
    """That is dL/dW. For X it is W's transpose that comes in, from the right."""
    return np.dot(np.transpose(X), deriv(sigma, np.dot(X, W)))


@mistake("matrix_function_backward_sum_1")
def two_forgotten(X, W, sigma):
    """Every slope is twice too large: from N − delta to N + delta are two steps, so divide by 2 * delta."""
    N = np.dot(X, W)
    return np.dot((sigma(N + 0.001) - sigma(N - 0.001)) / 0.001, np.transpose(W))


@right("matrix_function_backward_sum_1")
def as_in_the_book(X, W, sigma):
    assert X.shape[1] == W.shape[0]
    scores = np.dot(X, W)
    outputs = sigma(scores)
    upstream = np.ones_like(outputs)
    before_sigma = upstream * deriv(sigma, scores)
    return np.dot(before_sigma, np.transpose(W, (1, 0)))


@right("matrix_function_backward_sum_1")
def in_one_line(X, W, sigma):
    return deriv(sigma, X @ W, 1e-5) @ W.T


@right("matrix_function_backward_sum_1")
def with_einsum(X, W, sigma):
    return np.einsum("ij,aj->ia", deriv(sigma, np.einsum("ia,aj->ij", X, W), 0.01), W)


@right("matrix_function_backward_sum_1")
def by_differences(X, W, sigma):
    slopes = np.zeros_like(X)
    for place in np.ndindex(X.shape):
        shift = np.zeros_like(X)
        shift[place] = 1e-4
        slopes[place] = (np.sum(sigma((X + shift) @ W)) - np.sum(sigma((X - shift) @ W))) / 2e-4
    return slopes


@mistake("matrix_function_backward_sum_1")
def rule_of_the_sigmoid(X, W, sigma):
    """S(1 − S) is the slope only if sigma is the sigmoid. Ask the sigma that is passed in for its slope, with deriv."""
    S = sigma(np.dot(X, W))
    return np.dot(S * (1 - S), np.transpose(W))


@mistake("matrix_function_backward_sum_1")
def one_sided_difference(X, W, sigma):
    """The slope is measured on one side of N, half a step's bend off. Go one step to each side, as deriv does."""
    N = np.dot(X, W)
    return np.dot((sigma(N + 0.001) - sigma(N)) / 0.001, np.transpose(W))


@mistake("matrix_function_backward_sum_1")
def divided_by_the_rows(X, W, sigma):
    """The slopes are divided by the number of observations. L is a sum over them: nothing is divided."""
    return np.dot(deriv(sigma, np.dot(X, W)) / X.shape[0], np.transpose(W))


@mistake("matrix_function_backward_sum_1")
def inputs_multiplied_in(X, W, sigma):
    """X is multiplied in: the slope along an entry of X does not have that entry as a factor."""
    return X * (deriv(sigma, X @ W) @ W.T)


@mistake("matrix_function_backward_sum_1")
def first_row_for_all(X, W, sigma):
    """Every row is the first one: each row of X has slopes of its own."""
    dLdX = deriv(sigma, X @ W) @ W.T
    return np.tile(dLdX[0], (len(X), 1))


@mistake("matrix_function_backward_sum_1")
def slope_at_X(X, W, sigma):
    """The slope of sigma is taken at X: what enters sigma is XW."""
    return deriv(sigma, X) * (np.ones((X.shape[0], W.shape[1])) @ W.T)


# --- matrix_function_backward_sum_2 ------------------------------------------------------------------------------


@mistake("matrix_function_backward_sum_2")
def result_transposed(X, W, sigma):
    """The gradient is right but lies on its side. It must have the shape of W."""
    return np.dot(np.transpose(deriv(sigma, np.dot(X, W))), X)


@mistake("matrix_function_backward_sum_2")
def features_not_transposed(X, W, sigma):
    """X is not transposed, and only square matrices let that pass. (n, m) times (m, k): transpose X."""
    return np.dot(X, deriv(sigma, np.dot(X, W)))


@mistake("matrix_function_backward_sum_2")
def transposed_features_last(X, W, sigma):
    """X's transpose stands on the right, and only square matrices let that pass. For W it comes first."""
    return np.dot(deriv(sigma, np.dot(X, W)), np.transpose(X))


@mistake("matrix_function_backward_sum_2")
def no_slope(X, W, sigma):
    """This is the gradient of the sum of N. The change also passes through sigma: multiply by its slope at N."""
    return np.dot(np.transpose(X), np.ones_like(np.dot(X, W)))


@mistake("matrix_function_backward_sum_2")
def slope_at_S(X, W, sigma):
    """sigma' is taken at S, which came out of sigma. Take it at N, which went in."""
    return np.dot(np.transpose(X), deriv(sigma, sigma(np.dot(X, W))))


@mistake("matrix_function_backward_sum_2")
def sigmoid_only(X, W, sigma):
    """S(1 − S) is the slope of the sigmoid alone. Ask the sigma that is passed in for its slope."""
    S = sigmoid(np.dot(X, W))
    return np.dot(np.transpose(X), S * (1 - S))


@mistake("matrix_function_backward_sum_2")
def mean_over_the_batch(X, W, sigma):
    """The gradient is divided by the number of rows. L is a sum over the batch, so its gradient is a sum as well."""
    return np.dot(np.transpose(X), deriv(sigma, np.dot(X, W))) / X.shape[0]


@mistake("matrix_function_backward_sum_2")
def first_row_only(X, W, sigma):
    """Only the first row of the batch counts. Each row feels the weights: all their contributions add up."""
    return np.dot(np.transpose(X[:1]), deriv(sigma, np.dot(X[:1], W)))


@mistake("matrix_function_backward_sum_2")
def gradient_for_X(X, W, sigma):
    """That is dL/dX, of the exercise before. For W it is X's transpose that comes in, from the left."""
    return np.dot(deriv(sigma, np.dot(X, W)), np.transpose(W))


@mistake("matrix_function_backward_sum_2")
def descent_direction(X, W, sigma):
    """The sign is flipped. A gradient points uphill; the minus comes later, when weights take a step downhill."""
    return -np.dot(np.transpose(X), deriv(sigma, np.dot(X, W)))


@right("matrix_function_backward_sum_2")
def manner_of_the_book(X, W, sigma):
    assert X.shape[1] == W.shape[0]
    N = np.dot(X, W)
    S = sigma(N)
    dLdS = np.ones_like(S)
    dSdN = deriv(sigma, N)
    dNdW = np.transpose(X, (1, 0))
    return np.dot(dNdW, dLdS * dSdN)


@right("matrix_function_backward_sum_2")
def row_by_row(X, W, sigma):
    total = np.zeros(W.shape)
    for x in X:
        total += np.outer(x, deriv(sigma, x @ W))
    return total


@right("matrix_function_backward_sum_2")
def coarse_step(X, W, sigma):
    return X.T @ deriv(sigma, X @ W, 0.01)


@mistake("matrix_function_backward_sum_2")
def sigmoid_rule_for_all(X, W, sigma):
    """S(1 − S) is the slope only if sigma is the sigmoid. Ask the sigma that is passed in for its slope, with deriv."""
    S = sigma(np.dot(X, W))
    return np.dot(np.transpose(X), S * (1 - S))


@mistake("matrix_function_backward_sum_2")
def one_side_of_n(X, W, sigma):
    """The slope is measured on one side of N, half a step's bend off. Go one step to each side, as deriv does."""
    N = np.dot(X, W)
    return np.dot(np.transpose(X), (sigma(N + 0.001) - sigma(N)) / 0.001)


@mistake("matrix_function_backward_sum_2")
def output_for_slope(X, W, sigma):
    """sigma itself stands where its slope belongs: it is sigma'(N) that X's transpose meets, not S."""
    return np.dot(np.transpose(X), sigma(np.dot(X, W)))


@mistake("matrix_function_backward_sum_2")
def weights_multiplied_in(X, W, sigma):
    """W is multiplied in: the slope along an entry of W does not have that entry as a factor."""
    return W * (X.T @ deriv(sigma, X @ W))


@mistake("matrix_function_backward_sum_2")
def weights_added(X, W, sigma):
    """W is added: only the slopes are asked for."""
    return W + X.T @ deriv(sigma, X @ W)


# --- matrix_function_backward_upstream ---------------------------------------------------------------------------


@mistake("matrix_function_backward_upstream")
def upstream_dropped(X, W, sigma, dLdS):
    """The upstream gradient is never used; that is right for a plain sum only. Multiply sigma'(N) by dLdS first."""
    dLdN = deriv(sigma, np.dot(X, W))
    return np.dot(dLdN, np.transpose(W)), np.dot(np.transpose(X), dLdN)


@mistake("matrix_function_backward_upstream")
def upstream_for_X_only(X, W, sigma, dLdS):
    """dLdX is right, but dLdW ignores the upstream gradient. Both results start from the same dLdN."""
    slope = deriv(sigma, np.dot(X, W))
    return np.dot(dLdS * slope, np.transpose(W)), np.dot(np.transpose(X), slope)


@mistake("matrix_function_backward_upstream")
def slope_of_sigma_missing(X, W, sigma, dLdS):
    """dLdS is used as if it were dLdN. On the way from S to N it is multiplied by the slope of sigma."""
    return np.dot(dLdS, np.transpose(W)), np.dot(np.transpose(X), dLdS)


@mistake("matrix_function_backward_upstream")
def slope_where_sigma_arrived(X, W, sigma, dLdS):
    """sigma' is taken at S, which came out of sigma. Take it at N, which went in."""
    dLdN = dLdS * deriv(sigma, sigma(np.dot(X, W)))
    return np.dot(dLdN, np.transpose(W)), np.dot(np.transpose(X), dLdN)


@mistake("matrix_function_backward_upstream")
def added_not_multiplied(X, W, sigma, dLdS):
    """The upstream gradient is added. The chain rule multiplies, entry by entry."""
    dLdN = dLdS + deriv(sigma, np.dot(X, W))
    return np.dot(dLdN, np.transpose(W)), np.dot(np.transpose(X), dLdN)


@mistake("matrix_function_backward_upstream")
def upstream_summed_up(X, W, sigma, dLdS):
    """The upstream gradient is boiled down to one number. Each entry of S has its own: multiply entry by entry."""
    dLdN = np.sum(dLdS) * deriv(sigma, np.dot(X, W))
    return np.dot(dLdN, np.transpose(W)), np.dot(np.transpose(X), dLdN)


@mistake("matrix_function_backward_upstream")
def results_swapped(X, W, sigma, dLdS):
    """Both gradients are right but come in the wrong order: first dLdX, then dLdW."""
    dLdN = dLdS * deriv(sigma, np.dot(X, W))
    return np.dot(np.transpose(X), dLdN), np.dot(dLdN, np.transpose(W))


@mistake("matrix_function_backward_upstream")
def results_transposed(X, W, sigma, dLdS):
    """Both gradients lie on their sides. Each must have the shape of the array it belongs to."""
    dLdN = dLdS * deriv(sigma, np.dot(X, W))
    return np.dot(W, np.transpose(dLdN)), np.dot(np.transpose(dLdN), X)


@mistake("matrix_function_backward_upstream")
def sigmoid_for_all(X, W, sigma, dLdS):
    """S(1 − S) is the slope of the sigmoid alone. Ask the sigma that is passed in for its slope."""
    S = sigmoid(np.dot(X, W))
    dLdN = dLdS * S * (1 - S)
    return np.dot(dLdN, np.transpose(W)), np.dot(np.transpose(X), dLdN)


@mistake("matrix_function_backward_upstream")
def batch_mean(X, W, sigma, dLdS):
    """dLdW is divided by the number of rows. Whether L is a mean is already in dLdS: here the rows just add up."""
    dLdN = dLdS * deriv(sigma, np.dot(X, W))
    return np.dot(dLdN, np.transpose(W)), np.dot(np.transpose(X), dLdN) / X.shape[0]


@mistake("matrix_function_backward_upstream")
def dLdX_alone(X, W, sigma, dLdS):
    """Only dLdX comes back. Return two arrays, dLdX and dLdW."""
    return np.dot(dLdS * deriv(sigma, np.dot(X, W)), np.transpose(W))


@right("matrix_function_backward_upstream")
def with_at(X, W, sigma, dLdS):
    dLdN = deriv(sigma, X @ W) * dLdS
    return dLdN @ W.T, X.T @ dLdN


@right("matrix_function_backward_upstream")
def copy_of_upstream_overwritten(X, W, sigma, dLdS):
    dLdN = dLdS.copy()
    dLdN *= deriv(sigma, np.matmul(X, W), 0.01)
    return [np.matmul(dLdN, W.T), np.matmul(X.T, dLdN)]


@right("matrix_function_backward_upstream")
def entry_after_entry(X, W, sigma, dLdS):
    slope = deriv(sigma, X @ W, 1e-4)
    dLdX, dLdW = np.zeros(X.shape), np.zeros(W.shape)
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            for a in range(X.shape[1]):
                dLdX[i, a] += dLdS[i, j] * slope[i, j] * W[a, j]
                dLdW[a, j] += dLdS[i, j] * slope[i, j] * X[i, a]
    return dLdX, dLdW


@mistake("matrix_function_backward_upstream")
def sigmoid_rule_upstream(X, W, sigma, dLdS):
    """S(1 − S) is the slope only if sigma is the sigmoid. Ask the sigma that is passed in for its slope, with deriv."""
    S = sigma(np.dot(X, W))
    dLdN = dLdS * S * (1 - S)
    return np.dot(dLdN, np.transpose(W)), np.dot(np.transpose(X), dLdN)


@mistake("matrix_function_backward_upstream")
def upstream_for_W_only(X, W, sigma, dLdS):
    """dLdW is right, but dLdX ignores the upstream gradient. Both results start from the same dLdN."""
    slope = deriv(sigma, np.dot(X, W))
    return np.dot(slope, np.transpose(W)), np.dot(np.transpose(X), dLdS * slope)


@mistake("matrix_function_backward_upstream")
def upstream_overwritten(X, W, sigma, dLdS):
    """Both results are right, but dLdS is written into, which the caller may need again. Make a new array."""
    dLdS *= deriv(sigma, np.dot(X, W))
    return np.dot(dLdS, np.transpose(W)), np.dot(np.transpose(X), dLdS)


@mistake("matrix_function_backward_upstream")
def value_for_slope_here(X, W, sigma, dLdS):
    """The value of sigma stands where its slope belongs."""
    dLdN = dLdS * sigma(X @ W)
    return dLdN @ W.T, X.T @ dLdN


@mistake("matrix_function_backward_upstream")
def slope_at_the_upstream(X, W, sigma, dLdS):
    """The slope of sigma is taken at dLdS: what enters sigma is XW."""
    dLdN = dLdS * deriv(sigma, dLdS)
    return dLdN @ W.T, X.T @ dLdN


@mistake("matrix_function_backward_upstream")
def mean_of_the_upstream(X, W, sigma, dLdS):
    """The mean of dLdS is used for every entry: each slope of sigma meets its own entry of dLdS."""
    dLdN = np.mean(dLdS) * deriv(sigma, X @ W)
    return dLdN @ W.T, X.T @ dLdN


# --- scores_with_bias --------------------------------------------------------------------------------------------


@mistake("scores_with_bias")
def bias_left_out(X, W, b):
    """This is the product alone. The bias still has to be added."""
    return np.dot(X, W)


@mistake("scores_with_bias")
def bias_down_the_rows(X, W, b):
    """The bias is spread over the rows, and only square results let that pass: b has one number for each column."""
    return np.dot(X, W) + b[:, None]


@mistake("scores_with_bias")
def bias_multiplied(X, W, b):
    """The bias is a factor here. It shifts the scores: add it."""
    return np.dot(X, W) * b


@mistake("scores_with_bias")
def bias_taken_off(X, W, b):
    """The bias is subtracted. It is added, whatever its sign."""
    return np.dot(X, W) - b


@mistake("scores_with_bias")
def all_biases_everywhere(X, W, b):
    """The biases are added to each other first. Each column of the scores has a bias of its own."""
    return np.dot(X, W) + np.sum(b)


@mistake("scores_with_bias")
def first_bias_everywhere(X, W, b):
    """The first bias is used for all columns. Each column of the scores has a bias of its own."""
    return np.dot(X, W) + b[0]


@mistake("scores_with_bias")
def bias_before_the_product(X, W, b):
    """The bias goes through the product, too. It comes after the weights, not before them."""
    return np.dot(X, W + b)


@mistake("scores_with_bias")
def bias_on_the_first_row(X, W, b):
    """Only the first observation gets the bias. Every row does."""
    N = np.dot(X, W)
    N[0] += b
    return N


@mistake("scores_with_bias")
def bias_backwards(X, W, b):
    """The biases stand in reverse order. The first belongs to the first column."""
    return np.dot(X, W) + b[::-1]


@right("scores_with_bias")
def bias_as_a_row(X, W, b):
    return X @ W + b.reshape(1, -1)


@right("scores_with_bias")
def bias_as_a_weight(X, W, b):
    ones = np.ones((X.shape[0], 1))
    return np.hstack([X, ones]) @ np.vstack([W, b])


@right("scores_with_bias")
def column_by_column(X, W, b):
    N = np.empty((X.shape[0], W.shape[1]))
    for j in range(W.shape[1]):
        N[:, j] = np.dot(X, W[:, j]) + b[j]
    return N


@mistake("scores_with_bias")
def mean_of_the_bias(X, W, b):
    """The mean of the bias is added everywhere: each column has an entry of its own."""
    return X @ W + np.mean(b)


@mistake("scores_with_bias")
def bias_twice(X, W, b):
    """The bias is added twice."""
    return X @ W + 2 * b


@mistake("scores_with_bias")
def bias_shared_out(X, W, b):
    """The bias is divided by the number of rows: every row gets the whole of it."""
    return X @ W + b / len(X)


@mistake("scores_with_bias")
def bias_on_the_features(X, W, b):
    """The bias is added to the features, and only a square W lets that pass: it comes after the product."""
    return np.dot(X + b, W)


# --- bias_gradient -----------------------------------------------------------------------------------------------


@mistake("bias_gradient")
def along_the_wrong_axis(dLdN):
    """This adds up along each row, which makes one number for each observation. b has one for each column."""
    return np.sum(dLdN, axis=1)


@mistake("bias_gradient")
def nothing_added_up(dLdN):
    """This is dLdN, with a row for each observation. They all share one bias: their slopes add up."""
    return dLdN


@mistake("bias_gradient")
def batch_averaged(dLdN):
    """This is the mean over the batch. Whether L is a mean is already in dLdN: here the rows just add up."""
    return np.mean(dLdN, axis=0)


@mistake("bias_gradient")
def everything_added_up(dLdN):
    """Everything is added into one number. Each column has a bias, and a slope, of its own."""
    return np.sum(dLdN)


@mistake("bias_gradient")
def first_observation_only(dLdN):
    """Only the first observation counts. Every row feels the bias: all their slopes add up."""
    return dLdN[0]


@mistake("bias_gradient")
def one_row_of_two_axes(dLdN):
    """The numbers are right, but in a table of one row, (1, k). The gradient has the shape of b: (k,)."""
    return np.sum(dLdN, axis=0, keepdims=True)


@mistake("bias_gradient")
def observations_counted(dLdN):
    """The bias moves each row of N by 1, that is all this counts. What L makes of it, dLdN, is left out."""
    return np.full(dLdN.shape[1], float(dLdN.shape[0]))


@mistake("bias_gradient")
def sign_turned(dLdN):
    """The sign is flipped. A gradient points uphill; the minus comes later, when the bias takes a step downhill."""
    return -np.sum(dLdN, axis=0)


@mistake("bias_gradient")
def largest_of_the_column(dLdN):
    """That is the largest slope of each column. They act together: add them up."""
    return np.max(dLdN, axis=0)


@mistake("bias_gradient")
def signs_lost(dLdN):
    """The signs are gone. Slopes of both signs cancel when they are added up, and so they should."""
    return np.sum(np.abs(dLdN), axis=0)


@right("bias_gradient")
def ones_times_slopes(dLdN):
    return np.ones(dLdN.shape[0]) @ dLdN


@right("bias_gradient")
def row_added_to_row(dLdN):
    total = np.zeros(dLdN.shape[1])
    for row in dLdN:
        total += row
    return total


@right("bias_gradient")
def with_einsum_over_rows(dLdN):
    return np.einsum("ij->j", dLdN)


@mistake("bias_gradient")
def added_into_the_first_row(dLdN):
    """The sum is right, but it is written into the first row of dLdN: `dLdN[0]` is no copy. Start from zeros."""
    total = dLdN[0]
    for row in dLdN[1:]:
        total += row
    return total


@mistake("bias_gradient")
def last_row_alone(dLdN):
    """This is the last row alone: all rows got the same bias, so all of them are added up."""
    return dLdN[-1].copy()


@mistake("bias_gradient")
def length_of_the_column(dLdN):
    """This is the length of each column. A sum keeps the signs, so that a rise and a fall may cancel."""
    return np.linalg.norm(dLdN, axis=0)


@mistake("bias_gradient")
def squares_added_up(dLdN):
    """The entries are squared before they are added up."""
    return np.sum(dLdN**2, axis=0)


@mistake("bias_gradient")
def first_row_forgotten(dLdN):
    """The first row is missing from the sum."""
    return np.sum(dLdN[1:], axis=0)


@mistake("bias_gradient")
def slope_of_the_bias_itself(dLdN):
    """Every entry is 1, as if L were the bias itself. What L makes of each entry of N is in dLdN: add it up."""
    return np.ones(dLdN.shape[1])


# --- two_layers_backward -----------------------------------------------------------------------------------------


@mistake("two_layers_backward")
def upper_weights_first(X, W1, W2, sigma):
    """The two results have changed places: the gradient of the lower weights comes first."""
    S1 = sigma(X @ W1)
    dLdN2 = deriv(sigma, S1 @ W2)
    dLdN1 = (dLdN2 @ W2.T) * deriv(sigma, X @ W1)
    return S1.T @ dLdN2, X.T @ dLdN1


@mistake("two_layers_backward")
def upper_slope_forgotten_on_the_way_down(X, W1, W2, sigma):
    """What goes down has not passed through the upper sigma: ones times W2 is handed on, without the slope there."""
    S1 = sigma(X @ W1)
    dLdN2 = deriv(sigma, S1 @ W2)
    dLdN1 = (np.ones(dLdN2.shape) @ W2.T) * deriv(sigma, X @ W1)
    return X.T @ dLdN1, S1.T @ dLdN2


@mistake("two_layers_backward")
def lower_slope_left_out(X, W1, W2, sigma):
    """The lower sigma is passed over: what comes down is the slope along S1, and W1 acts through N1, before sigma."""
    S1 = sigma(X @ W1)
    dLdN2 = deriv(sigma, S1 @ W2)
    return X.T @ (dLdN2 @ W2.T), S1.T @ dLdN2


@mistake("two_layers_backward")
def no_sigma_on_top(X, W1, W2, sigma):
    """The upper layer is treated as just a matrix product. sigma works there, too, and has a slope."""
    S1 = sigma(X @ W1)
    ones = np.ones((X.shape[0], W2.shape[1]))
    return X.T @ ((ones @ W2.T) * deriv(sigma, X @ W1)), S1.T @ ones


@mistake("two_layers_backward")
def no_sigma_below(X, W1, W2, sigma):
    """The lower layer has lost its sigma: the upper one is fed with XW1. Its input is S1 = sigma(XW1)."""
    N1 = X @ W1
    dLdN2 = deriv(sigma, N1 @ W2)
    return X.T @ (dLdN2 @ W2.T), N1.T @ dLdN2


@mistake("two_layers_backward")
def scores_for_the_upper_weights(X, W1, W2, sigma):
    """dL/dW2 is made with the scores XW1. The upper weights meet S1, what came out of the lower sigma."""
    N1 = X @ W1
    dLdN2 = deriv(sigma, sigma(N1) @ W2)
    return X.T @ ((dLdN2 @ W2.T) * deriv(sigma, N1)), N1.T @ dLdN2


@mistake("two_layers_backward")
def ones_for_both_layers(X, W1, W2, sigma):
    """Ones arrive at the lower layer. They do so at the top alone: below arrives what the upper layer hands down."""
    S1 = sigma(X @ W1)
    return X.T @ deriv(sigma, X @ W1), S1.T @ deriv(sigma, S1 @ W2)


@mistake("two_layers_backward")
def slopes_where_sigma_arrived(X, W1, W2, sigma):
    """The slopes are taken at S1 and S2, which came out of sigma. Take them at what went in."""
    S1 = sigma(X @ W1)
    dLdN2 = deriv(sigma, sigma(S1 @ W2))
    return X.T @ ((dLdN2 @ W2.T) * deriv(sigma, S1)), S1.T @ dLdN2


@mistake("two_layers_backward")
def sigmoid_in_both_layers(X, W1, W2, sigma):
    """S(1 − S) is the slope of the sigmoid alone. Ask the sigma that is passed in for its slope."""
    S1 = sigma(X @ W1)
    S2 = sigma(S1 @ W2)
    dLdN2 = S2 * (1 - S2)
    return X.T @ ((dLdN2 @ W2.T) * S1 * (1 - S1)), S1.T @ dLdN2


@mistake("two_layers_backward")
def divided_by_the_batch(X, W1, W2, sigma):
    """Both are divided by the number of observations. L is a sum, so its gradients are sums, too."""
    S1 = sigma(X @ W1)
    dLdN2 = deriv(sigma, S1 @ W2) / X.shape[0]
    return X.T @ ((dLdN2 @ W2.T) * deriv(sigma, X @ W1)), S1.T @ dLdN2


@mistake("two_layers_backward")
def gradients_of_the_inputs(X, W1, W2, sigma):
    """These are dL/dX and dL/dS1, the gradients of what went into the layers. Asked for are those of the weights."""
    S1 = sigma(X @ W1)
    dLdS1 = deriv(sigma, S1 @ W2) @ W2.T
    return (dLdS1 * deriv(sigma, X @ W1)) @ W1.T, dLdS1


@mistake("two_layers_backward")
def features_for_the_upper_weights(X, W1, W2, sigma):
    """dL/dW2 is made with X. The upper weights never see the features, but S1, what the lower layer makes of them."""
    dLdN2 = deriv(sigma, sigma(X @ W1) @ W2)
    return X.T @ ((dLdN2 @ W2.T) * deriv(sigma, X @ W1)), X.T @ dLdN2


@mistake("two_layers_backward")
def gradients_of_the_mean(X, W1, W2, sigma):
    """These are the gradients of the mean of S2. L is its sum: nothing is divided by the number of entries."""
    S1 = sigma(X @ W1)
    dLdN2 = deriv(sigma, S1 @ W2)
    dLdN2 = dLdN2 / dLdN2.size
    return X.T @ ((dLdN2 @ W2.T) * deriv(sigma, X @ W1)), S1.T @ dLdN2


@right("two_layers_backward")
def without_earlier_functions(X, W1, W2, sigma):
    N1 = np.dot(X, W1)
    S1 = sigma(N1)
    N2 = np.dot(S1, W2)
    dLdN2 = np.ones_like(N2) * deriv(sigma, N2)
    dLdN1 = np.dot(dLdN2, np.transpose(W2)) * deriv(sigma, N1)
    return np.dot(np.transpose(X), dLdN1), np.dot(np.transpose(S1), dLdN2)


@right("two_layers_backward")
def an_observation_at_a_time(X, W1, W2, sigma):
    dLdW1, dLdW2 = np.zeros(W1.shape), np.zeros(W2.shape)
    for i in range(X.shape[0]):
        x = X[i : i + 1]
        s = sigma(x @ W1)
        down, upper = matrix_function_backward_upstream(s, W2, sigma, np.ones((1, W2.shape[1])))
        dLdW1 += matrix_function_backward_upstream(x, W1, sigma, down)[1]
        dLdW2 += upper
    return dLdW1, dLdW2


@right("two_layers_backward")
def every_weight_moved(X, W1, W2, sigma):
    def slopes(L, W):
        moves = 1e-4 * np.eye(W.size).reshape(W.size, *W.shape)
        return np.reshape([(L(W + move) - L(W - move)) / 2e-4 for move in moves], W.shape)

    lower = slopes(lambda W: np.sum(sigma(sigma(X @ W) @ W2)), W1)
    return [lower, slopes(lambda W: matrix_function_forward_sum(sigma(X @ W1), W, sigma), W2)]


@mistake("two_layers_backward")
def slope_at_the_middle_output(X, W1, W2, sigma):
    """The slope of the lower sigma is taken at S1, which came out of it: take it at X W1, which went in."""
    S1 = sigma(X @ W1)
    dLdN2 = deriv(sigma, S1 @ W2)
    return X.T @ (dLdN2 @ W2.T * deriv(sigma, S1)), S1.T @ dLdN2


@mistake("two_layers_backward")
def slope_at_the_top_output(X, W1, W2, sigma):
    """The slope of the upper sigma is taken at its output: take it at S1 W2, which went in."""
    N1 = X @ W1
    S1 = sigma(N1)
    dLdN2 = deriv(sigma, sigma(S1 @ W2))
    return X.T @ (dLdN2 @ W2.T * deriv(sigma, N1)), S1.T @ dLdN2


@mistake("two_layers_backward")
def lower_sigma_left_out(X, W1, W2, sigma):
    """The lower sigma is left out on the way forward: the upper layer is fed sigma(X W1)."""
    N1 = X @ W1
    dLdN2 = deriv(sigma, N1 @ W2)
    return X.T @ (dLdN2 @ W2.T * deriv(sigma, N1)), N1.T @ dLdN2


@mistake("two_layers_backward")
def upper_slope_left_out_above(X, W1, W2, sigma):
    """The slope of the upper sigma is missing from dL/dW2."""
    N1 = X @ W1
    S1 = sigma(N1)
    dLdN2 = deriv(sigma, S1 @ W2)
    return X.T @ (dLdN2 @ W2.T * deriv(sigma, N1)), S1.T @ np.ones(dLdN2.shape)
