"""Known mistakes and other right answers of two_layer_backprop."""

from __future__ import annotations

import numpy as np

from autograder.mistakes import mistake, right
from lesson import (
    activation_backward,
    linear_backward,
    linear_forward,
    nll_loss,
    nll_loss_derivative,
    numeric_gradient,
    relu,
    sgd_step,
    sigmoid,
    sigmoid_derivative,
    softmax,
    tanh_derivative,
    two_layer_backward,
    two_layer_forward,
)

# --- relu_derivative ---------------------------------------------------------------------------------------------


@mistake("relu_derivative")
def relu_itself(Z):
    """This is ReLU's height, not its slope. On the right side the line climbs by 1 for every step of 1, however high
    it is.
    """
    return np.maximum(Z, 0.0)


@mistake("relu_derivative")
def relu_sides_swapped(Z):
    """The two sides are swapped: ReLU is flat where Z is negative and climbs where Z is positive."""
    return np.where(Z < 0, 1.0, 0.0)


@mistake("relu_derivative")
def relu_sign(Z):
    """The sign of Z gives -1 on the left side. There ReLU is flat, so its slope is 0."""
    return np.sign(Z)


@mistake("relu_derivative")
def relu_leaky(Z):
    """On the left side this has the slope of leaky ReLU. Plain ReLU is completely flat there."""
    return np.where(Z > 0, 1.0, 0.2)


@mistake("relu_derivative")
def relu_always_one(Z):
    """The slope is 1 only where Z is positive; elsewhere ReLU does not change at all."""
    return np.ones_like(Z)


@mistake("relu_derivative")
def relu_counted(Z):
    """One number comes back, but each entry of Z has a slope of its own: do not add them up."""
    return np.sum(np.where(Z > 0, 1.0, 0.0))


@mistake("relu_derivative")
def relu_from_one_on(Z):
    """The slope starts at 1 instead of 0: ReLU begins to climb as soon as Z is positive."""
    return np.where(Z > 1, 1.0, 0.0)


@mistake("relu_derivative")
def relu_half_the_difference(Z):
    """The slope is half of what it should be: 1 where Z is positive. A step to one side alone covers one delta."""
    delta = 0.001
    return (np.maximum(Z + delta, 0.0) - np.maximum(Z, 0.0)) / (2 * delta)


@mistake("relu_derivative")
def relu_numeric_precedence(Z):
    """Without brackets around 2 * delta, Python divides by 2 and then multiplies by delta."""
    delta = 0.001
    return (np.maximum(Z + delta, 0.0) - np.maximum(Z - delta, 0.0)) / 2 * delta


@right("relu_derivative")
def relu_mask(Z):
    return (Z > 0).astype(float)


@right("relu_derivative")
def relu_one_at_zero(Z):
    return np.heaviside(Z, 1.0)


@right("relu_derivative")
def relu_loop(Z):
    slopes = np.zeros(Z.shape)
    for place in np.ndindex(Z.shape):
        if Z[place] > 0:
            slopes[place] = 1.0
    return slopes


@mistake("relu_derivative")
def relu_input(Z):
    """This is Z itself. The slope is 1 where Z is positive and 0 where it is negative."""
    return Z * 1.0


@mistake("relu_derivative")
def relu_ramp(Z):
    """Between 0 and 1 this is Z itself: as soon as Z is positive, the slope is 1."""
    return np.clip(Z, 0.0, 1.0)


@mistake("relu_derivative")
def relu_smooth(Z):
    """This is the slope of the sigmoid."""
    S = sigmoid(Z)
    return S * (1.0 - S)


# --- sigmoid_derivative ------------------------------------------------------------------------------------------


@mistake("sigmoid_derivative")
def sigmoid_itself(Z):
    """This is the sigmoid, not its slope: the slope is small at both ends and at most 1/4."""
    return sigmoid(Z)


@mistake("sigmoid_derivative")
def sigmoid_first_factor_left_out(Z):
    """One of the two factors is missing: the slope is the output times 1 minus the output."""
    return 1.0 - sigmoid(Z)


@mistake("sigmoid_derivative")
def sigmoid_of_input(Z):
    """Z is treated as if it were the sigmoid's output. The formula s(1 - s) needs s, the sigmoid of Z."""
    return Z * (1.0 - Z)


@mistake("sigmoid_derivative")
def sigmoid_plus(Z):
    """There is a plus sign in the second factor. The slope must vanish where the sigmoid reaches 1."""
    S = sigmoid(Z)
    return S * (1.0 + S)


@mistake("sigmoid_derivative")
def sigmoid_twice(Z):
    """The sigmoid is applied twice: the slope is taken at its output, but it belongs to the input Z."""
    S = sigmoid(sigmoid(Z))
    return S * (1.0 - S)


@mistake("sigmoid_derivative")
def sigmoid_negative(Z):
    """The sign is wrong: the sigmoid rises everywhere. One of the two minus signs of the chain rule got lost."""
    S = sigmoid(Z)
    return S * (S - 1.0)


@mistake("sigmoid_derivative")
def sigmoid_numeric_precedence(Z):
    """Without brackets around 2 * delta, Python divides by 2 and then multiplies by delta."""
    delta = 0.001
    return (sigmoid(Z + delta) - sigmoid(Z - delta)) / 2 * delta


@mistake("sigmoid_derivative")
def sigmoid_half_the_difference(Z):
    """This is a forward difference, and half of it: it covers one delta, not two. Derive the closed form instead."""
    delta = 0.001
    return (sigmoid(Z + delta) - sigmoid(Z)) / (2 * delta)


@mistake("sigmoid_derivative")
def sigmoid_squared(Z):
    """The sigmoid is squared. The second factor of its slope is 1 minus the output, not the output again."""
    return np.square(sigmoid(Z))


@mistake("sigmoid_derivative")
def sigmoid_counted(Z):
    """One number comes back, but each entry of Z has a slope of its own: do not add them up."""
    return np.sum(np.exp(-Z) / np.square(1.0 + np.exp(-Z)))


@right("sigmoid_derivative")
def sigmoid_by_exponentials(Z):
    return np.exp(-Z) / (1.0 + np.exp(-Z)) ** 2


@mistake("sigmoid_derivative")
def sigmoid_numeric(Z):
    """A difference quotient is right to a few digits only. The slope of the sigmoid has a formula of its own."""
    delta = 0.001
    return (sigmoid(Z + delta) - sigmoid(Z - delta)) / (2 * delta)


@right("sigmoid_derivative")
def sigmoid_both_sides(Z):
    return np.multiply(sigmoid(Z), sigmoid(-Z))


@mistake("sigmoid_derivative")
def sigmoid_slope_of_tanh(Z):
    """This is the slope of tanh."""
    return 1.0 - np.tanh(Z) ** 2


@mistake("sigmoid_derivative")
def sigmoid_steepest(Z):
    """This is the slope at 0 alone: it falls off on both sides."""
    return np.full(Z.shape, 0.25)


@mistake("sigmoid_derivative")
def sigmoid_sign_in_the_numerator(Z):
    """The exponent in the numerator has lost its minus sign."""
    return np.exp(Z) / (1.0 + np.exp(-Z)) ** 2


# --- tanh_derivative ---------------------------------------------------------------------------------------------


@mistake("tanh_derivative")
def tanh_of_input(Z):
    """Z is treated as if it were the output of tanh. The formula 1 - a² needs a, the tanh of Z."""
    return 1.0 - Z**2


@mistake("tanh_derivative")
def tanh_not_squared(Z):
    """The square is missing: 1 - tanh(z) is as large as 2 on the left side, but tanh is never steeper than 1."""
    return 1.0 - np.tanh(Z)


@mistake("tanh_derivative")
def tanh_like_sigmoid(Z):
    """The sigmoid's rule s(1 - s) is used for tanh, which has a rule of its own."""
    A = np.tanh(Z)
    return A * (1.0 - A)


@mistake("tanh_derivative")
def tanh_plus(Z):
    """There is a plus sign where the quotient rule gives a minus: the slope falls to 0 on both sides."""
    return 1.0 + np.tanh(Z) ** 2


@mistake("tanh_derivative")
def tanh_twice(Z):
    """tanh is applied twice: the slope is taken at its output, but it belongs to the input Z."""
    return 1.0 - np.tanh(np.tanh(Z)) ** 2


@mistake("tanh_derivative")
def tanh_one_over_cosh(Z):
    """This is 1 / cosh(z); the slope of tanh is the square of that."""
    return 1.0 / np.cosh(Z)


@mistake("tanh_derivative")
def tanh_itself(Z):
    """This is tanh, not its slope: the slope is 1 at 0 and small at both ends."""
    return np.tanh(Z)


@mistake("tanh_derivative")
def tanh_slope_of_sigmoid(Z):
    """This is the sigmoid's slope. tanh has another one, four times as steep at 0."""
    return sigmoid_derivative(Z)


@mistake("tanh_derivative")
def tanh_numeric_precedence(Z):
    """Without brackets around 2 * delta, Python divides by 2 and then multiplies by delta."""
    delta = 0.001
    return (np.tanh(Z + delta) - np.tanh(Z - delta)) / 2 * delta


@mistake("tanh_derivative")
def tanh_counted(Z):
    """One number comes back, but each entry of Z has a slope of its own: do not add them up."""
    return np.sum(np.square(1.0 / np.cosh(Z)))


@right("tanh_derivative")
def tanh_by_cosh(Z):
    return np.cosh(Z) ** -2.0


@mistake("tanh_derivative")
def tanh_numeric(Z):
    """A difference quotient is right to a few digits only. The slope of tanh has a formula of its own."""
    return (np.tanh(Z + 0.001) - np.tanh(Z - 0.001)) / 0.002


@right("tanh_derivative")
def tanh_by_sigmoid(Z):
    return 4.0 * sigmoid_derivative(2.0 * Z)


@mistake("tanh_derivative")
def tanh_difference_squared(Z):
    """The whole difference is squared: the square belongs to tanh(z) alone."""
    return (1.0 - np.tanh(Z)) ** 2


@mistake("tanh_derivative")
def tanh_of_square(Z):
    """Z is squared before tanh: the square belongs to tanh(z)."""
    return 1.0 - np.tanh(Z**2)


@mistake("tanh_derivative")
def tanh_cubed(Z):
    """The power is 3 here: it is 1 - tanh(z) squared."""
    return 1.0 - np.tanh(Z) ** 3


@mistake("tanh_derivative")
def tanh_times_input(Z):
    """The slope is multiplied by Z: this is already the slope at Z."""
    return Z * (1.0 - np.tanh(Z) ** 2)


# --- softmax -----------------------------------------------------------------------------------------------------


@mistake("softmax")
def softmax_over_rows(Z):
    """Here every row adds up to 1. A data point is a column, so the sum runs down the rows of each column."""
    powers = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return powers / np.sum(powers, axis=1, keepdims=True)


@mistake("softmax")
def softmax_over_everything(Z):
    """The whole matrix adds up to 1, as if it were one data point. Each column is a point and has a sum of its own."""
    powers = np.exp(Z - np.max(Z))
    return powers / np.sum(powers)


@mistake("softmax")
def softmax_not_shifted(Z):
    """Right for small scores, but of large ones an exponential is inf, and inf / inf is nan. Take each column's own
    largest score away before the exponential: it cancels.
    """
    powers = np.exp(Z)
    return powers / np.sum(powers, axis=0, keepdims=True)


@mistake("softmax")
def softmax_one_shift_for_all(Z):
    """From some columns too large a number is taken away: all their exponentials are 0, and 0/0 is nan. Take each
    column's own largest score away from it.
    """
    powers = np.exp(Z - np.max(Z))
    return powers / np.sum(powers, axis=0, keepdims=True)


@mistake("softmax")
def softmax_not_divided(Z):
    """The exponentials are not divided by their sum: the entries of a column should add up to 1."""
    return np.exp(Z - np.max(Z, axis=0, keepdims=True))


@mistake("softmax")
def softmax_without_exponential(Z):
    """The scores themselves are divided by their sum. Take exponentials first: scores may be negative, probabilities
    not.
    """
    return Z / np.sum(Z, axis=0, keepdims=True)


@mistake("softmax")
def softmax_as_sigmoid(Z):
    """Every score goes through a sigmoid by itself. In softmax the classes of a column compete: they share a sum of 1.
    """
    return sigmoid(Z)


@mistake("softmax")
def softmax_logarithm(Z):
    """These are the logarithms of the probabilities; the exercise asks for the probabilities."""
    shifted = Z - np.max(Z, axis=0, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))


@right("softmax")
def softmax_by_column(Z):
    A = np.zeros(Z.shape)
    for b in range(Z.shape[1]):
        column = Z[:, b] - max(Z[:, b])
        A[:, b] = np.exp(column) / sum(np.exp(column))
    return A


@right("softmax")
def softmax_by_log_sum(Z):
    top = Z.max(axis=0)
    return np.exp(Z - top - np.log(np.exp(Z - top).sum(axis=0)))


@right("softmax")
def softmax_as_rows(Z):
    def of_one_point(z):
        powers = np.exp(z - z.max())
        return powers / powers.sum()

    return np.apply_along_axis(of_one_point, 0, Z)


@right("softmax")
def softmax_transposed(Z):
    X = Z.T
    E = np.exp(X - np.max(X, axis=1).reshape(-1, 1))
    return np.divide(E, np.sum(E, axis=1).reshape(-1, 1)).T


@mistake("softmax")
def softmax_shift_in_place(Z):
    """The probabilities are right, but Z is written into, which the caller may need again. Make a new array."""
    Z -= np.max(Z, axis=0, keepdims=True)
    powers = np.exp(Z)
    return powers / np.sum(powers, axis=0, keepdims=True)


