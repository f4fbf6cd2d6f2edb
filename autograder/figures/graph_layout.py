"""Where the boxes and arrows of a computational graph go, in inches.

A box lies in the column to the right of the boxes that make its inputs. An input of the whole graph comes from the
left, in a lane of its own, where a computation begins; it comes from below where it joins one that is under way. An
input of several boxes comes once and forks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.figures.canvas import text_width

Step = tuple[str, str, Sequence[str]]
Words = tuple[str, ...]  # lines of text, the first the largest
Labels = Mapping[str, Words]
Point = tuple[float, float]
NAME, SMALL = 11.0, 8.5  # font sizes
LINE = 0.2  # height of a line of text
APART = 0.08  # how far an arrow forward and its way back are from the middle between them
STEM = 0.6  # length of an arrow from below
BRANCH = 0.4  # how far before its lanes an input forks
LEAST_GAP, PAD, MARGIN = 0.6, 0.13, 0.12


@dataclass(frozen=True, slots=True)
class Box:
    """A function: its centre, its size, its name, and what the way back does in it."""

    centre: Point
    size: Point
    name: str
    rules: Words


@dataclass(frozen=True, slots=True)
class Arrow:
    """A value on its way from tail to head; and its gradient on the way back, if there are words for it."""

    tail: Point
    head: Point
    forth: Words
    back: Words

    @property
    def upright(self) -> bool:
        """Whether it comes from below."""
        return self.tail[0] == self.head[0]


@dataclass(frozen=True, slots=True)
class Fork:
    """An input that several boxes take: it comes from tail to the point, and goes on to where each arrow begins."""

    tail: Point
    point: Point
    starts: tuple[Point, ...]
    forth: Words
    back: Words


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole graph, and from where to where it reaches."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    forks: tuple[Fork, ...]
    across: Point
    up: Point


@dataclass(slots=True)
class _Node:
    """A box that is being placed: `lanes` are its inputs from the left, each at its height; x is its centre's."""

    output: str
    name: str
    rules: Words
    column: int
    lanes: list[tuple[str, float]]
    below: list[str]
    under: float = 0.0  # how wide what is below it is
    x: float = 0.0

    @property
    def y(self) -> float:
        return sum(y for _, y in self.lanes) / len(self.lanes)

    @property
    def height(self) -> float:
        heights = [y for _, y in self.lanes]
        return max(_height([self.rules]), max(heights) - min(heights) + 0.5)

    @property
    def width(self) -> float:
        widest = max(0.3, text_width(self.name, NAME), *(text_width(rule, SMALL) for rule in self.rules), 0.0)
        return max(2 * PAD + widest, self.under if len(self.below) > 1 else 0.0)

    @property
    def foot(self) -> float:
        return self.y - self.height / 2


def lay_out(steps: Sequence[Step], forth: Labels, back: Labels, rules: Labels) -> Plan:
    """Return the plan of a graph. forth and back: the words of every value and of its gradient; rules: of a box."""
    nodes = _place(steps, forth, back, rules)
    end = _spread(list(nodes.values()), forth, back)
    shared = _shared(nodes)
    forks = tuple(_fork(heights, forth[value], back.get(value, ())) for value, heights in shared.items())
    left = min((fork.tail[0] for fork in forks), default=0.0)
    arrows = [*_arrows(nodes, shared, forth, back), _last_arrow(nodes[steps[-1][0]], forth, back)]
    low = min(_lowest(arrow) for arrow in arrows)
    low, high = min(low, *(n.foot for n in nodes.values())), max(_highest(arrow) for arrow in arrows)
    high = max(high, *(n.foot + n.height for n in nodes.values()))
    boxes = [Box((n.x, n.y), (n.width, n.height), n.name, n.rules) for n in nodes.values()]
    return Plan(tuple(boxes), tuple(arrows), forks, (left - MARGIN, end + MARGIN), (low - MARGIN, high + MARGIN))


def _shared(nodes: Mapping[str, _Node]) -> Mapping[str, list[float]]:
    """Return the inputs from the left that several boxes take, each with the heights of its lanes."""
    lanes = [lane for node in nodes.values() for lane in node.lanes if lane[0] not in nodes]
    heights = {value: [y for name, y in lanes if name == value] for value, _ in lanes}
    return {value: found for value, found in heights.items() if len(found) > 1}


def _fork(heights: Sequence[float], forth: Words, back: Words) -> Fork:
    y, stem = sum(heights) / len(heights), max(LEAST_GAP, _width(forth) + 0.24, _width(back) + 0.24)
    return Fork((-stem - BRANCH, y), (-BRANCH, y), tuple((0.0, height) for height in heights), forth, back)


