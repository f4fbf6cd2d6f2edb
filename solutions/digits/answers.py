"""Known mistakes and other right answers of digits."""

from autograder.mistakes import mistake, right
from lesson import (
    Value,
    my,
    network_backward,
    np,
    softmax,
    tanh_derivative,
)

# --- linear_forward ----------------------------------------------------------------------------------------------


@mistake("linear_forward")
def forward_without_bias(W, W0, A):
    """The biases are missing: W0 is added to every column."""
    return W.T @ A


@mistake("linear_forward")
def forward_not_transposed(W, W0, A):
    """W is used as it stands, but its columns belong to the neurons: which product has a row for each neuron?"""
    return W @ A + W0


@mistake("linear_forward")
def forward_with_activation(W, W0, A):
    """This is the output of the activation already; the linear layer returns what goes into it."""
    return np.tanh(W.T @ A + W0)


@right("linear_forward")
def forward_by_einsum(W, W0, A):
    return np.einsum("ji,jb->ib", W, A) + W0


# --- linear_backward ---------------------------------------------------------------------------------------------


@mistake("linear_backward")
def backward_bias_not_summed(W, A, dLdZ):
    """The gradient of the biases is not summed over the batch: all points share them."""
    return A @ dLdZ.T, dLdZ, W @ dLdZ


@mistake("linear_backward")
def backward_mean(W, A, dLdZ):
    """The gradients of weights and biases are divided by the size of the batch: here they are sums."""
    points = A.shape[1]
    return A @ dLdZ.T / points, np.mean(dLdZ, axis=1, keepdims=True), W @ dLdZ


@mistake("linear_backward")
def backward_weights_transposed(W, A, dLdZ):
    """The gradient of W comes out transposed: it has the shape of W, inputs down and neurons across."""
    return dLdZ @ A.T, np.sum(dLdZ, axis=1, keepdims=True), W @ dLdZ


@mistake("linear_backward")
def backward_input_transposed(W, A, dLdZ):
    """On the way down the gradient meets the transpose of W; the shapes ask for W itself."""
    down = W.T @ dLdZ if W.shape[0] == W.shape[1] else np.zeros(A.shape)
    return A @ dLdZ.T, np.sum(dLdZ, axis=1, keepdims=True), down


@right("linear_backward")
def backward_by_point(W, A, dLdZ):
    dLdW = sum(np.outer(A[:, b], dLdZ[:, b]) for b in range(A.shape[1]))
    return dLdW, dLdZ @ np.ones((dLdZ.shape[1], 1)), W @ dLdZ


# --- activation_backward -----------------------------------------------------------------------------------------


@mistake("activation_backward")
def activation_upstream_dropped(dLdA, Z, derivative):
    """The gradient that arrives from above is not used: it multiplies the slope, entry by entry."""
    return derivative(Z)


@mistake("activation_backward")
def activation_slope_at_gradient(dLdA, Z, derivative):
    """The slope is taken at the gradient; it belongs at Z, what went into the activation."""
    return dLdA * derivative(dLdA)


@mistake("activation_backward")
def activation_slope_left_out(dLdA, Z, derivative):
    """The gradient passes through unchanged: the activation's slope is missing."""
    return dLdA


@mistake("activation_backward")
def activation_added(dLdA, Z, derivative):
    """Gradient and slope are added: along a path, slopes multiply."""
    return dLdA + derivative(Z)


@right("activation_backward")
def activation_by_einsum(dLdA, Z, derivative):
    return np.einsum("ib,ib->ib", dLdA, derivative(Z))


# --- softmax_nllm_derivative -------------------------------------------------------------------------------------


@mistake("softmax_nllm_derivative")
def pair_without_softmax(Z, Y):
    """The scores are compared with Y as they are: softmax turns them into probabilities first."""
    return Z - Y


@mistake("softmax_nllm_derivative")
def pair_other_sign(Z, Y):
    """The sign is the wrong way round: what was said, minus what is true."""
    return Y - softmax(Z)