@mistake("softmax")
def softmax_sum_of_all(Z):
    """The exponentials are divided by the sum of the whole matrix: each column has a sum of its own."""
    powers = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return powers / np.sum(powers)


@mistake("softmax")
def softmax_one_hot(Z):
    """The largest score gets all of it. In softmax the others keep a share."""
    return (np.max(Z, axis=0, keepdims=True) == Z) * 1.0


@mistake("softmax")
def softmax_base_two(Z):
    """The base of the powers is 2 here: take np.exp."""
    powers = 2.0 ** (Z - np.max(Z, axis=0, keepdims=True))
    return powers / np.sum(powers, axis=0, keepdims=True)


@mistake("softmax")
def softmax_of_negatives(Z):
    """The scores have the wrong sign: the largest one should get the largest share."""
    powers = np.exp(np.min(Z, axis=0, keepdims=True) - Z)
    return powers / np.sum(powers, axis=0, keepdims=True)


# --- square_loss -------------------------------------------------------------------------------------------------


@mistake("square_loss")
def square_mean(A, Y):
    """This is the mean over all entries; the loss of this assignment is their sum."""
    return np.mean((A - Y) ** 2)


@mistake("square_loss")
def square_mean_of_batch(A, Y):
    """The sum is divided by the size of the batch. Here nothing is divided: add up over the batch as well."""
    return np.sum((A - Y) ** 2) / A.shape[1]


@mistake("square_loss")
def square_half(A, Y):
    """There is a factor 1/2. Some books have it, this assignment does not."""
    return 0.5 * np.sum((A - Y) ** 2)


@mistake("square_loss")
def square_not_summed(A, Y):
    """An array comes back; the loss is one number. Add up all its entries."""
    return (A - Y) ** 2


@mistake("square_loss")
def square_of_sum(A, Y):
    """The errors are added up before they are squared, so that errors of opposite sign cancel. Square each one first.
    """
    return np.sum(A - Y) ** 2


@mistake("square_loss")
def square_root(A, Y):
    """There is a square root around the sum. That is the distance of A and Y; the loss is its square."""
    return np.sqrt(np.sum((A - Y) ** 2))


@mistake("square_loss")
def square_absolute(A, Y):
    """This is the linear loss. The square loss counts each error squared, so that large ones weigh more."""
    return np.sum(np.abs(A - Y))


@mistake("square_loss")
def square_by_point(A, Y):
    """There is one loss for each point; the loss is one number. Add up over the batch too."""
    return np.sum((A - Y) ** 2, axis=0)


@mistake("square_loss")
def square_first_point(A, Y):
    """Only the first point of the batch is counted. Add up over all columns."""
    return np.sum((A[:, 0] - Y[:, 0]) ** 2)


@right("square_loss")
def square_by_dot(A, Y):
    error = (A - Y).ravel()
    return np.dot(error, error)


@right("square_loss")
def square_loop(A, Y):
    total = 0.0
    for a, y in zip(A.flatten(), Y.flatten(), strict=True):
        total += (a - y) ** 2
    return total


@right("square_loss")
def square_as_array(A, Y):
    return np.array(np.einsum("ib,ib->", A - Y, A - Y))


@mistake("square_loss")
def square_not_squared(A, Y):
    """The errors are not squared, so that those of opposite sign cancel."""
    return np.sum(A - Y)


@mistake("square_loss")
def squares_subtracted(A, Y):
    """A and Y are squared before they are subtracted: square their difference."""
    return np.sum(A**2 - Y**2)


@mistake("square_loss")
def square_of_the_sum_of_both(A, Y):
    """A and Y are added: the loss looks at their difference."""
    return np.sum((A + Y) ** 2)


@mistake("square_loss")
def square_largest(A, Y):
    """This is the largest error alone: add up all of them."""
    return np.max((A - Y) ** 2)


# --- linear_loss -------------------------------------------------------------------------------------------------


@mistake("linear_loss")
def linear_without_absolute(A, Y):
    """Errors of opposite sign cancel here. Each one must count as positive before they are added up."""
    return np.sum(A - Y)


@mistake("linear_loss")
def linear_absolute_of_sum(A, Y):
    """The absolute value is taken of the sum, when errors of opposite sign have already cancelled. Take it of each
    entry.
    """
    return np.abs(np.sum(A - Y))


@mistake("linear_loss")
def linear_mean(A, Y):
    """This is the mean over all entries; the loss of this assignment is their sum."""
    return np.mean(np.abs(A - Y))


@mistake("linear_loss")
def linear_mean_of_batch(A, Y):
    """The sum is divided by the size of the batch. Here nothing is divided: add up over the batch as well."""
    return np.sum(np.abs(A - Y)) / A.shape[1]


@mistake("linear_loss")
def linear_squared(A, Y):
    """This is the square loss. The linear loss counts each error as it is, without its sign."""
    return np.sum((A - Y) ** 2)


@mistake("linear_loss")
def linear_not_summed(A, Y):
    """An array comes back; the loss is one number. Add up all its entries."""
    return np.abs(A - Y)


@mistake("linear_loss")
def linear_by_point(A, Y):
    """There is one loss for each point; the loss is one number. Add up over the batch too."""
    return np.sum(np.abs(A - Y), axis=0)


@mistake("linear_loss")
def linear_distance(A, Y):
    """This is the root of the square loss, the distance of A and Y. The linear loss adds up the errors' sizes."""
    return np.sqrt(np.sum((A - Y) ** 2))


@mistake("linear_loss")
def linear_first_point(A, Y):
    """Only the first point of the batch is counted. Add up over all columns."""
    return np.sum(np.abs(A[:, 0] - Y[:, 0]))


@right("linear_loss")
def linear_by_norm(A, Y):
    return np.linalg.norm((A - Y).ravel(), 1)


@right("linear_loss")
def linear_by_sign(A, Y):
    return np.sum(np.where(A > Y, A - Y, Y - A))


@right("linear_loss")
def linear_loop(A, Y):
    total = 0.0
    for i in range(A.shape[0]):
        for b in range(A.shape[1]):
            total = total + abs(A[i][b] - Y[i][b])
    return total


@mistake("linear_loss")
def linear_above_alone(A, Y):
    """Answers that are too low cost nothing here: every distance counts, whatever its sign."""
    return np.sum(np.maximum(A - Y, 0.0))


@mistake("linear_loss")
def linear_below_alone(A, Y):
    """Answers that are too high cost nothing here: every distance counts, whatever its sign."""
    return np.sum(np.maximum(Y - A, 0.0))


@mistake("linear_loss")
def linear_sizes_subtracted(A, Y):
    """The sizes of A and Y are subtracted: take the size of their difference."""
    return np.sum(np.abs(A) - np.abs(Y))


@mistake("linear_loss")
def linear_of_the_sum(A, Y):
    """A and Y are added: the loss looks at their difference."""
    return np.sum(np.abs(A + Y))


@mistake("linear_loss")
def linear_largest(A, Y):
    """This is the largest error alone: add up all of them."""
    return np.max(np.abs(A - Y))


@mistake("linear_loss")
def linear_signs_counted(A, Y):
    """Only the signs of the errors are added up: how large they are counts."""
    return np.sum(np.sign(A - Y))


# --- nll_loss ----------------------------------------------------------------------------------------------------


@mistake("nll_loss")
def nll_without_minus(A, Y):
    """The minus sign is missing, as it is in the printed (7.3). Logarithms of probabilities are negative, a loss is
    not.
    """
    return np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))


@mistake("nll_loss")
def nll_only_yes(A, Y):
    """Only the points with y = 1 are counted. Where y = 0, the network is charged for the probability that it gave to
    'yes'.
    """
    return -np.sum(Y * np.log(A))


@mistake("nll_loss")
def nll_labels_swapped(A, Y):
    """The labels are swapped: where y = 1, the probability of 'yes' counts, which is a."""
    return -np.sum((1 - Y) * np.log(A) + Y * np.log(1 - A))


@mistake("nll_loss")
def nll_mean(A, Y):
    """This is the mean over all entries; the loss of this assignment is their sum."""
    return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))


@mistake("nll_loss")
def nll_mean_of_batch(A, Y):
    """The sum is divided by the size of the batch. Here nothing is divided: add up over the batch as well."""
    return -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / A.shape[1]


@mistake("nll_loss")
def nll_base_two(A, Y):
    """The logarithm has base 2. The likelihood here uses the natural one, whose slope is 1/a."""
    return -np.sum(Y * np.log2(A) + (1 - Y) * np.log2(1 - A))


@mistake("nll_loss")
def nll_not_summed(A, Y):
    """An array comes back; the loss is one number. Add up all its entries."""
    return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))


@mistake("nll_loss")
def nll_square(A, Y):
    """This is the square loss. The likelihood of what happened needs a logarithm."""
    return np.sum((A - Y) ** 2)


@mistake("nll_loss")
def nll_minus_for_first_term(A, Y):
    """The minus sign reaches the first logarithm only. It stands before the whole sum: use brackets."""
    return np.sum(-Y * np.log(A) + (1 - Y) * np.log(1 - A))


@right("nll_loss")
def nll_by_choice(A, Y):
    return -np.log(np.where(Y == 1, A, 1 - A)).sum()


@right("nll_loss")
def nll_loop(A, Y):
    total = 0
    for a, y in zip(A.ravel(), Y.ravel(), strict=True):
        total -= np.log(a) if y > 0.5 else np.log(1 - a)
    return total


@right("nll_loss")
def nll_by_dot(A, Y):
    a, y = A.reshape(-1), Y.reshape(-1)
    return -(np.dot(y, np.log(a)) + np.dot(1 - y, np.log(1 - a)))


@right("nll_loss")
def nll_by_power(A, Y):
    return -np.log(np.prod(A**Y * (1 - A) ** (1 - Y)))


@mistake("nll_loss")
def nll_clipped(A, Y):
    """Probabilities are kept away from 0 and 1, which makes wrong answers cheap where the network is sure. A is never
    0 or 1: use it as it is.
    """
    A = np.clip(A, 0.01, 0.99)
    return -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))


@mistake("nll_loss")
def nll_base_ten(A, Y):
    """This is the logarithm to the base 10: the natural one is np.log."""
    return -np.sum(Y * np.log10(A) + (1.0 - Y) * np.log10(1.0 - A))


@mistake("nll_loss")
def nll_always_yes(A, Y):
    """Every answer is held against a yes: where Y is 0, it is 1 - a that counts."""
    return -np.sum(np.log(A))


@mistake("nll_loss")
def nll_without_logarithm(A, Y):
    """The logarithms are missing."""
    return -np.sum(Y * A + (1.0 - Y) * (1.0 - A))


@mistake("nll_loss")
def nll_brackets_missing(A, Y):
    """The parentheses around 1 - Y are missing."""
    return -np.sum(Y * np.log(A) + 1.0 - Y * np.log(1.0 - A))


@mistake("nll_loss")
def nll_rounded_labels(A, Y):
    """The labels are not used: it is Y that says which of the two logarithms counts."""
    return -np.sum(np.where(A > 0.5, np.log(A), np.log(1.0 - A)))


@mistake("nll_loss")
def one_minus_the_logarithm(A, Y):
    """The logarithm is taken away from 1. It is the probability that is: ln(1 - a), not 1 - ln a."""
    return -np.sum(Y * np.log(A) + (1.0 - Y) * (1.0 - np.log(A)))


# --- nllm_loss ---------------------------------------------------------------------------------------------------


@mistake("nllm_loss")
def nllm_without_minus(A, Y):
    """The minus sign is missing: logarithms of probabilities are negative, a loss is not."""
    return np.sum(Y * np.log(A))


@mistake("nllm_loss")
def nllm_binary(A, Y):
    """This is the yes/no loss with its 1 - a term. With one-hot columns only the right class's probability counts."""
    return -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))


@mistake("nllm_loss")
def nllm_mean(A, Y):
    """This is the mean over all entries; the loss of this assignment is the sum over classes and batch."""
    return -np.mean(Y * np.log(A))


@mistake("nllm_loss")
def nllm_mean_of_batch(A, Y):
    """The sum is divided by the size of the batch. Here nothing is divided: add up over the batch as well."""
    return -np.sum(Y * np.log(A)) / A.shape[1]


@mistake("nllm_loss")
def nllm_by_point(A, Y):
    """There is one loss for each point; the loss is one number. Add up over the batch too."""
    return -np.sum(Y * np.log(A), axis=0)


@mistake("nllm_loss")
def nllm_softmax_inside(A, Y):
    """A softmax is applied to A, whose columns are probabilities already."""
    powers = np.exp(A)
    return -np.sum(Y * np.log(powers / powers.sum(axis=0)))


@mistake("nllm_loss")
def nllm_without_logarithm(A, Y):
    """The logarithm is missing. It makes the price of a confident wrong answer grow without end."""
    return -np.sum(Y * A)


@mistake("nllm_loss")
def nllm_base_two(A, Y):
    """The logarithm has base 2. The likelihood here uses the natural one, whose slope is 1/a."""
    return -np.sum(Y * np.log2(A))


@mistake("nllm_loss")
def nllm_all_classes(A, Y):
    """The logarithms of all classes are added up. Only the right class counts: Y picks it out."""
    return -np.sum(np.log(A))


@right("nllm_loss")
def nllm_by_class(A, Y):
    classes = Y.argmax(axis=0)
    return -np.log(A[classes, np.arange(A.shape[1])]).sum()


@right("nllm_loss")
def nllm_by_trace(A, Y):
    return -np.trace(Y.T @ np.log(A))


@right("nllm_loss")
def nllm_loop(A, Y):
    loss = 0
    for b in range(A.shape[1]):
        for k in range(A.shape[0]):
            if Y[k, b] == 1:
                loss -= np.log(A[k, b])
    return loss


