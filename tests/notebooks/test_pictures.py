"""Which pictures of a notebook's cell are taken, and which of a stranger's bytes are not."""

from __future__ import annotations

import base64
import json

import pytest

from autograder.notebooks.ipynb import read_notebook
from autograder.notebooks.pictures import AT_MOST, BYTES_AT_MOST, Drawn, pictures_in, pictures_of
from support.hand_graded import PNG, picture_bundle

JPEG = b"\xff\xd8\xff\xe0 a photograph"


def output(**data: object) -> dict[str, object]:
    made = {kind.replace("_", "/"): value for kind, value in data.items()}
    return {"output_type": "display_data", "metadata": {}, "data": made}


def test_pictures_that_are_attached_come_before_those_that_are_drawn() -> None:
    raw = {"attachments": {"a.jpg": picture_bundle(JPEG, "image/jpeg")}, "outputs": [output(**picture_bundle())]}
    assert pictures_of(raw) == (Drawn("image/jpeg", JPEG), Drawn("image/png", PNG))


def test_a_picture_in_lines_is_put_together() -> None:
    text = base64.encodebytes(PNG).decode()
    assert pictures_of({"outputs": [output(image_png=text.splitlines(keepends=True))]}) == (Drawn("image/png", PNG),)


@pytest.mark.parametrize(
    "raw",
    [
        {"outputs": [output(image_png=base64.b64encode(b"<svg onload=x()>").decode())]},
        {"outputs": [output(image_png="no base64!")]},
        {"outputs": [output(text_html="<script>x()</script>")]},
        {"outputs": [output(image_png=base64.b64encode(PNG + b"x" * BYTES_AT_MOST).decode())]},
        {"outputs": [{"data": None}, None, 3], "attachments": [1]},
        {"attachments": {"a": {"image/png": {"a": 1}}, "b": "text"}, "outputs": "text"},
    ],
    ids=["renamed", "damaged", "page", "huge", "shapes", "more shapes"],
)
def test_nothing_but_bounded_pictures_is_taken(raw: dict[str, object]) -> None:
    assert pictures_of(raw) == ()


def test_a_cell_has_few_pictures() -> None:
    assert len(pictures_of({"outputs": [output(**picture_bundle())] * 1000})) == AT_MOST


def test_cells_know_how_many_pictures_answer_an_exercise() -> None:
    attached = {"attachments": {"a": picture_bundle()}}
    marked = {"cell_type": "markdown", "metadata": {"exercise": "e"}, "source": "", **attached}
    plain = {"cell_type": "code", "metadata": {}, "source": "1", "outputs": [output(**picture_bundle())]}
    text = json.dumps({"cells": [marked, plain], "nbformat": 4})
    assert [cell.pictures for cell in read_notebook(text)] == [1, 0]
    assert pictures_in(text) == {"e": (Drawn("image/png", PNG),)}


@pytest.mark.parametrize("text", ["", "[", "[]", '{"cells": 3}', '{"cells": [3, {"metadata": 4}]}', "[" * 100_000])
def test_what_is_no_notebook_has_no_pictures(text: str) -> None:
    assert pictures_in(text) == {}
