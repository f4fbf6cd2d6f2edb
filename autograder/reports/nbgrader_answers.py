"""What students wrote for people to read, as cells of a notebook that a grader opens in the browser.

nbgrader shows Markdown as a web page of its own origin, where a script could grade. So no tag, no address of another
place and no output but a picture gets into these cells; what is written looks the same.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.core.text import plain_text
from autograder.gradebook.entries import Entry
from autograder.notebooks.pictures import ENDINGS, Drawn, pictures_in
from autograder.reports.hand_view import is_by_hand

# A tag begins with a letter, / ! or ? right behind the sign: a space between them, and it is text, in TeX as well.
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_PICTURE = re.compile(r"!(?=\[)")
_TARGET = re.compile(r"\](?=[(\[:])")


@dataclass(frozen=True)
class Written:
    """An answer: its text, and the pictures that belong to it."""

    text: str
    pictures: Sequence[Drawn]


def written_answers(entry: Entry, text: str) -> dict[str, Written]:
    """Return the answers of an entry that people grade, by exercise. text: of the file that was handed in."""
    made = entry.record["exercises"] if entry.record else []
    answers = {each["name"]: each["answer"]["text"] for each in made if is_by_hand(each) and "answer" in each}
    pictures = pictures_in(text) if answers else {}
    return {name: Written(said, pictures.get(name, ())) for name, said in answers.items()}


def written_cell(cell: Mapping[str, Any], written: Mapping[str, Written]) -> Mapping[str, Any] | None:
    """Return a released cell with the answer that was written into it, None where it is no such cell."""
    answer = written.get(str(cell["metadata"].get("exercise")))
    if answer is None:
        return None
    if cell["cell_type"] == "code":
        return {**cell, "source": answer.text, "outputs": [_output(each) for each in answer.pictures]}
    names = [f"picture-{number}{ENDINGS[each.kind]}" for number, each in enumerate(answer.pictures, 1)]
    shown = [f"![a picture that was handed in](attachment:{name})" for name in names]
    attached = dict(zip(names, map(_bundle, answer.pictures), strict=True))
    return {
        **cell,
        "source": "\n\n".join([harmless_markdown(answer.text), *shown]),
        **({"attachments": attached} if attached else {}),
    }


def harmless_markdown(text: str) -> str:
    """Return Markdown without tags, links and pictures; all else in it stays as it is."""
    for pattern, other in ((_TAG, "< "), (_PICTURE, ""), (_TARGET, "] ")):
        text = pattern.sub(other, text)
    return plain_text(text)


def _bundle(picture: Drawn) -> dict[str, str]:
    return {picture.kind: base64.b64encode(picture.data).decode("ascii")}


def _output(picture: Drawn) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {}, "data": _bundle(picture)}