@mistake("nllm_loss")
def nllm_clipped(A, Y):
    """Small probabilities are raised, which makes wrong answers cheap where the network is sure. A is never 0: take it
    as it is.
    """
    return -np.sum(Y * np.log(np.maximum(A, 0.01)))


@mistake("nllm_loss")
def nllm_base_ten(A, Y):
    """This is the logarithm to the base 10: the natural one is np.log."""
    return -np.sum(Y * np.log10(A))


@mistake("nllm_loss")
def nllm_log_of_the_sum(A, Y):
    """The probabilities are added up before the logarithm: take the logarithm of each."""
    return -np.log(np.sum(Y * A))


@mistake("nllm_loss")
def nllm_other_classes(A, Y):
    """These are the logarithms of the wrong classes: Y picks the right one."""
    return -np.sum((1.0 - Y) * np.log(A))


@mistake("nllm_loss")
def nllm_of_the_rest(A, Y):
    """This is the logarithm of 1 - a: the price of the right class is that of a itself."""
    return -np.sum(Y * np.log(1.0 - A))


@mistake("nllm_loss")
def nllm_largest(A, Y):
    """Each column's largest probability is taken: Y says which one counts."""
    return -np.sum(np.log(np.max(A, axis=0)))


# --- square_loss_derivative --------------------------------------------------------------------------------------


@mistake("square_loss_derivative")
def square_slope_without_two(A, Y):
    """The factor 2 is missing: the square loss has no 1/2 in front that would cancel it."""
    return A - Y


@mistake("square_loss_derivative")
def square_slope_sign(A, Y):
    """The sign is wrong: where A is too large, more of it makes the loss grow, so the gradient is positive there."""
    return 2 * (Y - A)


@mistake("square_loss_derivative")
def square_slope_mean(A, Y):
    """The gradient is divided by the number of entries, as if the loss were a mean. The loss is a sum."""
    return 2 * (A - Y) / A.size


@mistake("square_loss_derivative")
def square_slope_mean_of_batch(A, Y):
    """The gradient is divided by the size of the batch, as if the loss were a mean over it. The loss is a sum."""
    return 2 * (A - Y) / A.shape[1]


@mistake("square_loss_derivative")
def square_slope_of_linear(A, Y):
    """This is the gradient of the linear loss. For the square loss, a larger error pushes harder."""
    return np.sign(A - Y)


@mistake("square_loss_derivative")
def square_slope_summed(A, Y):
    """The gradient is summed over the batch. Every entry of A has its own: the result has A's shape."""
    return np.sum(2 * (A - Y), axis=1, keepdims=True)


@mistake("square_loss_derivative")
def square_slope_squared(A, Y):
    """The error is still squared. A square's slope is twice what was squared, and it has a sign."""
    return 2 * (A - Y) ** 2


@mistake("square_loss_derivative")
def square_slope_is_the_loss(A, Y):
    """One number comes back, the loss itself. Its gradient has an entry for each entry of A."""
    return np.sum((A - Y) ** 2)


@right("square_loss_derivative")
def square_slope_doubled(A, Y):
    error = np.subtract(A, Y)
    return error + error


@right("square_loss_derivative")
def square_slope_numeric(A, Y):
    delta = 0.001
    gradient = np.zeros(A.shape)
    for place in np.ndindex(A.shape):
        up, down = A.copy(), A.copy()
        up[place] += delta
        down[place] -= delta
        gradient[place] = (np.sum((up - Y) ** 2) - np.sum((down - Y) ** 2)) / (2 * delta)
    return gradient


@right("square_loss_derivative")
def square_slope_loop(A, Y):
    gradient = np.empty_like(A)
    for i, (a, y) in enumerate(zip(A, Y, strict=True)):
        gradient[i] = [2 * u - 2 * v for u, v in zip(a, y, strict=True)]
    return gradient


@mistake("square_loss_derivative")
def square_derivative_is_loss(A, Y):
    """These are the squared errors themselves, not their slopes."""
    return (A - Y) ** 2


@mistake("square_loss_derivative")
def square_derivative_factor_on_A(A, Y):
    """The factor 2 belongs to Y as well."""
    return 2.0 * A - Y


@mistake("square_loss_derivative")
def square_derivative_sum(A, Y):
    """A and Y are added: it is their difference that is doubled."""
    return 2.0 * (A + Y)


@mistake("square_loss_derivative")
def square_derivative_times_A(A, Y):
    """There is a factor A too many: by how much does A - Y move when A does?"""
    return 2.0 * (A - Y) * A


@mistake("square_loss_derivative")
def square_derivative_without_Y(A, Y):
    """Y is not used."""
    return 2.0 * A


# --- nll_loss_derivative -----------------------------------------------------------------------------------------


@mistake("nll_loss_derivative")
def nll_slope_sign(A, Y):
    """The sign is wrong, as in the printed (7.7): for a 'yes', more a means less loss, so the gradient is negative
    there.
    """
    return Y / A - (1 - Y) / (1 - A)


@mistake("nll_loss_derivative")
def nll_slope_of_pair(A, Y):
    """This is the gradient with respect to Z, with the sigmoid's slope already in it. Here dL/dA is asked for."""
    return A - Y


@mistake("nll_loss_derivative")
def nll_slope_only_yes(A, Y):
    """The term of the points with y = 0 is missing."""
    return -Y / A


@mistake("nll_loss_derivative")
def nll_slope_inner_sign(A, Y):
    """The inner derivative of log(1 - a) is missing: it is -1, and turns the second term's sign around."""
    return -(Y / A + (1 - Y) / (1 - A))


@mistake("nll_loss_derivative")
def nll_slope_of_square(A, Y):
    """This is the gradient of the square loss. Differentiate the logarithms of the NLL."""
    return 2 * (A - Y)


@mistake("nll_loss_derivative")
def nll_slope_mean_of_batch(A, Y):
    """The gradient is divided by the size of the batch, as if the loss were a mean over it. The loss is a sum."""
    return ((1 - Y) / (1 - A) - Y / A) / A.shape[1]


@mistake("nll_loss_derivative")
def nll_slope_mean(A, Y):
    """The gradient is divided by the number of entries, as if the loss were a mean. The loss is a sum."""
    return ((1 - Y) / (1 - A) - Y / A) / A.size


@mistake("nll_loss_derivative")
def nll_slope_labels_swapped(A, Y):
    """The labels are swapped: for a 'yes' the first logarithm, that of a, is alive."""
    return Y / (1 - A) - (1 - Y) / A


@mistake("nll_loss_derivative")
def nll_slope_summed(A, Y):
    """The gradient is summed over the batch. Every entry of A has its own: the result has A's shape."""
    return np.sum((1 - Y) / (1 - A) - Y / A, axis=1, keepdims=True)


@right("nll_loss_derivative")
def nll_slope_one_fraction(A, Y):
    return (A - Y) / (A * (1 - A))


@right("nll_loss_derivative")
def nll_slope_by_choice(A, Y):
    return np.where(Y == 1, -1 / A, 1 / (1 - A))


@right("nll_loss_derivative")
def nll_slope_numeric(A, Y):
    def each(a):
        return -(Y * np.log(a) + (1 - Y) * np.log(1 - a))

    delta = 1e-5
    return (each(A + delta) - each(A - delta)) / (2 * delta)


@mistake("nll_loss_derivative")
def nll_slope_clipped(A, Y):
    """Probabilities are kept away from 0 and 1, which makes steep slopes gentle. A is never 0 or 1: use it as is."""
    A = np.clip(A, 0.05, 0.95)
    return (1 - Y) / (1 - A) - Y / A


@mistake("nll_loss_derivative")
def nll_derivative_A_below_both(A, Y):
    """Both terms are divided by A: for a no it is 1 - A."""
    return -Y / A + (1.0 - Y) / A


@mistake("nll_loss_derivative")
def nll_derivative_always_yes(A, Y):
    """Every answer is held against a yes: where Y is 0, the slope is 1 / (1 - a)."""
    return -1.0 / A


@mistake("nll_loss_derivative")
def nll_derivative_is_loss(A, Y):
    """These are the prices themselves, not their slopes."""
    return -Y * np.log(A) - (1.0 - Y) * np.log(1.0 - A)


@mistake("nll_loss_derivative")
def nll_derivative_brackets(A, Y):
    """The parentheses around 1 - Y and 1 - A are missing."""
    return -Y / A + 1.0 - Y / 1.0 - A


@mistake("nll_loss_derivative")
def nll_derivative_multiplied(A, Y):
    """The error is multiplied by a (1 - a): divide by it."""
    return (A - Y) * A * (1.0 - A)


# --- neuron_backward ---------------------------------------------------------------------------------------------


@mistake("neuron_backward")
def neuron_extra_slope(w, w0, x, y):
    """There is one sigmoid slope too many: a - y contains it already."""
    a = sigmoid(w.T @ x + w0)
    dLdz = (a - y) * a * (1 - a)
    return x * dLdz, dLdz


@mistake("neuron_backward")
def neuron_slope_left_out(w, w0, x, y):
    """The slope of the sigmoid is left out: dL/da is used as if it were dL/dz."""
    dLda = nll_loss_derivative(sigmoid(w.T @ x + w0), y)
    return x * dLda, dLda


@mistake("neuron_backward")
def neuron_slope_at_output(w, w0, x, y):
    """The sigmoid's slope is taken at its output a, so the sigmoid is applied twice. It belongs to z."""
    a = sigmoid(w.T @ x + w0)
    dLdz = nll_loss_derivative(a, y) * sigmoid_derivative(a)
    return x * dLdz, dLdz


@mistake("neuron_backward")
def neuron_sign(w, w0, x, y):
    """The sign is wrong, as in the printed (7.7): where the neuron says too much, more of z makes the loss grow."""
    dLdz = y - sigmoid(w.T @ x + w0)
    return x * dLdz, dLdz


@mistake("neuron_backward")
def neuron_square_loss(w, w0, x, y):
    """The gradient starts from the square loss. This neuron is judged by the NLL."""
    a = sigmoid(w.T @ x + w0)
    dLdz = 2 * (a - y) * a * (1 - a)
    return x * dLdz, dLdz


@mistake("neuron_backward")
def neuron_weights_for_inputs(w, w0, x, y):
    """This is the gradient with respect to x. A weight's slope has the input as its factor, not the weight."""
    dLdz = sigmoid(w.T @ x + w0) - y
    return w * dLdz, dLdz


@mistake("neuron_backward")
def neuron_input_left_out(w, w0, x, y):
    """The last factor of the weights' gradient is missing: how much z moves with a weight depends on its input."""
    dLdz = sigmoid(w.T @ x + w0) - y
    return np.ones(x.shape) * dLdz, dLdz


@mistake("neuron_backward")
def neuron_transposed(w, w0, x, y):
    """The weights' gradient is a row. It has the shape of w, a column."""
    dLdz = sigmoid(w.T @ x + w0) - y
    return dLdz @ x.T, dLdz


@mistake("neuron_backward")
def neuron_bias_like_weights(w, w0, x, y):
    """The bias gradient contains the input. z moves with the bias by the same amount, whatever x is."""
    dLdz = sigmoid(w.T @ x + w0) - y
    return x * dLdz, x * dLdz


@mistake("neuron_backward")
def neuron_bias_local_only(w, w0, x, y):
    """The bias gradient is the local slope 1 alone. What arrives from the loss has to be passed on."""
    return x * (sigmoid(w.T @ x + w0) - y), np.ones((1, 1))


@mistake("neuron_backward")
def neuron_bias_forgotten(w, w0, x, y):
    """The bias is not added in the forward pass, so the slopes are taken at the wrong place."""
    dLdz = sigmoid(w.T @ x) - y
    return x * dLdz, dLdz


@mistake("neuron_backward")
def neuron_order(w, w0, x, y):
    """The two gradients come in another order than asked for: first that of w, then that of w0."""
    dLdz = sigmoid(w.T @ x + w0) - y
    return dLdz, x * dLdz


@mistake("neuron_backward")
def neuron_weights_only(w, w0, x, y):
    """Only the weights' gradient comes back. The bias is a parameter too: return both."""
    return x * (sigmoid(w.T @ x + w0) - y)


@right("neuron_backward")
def neuron_at_once(w, w0, x, y):
    error = 1 / (1 + np.exp(-(np.dot(w.T, x) + w0))) - y
    return np.dot(x, error), error


@right("neuron_backward")
def neuron_weight_by_weight(w, w0, x, y):
    z = sum(w[j, 0] * x[j, 0] for j in range(len(w))) + w0[0, 0]
    a = 1 / (1 + np.exp(-z))
    dLda = -y[0, 0] / a + (1 - y[0, 0]) / (1 - a)
    dLdz = dLda * a * (1 - a)
    return np.array([[dLdz * x[j, 0]] for j in range(len(w))]), np.array([[dLdz]])


@right("neuron_backward")
def neuron_numeric(w, w0, x, y):
    def loss(w, w0):
        return nll_loss(sigmoid(w.T @ x + w0), y)

    return numeric_gradient(lambda moved: loss(moved, w0), w), numeric_gradient(lambda moved: loss(w, moved), w0)


@mistake("neuron_backward")
def neuron_bias_times_itself(w, w0, x, y):
    """The slope along the bias is multiplied by the bias: z grows by just as much as the bias does."""
    dLdz = sigmoid(w.T @ x + w0) - y
    return x * dLdz, w0 * dLdz


@mistake("neuron_backward")
def neuron_updated(w, w0, x, y):
    """These are weights after a step, not the slopes that the step is made of."""
    dLdz = sigmoid(w.T @ x + w0) - y
    return w - x * dLdz, w0 - dLdz


# --- softmax_nllm_derivative -------------------------------------------------------------------------------------