def _place(steps: Sequence[Step], forth: Labels, back: Labels, rules: Labels) -> dict[str, _Node]:
    """Return the boxes by what they make, at their heights: lanes are given out from the top down."""
    made = {output: (name, inputs) for output, name, inputs in steps}
    nodes: dict[str, _Node] = {}
    pitch = _pitch(steps, forth, back, rules)
    free = 0.0

    def place(output: str) -> _Node:
        nonlocal free
        name, inputs = made[output]
        node = _Node(output, name, rules.get(output, ()), 0, [], [])
        under_way = any(value in made and value not in nodes for value in inputs)
        for value in inputs:
            if value in made and value not in nodes:
                before = place(value)
                node.column = max(node.column, before.column + 1)
                node.lanes.append((value, before.y))
            elif under_way:
                node.below.append(value)
            else:
                node.lanes.append((value, free))
                free -= pitch
        nodes[output] = node
        if node.below:
            node.under = sum(_slot(value, forth, back) for value in node.below)
            free = min(free, node.foot - STEM - LINE * (_most_lines(forth) + 1) - pitch / 2)
        return node

    place(steps[-1][0])
    return nodes


def _pitch(steps: Sequence[Step], forth: Labels, back: Labels, rules: Labels) -> float:
    """Return how far one lane is from the next."""
    pitch = LINE * (_most_lines(forth) + _most_lines(back)) + 2 * APART + 0.25
    outputs = {output for output, _, _ in steps}
    one_above_the_other = sum(outputs.isdisjoint(inputs) for _, _, inputs in steps) > 1
    return max(pitch, _height(rules.values()) + 0.15) if one_above_the_other else pitch


def _height(rules: Iterable[Words]) -> float:
    """Return the height of a box with a name and the longest of these rules."""
    return 0.24 + LINE * (1 + max(map(len, rules), default=0))


def _most_lines(labels: Labels) -> int:
    return max(map(len, labels.values()), default=0)


def _spread(nodes: Sequence[_Node], forth: Labels, back: Labels) -> float:
    """Give every column of boxes its x; return where the sheet ends."""
    edge = under = 0.0  # how far the boxes, and what is below them, reach to the right
    for column in range(max(node.column for node in nodes) + 1):
        here = [node for node in nodes if node.column == column]
        half = max(node.width for node in here) / 2
        gap = max(_gap(value, forth, back) for node in here for value, _ in node.lanes)
        below = max(node.under for node in here) / 2
        x = max(edge + gap + half, under + below)
        for node in here:
            node.x = x
        edge, under = x + half, x + below
    return max(edge + _gap(nodes[-1].output, forth, back), under)


def _gap(value: str, forth: Labels, back: Labels) -> float:
    return max(LEAST_GAP, _width(forth[value]) + 0.24, _width(back.get(value, ())) + 0.24)


def _slot(value: str, forth: Labels, back: Labels) -> float:
    """Return the width that the words of an arrow from below need."""
    widest = max(_width(forth[value]), _width(back.get(value, ())))  # the arrow goes in the middle
    return (2 if value in back else 1) * (widest + 0.12)


def _width(words: Words) -> float:
    return max((text_width(line, SMALL if n else NAME) for n, line in enumerate(words)), default=0.0)


def _arrows(nodes: Mapping[str, _Node], shared: Collection[str], forth: Labels, back: Labels) -> Iterator[Arrow]:
    for node in nodes.values():
        for value, y in node.lanes:
            before = nodes.get(value)
            start = before.x + before.width / 2 if before else 0.0
            # What a fork hands on has its name at the fork; on the way back each road brings a share of its own.
            words = ((), ()) if value in shared else (forth[value], back.get(value, ()))
            yield Arrow((start, y), (node.x - node.width / 2, y), *words)
        slots = [_slot(value, forth, back) for value in node.below]
        for number, value in enumerate(node.below):
            x = node.x - node.under / 2 + sum(slots[:number]) + slots[number] / 2
            yield Arrow((x, node.foot - STEM), (x, node.foot), forth[value], back.get(value, ()))


def _last_arrow(node: _Node, forth: Labels, back: Labels) -> Arrow:
    start, value = node.x + node.width / 2, node.output
    return Arrow((start, node.y), (start + _gap(value, forth, back), node.y), forth[value], back.get(value, ()))


def _highest(arrow: Arrow) -> float:
    return arrow.head[1] + (0.0 if arrow.upright else APART + LINE * len(arrow.forth))


def _lowest(arrow: Arrow) -> float:
    if arrow.upright:
        return arrow.tail[1] - LINE * max(len(arrow.forth), len(arrow.back))
    return arrow.tail[1] - APART - LINE * len(arrow.back)