@mistake("softmax_nllm_derivative")
def pair_mean(Z, Y):
    """The gradient is divided by the size of the batch: here the loss is a sum."""
    return (softmax(Z) - Y) / Z.shape[1]


@mistake("softmax_nllm_derivative")
def pair_extra_slope(Z, Y):
    """The slope of softmax is multiplied in once more, but it is in the difference already."""
    A = softmax(Z)
    return (A - Y) * A * (1 - A)


@right("softmax_nllm_derivative")
def pair_by_column(Z, Y):
    columns = [np.exp(z) / np.sum(np.exp(z)) - y for z, y in zip(Z.T, Y.T, strict=True)]
    return np.transpose(columns)


# --- sgd_step ----------------------------------------------------------------------------------------------------


@mistake("sgd_step")
def step_uphill(parameters, gradients, eta):
    """This walks uphill: a step goes against the gradient."""
    return [p + eta * g for p, g in zip(parameters, gradients, strict=True)]


@mistake("sgd_step")
def step_without_eta(parameters, gradients, eta):
    """The step size eta is not used."""
    return [p - g for p, g in zip(parameters, gradients, strict=True)]


@mistake("sgd_step")
def step_in_place(parameters, gradients, eta):
    """The old arrays themselves are changed, so the caller finds other numbers in them. Return new arrays."""
    for p, g in zip(parameters, gradients, strict=True):
        p -= eta * g
    return list(parameters)


@right("sgd_step")
def step_by_loop(parameters, gradients, eta):
    stepped = []
    for k in range(len(parameters)):
        stepped.append(parameters[k] + (-eta) * gradients[k])
    return stepped


# --- one_hot -----------------------------------------------------------------------------------------------------


@mistake("one_hot")
def labels_as_rows(labels, classes):
    """The labels became rows; here every data point is a column."""
    return np.eye(classes)[labels]


@mistake("one_hot")
def as_many_classes_as_seen(labels, classes):
    """There is a row only up to the largest label that occurs: `classes` says how many rows there are."""
    return np.eye(max(labels) + 1)[:, labels]


@mistake("one_hot")
def label_written_in(labels, classes):
    """The label itself stands in its row, where a 1 belongs: class 0 would then have no mark at all."""
    return np.eye(classes)[:, labels] * labels


@mistake("one_hot")
def counted_from_one(labels, classes):
    """Each 1 stands a row too high: classes are counted from 0."""
    return np.eye(classes)[:, labels - 1]


@mistake("one_hot")
def ones_across(labels, classes):
    """Each 1 fills its row from end to end: a label says something about its own column only."""
    Y = np.zeros((classes, len(labels)))
    Y[labels] = 1.0
    return Y


@right("one_hot")
def one_hot_by_loop(labels, classes):
    Y = np.zeros((classes, len(labels)))
    for column, label in enumerate(labels):
        Y[label, column] = 1.0
    return Y


@right("one_hot")
def one_hot_by_comparison(labels, classes):
    return 1.0 * (np.arange(classes).reshape(-1, 1) == labels)


# --- network_forward ---------------------------------------------------------------------------------------------


@mistake("network_forward")
def hidden_layer_linear(X, W1, W10, W2, W20):
    """The hidden layer has no tanh: two linear layers in a row are one linear layer."""
    Z1 = my.linear_forward(W1, W10, X)
    return Z1, Z1, my.linear_forward(W2, W20, Z1)


@mistake("network_forward")
def second_layer_from_Z1(X, W1, W10, W2, W20):
    """The second layer is fed with Z1: what reaches it has been through tanh."""
    Z1 = my.linear_forward(W1, W10, X)
    return Z1, np.tanh(Z1), my.linear_forward(W2, W20, Z1)


@mistake("network_forward")
def probabilities_for_scores(X, W1, W10, W2, W20):
    """The third result is the softmax of the scores; the scores themselves are asked for."""
    Z1 = my.linear_forward(W1, W10, X)
    A1 = np.tanh(Z1)
    return Z1, A1, softmax(my.linear_forward(W2, W20, A1))


