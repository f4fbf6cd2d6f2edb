"""Work that does not lie where it should is found where it is unmistakable, with a note, and never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.submissions.find import SubmissionRef, find_submissions

ASSIGNMENTS = ["derivatives", "chain_rule"]


def refs(root: Path, *files: str) -> dict[str, SubmissionRef]:
    for name in files:
        path = root / "s" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n")
    return {ref.assignment: ref for ref in find_submissions(root, ASSIGNMENTS)}


@pytest.mark.parametrize(
    ("file", "place", "said"),
    [
        ("Derivatives/derivatives.ipynb", "Derivatives", "s/Derivatives"),
        ("DERIVATIVES/hw.py", "DERIVATIVES", "s/DERIVATIVES"),
        ("derivatives.ipynb", "", "s"),
        ("Derivatives.ipynb", "", "s"),
        ("homework9/derivatives.py", "homework9", "s/homework9"),
        ("student-kit/assignments/derivatives/derivatives.ipynb", "student-kit/assignments/derivatives", None),
    ],
)
def test_it_is_found_where_it_is_unmistakable(tmp_path: Path, file: str, place: str, said: str | None) -> None:
    found = refs(tmp_path, file)
    assert found["derivatives"].folder == tmp_path / "s" / place
    assert found["derivatives"].note == (f"it was found in {said or f's/{place}'}: its right place is s/derivatives")
    assert found["chain_rule"].missing


@pytest.mark.parametrize(
    "files",
    [
        ("homework9/x.ipynb",),
        ("a/derivatives/x.py", "b/derivatives/x.py"),
        ("Derivatives/notes.txt",),
        (".hidden/derivatives/derivatives.py",),
        ("1/2/3/4/5/6/7/derivatives/derivatives.py",),
    ],
)
def test_what_could_be_several_or_nothing_is_not_guessed(tmp_path: Path, files: tuple[str, ...]) -> None:
    found = refs(tmp_path, *files)
    assert (found["derivatives"].missing, found["derivatives"].note) == (True, "")


def test_the_right_place_comes_first_and_links_are_not_followed(tmp_path: Path) -> None:
    found = refs(tmp_path, "derivatives/derivatives.py", "Derivatives/derivatives.py")
    assert (found["derivatives"].folder.name, found["derivatives"].note) == ("derivatives", "")
    outside = tmp_path / "outside"
    (outside / "Chain Rule").mkdir(parents=True)
    (outside / "Chain Rule" / "chain_rule.py").write_text("x = 1\n")
    (tmp_path / "s" / "link").symlink_to(outside)
    assert refs(tmp_path)["chain_rule"].missing
