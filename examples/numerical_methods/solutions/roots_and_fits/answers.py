"""Known mistakes and other right answers of roots_and_fits."""

from autograder.mistakes import mistake, right
from lesson import fit_line, np, plt


@mistake("bisect")
def first_guess(f, a, b, tol=1e-10):
    """This halves once: go on until the interval is shorter than tol."""
    if f(a) * f(b) > 0:
        raise ValueError("the same sign at both ends")
    return (a + b) / 2


@mistake("bisect")
def wrong_half(f, a, b, tol=1e-10):
    """The half that was kept has ends of the same sign: keep the other one."""
    if f(a) * f(b) > 0:
        raise ValueError("the same sign at both ends")
    while abs(b - a) > tol:
        middle = (a + b) / 2
        if f(a) * f(middle) <= 0:
            a = middle
        else:
            b = middle
    return (a + b) / 2


@mistake("bisect")
def no_complaint(f, a, b, tol=1e-10):
    """Ends of the same sign are to raise a ValueError: there may be no root between them."""
    while abs(b - a) > tol:
        middle = (a + b) / 2
        if f(a) * f(middle) <= 0:
            b = middle
        else:
            a = middle
    return (a + b) / 2


@right("bisect")
def by_recursion(f, a, b, tol=1e-10):
    if (f(a) > 0 and f(b) > 0) or (f(a) < 0 and f(b) < 0):
        raise ValueError("no change of sign")
    if f(a) == 0:
        return a
    middle = 0.5 * (a + b)
    if b - a <= tol:
        return middle
    same = (f(a) > 0) == (f(middle) > 0)
    return by_recursion(f, middle, b, tol) if same and f(middle) != 0 else by_recursion(f, a, middle, tol)


@mistake("newton_log")
def start_left_out(f, slope, x, steps):
    """The log begins with x itself."""
    log = [float(x)]
    for _ in range(steps):
        if f(log[-1]) == 0:
            break
        if slope(log[-1]) == 0:
            raise ZeroDivisionError("level")
        log.append(float(log[-1] - f(log[-1]) / slope(log[-1])))
    return log[1:]


@mistake("newton_log")
def away_from_the_root(f, slope, x, steps):
    """The sign of the step is turned round: it is subtracted."""
    log = [float(x)]
    for _ in range(steps):
        if f(log[-1]) == 0:
            break
        if slope(log[-1]) == 0:
            raise ZeroDivisionError("level")
        log.append(float(log[-1] + f(log[-1]) / slope(log[-1])))
    return log


@mistake("newton_log")
def slope_at_the_start(f, slope, x, steps):
    """The slope is taken where the step begins, not at the start of all of them."""
    log = [float(x)]
    for _ in range(steps):
        if f(log[-1]) == 0:
            break
        if slope(x) == 0:
            raise ZeroDivisionError("level")
        log.append(float(log[-1] - f(log[-1]) / slope(x)))
    return log


@right("newton_log")
def with_while(f, slope, x, steps):
    log = [float(x)]
    while len(log) <= steps and f(log[-1]) != 0:
        if slope(log[-1]) == 0:
            raise ZeroDivisionError("nowhere to go")
        log += [float(log[-1] - f(log[-1]) / slope(log[-1]))]
    return log


@mistake("fit_line")
def through_the_origin(x, y):
    """This line is forced through the origin: take the means off first."""
    return float(np.sum(x * y) / np.sum(x**2)), 0.0


@mistake("fit_line")
def turned_round(x, y):
    """Here x is fitted to y: the distances that count are vertical."""
    dx, dy = x - np.mean(x), y - np.mean(y)
    slope = float(np.sum(dx * dy) / np.sum(dy**2))
    return slope, float(np.mean(x) - slope * np.mean(y))


@mistake("fit_line")
def intercept_first(x, y):
    """The slope comes first, then the intercept."""
    slope, intercept = np.polyfit(x, y, 1)
    return float(intercept), float(slope)


@right("fit_line")
def by_polyfit(x, y):
    slope, intercept = np.polyfit(x, y, 1)
    return float(slope), float(intercept)


@mistake("decay_rate")
def no_logarithm():
    """The counts fall along a curve: their logarithms fall along a line."""
    seconds, counts = np.loadtxt("data/decay.csv", delimiter=",", skiprows=1, unpack=True)
    return -fit_line(seconds, counts)[0]


@mistake("decay_rate")
def sign_kept():
    """This is the slope: k is how fast the counts fall, and above 0."""
    seconds, counts = np.loadtxt("data/decay.csv", delimiter=",", skiprows=1, unpack=True)
    return fit_line(seconds, np.log(counts))[0]


@mistake("decay_rate")
def decimal_logarithm():
    """This uses the logarithm to base 10, and the law has e in it."""
    seconds, counts = np.loadtxt("data/decay.csv", delimiter=",", skiprows=1, unpack=True)
    return -fit_line(seconds, np.log10(counts))[0]


@right("decay_rate")
def by_genfromtxt():
    table = np.genfromtxt("data/decay.csv", delimiter=",", names=True)
    return float(-np.polyfit(table["time_s"], np.log(table["counts"]), 1)[0])


@mistake("draw_fit")
def points_alone(x, y, slope, intercept):
    """The line is not there."""
    plt.plot(x, y, "o")
    plt.xlabel("x")
    plt.ylabel("y")


@mistake("draw_fit")
def without_labels(x, y, slope, intercept):
    """The axes have no labels."""
    plt.plot(x, y, "o")
    plt.plot(x, slope * x + intercept)


@mistake("draw_fit")
def swapped(x, y, slope, intercept):
    """Slope and intercept have changed places."""
    plt.plot(x, y, "o")
    plt.plot(x, intercept * x + slope)
    plt.xlabel("x")
    plt.ylabel("y")


@right("draw_fit")
def on_axes(x, y, slope, intercept):
    picture, axes = plt.subplots()
    axes.plot(x, y, "ro")
    axes.plot(x, intercept + slope * x, "k--")
    axes.set(xlabel="x in m", ylabel="y in m")
    return picture
