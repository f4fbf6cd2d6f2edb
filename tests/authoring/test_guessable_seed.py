"""A seed that could be guessed is told at release, and stops nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.guessable_seed import guessable
from autograder.cli.main import main
from support.tiny import CONFIG, make_course

LONG = "a sentence that nobody knows"


@pytest.mark.parametrize("seed", ["short", "x", "2027", "password", "a" * 40, "a b c d e f g h"])
def test_a_seed_that_is_short_or_of_few_letters_can_be_guessed(seed: str) -> None:
    assert "short enough to be guessed" in guessable(seed)


@pytest.mark.parametrize("seed", [LONG, "3f9c2a7e1b8d4c60", "Überraschung für alle"])
def test_a_sentence_and_what_was_drawn_at_random_cannot(seed: str) -> None:
    assert guessable(seed) == ""


@pytest.mark.parametrize(("seed", "told"), [("short", True), (LONG, False)])
def test_a_release_tells_of_it_and_goes_on(tmp_path: Path, monkeypatch, capsys, seed: str, told: bool) -> None:
    course = make_course(tmp_path, config=with_seed(seed))
    monkeypatch.chdir(tmp_path)
    assert main(["release"]) == 0
    assert ("short enough to be guessed" in capsys.readouterr().out) is told
    assert (course.assignments / "tiny" / "tiny.ipynb").exists()


def test_an_audit_tells_of_it_too(tmp_path: Path, monkeypatch, capsys) -> None:
    make_course(tmp_path, config=with_seed("short"))
    monkeypatch.chdir(tmp_path)
    main(["audit"])
    assert "NOTE: the seed in course_config.py is short enough to be guessed" in capsys.readouterr().out


def with_seed(seed: str) -> str:
    before, _, after = CONFIG.partition("seed=")
    return f'{before}seed="{seed}"{after[after.index(",") :]}'
