"""An explanation: a pattern that is looked for in what was seen, and the sentence that a student reads then."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from autograder.core.pattern_cost import cost_fault

Said = str | Callable[["re.Match[str]", str], str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """pattern is searched in the message; where it is found, sentence is said: a text in which {1} is its first group,
    or a function of the match and the whole message, which may return "" to let the next explanation try."""

    pattern: str
    sentence: Said


def first_fit(message: str, explanations: Iterable[Explanation]) -> str:
    """Return what the first explanation that fits says, or ""."""
    for explanation in explanations:
        if found := re.search(explanation.pattern, message):
            said = explanation.sentence
            text = said.format(found[0], *found.groups()) if isinstance(said, str) else said(found, message)
            if text:
                return text
    return ""


def fault(explanation: Explanation) -> str:
    """Return what is wrong with an author's explanation, as a phrase, or ""."""
    try:
        pattern = re.compile(explanation.pattern)
    except (re.error, TypeError) as error:
        return f"its pattern is not a regular expression: {error}"
    if slow := cost_fault(explanation.pattern):
        return f"its pattern could take too long: {slow}"
    if not isinstance(explanation.sentence, str) or not explanation.sentence.strip():
        return "its sentence must be a text"
    try:
        explanation.sentence.format(*[""] * (pattern.groups + 1))
    except (LookupError, ValueError):
        return f"its sentence may name {{0}} to {{{pattern.groups}}}, the groups of its pattern, and braces are doubled"
    return ""