@mistake("softmax_nllm_derivative")
def pair_without_softmax(Z, Y):
    """The scores themselves are compared with Y. Turn them into probabilities first."""
    return Z - Y


@mistake("softmax_nllm_derivative")
def pair_sign(Z, Y):
    """The sign is wrong: a larger score of a wrong class makes the loss grow, so its gradient is positive."""
    return Y - softmax(Z)


@mistake("softmax_nllm_derivative")
def pair_mean_of_batch(Z, Y):
    """The gradient is divided by the size of the batch, as if the loss were a mean over it. The loss is a sum."""
    return (softmax(Z) - Y) / Z.shape[1]


@mistake("softmax_nllm_derivative")
def pair_with_slope_again(Z, Y):
    """There is an extra factor a(1 - a). The slope of softmax is already inside the short formula."""
    A = softmax(Z)
    return (A - Y) * A * (1 - A)


@mistake("softmax_nllm_derivative")
def pair_factor_two(Z, Y):
    """There is a factor 2, as if this were the square loss. Differentiate the logarithm of the sum once more."""
    return 2 * (softmax(Z) - Y)


@mistake("softmax_nllm_derivative")
def pair_only_to_A(Z, Y):
    """This is the gradient with respect to the probabilities A. The way through softmax to the scores Z is missing."""
    return -Y / softmax(Z)


@mistake("softmax_nllm_derivative")
def pair_over_rows(Z, Y):
    """The softmax runs along the rows here. A data point is a column: its probabilities add up downward."""
    return softmax(Z.T).T - Y


@mistake("softmax_nllm_derivative")
def pair_sigmoid(Z, Y):
    """A sigmoid stands where softmax belongs: the classes of a column share a sum of 1."""
    return sigmoid(Z) - Y


@right("softmax_nllm_derivative")
def pair_by_jacobian(Z, Y):
    gradient = np.zeros(Z.shape)
    for b in range(Z.shape[1]):
        a, y = softmax(Z[:, [b]]), Y[:, [b]]
        gradient[:, [b]] = (np.diagflat(a) - a @ a.T) @ (-y / a)
    return gradient


@right("softmax_nllm_derivative")
def pair_ones_taken_away(Z, Y):
    A = np.exp(Z) / np.sum(np.exp(Z), axis=0)
    A[Y == 1] -= 1
    return A


@right("softmax_nllm_derivative")
def pair_numeric(Z, Y):
    return numeric_gradient(lambda scores: -np.sum(Y * np.log(softmax(scores))), Z)


@mistake("softmax_nllm_derivative")
def softmax_twice(Z, Y):
    """Softmax is applied twice."""
    return softmax(softmax(Z)) - Y


@mistake("softmax_nllm_derivative")
def softmax_without_labels(Z, Y):
    """The labels are not taken away."""
    return softmax(Z)


@mistake("softmax_nllm_derivative")
def softmax_exponentials(Z, Y):
    """The exponentials are not divided by their sum."""
    return np.exp(Z) - Y


@mistake("softmax_nllm_derivative")
def softmax_slope_of_the_losses(Z, Y):
    """There is a factor softmax(Z) too many: A - Y is the whole slope."""
    A = softmax(Z)
    return (A - Y) * A


# --- linear_forward ----------------------------------------------------------------------------------------------


@mistake("linear_forward")
def forward_not_transposed(W, W0, A):
    """W is not transposed. Its columns are the neurons, and each neuron has to meet a whole column of A."""
    return W @ A + W0


@mistake("linear_forward")
def forward_without_bias(W, W0, A):
    """The bias is missing, as it is in the printed (7.119) and (7.132)."""
    return W.T @ A


@mistake("linear_forward")
def forward_bias_taken_away(W, W0, A):
    """The bias is taken away; it is added."""
    return W.T @ A - W0


@mistake("linear_forward")
def forward_first_bias_for_all(W, W0, A):
    """Every neuron gets the first one's bias. Each row of Z has its own entry of W0."""
    return W.T @ A + W0[0, 0]


@mistake("linear_forward")
def forward_as_rows(W, W0, A):
    """The result is transposed: data points are rows here, as in the earlier assignments. In this one they are
    columns.
    """
    return A.T @ W + W0.T


@mistake("linear_forward")
def forward_bias_for_first_point(W, W0, A):
    """Only the first point gets the bias. It is added to every column."""
    Z = W.T @ A
    Z[:, [0]] += W0
    return Z


@mistake("linear_forward")
def forward_first_point_only(W, W0, A):
    """Only the first column comes back. The batch has more points: let the matrix product do all of them."""
    return W.T @ A[:, [0]] + W0


@mistake("linear_forward")
def forward_all_biases_for_all(W, W0, A):
    """Every neuron gets all biases added up. Each row of Z has its own entry of W0."""
    return W.T @ A + np.sum(W0)


@mistake("linear_forward")
def forward_bias_inside(W, W0, A):
    """The bias is added to the weights, so that it is multiplied by the inputs. Add it after the product."""
    return (W.T + W0) @ A


@right("linear_forward")
def forward_einsum(W, W0, A):
    return np.einsum("ji,jb->ib", W, A) + W0


@right("linear_forward")
def forward_bias_as_weight(W, W0, A):
    ones = np.ones((1, A.shape[1]))
    return np.dot(np.vstack([W, W0.T]).T, np.vstack([A, ones]))


@right("linear_forward")
def forward_by_point(W, W0, A):
    columns = [np.dot(np.transpose(W), A[:, b]) + W0.ravel() for b in range(A.shape[1])]
    return np.array(columns).T


@mistake("linear_forward")
def linear_forward_bias_times(W, W0, A):
    """The bias is multiplied in: add it."""
    return W.T @ A * W0


@mistake("linear_forward")
def linear_forward_bias_twice(W, W0, A):
    """The bias is added twice."""
    return W.T @ A + 2.0 * W0


@mistake("linear_forward")
def linear_forward_activated(W, W0, A):
    """This has gone through an activation already: Z is what comes before it."""
    return sigmoid(W.T @ A + W0)


@mistake("linear_forward")
def linear_forward_bias_shared_out(W, W0, A):
    """The bias is divided by the size of the batch: every point gets the whole of it."""
    return W.T @ A + W0 / A.shape[1]


@mistake("linear_forward")
def linear_forward_bias_mean(W, W0, A):
    """The mean of the biases is added everywhere: each neuron has one of its own."""
    return W.T @ A + np.mean(W0)


@mistake("linear_forward")
def bias_in_a_row(W, W0, A):
    """The biases lie in a row, one for each point, and only as many points as neurons let that pass: W0 is a column."""
    return W.T @ A + W0.T


# --- linear_backward ---------------------------------------------------------------------------------------------


@mistake("linear_backward")
def backward_weights_transposed(W, A, dLdZ):
    """dLdW is transposed. It has the shape of W, inputs by neurons: which of the two factors comes first?"""
    return dLdZ @ A.T, np.sum(dLdZ, axis=1, keepdims=True), W @ dLdZ


@mistake("linear_backward")
def backward_bias_first_point(W, A, dLdZ):
    """The bias gradient is that of the first point alone. All points share the bias: add up over the batch."""
    return A @ dLdZ.T, dLdZ[:, [0]], W @ dLdZ


@mistake("linear_backward")
def backward_bias_mean(W, A, dLdZ):
    """The bias gradient is the mean over the batch; it is the sum, as the matrix product sums for the weights."""
    return A @ dLdZ.T, np.mean(dLdZ, axis=1, keepdims=True), W @ dLdZ


@mistake("linear_backward")
def backward_bias_not_summed(W, A, dLdZ):
    """The bias gradient is not summed over the batch. That is right for a single point only: one entry a neuron is
    left.
    """
    return A @ dLdZ.T, dLdZ, W @ dLdZ


@mistake("linear_backward")
def backward_bias_flat(W, A, dLdZ):
    """The bias gradient has lost its second axis. It has W0's shape, a column: ask the sum to keep its dimensions."""
    return A @ dLdZ.T, np.sum(dLdZ, axis=1), W @ dLdZ


@mistake("linear_backward")
def backward_bias_over_neurons(W, A, dLdZ):
    """The bias gradient is summed over the neurons instead of the batch: that is the other axis."""
    return A @ dLdZ.T, np.sum(dLdZ, axis=0, keepdims=True).T, W @ dLdZ


@mistake("linear_backward")
def backward_bias_one_number(W, A, dLdZ):
    """The bias gradient is summed over everything. Each neuron has its own bias: sum over the batch only."""
    return A @ dLdZ.T, np.full((dLdZ.shape[0], 1), np.sum(dLdZ)), W @ dLdZ


@mistake("linear_backward")
def backward_mean_of_batch(W, A, dLdZ):
    """The gradients of the weights and biases are divided by the size of the batch. They are sums over it."""
    return A @ dLdZ.T / A.shape[1], np.mean(dLdZ, axis=1, keepdims=True), W @ dLdZ


@mistake("linear_backward")
def backward_weights_mean(W, A, dLdZ):
    """The gradient of the weights is divided by the size of the batch, that of the biases is not. Both are sums."""
    return A @ dLdZ.T / A.shape[1], np.sum(dLdZ, axis=1, keepdims=True), W @ dLdZ


@mistake("linear_backward")
def backward_upstream_dropped(W, A, dLdZ):
    """The upstream gradient is ignored, as if it were all ones. All three gradients have to pass it on."""
    ones = np.ones(dLdZ.shape)
    return A @ ones.T, np.sum(ones, axis=1, keepdims=True), W @ ones


@mistake("linear_backward")
def backward_input_transposed(W, A, dLdZ):
    """dLdA uses W transposed, as the forward pass does. Going back, W is turned the other way."""
    try:
        dLdA = W.T @ dLdZ
    except ValueError:
        dLdA = dLdZ.T @ W.T
    return A @ dLdZ.T, np.sum(dLdZ, axis=1, keepdims=True), dLdA


@mistake("linear_backward")
def backward_negative(W, A, dLdZ):
    """All signs are turned around. The gradient is asked for; the minus sign belongs to the descent step."""
    return -A @ dLdZ.T, -np.sum(dLdZ, axis=1, keepdims=True), -W @ dLdZ


@mistake("linear_backward")
def backward_weights_first_point(W, A, dLdZ):
    """The gradient of the weights is that of the first point alone. Every point of the batch adds its share."""
    return A[:, [0]] @ dLdZ[:, [0]].T, np.sum(dLdZ, axis=1, keepdims=True), W @ dLdZ


@mistake("linear_backward")
def backward_order(W, A, dLdZ):
    """The three gradients come in another order than asked for: first that of W, then that of W0, then that of A."""
    return W @ dLdZ, A @ dLdZ.T, np.sum(dLdZ, axis=1, keepdims=True)


@mistake("linear_backward")
def gradient_carries_down(W, A, dLdZ):
    """What goes down to A is multiplied by the gradient of the weights. A meets the weights themselves: use W."""
    dLdW = A @ dLdZ.T
    return dLdW, np.sum(dLdZ, axis=1, keepdims=True), dLdW @ dLdZ


@right("linear_backward")
def backward_einsum(W, A, dLdZ):
    return np.einsum("jb,ib->ji", A, dLdZ), np.einsum("ib->i", dLdZ)[:, None], np.einsum("ji,ib->jb", W, dLdZ)


@right("linear_backward")
def backward_by_point(W, A, dLdZ):
    dLdW, dLdW0, dLdA = np.zeros(W.shape), np.zeros((W.shape[1], 1)), np.zeros(A.shape)
    for b in range(A.shape[1]):
        dLdW += np.outer(A[:, b], dLdZ[:, b])
        dLdW0 += dLdZ[:, b : b + 1]
        dLdA[:, b] = W.dot(dLdZ[:, b])
    return dLdW, dLdW0, dLdA


@right("linear_backward")
def backward_as_rows(W, A, dLdZ):
    X, dLdN = A.T, dLdZ.T
    dLdW = np.dot(np.transpose(X, (1, 0)), dLdN)
    dLdX = np.dot(dLdN, np.transpose(W, (1, 0)))
    return [dLdW, dLdN.sum(axis=0).reshape(-1, 1), dLdX.T]


@right("linear_backward")
def backward_ones(W, A, dLdZ):
    return (dLdZ @ A.T).T, dLdZ @ np.ones((dLdZ.shape[1], 1)), W @ dLdZ

# --- diagonal_jacobian -------------------------------------------------------------------------------------------


@mistake("diagonal_jacobian")
def jacobian_as_column(Z, derivative):
    """The slopes are right, but they come as a column. The Jacobian has one row and one column for each entry of Z."""
    return derivative(Z)


@mistake("diagonal_jacobian")
def jacobian_of_a_column(Z, derivative):
    """np.diag of a two-dimensional array reads its diagonal, it does not build one. Flatten the column first."""
    return np.diag(derivative(Z))


@mistake("diagonal_jacobian")
def jacobian_full(Z, derivative):
    """Every row is filled with the slopes. An activation listens to its own pre-activation alone: elsewhere are zeros.
    """
    return np.ones(Z.shape) @ derivative(Z).T


@mistake("diagonal_jacobian")
def jacobian_outer(Z, derivative):
    """This is the product of every slope with every other. Off the diagonal are zeros, on it each slope stands once."""
    return derivative(Z) @ derivative(Z).T


@mistake("diagonal_jacobian")
def jacobian_of_input(Z, derivative):
    """Z itself is on the diagonal. What belongs there is the slope of the activation at Z."""
    return np.diagflat(Z)


@mistake("diagonal_jacobian")
def jacobian_zeros_inside(Z, derivative):
    """The derivative is taken of the diagonal matrix, zeros and all. Off the diagonal there must be 0, not the slope
    at 0.
    """
    return derivative(np.diagflat(Z))