@mistake("network_forward")
def scores_through_tanh(X, W1, W10, W2, W20):
    """The scores went through tanh: the last layer is linear, softmax is its activation."""
    Z1 = my.linear_forward(W1, W10, X)
    A1 = np.tanh(Z1)
    return Z1, A1, np.tanh(my.linear_forward(W2, W20, A1))


@mistake("network_forward")
def without_biases(X, W1, W10, W2, W20):
    """The biases W10 and W20 are not used."""
    Z1 = W1.T @ X
    return Z1, np.tanh(Z1), W2.T @ np.tanh(Z1)


@right("network_forward")
def forward_by_hand(X, W1, W10, W2, W20):
    before = W1.T @ X + W10
    after = np.tanh(before)
    return before, after, W2.T @ after + W20


# --- network_backward --------------------------------------------------------------------------------------------


@mistake("network_backward")
def slope_at_A1(X, Y, W1, W10, W2, W20):
    """The slope of tanh is taken at A1, its output: it belongs at Z1, its input."""
    A1 = np.tanh(W1.T @ X + W10)
    dLdZ2 = softmax(W2.T @ A1 + W20) - Y
    dLdZ1 = (W2 @ dLdZ2) * tanh_derivative(A1)
    dW10, dW20 = np.sum(dLdZ1, axis=1, keepdims=True), np.sum(dLdZ2, axis=1, keepdims=True)
    return X @ dLdZ1.T, dW10, A1 @ dLdZ2.T, dW20


@mistake("network_backward")
def slope_of_tanh_missing(X, Y, W1, W10, W2, W20):
    """The gradient passes tanh as if it were not there: multiply by its slope on the way to the first layer."""
    A1 = np.tanh(W1.T @ X + W10)
    dLdZ2 = softmax(W2.T @ A1 + W20) - Y
    dLdZ1 = W2 @ dLdZ2
    dW10, dW20 = np.sum(dLdZ1, axis=1, keepdims=True), np.sum(dLdZ2, axis=1, keepdims=True)
    return X @ dLdZ1.T, dW10, A1 @ dLdZ2.T, dW20


@mistake("network_backward")
def Z1_into_second_layer(X, Y, W1, W10, W2, W20):
    """The gradient of W2 is made with Z1: what went into the second layer is A1."""
    Z1 = W1.T @ X + W10
    dLdZ2 = softmax(W2.T @ np.tanh(Z1) + W20) - Y
    dLdZ1 = (W2 @ dLdZ2) * tanh_derivative(Z1)
    dW10, dW20 = np.sum(dLdZ1, axis=1, keepdims=True), np.sum(dLdZ2, axis=1, keepdims=True)
    return X @ dLdZ1.T, dW10, Z1 @ dLdZ2.T, dW20


@mistake("network_backward")
def softmax_twice(X, Y, W1, W10, W2, W20):
    """Softmax is taken twice: softmax_nllm_derivative wants the scores Z2, not their softmax."""
    Z1 = W1.T @ X + W10
    A1 = np.tanh(Z1)
    dLdZ2 = my.softmax_nllm_derivative(softmax(W2.T @ A1 + W20), Y)
    dLdZ1 = (W2 @ dLdZ2) * tanh_derivative(Z1)
    dW10, dW20 = np.sum(dLdZ1, axis=1, keepdims=True), np.sum(dLdZ2, axis=1, keepdims=True)
    return X @ dLdZ1.T, dW10, A1 @ dLdZ2.T, dW20


@mistake("network_backward")
def mean_over_batch(X, Y, W1, W10, W2, W20):
    """All gradients are divided by the size of the batch: here the loss is a sum over the batch."""
    Z1 = W1.T @ X + W10
    A1 = np.tanh(Z1)
    dLdZ2 = (softmax(W2.T @ A1 + W20) - Y) / X.shape[1]
    dLdZ1 = (W2 @ dLdZ2) * tanh_derivative(Z1)
    dW10, dW20 = np.sum(dLdZ1, axis=1, keepdims=True), np.sum(dLdZ2, axis=1, keepdims=True)
    return X @ dLdZ1.T, dW10, A1 @ dLdZ2.T, dW20


