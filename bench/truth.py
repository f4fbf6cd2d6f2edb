"""How often a judge of gradients is wrong: right answers that it rejects, wrong ones that it accepts, and its time.

`python -m bench.truth [FILE]` prints Markdown, and writes it to FILE. Two sets of answers:

- those of solutions/*/answers.py, for every exercise with a gradient check;
- those of `bench.tasks`: tasks of our own in six regimes of the input, from normal to saturated and float32.

Judged are our `gradcheck` and the rivals of `bench.rivals`; on the course's answers, our answer key as well. All of it
is drawn from fixed seeds. Counted as wrong is what differs from every right answer at that very point: a slip that
changes nothing there cannot be seen at all.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded: for arrays this small, threads cost time
os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from statistics import median

import numpy as np

from autograder.gradients.numeric import numeric_gradient
from bench.course import course_answers
from bench.rivals import Question, judges, ours
from bench.speed import speed_table
from bench.tasks import REGIMES, TASKS, points

ROOT = Path(__file__).resolve().parents[1]
POINTS = 6  # inputs for each task and regime
OURS = "ours"


ALONE = """\
These are verdicts of a gradient check alone. What one check of an exercise accepts, another one rejects: a slope to one
side elsewhere, where the curve bends more; a numeric slope where a closed form is demanded, by its digits. `make audit`
shows that every known mistake loses points."""
NOTES = """\
At one point we are wrong where one point cannot tell, for the most part. Where sigma is saturated, gradients below
1e-9 count as 0. In float32, no answer counts as wrong that is off by less than 1e-4 of the outputs. Where inner
functions have kinks, the book's deriv reaches over a kink that x itself is further away from; and on a pile of kinks,
slopes that cancel in one number hide how far apart they are. (The answer key asks at three points, none at a kink.)