@mistake("diagonal_jacobian")
def jacobian_other_diagonal(Z, derivative):
    """The slopes lie on the other diagonal: entry i of Z moves entry i of the activation."""
    return np.fliplr(np.diagflat(derivative(Z)))


@mistake("diagonal_jacobian")
def jacobian_as_flat_array(Z, derivative):
    """The slopes are right, but they come in a row with one axis. The Jacobian is a matrix, with zeros beside them."""
    return derivative(Z).ravel()


@mistake("diagonal_jacobian")
def jacobian_without_slope(Z, derivative):
    """This is the identity matrix. On the diagonal stands by how much each entry answers, its slope."""
    return np.eye(len(Z))


@right("diagonal_jacobian")
def jacobian_by_identity(Z, derivative):
    return np.eye(len(Z)) * derivative(Z)


@right("diagonal_jacobian")
def jacobian_loop(Z, derivative):
    n = Z.shape[0]
    J = np.zeros((n, n))
    for i in range(n):
        J[i, i] = derivative(Z)[i, 0]
    return J


@right("diagonal_jacobian")
def jacobian_flattened(Z, derivative):
    return np.diag(derivative(Z).flatten())


@mistake("diagonal_jacobian")
def diagonal_repeated(Z, derivative):
    """Every column is the same: an output answers to its own input alone, so all that is off the diagonal is 0."""
    return derivative(Z) @ np.ones((1, len(Z)))


@mistake("diagonal_jacobian")
def diagonal_times_input(Z, derivative):
    """The slopes are multiplied by Z: they stand on the diagonal as they are."""
    return np.diagflat(derivative(Z) * Z)


@mistake("diagonal_jacobian")
def added_to_the_identity(Z, derivative):
    """The slopes are added to the identity, so they stand off the diagonal, too: there must be 0. Multiply instead."""
    return np.eye(len(Z)) + derivative(Z)


# --- activation_backward -----------------------------------------------------------------------------------------


@mistake("activation_backward")
def activation_upstream_dropped(dLdA, Z, derivative):
    """The upstream gradient is missing: these are the slopes alone."""
    return derivative(Z)


@mistake("activation_backward")
def activation_slope_left_out(dLdA, Z, derivative):
    """The gradient passes through unchanged. The activation's slope has to scale each entry."""
    return dLdA.copy()


@mistake("activation_backward")
def activation_slope_at_gradient(dLdA, Z, derivative):
    """The slope is taken at the arriving gradient. It belongs to the place where the forward pass was, Z."""
    return dLdA * derivative(dLdA)


@mistake("activation_backward")
def activation_only_gradient(dLdA, Z, derivative):
    """The derivative is applied to the arriving gradient, and Z is not used. Multiply the gradient by the slope at Z.
    """
    return derivative(dLdA)


@mistake("activation_backward")
def activation_added(dLdA, Z, derivative):
    """The slope is added. The chain rule multiplies."""
    return dLdA + derivative(Z)


@mistake("activation_backward")
def activation_matrix_product(dLdA, Z, derivative):
    """This is a matrix product, which mixes neurons and points. The Jacobian is diagonal: multiply entry by entry."""
    slopes = derivative(Z)
    return dLdA @ (slopes if slopes.shape[0] == slopes.shape[1] else slopes.T)


@mistake("activation_backward")
def activation_times_input(dLdA, Z, derivative):
    """The gradient is multiplied by Z itself; its factor is the slope at Z."""
    return dLdA * Z


@mistake("activation_backward")
def activation_summed(dLdA, Z, derivative):
    """The result is summed over the batch. Every point keeps its own gradient; only shared parameters sum."""
    return np.sum(dLdA * derivative(Z), axis=1, keepdims=True)


@mistake("activation_backward")
def activation_mask_of_gradient(dLdA, Z, derivative):
    """Where the arriving gradient is negative, nothing is passed on. Whether a neuron passes gradients is for its Z to
    say.
    """
    return np.where(dLdA > 0, dLdA * derivative(Z), 0.0)


@mistake("activation_backward")
def through_in_place(dLdA, Z, derivative):
    """The product is right, but it is written into dLdA, which the caller may need again. Make a new array."""
    dLdA *= derivative(Z)
    return dLdA


@right("activation_backward")
def activation_by_jacobian(dLdA, Z, derivative):
    columns = [np.diagflat(derivative(Z[:, [b]])) @ dLdA[:, [b]] for b in range(Z.shape[1])]
    return np.hstack(columns)


@right("activation_backward")
def activation_loop(dLdA, Z, derivative):
    dLdZ = np.zeros_like(Z)
    slopes = derivative(Z)
    for i in range(Z.shape[0]):
        for b in range(Z.shape[1]):
            dLdZ[i, b] = slopes[i, b] * dLdA[i, b]
    return dLdZ


@right("activation_backward")
def activation_einsum(dLdA, Z, derivative):
    return np.einsum("ib,ib->ib", derivative(Z), dLdA)


@mistake("activation_backward")
def activation_slope_of_the_slope(dLdA, Z, derivative):
    """`derivative` is applied twice."""
    return dLdA * derivative(derivative(Z))


@mistake("activation_backward")
def activation_at_the_product(dLdA, Z, derivative):
    """dLdA is multiplied in before the slope is taken: take the slope at Z, then multiply."""
    return derivative(dLdA * Z)


@mistake("activation_backward")
def activation_divided(dLdA, Z, derivative):
    """The upstream gradient is divided by the slope: multiply."""
    return dLdA / derivative(Z)


@mistake("activation_backward")
def activation_always_tanh(dLdA, Z, derivative):
    """This always takes the slope of tanh: use the `derivative` that is passed in."""
    return dLdA * (1.0 - np.tanh(Z) ** 2)


@mistake("activation_backward")
def activation_times_input_here(dLdA, Z, derivative):
    """There is a factor Z too many."""
    return dLdA * derivative(Z) * Z


@mistake("activation_backward")
def activation_sum_of_upstream(dLdA, Z, derivative):
    """The upstream gradient is added up: each slope meets its own entry."""
    return np.sum(dLdA) * derivative(Z)


@mistake("activation_backward")
def slope_behind_tanh(dLdA, Z, derivative):
    """The slope is taken at tanh(Z). It belongs at Z itself, which went into f."""
    return dLdA * derivative(np.tanh(Z))


@mistake("activation_backward")
def places_changed(dLdA, Z, derivative):
    """Z and the gradient have changed places: the slope is taken at Z, and multiplies the gradient."""
    return derivative(dLdA) * Z


# --- two_layer_forward -------------------------------------------------------------------------------------------


@mistake("two_layer_forward")
def network_hidden_linear(X, W1, W10, W2, W20):
    """The hidden layer has no tanh: Z1 goes on as it is. Two linear layers in a row are no more than one."""
    Z1 = linear_forward(W1, W10, X)
    Z2 = linear_forward(W2, W20, Z1)
    return Z1, Z1, Z2, sigmoid(Z2)


@mistake("two_layer_forward")
def network_second_layer_from_Z1(X, W1, W10, W2, W20):
    """The second layer is fed with Z1. It gets what the first layer sends out, the activation A1."""
    Z1 = linear_forward(W1, W10, X)
    Z2 = linear_forward(W2, W20, Z1)
    return Z1, np.tanh(Z1), Z2, sigmoid(Z2)


@mistake("two_layer_forward")
def network_hidden_sigmoid(X, W1, W10, W2, W20):
    """The hidden activation is a sigmoid; this network has tanh there."""
    Z1 = linear_forward(W1, W10, X)
    A1 = sigmoid(Z1)
    Z2 = linear_forward(W2, W20, A1)
    return Z1, A1, Z2, sigmoid(Z2)


@mistake("two_layer_forward")
def network_hidden_relu(X, W1, W10, W2, W20):
    """The hidden activation is ReLU; this network has tanh there."""
    Z1 = linear_forward(W1, W10, X)
    A1 = relu(Z1)
    Z2 = linear_forward(W2, W20, A1)
    return Z1, A1, Z2, sigmoid(Z2)


@mistake("two_layer_forward")
def network_output_tanh(X, W1, W10, W2, W20):
    """The output goes through tanh, which can be negative. The answer is a probability: use the sigmoid."""
    Z1 = linear_forward(W1, W10, X)
    A1 = np.tanh(Z1)
    Z2 = linear_forward(W2, W20, A1)
    return Z1, A1, Z2, np.tanh(Z2)


@mistake("two_layer_forward")
def network_output_linear(X, W1, W10, W2, W20):
    """The output has no activation: A2 is the sigmoid of Z2."""
    Z1 = linear_forward(W1, W10, X)
    A1 = np.tanh(Z1)
    Z2 = linear_forward(W2, W20, A1)
    return Z1, A1, Z2, Z2


@mistake("two_layer_forward")
def network_without_biases(X, W1, W10, W2, W20):
    """The biases are missing in both layers."""
    Z1 = W1.T @ X
    A1 = np.tanh(Z1)
    Z2 = W2.T @ A1
    return Z1, A1, Z2, sigmoid(Z2)


@mistake("two_layer_forward")
def network_output_only(X, W1, W10, W2, W20):
    """Only the output comes back. The backward pass needs all four: Z1, A1, Z2, A2."""
    return sigmoid(linear_forward(W2, W20, np.tanh(linear_forward(W1, W10, X))))


@mistake("two_layer_forward")
def network_activations_first(X, W1, W10, W2, W20):
    """The four matrices come in another order than asked for: each layer's Z stands before its A."""
    Z1 = linear_forward(W1, W10, X)
    A1 = np.tanh(Z1)
    Z2 = linear_forward(W2, W20, A1)
    return A1, Z1, sigmoid(Z2), Z2


@right("two_layer_forward")
def network_by_hand(X, W1, W10, W2, W20):
    Z1 = np.dot(W1.T, X) + W10
    A1 = (np.exp(Z1) - np.exp(-Z1)) / (np.exp(Z1) + np.exp(-Z1))
    Z2 = np.dot(W2.T, A1) + W20
    A2 = 1 / (1 + np.exp(-Z2))
    return Z1, A1, Z2, A2


@right("two_layer_forward")
def network_loop(X, W1, W10, W2, W20):
    made, A = [], X
    for W, W0, f in ((W1, W10, np.tanh), (W2, W20, sigmoid)):
        Z = linear_forward(W, W0, A)
        A = f(Z)
        made += [Z, A]
    return made


@right("two_layer_forward")
def network_by_point_forward(X, W1, W10, W2, W20):
    Z1 = np.hstack([linear_forward(W1, W10, X[:, [b]]) for b in range(X.shape[1])])
    A1 = 2 * sigmoid(2 * Z1) - 1
    Z2 = np.hstack([linear_forward(W2, W20, A1[:, [b]]) for b in range(X.shape[1])])
    return np.array(Z1), np.array(A1), np.array(Z2), np.array(sigmoid(Z2))


@mistake("two_layer_forward")
def forward_biases_subtracted(X, W1, W10, W2, W20):
    """The biases are taken away: add them."""
    Z1 = W1.T @ X - W10
    A1 = np.tanh(Z1)
    Z2 = W2.T @ A1 - W20
    return Z1, A1, Z2, sigmoid(Z2)


@mistake("two_layer_forward")
def forward_second_bias_missing(X, W1, W10, W2, W20):
    """The bias of the second layer is missing."""
    Z1 = W1.T @ X + W10
    A1 = np.tanh(Z1)
    Z2 = W2.T @ A1
    return Z1, A1, Z2, sigmoid(Z2)


@mistake("two_layer_forward")
def forward_softmax(X, W1, W10, W2, W20):
    """The last activation is softmax here: this network ends with a sigmoid for each output."""
    Z1 = W1.T @ X + W10
    A1 = np.tanh(Z1)
    Z2 = W2.T @ A1 + W20
    return Z1, A1, Z2, softmax(Z2)


@mistake("two_layer_forward")
def forward_tan(X, W1, W10, W2, W20):
    """np.tan is the tangent: the hidden activation is np.tanh."""
    Z1 = W1.T @ X + W10
    A1 = np.tan(Z1)
    Z2 = W2.T @ A1 + W20
    return Z1, A1, Z2, sigmoid(Z2)


# --- two_layer_backward ------------------------------------------------------------------------------------------