@mistake("network_backward")
def uphill(X, Y, W1, W10, W2, W20):
    """All signs are the wrong way round: the way back starts with what was said minus what is true."""
    Z1 = W1.T @ X + W10
    A1 = np.tanh(Z1)
    dLdZ2 = Y - softmax(W2.T @ A1 + W20)
    dLdZ1 = (W2 @ dLdZ2) * tanh_derivative(Z1)
    dW10, dW20 = np.sum(dLdZ1, axis=1, keepdims=True), np.sum(dLdZ2, axis=1, keepdims=True)
    return X @ dLdZ1.T, dW10, A1 @ dLdZ2.T, dW20


@mistake("network_backward")
def scores_minus_truth(X, Y, W1, W10, W2, W20):
    """The way back begins with Z2 - Y: the scores become probabilities first, by softmax."""
    Z1 = W1.T @ X + W10
    A1 = np.tanh(Z1)
    dLdZ2 = W2.T @ A1 + W20 - Y
    dLdZ1 = (W2 @ dLdZ2) * tanh_derivative(Z1)
    dW10, dW20 = np.sum(dLdZ1, axis=1, keepdims=True), np.sum(dLdZ2, axis=1, keepdims=True)
    return X @ dLdZ1.T, dW10, A1 @ dLdZ2.T, dW20


@right("network_backward")
def backward_by_hand(X, Y, W1, W10, W2, W20):
    A1 = np.tanh(W1.T @ X + W10)
    powers = np.exp(W2.T @ A1 + W20)
    G2 = powers / powers.sum(axis=0) - Y
    G1 = (W2 @ G2) * (1 - A1**2)
    return X @ G1.T, G1.sum(axis=1, keepdims=True), A1 @ G2.T, G2.sum(axis=1, keepdims=True)


# --- accuracy ----------------------------------------------------------------------------------------------------


@mistake("accuracy")
def number_of_right_ones(Z, labels):
    """This is how many are right; the accuracy is their share."""
    return np.sum(np.argmax(Z, axis=0) == labels)


@mistake("accuracy")
def share_of_wrong_ones(Z, labels):
    """This is the share of the wrong ones."""
    return np.mean(np.argmax(Z, axis=0) != labels)


@mistake("accuracy")
def lowest_score(Z, labels):
    """The class with the smallest score is taken: the network names the one with the largest."""
    return np.mean(np.argmin(Z, axis=0) == labels)


@mistake("accuracy")
def one_for_each_picture(Z, labels):
    """There is a result for each picture: the accuracy is one number, their mean."""
    return np.argmax(Z, axis=0) == labels


@mistake("accuracy")
def in_percent(Z, labels):
    """This is a percentage; the accuracy is a share, from 0 to 1."""
    return 100 * np.mean(np.argmax(Z, axis=0) == labels)


@mistake("accuracy")
def score_for_its_row(Z, labels):
    """The largest score itself is compared with the label. The class is the row in which it stands: np.argmax."""
    return np.mean(np.max(Z, axis=0) == labels)


@right("accuracy")
def accuracy_by_loop(Z, labels):
    right_ones = [label for z, label in zip(Z.T, labels, strict=True) if z[label] == max(z)]
    return len(right_ones) / len(labels)


# --- train -------------------------------------------------------------------------------------------------------


@mistake("train")
def always_from_the_start(X, Y, parameters, eta, batches):
    """Every step starts from the first weights: each begins where the one before has ended."""
    trained = list(parameters)
    for batch in batches:
        trained = my.sgd_step(parameters, network_backward(X[:, batch], Y[:, batch], *parameters), eta)
    return trained


@mistake("train")
def all_columns_each_time(X, Y, parameters, eta, batches):
    """Every step looks at all columns: it should look at those of its own batch."""
    trained = list(parameters)
    for _ in batches:
        trained = my.sgd_step(trained, network_backward(X, Y, *trained), eta)
    return trained