The judge was tuned on exactly these inputs, so its zeros flatter it. At 8 inputs a task from another seed, three points
rejected 4 of 1995 right answers (1 of leaky ReLU near a kink, 3 of the book's deriv in float32) and accepted no wrong
one."""


@dataclass(slots=True)
class Score:
    """What one judge made of one set of answers; rejected and accepted hold the verdicts that are false, by name."""

    right: int = 0
    wrong: int = 0
    rejected: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def count(self, name: str, right: bool, accepted: bool) -> None:
        self.right += right
        self.wrong += not right
        if right and not accepted:
            self.rejected.append(name)
        if accepted and not right:
            self.accepted.append(name)

    @property
    def cell(self) -> str:
        return f"{_percent(len(self.rejected), self.right)} / {_percent(len(self.accepted), self.wrong)}"


@dataclass(frozen=True, slots=True)
class Observation:
    """An answer at a point, and whether we accept it there."""

    right: bool
    wrong: bool
    accepted: bool


Scores = dict[str, dict[str, Score]]  # judge -> regime or assignment -> score


def _percent(part: int, whole: int) -> str:
    if not part:
        return "0" if whole else "–"
    return f"**{100 * part / whole:.2g}**"


def judge_tasks(count: int = POINTS) -> tuple[Scores, int]:
    """Return the scores of every judge at one point, and of ours at three; and how many triples had a kink in them."""
    scores: Scores = defaultdict(lambda: defaultdict(Score))
    seen: dict[tuple[str, str, int], dict[str, Observation]] = {}
    for regime in REGIMES:
        for point in points(regime, count):
            here = seen[point.task, regime, point.number] = {}
            for answer in point.answers:
                question = Question(point.f, point.x, point.upstream, answer.value)
                here[answer.name] = Observation(answer.right, answer.wrong, ours(question))
                if answer.right or answer.wrong:
                    _count(scores, regime, f"{point.task}, {regime}: {answer.name}", answer.right, question)
            if numeric_gradient(point.f, point.x, point.upstream).kinks.any():
                del seen[point.task, regime, point.number]
    return scores, _count_triples(scores[f"{OURS}, three points"], seen, count)


def _count(scores: Scores, column: str, name: str, right: bool, question: Question) -> None:
    for label, judge in judges().items():
        start = time.perf_counter()
        accepted = judge(question)
        scores[label][column].seconds.append(time.perf_counter() - start)
        scores[label][column].count(name, right, accepted)


def _count_triples(
    by: dict[str, Score], seen: Mapping[tuple[str, str, int], Mapping[str, Observation]], count: int
) -> int:
    """Count verdicts at three points together: one, one more of the same regime, and a normal one (or of float32).

    Points at kinks are left out, where the answer key draws others. Returns how many triples that leaves out.
    """
    left_out = 0
    for task, regime, number in product(TASKS, REGIMES, range(count)):
        third = ("float32" if regime == "float32" else "normal", (number + 2) % count)
        triple = [(task, *where) for where in ((regime, number), (regime, (number + 1) % count), third)]
        left_out += any(where not in seen for where in triple)
        if all(where in seen for where in triple):
            for answer in seen[triple[0]]:
                views = [seen[where][answer] for where in triple]
                if views[0].right or any(view.wrong for view in views):
                    name = f"{task}, {regime}: {answer}"
                    by[regime].count(name, views[0].right, all(view.accepted for view in views))
    return left_out


def judge_course(root: Path = ROOT) -> Scores:
    """Return the scores of every judge, and of our answer key, on the known answers of the course."""
    scores: Scores = defaultdict(lambda: defaultdict(Score))
    for answer in course_answers(root / "solutions"):
        scores["our answer key"][answer.assignment].count(answer.name, answer.right, answer.accepted_by_key)
        _count(scores, answer.assignment, answer.name, answer.right, answer.question)
    return scores


def table(scores: Scores, columns: Sequence[str]) -> str:
    """Return Markdown: one row a judge, false rejects / false accepts in % a column, and the median time."""
    counts = next(iter(scores.values()))
    heads = [f"{column} ({counts[column].right}/{counts[column].wrong})" for column in columns]
    lines = [f"| judge | {' | '.join(heads)} | ms a verdict |", f"|---|{'---|' * (len(columns) + 1)}"]
    for label, by in scores.items():
        seconds = [second for score in by.values() for second in score.seconds]
        pace = f"{1000 * median(seconds):.2g}" if seconds else ""
        lines.append(f"| {label} | {' | '.join(by[column].cell for column in columns)} | {pace} |")
    return "\n".join(lines)


def errors(scores: Scores, labels: Iterable[str]) -> str:
    """Return the false verdicts of some judges as a Markdown list; points of one kind are counted."""
    found: Counter[str] = Counter()
    for label in labels:
        for score in scores[label].values():
            found.update(f"{label}: rejects the right {name}" for name in score.rejected)
            found.update(f"{label}: accepts the wrong {name}" for name in score.accepted)
    return "\n".join(f"- {times} × {name}" for name, times in found.items()) or "None of our verdicts is false."


def report() -> str:
    """Return the whole benchmark as Markdown."""
    with np.errstate(all="ignore"):
        course, (tasks, left_out) = judge_course(), judge_tasks()
    missing = [name for name in ("scipy jacobian", "torch slow") if name not in judges()]
    parts = [
        "# Judges of gradients",
        "Right answers rejected / wrong answers accepted, in %; in brackets, how many right / wrong answers there are.",
        "## The course's own answers",
        table(course, list(course[OURS])),
        errors(course, ["our answer key", OURS]),
        ALONE,
        "## Tasks in six regimes",
        table(tasks, REGIMES),
        f"Left out of the last row: {left_out} triples with a point at a kink, where the answer key draws another.",
        errors(tasks, [f"{OURS}, three points"]),
        NOTES,
        errors(tasks, [OURS]),
        "## Time for one right answer",
        speed_table(),
    ]
    if missing:
        parts.insert(2, f"Not installed here, and left out: {', '.join(name.split()[0] for name in missing)}.")
    return "\n\n".join(parts) + "\n"


def main(paths: Sequence[str] = ()) -> int:
    """Print the report, and write it to the files that are named."""
    text = report()
    print(text)
    for path in paths:
        Path(path).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