@mistake("two_layer_backward")
def network_extra_sigmoid_slope(X, Y, W1, W10, W2, W20):
    """There is one sigmoid slope too many at the output: A2 - Y contains it already."""
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, (A2 - Y) * A2 * (1 - A2))
    dW1, dW10, _ = linear_backward(W1, X, dA1 * (1 - np.tanh(Z1) ** 2))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_square_loss(X, Y, W1, W10, W2, W20):
    """The gradient starts from the square loss. This network is judged by the NLL."""
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, 2 * (A2 - Y) * A2 * (1 - A2))
    dW1, dW10, _ = linear_backward(W1, X, dA1 * (1 - np.tanh(Z1) ** 2))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_output_slope_missing(X, Y, W1, W10, W2, W20):
    """The gradient with respect to A2 enters the second layer without the sigmoid's slope. A layer needs dL/dZ2."""
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, nll_loss_derivative(A2, Y))
    dW1, dW10, _ = linear_backward(W1, X, dA1 * (1 - np.tanh(Z1) ** 2))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_hidden_slope_missing(X, Y, W1, W10, W2, W20):
    """The slope of the hidden tanh is missing: dL/dA1 is used as if it were dL/dZ1."""
    _, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, A2 - Y)
    dW1, dW10, _ = linear_backward(W1, X, dA1)
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_hidden_slope_at_A1(X, Y, W1, W10, W2, W20):
    """The slope of the hidden tanh is taken at its output A1, so tanh is applied twice. It belongs to Z1."""
    _, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, A2 - Y)
    dW1, dW10, _ = linear_backward(W1, X, activation_backward(dA1, A1, tanh_derivative))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_hidden_slope_of_sigmoid(X, Y, W1, W10, W2, W20):
    """The hidden layer's slope is that of a sigmoid. The hidden activation of this network is tanh."""
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, A2 - Y)
    dW1, dW10, _ = linear_backward(W1, X, activation_backward(dA1, Z1, sigmoid_derivative))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_hidden_slope_as_output(X, Y, W1, W10, W2, W20):
    """The slope a(1 - a) is used at the hidden layer. That rule is the sigmoid's; for a = tanh(z) it is another."""
    _, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, A2 - Y)
    dW1, dW10, _ = linear_backward(W1, X, dA1 * A1 * (1 - A1))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_gradient_for_weights(X, Y, W1, W10, W2, W20):
    """The gradient of W2 carries the signal down to layer 1. The weights W2 themselves do that."""
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, _ = linear_backward(W2, A1, A2 - Y)
    dA1 = dW2 @ (A2 - Y)
    dW1, dW10, _ = linear_backward(W1, X, dA1 * (1 - np.tanh(Z1) ** 2))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_updated_weights(X, Y, W1, W10, W2, W20):
    """W2 is updated before the signal passes through it. The whole backward pass uses the weights of the forward pass.
    """
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, _ = linear_backward(W2, A1, A2 - Y)
    dA1 = (W2 - 0.1 * dW2) @ (A2 - Y)
    dW1, dW10, _ = linear_backward(W1, X, dA1 * (1 - np.tanh(Z1) ** 2))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_Z1_for_A1(X, Y, W1, W10, W2, W20):
    """Z1 stands where A1 belongs: the second layer was fed with the activation, so its weights' gradient has A1 in it.
    """
    Z1, _, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, Z1, A2 - Y)
    dW1, dW10, _ = linear_backward(W1, X, dA1 * (1 - np.tanh(Z1) ** 2))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_mean_of_batch(X, Y, W1, W10, W2, W20):
    """All gradients are divided by the size of the batch. The loss is a sum over it, and so are they."""
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, (A2 - Y) / X.shape[1])
    dW1, dW10, _ = linear_backward(W1, X, dA1 * (1 - np.tanh(Z1) ** 2))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_mean_twice(X, Y, W1, W10, W2, W20):
    """Gradients are divided by the size of the batch, in the first layer even twice. The loss is a sum: divide by
    nothing.
    """
    batch = X.shape[1]
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dZ2 = (A2 - Y) / batch
    dZ1 = (W2 @ dZ2) * (1 - np.tanh(Z1) ** 2)
    return X @ dZ1.T / batch, np.mean(dZ1, axis=1, keepdims=True), A1 @ dZ2.T, np.sum(dZ2, axis=1, keepdims=True)


@mistake("two_layer_backward")
def network_sign(X, Y, W1, W10, W2, W20):
    """All signs are turned around: the gradient starts from A2 - Y. The minus sign belongs to the descent step."""
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, Y - A2)
    dW1, dW10, _ = linear_backward(W1, X, dA1 * (1 - np.tanh(Z1) ** 2))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_biases_not_summed(X, Y, W1, W10, W2, W20):
    """The bias gradients are not summed over the batch. They have the shapes of the biases, one column."""
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dZ2 = A2 - Y
    dZ1 = (W2 @ dZ2) * (1 - np.tanh(Z1) ** 2)
    return X @ dZ1.T, dZ1, A1 @ dZ2.T, dZ2


@mistake("two_layer_backward")
def network_biases_of_first_point(X, Y, W1, W10, W2, W20):
    """The bias gradients are those of the first point alone. All points share the biases: add up over the batch."""
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dZ2 = A2 - Y
    dZ1 = (W2 @ dZ2) * (1 - np.tanh(Z1) ** 2)
    return X @ dZ1.T, dZ1[:, :1], A1 @ dZ2.T, dZ2[:, :1]


@mistake("two_layer_backward")
def network_second_layer_first(X, Y, W1, W10, W2, W20):
    """The gradients come in the order in which they were found. They are asked for as dW1, dW10, dW2, dW20."""
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, A2 - Y)
    dW1, dW10, _ = linear_backward(W1, X, dA1 * (1 - np.tanh(Z1) ** 2))
    return dW2, dW20, dW1, dW10


@mistake("two_layer_backward")
def network_X_for_A1(X, Y, W1, W10, W2, W20):
    """The data X stand where A1 belongs: what went into the second layer is the hidden layer's output."""
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dZ2 = A2 - Y
    _, dW20, dA1 = linear_backward(W2, A1, dZ2)
    dW1, dW10, _ = linear_backward(W1, X, dA1 * (1 - np.tanh(Z1) ** 2))
    return dW1, dW10, X @ dZ2.T, dW20


@mistake("two_layer_backward")
def network_mean_in_second_layer(X, Y, W1, W10, W2, W20):
    """The second layer's gradients are divided by the size of the batch, the first one's are not. All are sums over it.
    """
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, A2 - Y)
    dW1, dW10, _ = linear_backward(W1, X, dA1 * (1 - np.tanh(Z1) ** 2))
    return dW1, dW10, dW2 / X.shape[1], dW20 / X.shape[1]


@mistake("two_layer_backward")
def network_mean_of_biases(X, Y, W1, W10, W2, W20):
    """The bias gradients are means over the batch, those of the weights are sums. All four should be sums."""
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dZ2 = A2 - Y
    dZ1 = (W2 @ dZ2) * (1 - np.tanh(Z1) ** 2)
    return X @ dZ1.T, np.mean(dZ1, axis=1, keepdims=True), A1 @ dZ2.T, np.mean(dZ2, axis=1, keepdims=True)


@mistake("two_layer_backward")
def network_mask_of_relu(X, Y, W1, W10, W2, W20):
    """The hidden layer's slope is that of ReLU. The hidden activation of this network is tanh."""
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, A2 - Y)
    dW1, dW10, _ = linear_backward(W1, X, np.where(Z1 > 0, dA1, 0.0))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_weight_by_weight(X, Y, W1, W10, W2, W20):
    """Each weight is moved by itself, two forward passes for every one. A backward pass finds all gradients at once."""
    def loss(*weights):
        return nll_loss(two_layer_forward(X, *weights)[3], Y)

    weights = [W1, W10, W2, W20]
    return tuple(
        numeric_gradient(lambda moved, k=k: loss(*weights[:k], moved, *weights[k + 1 :]), weights[k]) for k in range(4)
    )


@right("two_layer_backward")
def network_every_link(X, Y, W1, W10, W2, W20):
    Z1, A1, Z2, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dZ2 = activation_backward(nll_loss_derivative(A2, Y), Z2, sigmoid_derivative)
    dW2, dW20, dA1 = linear_backward(W2, A1, dZ2)
    dW1, dW10, _ = linear_backward(W1, X, activation_backward(dA1, Z1, tanh_derivative))
    return dW1, dW10, dW2, dW20


@right("two_layer_backward")
def network_from_scratch(X, Y, W1, W10, W2, W20):
    A1 = np.tanh(np.dot(W1.T, X) + W10)
    A2 = 1 / (1 + np.exp(-(np.dot(W2.T, A1) + W20)))
    dZ2 = A2 - Y
    dZ1 = np.dot(W2, dZ2) * (1 - np.square(A1))
    return np.dot(X, dZ1.T), dZ1.sum(axis=1).reshape(-1, 1), np.dot(A1, dZ2.T), dZ2.sum(axis=1).reshape(-1, 1)


@right("two_layer_backward")
def network_by_point(X, Y, W1, W10, W2, W20):
    total = [np.zeros(W1.shape), np.zeros(W10.shape), np.zeros(W2.shape), np.zeros(W20.shape)]
    for b in range(X.shape[1]):
        x, y = X[:, [b]], Y[:, [b]]
        h = np.tanh(W1.T @ x + W10)
        dz2 = sigmoid(W2.T @ h + W20) - y
        dz1 = np.diagflat(1 - h**2) @ W2 @ dz2
        for place, gradient in enumerate((x @ dz1.T, dz1, h @ dz2.T, dz2)):
            total[place] += gradient
    return total


@right("two_layer_backward")
def network_with_measured_slopes(X, Y, W1, W10, W2, W20, delta=0.001):
    Z1, A1, Z2, A2 = two_layer_forward(X, W1, W10, W2, W20)
    slope1 = (np.tanh(Z1 + delta) - np.tanh(Z1 - delta)) / (2 * delta)
    slope2 = (sigmoid(Z2 + delta) - sigmoid(Z2 - delta)) / (2 * delta)
    dW2, dW20, dA1 = linear_backward(W2, A1, nll_loss_derivative(A2, Y) * slope2)
    dW1, dW10, _ = linear_backward(W1, X, dA1 * slope1)
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_tanh_not_squared(X, Y, W1, W10, W2, W20):
    """The slope of tanh is 1 minus its square; the square is missing."""
    _Z1, A1, _Z2, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, A2 - Y)
    dW1, dW10, _ = linear_backward(W1, X, dA1 * (1.0 - A1))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_slope_from_Z(X, Y, W1, W10, W2, W20):
    """In 1 - a² stands Z1 for a: it is A1, the tanh of Z1."""
    Z1, A1, _Z2, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, A2 - Y)
    dW1, dW10, _ = linear_backward(W1, X, dA1 * (1.0 - Z1**2))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_plus_in_the_slope(X, Y, W1, W10, W2, W20):
    """The slope of tanh is 1 - a²; there is a plus sign in it."""
    _Z1, A1, _Z2, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, A2 - Y)
    dW1, dW10, _ = linear_backward(W1, X, dA1 * (1.0 + A1**2))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_answers_for_errors(X, Y, W1, W10, W2, W20):
    """What goes back to the hidden layer is A2: it is A2 - Y."""
    _Z1, A1, _Z2, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, _ = linear_backward(W2, A1, A2 - Y)
    dW1, dW10, _ = linear_backward(W1, X, W2 @ A2 * (1.0 - A1**2))
    return dW1, dW10, dW2, dW20


@mistake("two_layer_backward")
def network_updated(X, Y, W1, W10, W2, W20):
    """These are weights after a step, not the gradients that the step is made of."""
    Z1, A1, _, A2 = two_layer_forward(X, W1, W10, W2, W20)
    dW2, dW20, dA1 = linear_backward(W2, A1, A2 - Y)
    dW1, dW10, _ = linear_backward(W1, X, activation_backward(dA1, Z1, tanh_derivative))
    return W1 - dW1, W10 - dW10, W2 - dW2, W20 - dW20


# --- sgd_step ----------------------------------------------------------------------------------------------------


@mistake("sgd_step")
def step_uphill(parameters, gradients, eta):
    """This step goes uphill: the gradient points to where the loss grows. Walk against it."""
    return [p + eta * g for p, g in zip(parameters, gradients, strict=True)]


@mistake("sgd_step")
def step_without_eta(parameters, gradients, eta):
    """The step size is not used."""
    return [p - g for p, g in zip(parameters, gradients, strict=True)]


@mistake("sgd_step")
def step_update_only(parameters, gradients, eta):
    """These are the changes alone. The new parameters are asked for: the old ones and their changes."""
    return [-eta * g for g in gradients]


@mistake("sgd_step")
def step_divided(parameters, gradients, eta):
    """The gradient is divided by the step size. A larger eta should make a larger step."""
    return [p - g / eta for p, g in zip(parameters, gradients, strict=True)]


@mistake("sgd_step")
def step_first_only(parameters, gradients, eta):
    """Only the first parameter is updated. Every parameter takes its step, the biases too."""
    return [parameters[0] - eta * gradients[0], *parameters[1:]]


@mistake("sgd_step")
def step_shrunk(parameters, gradients, eta):
    """The step size multiplies the parameter as well. Only the gradient is scaled by it."""
    return [eta * (p - g) for p, g in zip(parameters, gradients, strict=True)]


@mistake("sgd_step")
def step_unit_length(parameters, gradients, eta):
    """The gradients are brought to length 1 first. A steep slope should give a longer step than a gentle one."""
    return [p - eta * g / np.linalg.norm(g) for p, g in zip(parameters, gradients, strict=True)]


@mistake("sgd_step")
def step_nothing_returned(parameters, gradients, eta):
    """Nothing comes back. The list of new parameters has to be returned, even where the old arrays were changed."""
    for p, g in zip(parameters, gradients, strict=True):
        p -= eta * g


@mistake("sgd_step")
def step_in_place(parameters, gradients, eta):
    """The numbers are right, but they are written into the caller's arrays. The exercise asks for new ones."""
    for p, g in zip(parameters, gradients, strict=True):
        p -= eta * g
    return list(parameters)


@mistake("sgd_step")
def step_sign_only(parameters, gradients, eta):
    """Only the sign of the gradient is used. A steep slope should give a longer step than a gentle one."""
    return [p - eta * np.sign(g) for p, g in zip(parameters, gradients, strict=True)]


@mistake("sgd_step")
def step_four_at_most(parameters, gradients, eta):
    """Only the first four parameters take a step. There are more of them in a network of more layers: take them all."""
    return [parameters[k] - eta * gradients[k] for k in range(min(4, len(parameters)))]


@right("sgd_step")
def step_loop(parameters, gradients, eta):
    new = []
    for k in range(len(parameters)):
        new.append(np.subtract(parameters[k], np.multiply(eta, gradients[k])))
    return new


@right("sgd_step")
def step_of_copies(parameters, gradients, eta):
    new = [p.copy() for p in parameters]
    for p, g in zip(new, gradients, strict=True):
        p -= eta * g
    return new