@mistake("train")
def one_step_per_column(X, Y, parameters, eta, batches):
    """Every column gets a step of its own: the columns of a batch take one step together."""
    trained = list(parameters)
    for batch in batches:
        for i in batch:
            trained = my.sgd_step(trained, network_backward(X[:, [i]], Y[:, [i]], *trained), eta)
    return trained


@mistake("train")
def first_batch_only(X, Y, parameters, eta, batches):
    """Training ends after the first batch: the return stands inside the loop."""
    for batch in batches:
        return my.sgd_step(list(parameters), network_backward(X[:, batch], Y[:, batch], *parameters), eta)
    return list(parameters)


@mistake("train")
def mean_of_the_batch(X, Y, parameters, eta, batches):
    """The steps are too short: the gradients are divided by the size of the batch, but here they are summed."""
    trained = list(parameters)
    for batch in batches:
        trained = my.sgd_step(trained, network_backward(X[:, batch], Y[:, batch], *trained), eta / len(batch))
    return trained


@mistake("train")
def trained_uphill(X, Y, parameters, eta, batches):
    """Training walks uphill: a step goes against the gradient."""
    trained = list(parameters)
    for batch in batches:
        trained = my.sgd_step(trained, network_backward(X[:, batch], Y[:, batch], *trained), -eta)
    return trained


@mistake("train")
def start_overwritten(X, Y, parameters, eta, batches):
    """The arrays of the start are changed themselves, so the caller finds other numbers in them: work on new ones."""
    for batch in batches:
        for old, slope in zip(parameters, network_backward(X[:, batch], Y[:, batch], *parameters), strict=True):
            old -= eta * slope
    return list(parameters)


@mistake("train")
def gradients_at_the_start(X, Y, parameters, eta, batches):
    """All gradients are taken at the first weights: each step needs those at the weights that it starts from."""
    trained = list(parameters)
    for batch in batches:
        trained = my.sgd_step(trained, network_backward(X[:, batch], Y[:, batch], *parameters), eta)
    return trained


@right("train")
def train_by_copies(X, Y, parameters, eta, batches):
    W1, W10, W2, W20 = (np.array(part) for part in parameters)
    for batch in batches:
        dW1, dW10, dW2, dW20 = network_backward(X[:, list(batch)], Y[:, list(batch)], W1, W10, W2, W20)
        W1, W10, W2, W20 = W1 - eta * dW1, W10 - eta * dW10, W2 - eta * dW2, W20 - eta * dW20
    return [W1, W10, W2, W20]


# --- confusions --------------------------------------------------------------------------------------------------


@mistake("confusions")
def columns_for_rows(labels, named, classes):
    """Rows and columns have changed places: what was shown goes down, what was named goes across."""
    counts = np.zeros((classes, classes))
    for shown, said in zip(labels, named, strict=True):
        counts[said, shown] += 1
    return counts


@mistake("confusions")
def each_pair_once(labels, named, classes):
    """Each pair counts once only: `table[rows, columns] += 1` adds a single 1 where a pair occurs several times."""
    counts = np.zeros((classes, classes))
    counts[labels, named] += 1
    return counts


@mistake("confusions")
def mistakes_only(labels, named, classes):
    """Only the mistakes are counted: what was named correctly belongs on the diagonal."""
    counts = np.zeros((classes, classes))
    for shown, said in zip(labels, named, strict=True):
        counts[shown, said] += shown != said
    return counts


@mistake("confusions")
def shares_for_counts(labels, named, classes):
    """These are shares of all pictures: counts are asked for."""
    counts = np.zeros((classes, classes))
    np.add.at(counts, (labels, named), 1 / len(labels))
    return counts


@right("confusions")
def confusions_at_once(labels, named, classes):
    counts = np.zeros((classes, classes))
    np.add.at(counts, (labels, named), 1)
    return counts


@right("confusions")
def confusions_by_one_hot(labels, named, classes):
    return np.eye(classes)[:, labels] @ np.eye(classes)[named]


