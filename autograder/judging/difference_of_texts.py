"""Where two texts differ: in which line, and whether in more than case or space."""

from __future__ import annotations

from itertools import zip_longest
from unicodedata import normalize

from autograder.judging.words import at, expected_got, shown

LONG = 20  # characters: of longer lines it is said where they part


def different_texts(got: str, want: str, case: bool, spaces: str, place: str = "") -> str:
    """Return where a text differs from the one that is expected, or ""; see difference.Rules for what counts."""
    if _normal(got, case, spaces) == _normal(want, case, spaces):
        return ""
    if "\n" not in want.rstrip("\n") and "\n" not in got.rstrip("\n"):
        return f"{at(place)}{expected_got(want, got)}{_nature(got, want)}"
    return at(place) + _in_lines(_lines(got, spaces), _lines(want, spaces), case, spaces)


def _normal(text: str, case: bool, spaces: str) -> str:
    text = text if case else text.casefold()
    if spaces == "any":
        return " ".join(text.split())
    return "\n".join(_lines(text, spaces)) if spaces == "ends" else text


def _lines(text: str, spaces: str) -> list[str]:
    if spaces == "exact":
        return text.split("\n")
    return [line.rstrip() for line in text.rstrip().replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _in_lines(got: list[str], want: list[str], case: bool, spaces: str) -> str:
    """Say which line is the first that differs; there is one."""
    for number, (line, wanted) in enumerate(zip_longest(got, want), 1):
        if line is None:
            return f"line {number} is missing: expected {shown(wanted)} (expected {len(want)} lines, got {len(got)})"
        if wanted is None:
            return f"line {number} is one too many: {shown(line)} (expected {len(want)} lines, got {len(got)})"
        if _normal(line, case, spaces) != _normal(wanted, case, spaces):
            return f"line {number} differs: {expected_got(wanted, line)}{_nature(line, wanted)}"
    return "the lines are broken at other places"


def _nature(got: str, want: str) -> str:
    """Say what simple thing a difference is."""
    if normalize("NFKC", got) == normalize("NFKC", want):
        return "; they look the same, but are written with other characters: see unicodedata.normalize"
    if got.casefold() == want.casefold():
        return "; only the case of letters differs"
    if got.rstrip() == want.rstrip():
        return _at_the_end(got, want)
    if got.lstrip() == want.lstrip():
        return "; only the space at the beginning differs"
    if "".join(got.split()) == "".join(want.split()):
        return "; only spaces differ"
    if not got:
        return "; it is empty"
    return _parting(got, want)


def _at_the_end(got: str, want: str) -> str:
    if "\n" in got[len(got.rstrip()) :] + want[len(want.rstrip()) :]:
        return "; only the line end at the end differs"
    return f"; there is {'a trailing space' if len(got) > len(want) else 'no trailing space'}"


def _parting(got: str, want: str) -> str:
    if min(len(got), len(want)) < LONG:
        return ""
    same = next((n for n, (a, b) in enumerate(zip(got, want, strict=False)) if a != b), min(len(got), len(want)))
    one, other = shown(want[same : same + LONG]), shown(got[same : same + LONG])
    return f"; they part at character {same + 1}: expected {one}, got {other}"