@right("sgd_step")
def step_tuple(parameters, gradients, eta):
    return tuple(map(lambda p, g: p - eta * g, parameters, gradients))


@mistake("sgd_step")
def step_length_alone(parameters, gradients, eta):
    """This is eta times the gradient: the new parameter is the old one minus that."""
    return [eta * g for g in gradients]


@mistake("sgd_step")
def step_mean_gradient(parameters, gradients, eta):
    """The gradient is divided by the number of its entries: nothing is averaged."""
    return [p - eta * g / g.size for p, g in zip(parameters, gradients, strict=True)]


@mistake("sgd_step")
def step_swapped(parameters, gradients, eta):
    """Parameters and gradients have changed places."""
    return [g - eta * p for p, g in zip(parameters, gradients, strict=True)]


@mistake("sgd_step")
def step_times_parameter(parameters, gradients, eta):
    """The parameter is multiplied into its own step."""
    return [p - eta * g * p for p, g in zip(parameters, gradients, strict=True)]


@mistake("sgd_step")
def step_squared_eta(parameters, gradients, eta):
    """The step size is multiplied in twice."""
    return [p - eta**2 * g for p, g in zip(parameters, gradients, strict=True)]


# --- sgd_train ---------------------------------------------------------------------------------------------------


@mistake("sgd_train")
def train_whole_batch(X, Y, W1, W10, W2, W20, eta, order):
    """Each step looks at all points at once. Stochastic descent looks at the one point that is next in order."""
    weights = [W1, W10, W2, W20]
    for _ in order:
        weights = sgd_step(weights, two_layer_backward(X, Y, *weights), eta)
    return tuple(weights)


@mistake("sgd_train")
def train_order_ignored(X, Y, W1, W10, W2, W20, eta, order):
    """The points are taken one after the other from the first column on. `order` says which one is next."""
    weights = [W1, W10, W2, W20]
    for k in range(len(order)):
        b = k % X.shape[1]
        weights = sgd_step(weights, two_layer_backward(X[:, [b]], Y[:, [b]], *weights), eta)
    return tuple(weights)


@mistake("sgd_train")
def train_order_as_batch(X, Y, W1, W10, W2, W20, eta, order):
    """All points of `order` make one big step. Take one step for each, from where the step before ended."""
    weights = [W1, W10, W2, W20]
    return tuple(sgd_step(weights, two_layer_backward(X[:, order], Y[:, order], *weights), eta))


@mistake("sgd_train")
def train_from_the_start_again(X, Y, W1, W10, W2, W20, eta, order):
    """Each step starts from the first weights again, so only the last one counts. Go on from where the step before
    ended.
    """
    weights = [W1, W10, W2, W20]
    for b in order:
        weights = sgd_step([W1, W10, W2, W20], two_layer_backward(X[:, [b]], Y[:, [b]], W1, W10, W2, W20), eta)
    return tuple(weights)


@mistake("sgd_train")
def train_updated_weights(X, Y, W1, W10, W2, W20, eta, order):
    """The second layer is updated before the gradient passes through it. Finish the whole backward pass first, then
    update.
    """
    for b in order:
        x, y = X[:, [b]], Y[:, [b]]
        Z1, A1, _, A2 = two_layer_forward(x, W1, W10, W2, W20)
        dZ2 = A2 - y
        W2, W20 = W2 - eta * A1 @ dZ2.T, W20 - eta * dZ2
        dZ1 = (W2 @ dZ2) * (1 - np.tanh(Z1) ** 2)
        W1, W10 = W1 - eta * x @ dZ1.T, W10 - eta * dZ1
    return W1, W10, W2, W20


@mistake("sgd_train")
def train_uphill(X, Y, W1, W10, W2, W20, eta, order):
    """Training goes uphill: the loss grows at each step. Walk against the gradient."""
    weights = [W1, W10, W2, W20]
    for b in order:
        weights = sgd_step(weights, two_layer_backward(X[:, [b]], Y[:, [b]], *weights), -eta)
    return tuple(weights)


@mistake("sgd_train")
def train_weights_only(X, Y, W1, W10, W2, W20, eta, order):
    """The biases stay as they were. They are parameters too, and learn in the same step."""
    for b in order:
        dW1, _, dW2, _ = two_layer_backward(X[:, [b]], Y[:, [b]], W1, W10, W2, W20)
        W1, W2 = W1 - eta * dW1, W2 - eta * dW2
    return W1, W10, W2, W20


@mistake("sgd_train")
def train_second_layer_only(X, Y, W1, W10, W2, W20, eta, order):
    """Only the second layer learns. All four parameters take a step."""
    for b in order:
        _, _, dW2, dW20 = two_layer_backward(X[:, [b]], Y[:, [b]], W1, W10, W2, W20)
        W2, W20 = W2 - eta * dW2, W20 - eta * dW20
    return W1, W10, W2, W20


@mistake("sgd_train")
def train_last_missing(X, Y, W1, W10, W2, W20, eta, order):
    """The last point of `order` is never visited: one step is missing."""
    weights = [W1, W10, W2, W20]
    for b in order[:-1]:
        weights = sgd_step(weights, two_layer_backward(X[:, [b]], Y[:, [b]], *weights), eta)
    return tuple(weights)


@mistake("sgd_train")
def train_first_only(X, Y, W1, W10, W2, W20, eta, order):
    """Only the first point is visited: does a `return` or a `break` end the loop too soon?"""
    weights = [W1, W10, W2, W20]
    for b in order:
        weights = sgd_step(weights, two_layer_backward(X[:, [b]], Y[:, [b]], *weights), eta)
        return tuple(weights)
    return tuple(weights)


@mistake("sgd_train")
def train_each_once(X, Y, W1, W10, W2, W20, eta, order):
    """A point that stands in `order` twice is visited once. Take one step for every entry, in its order."""
    weights = [W1, W10, W2, W20]
    for b in dict.fromkeys(order):
        weights = sgd_step(weights, two_layer_backward(X[:, [b]], Y[:, [b]], *weights), eta)
    return tuple(weights)


@mistake("sgd_train")
def train_eta_shrinks(X, Y, W1, W10, W2, W20, eta, order):
    """The step size shrinks from step to step. Here it stays the same."""
    weights = [W1, W10, W2, W20]
    for t, b in enumerate(order, start=1):
        weights = sgd_step(weights, two_layer_backward(X[:, [b]], Y[:, [b]], *weights), eta / t)
    return tuple(weights)


@mistake("sgd_train")
def train_eta_fixed(X, Y, W1, W10, W2, W20, eta, order):
    """The step size is built in. Use the eta that is passed in, whatever it is."""
    weights = [W1, W10, W2, W20]
    for b in order:
        weights = sgd_step(weights, two_layer_backward(X[:, [b]], Y[:, [b]], *weights), 0.5)
    return tuple(weights)


@mistake("sgd_train")
def train_eta_one(X, Y, W1, W10, W2, W20, eta, order):
    """The step size is not used: each step is the whole gradient. Scale it by eta."""
    weights = [W1, W10, W2, W20]
    for b in order:
        weights = sgd_step(weights, two_layer_backward(X[:, [b]], Y[:, [b]], *weights), 1.0)
    return tuple(weights)


@mistake("sgd_train")
def train_eta_tenth(X, Y, W1, W10, W2, W20, eta, order):
    """The step size is built in. Use the eta that is passed in, whatever it may be."""
    weights = [W1, W10, W2, W20]
    for b in order:
        weights = sgd_step(weights, two_layer_backward(X[:, [b]], Y[:, [b]], *weights), 0.1)
    return tuple(weights)


@mistake("sgd_train")
def train_all_columns(X, Y, W1, W10, W2, W20, eta, order):
    """Every column is visited once, from the first to the last. `order` says which ones are visited, and when."""
    weights = [W1, W10, W2, W20]
    for b in range(X.shape[1]):
        weights = sgd_step(weights, two_layer_backward(X[:, [b]], Y[:, [b]], *weights), eta)
    return tuple(weights)


@mistake("sgd_train")
def train_sorted(X, Y, W1, W10, W2, W20, eta, order):
    """The points are sorted before they are visited. They come in the order in which `order` names them."""
    weights = [W1, W10, W2, W20]
    for b in sorted(order):
        weights = sgd_step(weights, two_layer_backward(X[:, [b]], Y[:, [b]], *weights), eta)
    return tuple(weights)


@mistake("sgd_train")
def train_as_a_set(X, Y, W1, W10, W2, W20, eta, order):
    """A set forgets how often a point stands in `order`, and where. Go through `order` itself."""
    weights = [W1, W10, W2, W20]
    for b in sorted(set(order)):
        weights = sgd_step(weights, two_layer_backward(X[:, [b]], Y[:, [b]], *weights), eta)
    return tuple(weights)


@mistake("sgd_train")
def train_backwards(X, Y, W1, W10, W2, W20, eta, order):
    """The points are visited from the last to the first. They come in the order in which `order` names them."""
    weights = [W1, W10, W2, W20]
    for b in order[::-1]:
        weights = sgd_step(weights, two_layer_backward(X[:, [b]], Y[:, [b]], *weights), eta)
    return tuple(weights)


@mistake("sgd_train")
def train_first_layer_afterwards(X, Y, W1, W10, W2, W20, eta, order):
    """The first layer's gradients are taken after the second layer has moved. One backward pass, then all four."""
    for b in order:
        x, y = X[:, [b]], Y[:, [b]]
        dW2, dW20 = two_layer_backward(x, y, W1, W10, W2, W20)[2:]
        W2, W20 = W2 - eta * dW2, W20 - eta * dW20
        dW1, dW10 = two_layer_backward(x, y, W1, W10, W2, W20)[:2]
        W1, W10 = W1 - eta * dW1, W10 - eta * dW10
    return W1, W10, W2, W20


@mistake("sgd_train")
def train_in_place(X, Y, W1, W10, W2, W20, eta, order):
    """The numbers are right, but they are written into the weights of the start. Make new arrays at each step."""
    for b in order:
        gradients = two_layer_backward(X[:, [b]], Y[:, [b]], W1, W10, W2, W20)
        for p, g in zip((W1, W10, W2, W20), gradients, strict=True):
            p -= eta * g
    return W1, W10, W2, W20


@right("sgd_train")
def train_written_out(X, Y, W1, W10, W2, W20, eta, order):
    for i in order:
        x, y = X[:, i : i + 1], Y[:, i : i + 1]
        dW1, dW10, dW2, dW20 = two_layer_backward(x, y, W1, W10, W2, W20)
        W1 = W1 - eta * dW1
        W10 = W10 - eta * dW10
        W2 = W2 - eta * dW2
        W20 = W20 - eta * dW20
    return W1, W10, W2, W20


@right("sgd_train")
def train_copies(X, Y, W1, W10, W2, W20, eta, order):
    parameters = [W1.copy(), W10.copy(), W2.copy(), W20.copy()]
    for i in np.asarray(order):
        x, y = X[:, i].reshape(-1, 1), Y[:, i].reshape(-1, 1)
        for p, g in zip(parameters, two_layer_backward(x, y, *parameters), strict=True):
            p -= eta * g
    return parameters


@right("sgd_train")
def train_recursive(X, Y, W1, W10, W2, W20, eta, order):
    def go_on(weights, rest):
        if len(rest) == 0:
            return weights
        i = rest[0]
        return go_on(sgd_step(weights, two_layer_backward(X[:, [i]], Y[:, [i]], *weights), eta), rest[1:])

    return go_on([W1, W10, W2, W20], list(order))


@right("sgd_train")
def train_by_differences(X, Y, W1, W10, W2, W20, eta, order, delta=0.001):
    weights = [W1, W10, W2, W20]
    for i in order:
        def loss(k, moved, now, i=i):
            return nll_loss(two_layer_forward(X[:, [i]], *now[:k], moved, *now[k + 1 :])[3], Y[:, [i]])

        slopes = [
            numeric_gradient(lambda moved, k=k, now=weights: loss(k, moved, now), w, delta)
            for k, w in enumerate(weights)
        ]
        weights = sgd_step(weights, slopes, eta)
    return tuple(weights)


@right("sgd_train")
def train_with_measured_slopes(X, Y, W1, W10, W2, W20, eta, order, delta=0.001):
    for i in order:
        x, y = X[:, [i]], Y[:, [i]]
        Z1, A1, Z2, A2 = two_layer_forward(x, W1, W10, W2, W20)
        dZ2 = nll_loss_derivative(A2, y) * (sigmoid(Z2 + delta) - sigmoid(Z2 - delta)) / (2 * delta)
        dZ1 = W2 @ dZ2 * (np.tanh(Z1 + delta) - np.tanh(Z1 - delta)) / (2 * delta)
        W1, W10, W2, W20 = sgd_step([W1, W10, W2, W20], [x @ dZ1.T, dZ1, A1 @ dZ2.T, dZ2], eta)
    return W1, W10, W2, W20


@mistake("sgd_train")
def train_column_before(X, Y, W1, W10, W2, W20, eta, order):
    """Every visit goes to the column before the one that `order` names: columns are counted from 0."""
    weights = [W1, W10, W2, W20]
    for i in order:
        weights = sgd_step(weights, two_layer_backward(X[:, [i - 1]], Y[:, [i - 1]], *weights), eta)
    return tuple(weights)


@mistake("sgd_train")
def train_labels_of_the_first(X, Y, W1, W10, W2, W20, eta, order):
    """Every point is held against the label of the first one."""
    weights = [W1, W10, W2, W20]
    for i in order:
        weights = sgd_step(weights, two_layer_backward(X[:, [i]], Y[:, [0]], *weights), eta)
    return tuple(weights)


