"""How much a known mistake's sentence gives away: what is wrong, then where to look, then the rule.

An author's sentence says what is wrong first, and the rule after it. One that is a single sentence is said at once;
so is what an exception or a result of the wrong kind means, which gives away nothing of the lesson.
"""

from __future__ import annotations

import re
from dataclasses import replace

from autograder.core.verdicts import ExerciseReport, Verdict

WRONG, WHERE, RULE = 1, 2, 3
MORE = "Find where your code does that, and change it: if it is still wrong then, the next check says more."
_END = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!cf\.)\s+(?=[^\sa-z])")
_CHOICE = re.compile(r"(One of \d+ things\. Either: )(.+)", re.DOTALL)


def at_level(report: ExerciseReport, level: int) -> ExerciseReport:
    """Return a report whose known mistakes are told as far as this level goes."""
    if level >= RULE or all(verdict.mistake is None for verdict in report.verdicts):
        return report
    return replace(report, verdicts=tuple(_cut(verdict) for verdict in report.verdicts))


def is_cut(report: ExerciseReport, level: int) -> bool:
    """Say whether a known mistake has more to tell than this level shows."""
    return at_level(report, level) != report


def what_is_wrong(sentence: str) -> str:
    """Return the first sentence of an author's words; of several that fit, the first of each."""
    if choice := _CHOICE.fullmatch(sentence):
        return choice[1] + " Or: ".join(_first(each) for each in choice[2].split(" Or: "))
    return _first(sentence)


def _first(text: str) -> str:
    return _END.split(text, maxsplit=1)[0]


def _cut(verdict: Verdict) -> Verdict:
    return verdict if verdict.mistake is None else replace(verdict, advice=what_is_wrong(verdict.advice))