# --- gradients_of ------------------------------------------------------------------------------------------------


@mistake("gradients_of")
def slope_replaced(build, numbers):
    """A slope that arrives replaces the one before it: where a value is used several times, they add."""
    values = [Value(number) for number in numbers]
    slopes, waiting = {}, [(build(*values), 1.0)]
    while waiting:
        value, slope = waiting.pop()
        slopes[id(value)] = slope
        waiting += [(part, slope * local) for part, local in value.made_of]
    return np.array([slopes.get(id(value), 0.0) for value in values])


@mistake("gradients_of")
def slopes_summed_along_paths(build, numbers):
    """Along a path the local slopes are added up: they multiply."""
    values = [Value(number) for number in numbers]
    slopes, waiting = dict.fromkeys(map(id, values), 0.0), [(build(*values), 1.0)]
    while waiting:
        value, slope = waiting.pop()
        if id(value) in slopes:
            slopes[id(value)] += slope
        waiting += [(part, slope + local) for part, local in value.made_of]
    return np.array([slopes[id(value)] for value in values])


@mistake("gradients_of")
def begins_with_the_output(build, numbers):
    """The way back begins with the output's own value: the slope of the output along itself is 1."""
    values = [Value(number) for number in numbers]
    output = build(*values)
    slopes, waiting = dict.fromkeys(map(id, values), 0.0), [(output, output.data)]
    while waiting:
        value, slope = waiting.pop()
        if id(value) in slopes:
            slopes[id(value)] += slope
        waiting += [(part, slope * local) for part, local in value.made_of]
    return np.array([slopes[id(value)] for value in values])


@mistake("gradients_of")
def passed_on_too_early(build, numbers):
    """A value passes its slope on before everything that it feeds has reported to it: visit it after all of them."""
    values = [Value(number) for number in numbers]
    output = build(*values)
    slopes, line, seen = {id(output): 1.0}, [output], {id(output)}
    while line:
        value = line.pop(0)
        for part, local in value.made_of:
            slopes[id(part)] = slopes.get(id(part), 0.0) + slopes[id(value)] * local
            if id(part) not in seen:
                seen.add(id(part))
                line.append(part)
    return np.array([slopes.get(id(value), 0.0) for value in values])


@mistake("gradients_of")
def slope_overwritten_on_the_way(build, numbers):
    """The slope that arrives last wins: where a value was used several times, what comes by each road adds up."""
    values = [Value(number) for number in numbers]
    slopes = {}

    def walk(value, slope):
        slopes[id(value)] = slope
        for part, local in value.made_of:
            walk(part, slope * local)

    walk(build(*values), 1.0)
    return np.array([slopes.get(id(value), 0.0) for value in values])


@mistake("gradients_of")
def local_slope_alone(build, numbers):
    """A value passes its local slope on as it is: it is multiplied by the slope that has arrived from above."""
    values = [Value(number) for number in numbers]
    slopes, waiting = dict.fromkeys(map(id, values), 0.0), [(build(*values), 1.0)]
    while waiting:
        value, slope = waiting.pop()
        if id(value) in slopes:
            slopes[id(value)] += slope
        waiting += value.made_of
    return np.array([slopes[id(value)] for value in values])


@mistake("gradients_of")
def by_differences(build, numbers):
    """These are differences, two calls of `build` for each number: one call, and one walk back, serve them all."""
    slopes = []
    for place in np.eye(len(numbers)) * 1e-5:
        above, below = (build(*map(Value, numbers + step)).data for step in (place, -place))
        slopes.append((above - below) / 2e-5)
    return np.array(slopes)


@right("gradients_of")
def slopes_by_all_paths(build, numbers):
    values = [Value(number) for number in numbers]
    slopes, waiting = dict.fromkeys(map(id, values), 0.0), [(build(*values), 1.0)]
    while waiting:
        value, slope = waiting.pop()
        if id(value) in slopes:
            slopes[id(value)] += slope
        waiting += [(part, slope * local) for part, local in value.made_of]
    return np.array([slopes[id(value)] for value in values])