@mistake("sgd_train")
def train_eta_shared_out(X, Y, W1, W10, W2, W20, eta, order):
    """The step size is divided by the number of visits: every step has the whole of it."""
    weights = [W1, W10, W2, W20]
    for i in order:
        weights = sgd_step(weights, two_layer_backward(X[:, [i]], Y[:, [i]], *weights), eta / len(order))
    return tuple(weights)


@mistake("sgd_train")
def train_first_five_visits(X, Y, W1, W10, W2, W20, eta, order):
    """No more than the first five visits are made."""
    weights = [W1, W10, W2, W20]
    for i in order[:5]:
        weights = sgd_step(weights, two_layer_backward(X[:, [i]], Y[:, [i]], *weights), eta)
    return tuple(weights)


# --- deep_backward -----------------------------------------------------------------------------------------------


@mistake("deep_backward")
def deep_slope_missing(X, Y, parameters):
    """The slopes of the hidden tanh are missing: dL/dA is used as if it were dL/dZ."""
    A = [X]
    for W, W0 in zip(parameters[::2], parameters[1::2], strict=True):
        A.append(np.tanh(linear_forward(W, W0, A[-1])))
    dLdZ, gradients = sigmoid(linear_forward(*parameters[-2:], A[-2])) - Y, []
    for k in reversed(range(len(A) - 1)):
        dLdW, dLdW0, dLdZ = linear_backward(parameters[2 * k], A[k], dLdZ)
        gradients = [dLdW, dLdW0, *gradients]
    return gradients


@mistake("deep_backward")
def deep_slope_at_A(X, Y, parameters):
    """The slopes of the hidden tanh are taken at its outputs, so tanh is applied twice. They belong to the Z."""
    A = [X]
    for W, W0 in zip(parameters[::2], parameters[1::2], strict=True):
        A.append(np.tanh(linear_forward(W, W0, A[-1])))
    dLdZ, gradients = sigmoid(linear_forward(*parameters[-2:], A[-2])) - Y, []
    for k in reversed(range(len(A) - 1)):
        dLdW, dLdW0, dLdA = linear_backward(parameters[2 * k], A[k], dLdZ)
        gradients = [dLdW, dLdW0, *gradients]
        dLdZ = activation_backward(dLdA, A[k], tanh_derivative)
    return gradients


@mistake("deep_backward")
def deep_slope_of_sigmoid(X, Y, parameters):
    """The hidden layers' slopes are those of a sigmoid. Their activation is tanh; only the last layer has a sigmoid."""
    A, Z = [X], []
    for W, W0 in zip(parameters[::2], parameters[1::2], strict=True):
        Z.append(linear_forward(W, W0, A[-1]))
        A.append(np.tanh(Z[-1]))
    dLdZ, gradients = sigmoid(Z[-1]) - Y, []
    for k in reversed(range(len(Z))):
        dLdW, dLdW0, dLdA = linear_backward(parameters[2 * k], A[k], dLdZ)
        gradients = [dLdW, dLdW0, *gradients]
        dLdZ = activation_backward(dLdA, Z[k - 1], sigmoid_derivative) if k else dLdA
    return gradients


@mistake("deep_backward")
def deep_extra_sigmoid_slope(X, Y, parameters):
    """There is one sigmoid slope too many at the output: A - Y contains it already."""
    A = [X]
    for W, W0 in zip(parameters[::2], parameters[1::2], strict=True):
        A.append(np.tanh(linear_forward(W, W0, A[-1])))
    output = sigmoid(linear_forward(*parameters[-2:], A[-2]))
    dLdZ, gradients = (output - Y) * output * (1 - output), []
    for k in reversed(range(len(A) - 1)):
        dLdW, dLdW0, dLdA = linear_backward(parameters[2 * k], A[k], dLdZ)
        gradients = [dLdW, dLdW0, *gradients]
        dLdZ = dLdA * (1 - A[k] ** 2)
    return gradients


@mistake("deep_backward")
def deep_slope_at_last_layer_too(X, Y, parameters):
    """The last layer's gradient goes through the slope of a tanh, but behind that layer stands a sigmoid."""
    A = [X]
    for W, W0 in zip(parameters[::2], parameters[1::2], strict=True):
        A.append(np.tanh(linear_forward(W, W0, A[-1])))
    dLdA, gradients = sigmoid(linear_forward(*parameters[-2:], A[-2])) - Y, []
    for k in reversed(range(len(A) - 1)):
        dLdW, dLdW0, dLdA = linear_backward(parameters[2 * k], A[k], dLdA * (1 - A[k + 1] ** 2))
        gradients = [dLdW, dLdW0, *gradients]
    return gradients


@mistake("deep_backward")
def deep_mean_of_batch(X, Y, parameters):
    """All gradients are divided by the size of the batch. The loss is a sum over it, and so are they."""
    A = [X]
    for W, W0 in zip(parameters[::2], parameters[1::2], strict=True):
        A.append(np.tanh(linear_forward(W, W0, A[-1])))
    dLdZ, gradients = (sigmoid(linear_forward(*parameters[-2:], A[-2])) - Y) / X.shape[1], []
    for k in reversed(range(len(A) - 1)):
        dLdW, dLdW0, dLdA = linear_backward(parameters[2 * k], A[k], dLdZ)
        gradients = [dLdW, dLdW0, *gradients]
        dLdZ = dLdA * (1 - A[k] ** 2)
    return gradients


@mistake("deep_backward")
def deep_last_layer_first(X, Y, parameters):
    """The gradients come in the order in which they were found, the last layer first. They are asked for from W1 on."""
    A = [X]
    for W, W0 in zip(parameters[::2], parameters[1::2], strict=True):
        A.append(np.tanh(linear_forward(W, W0, A[-1])))
    dLdZ, gradients = sigmoid(linear_forward(*parameters[-2:], A[-2])) - Y, []
    for k in reversed(range(len(A) - 1)):
        dLdW, dLdW0, dLdA = linear_backward(parameters[2 * k], A[k], dLdZ)
        gradients += [dLdW, dLdW0]
        dLdZ = dLdA * (1 - A[k] ** 2)
    return gradients


@mistake("deep_backward")
def deep_updated_weights(X, Y, parameters):
    """A layer is updated before the signal passes through it. The whole backward pass uses the weights of the forward
    pass.
    """
    A = [X]
    for W, W0 in zip(parameters[::2], parameters[1::2], strict=True):
        A.append(np.tanh(linear_forward(W, W0, A[-1])))
    dLdZ, gradients = sigmoid(linear_forward(*parameters[-2:], A[-2])) - Y, []
    for k in reversed(range(len(A) - 1)):
        dLdW, dLdW0, _ = linear_backward(parameters[2 * k], A[k], dLdZ)
        gradients = [dLdW, dLdW0, *gradients]
        dLdZ = (parameters[2 * k] - 0.1 * dLdW) @ dLdZ * (1 - A[k] ** 2)
    return gradients


@mistake("deep_backward")
def deep_sigmoid_everywhere(X, Y, parameters):
    """The hidden layers are bent by a sigmoid. In this network they have tanh; only the last layer has a sigmoid."""
    A = [X]
    for W, W0 in zip(parameters[::2], parameters[1::2], strict=True):
        A.append(sigmoid(linear_forward(W, W0, A[-1])))
    dLdZ, gradients = A[-1] - Y, []
    for k in reversed(range(len(A) - 1)):
        dLdW, dLdW0, dLdA = linear_backward(parameters[2 * k], A[k], dLdZ)
        gradients = [dLdW, dLdW0, *gradients]
        dLdZ = dLdA * A[k] * (1 - A[k])
    return gradients


@mistake("deep_backward")
def deep_sign(X, Y, parameters):
    """All signs are turned around: the gradient starts from A - Y. The minus sign belongs to the descent step."""
    A = [X]
    for W, W0 in zip(parameters[::2], parameters[1::2], strict=True):
        A.append(np.tanh(linear_forward(W, W0, A[-1])))
    dLdZ, gradients = Y - sigmoid(linear_forward(*parameters[-2:], A[-2])), []
    for k in reversed(range(len(A) - 1)):
        dLdW, dLdW0, dLdA = linear_backward(parameters[2 * k], A[k], dLdZ)
        gradients = [dLdW, dLdW0, *gradients]
        dLdZ = dLdA * (1 - A[k] ** 2)
    return gradients


@right("deep_backward")
def deep_recursive(X, Y, parameters):
    def go(A, rest):
        W, W0, *above = rest
        Z = W.T @ A + W0
        if above:
            gradients, dLdA = go(np.tanh(Z), above)
            dLdZ = activation_backward(dLdA, Z, tanh_derivative)
        else:
            gradients, dLdZ = [], sigmoid(Z) - Y
        dLdW, dLdW0, dLdA = linear_backward(W, A, dLdZ)
        return [dLdW, dLdW0, *gradients], dLdA

    return go(X, list(parameters))[0]


@right("deep_backward")
def deep_numeric(X, Y, parameters, delta=0.001):
    def loss(k, moved):
        now = [*parameters[:k], moved, *parameters[k + 1 :]]
        A = X
        for i in range(0, len(now) - 2, 2):
            A = np.tanh(linear_forward(now[i], now[i + 1], A))
        return nll_loss(sigmoid(linear_forward(now[-2], now[-1], A)), Y)

    return [numeric_gradient(lambda moved, k=k: loss(k, moved), p, delta) for k, p in enumerate(parameters)]


@right("deep_backward")
def deep_with_measured_slopes(X, Y, parameters, delta=0.001):
    def slope(f, z):
        return (f(z + delta) - f(z - delta)) / (2 * delta)

    fed, slopes = [X], []
    for k, (W, W0) in enumerate(zip(parameters[::2], parameters[1::2], strict=True)):
        f = sigmoid if 2 * k + 2 == len(parameters) else np.tanh
        Z = W.T @ fed[-1] + W0
        fed.append(f(Z))
        slopes.append(slope(f, Z))
    gradients, dLdA = [], nll_loss_derivative(fed.pop(), Y)
    for W in parameters[-2::-2]:
        dLdW, dLdW0, dLdA = linear_backward(W, fed.pop(), dLdA * slopes.pop())
        gradients = [dLdW, dLdW0, *gradients]
    return gradients


@right("deep_backward")
def deep_with_cache(X, Y, parameters):
    cache, A = [], X
    for k in range(len(parameters) // 2):
        W, W0 = parameters[2 * k], parameters[2 * k + 1]
        Z = np.dot(W.T, A) + W0
        cache.append((A, W))
        A = np.tanh(Z)
    delta = 1 / (1 + np.exp(-Z)) - Y
    grads = []
    while cache:
        A, W = cache.pop()
        grads.insert(0, np.sum(delta, axis=1, keepdims=True))
        grads.insert(0, np.dot(A, delta.T))
        delta = np.dot(W, delta) * (1 - A**2)
    return grads


@mistake("deep_backward")
def deep_tanh_not_squared(X, Y, parameters):
    """The slope of tanh is 1 minus its square; the square is missing."""
    fed, Zs = [X], []
    for k in range(0, len(parameters), 2):
        Zs.append(parameters[k].T @ fed[-1] + parameters[k + 1])
        fed.append(np.tanh(Zs[-1]))
    dLdZ = sigmoid(Zs[-1]) - Y
    gradients = []
    for k in reversed(range(len(Zs))):
        dLdW, dLdW0, dLdA = linear_backward(parameters[2 * k], fed[k], dLdZ)
        gradients = [dLdW, dLdW0, *gradients]
        if k:
            dLdZ = dLdA * (1.0 - fed[k])
    return gradients


@mistake("deep_backward")
def deep_slope_from_Z(X, Y, parameters):
    """In 1 - a² stands Z for a: it is the tanh of Z."""
    fed, Zs = [X], []
    for k in range(0, len(parameters), 2):
        Zs.append(parameters[k].T @ fed[-1] + parameters[k + 1])
        fed.append(np.tanh(Zs[-1]))
    dLdZ = sigmoid(Zs[-1]) - Y
    gradients = []
    for k in reversed(range(len(Zs))):
        dLdW, dLdW0, dLdA = linear_backward(parameters[2 * k], fed[k], dLdZ)
        gradients = [dLdW, dLdW0, *gradients]
        if k:
            dLdZ = dLdA * (1.0 - Zs[k - 1] ** 2)
    return gradients


@mistake("deep_backward")
def deep_last_slope_missing(X, Y, parameters):
    """The slope of the last sigmoid is missing: dL/dA is passed on as if it were dL/dZ."""
    fed, Zs = [X], []
    for k in range(0, len(parameters), 2):
        Zs.append(parameters[k].T @ fed[-1] + parameters[k + 1])
        fed.append(np.tanh(Zs[-1]))
    dLdZ = nll_loss_derivative(sigmoid(Zs[-1]), Y)
    gradients = []
    for k in reversed(range(len(Zs))):
        dLdW, dLdW0, dLdA = linear_backward(parameters[2 * k], fed[k], dLdZ)
        gradients = [dLdW, dLdW0, *gradients]
        if k:
            dLdZ = dLdA * tanh_derivative(Zs[k - 1])
    return gradients


@mistake("deep_backward")
def deep_tanh_at_the_end(X, Y, parameters):
    """The last activation is the sigmoid, not tanh."""
    fed, Zs = [X], []
    for k in range(0, len(parameters), 2):
        Zs.append(parameters[k].T @ fed[-1] + parameters[k + 1])
        fed.append(np.tanh(Zs[-1]))
    dLdZ = np.tanh(Zs[-1]) - Y
    gradients = []
    for k in reversed(range(len(Zs))):
        dLdW, dLdW0, dLdA = linear_backward(parameters[2 * k], fed[k], dLdZ)
        gradients = [dLdW, dLdW0, *gradients]
        if k:
            dLdZ = dLdA * tanh_derivative(Zs[k - 1])
    return gradients
