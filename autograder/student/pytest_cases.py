"""The public checks as pytest tests, one test per check."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from autograder.core.verdicts import Verdict
from autograder.errors import AutograderError, UsageError
from autograder.student.check_file import check_with_levels
from autograder.student.hint_levels import at_level
from autograder.student.released import read_key
from autograder.student.text import mark, sentence
from autograder.student.view import FAIL, OPEN


def make_test(folder: Path) -> Callable[..., None]:
    """Return a pytest test with one case a public check: a failure is a sentence, what was not attempted is skipped."""
    import pytest

    try:
        cases = [(key.name, check.name) for key in read_key(folder).exercises for check in key.checks]
    except UsageError as error:
        return _failing(str(error))

    @cache  # the file is run once, for the first case
    def verdicts() -> dict[tuple[str, str], Verdict] | str:
        try:
            checked = check_with_levels(folder)
        except AutograderError as error:
            return str(error)
        told = [at_level(each, checked.levels[each.name]) for each in checked.report.exercises]
        return {(each.name, verdict.check.name): verdict for each in told for verdict in each.verdicts}

    @pytest.mark.parametrize(("exercise", "name"), cases, ids=[f"{a}: {b}" for a, b in cases])
    def test(exercise: str, name: str) -> None:
        found = verdicts()
        if isinstance(found, str):
            pytest.fail(found, pytrace=False)
        verdict = found[exercise, name]
        if mark(verdict) == OPEN:
            pytest.skip("not attempted")
        if mark(verdict) == FAIL:
            pytest.fail(sentence(exercise, verdict), pytrace=False)

    return test


def _failing(message: str) -> Callable[..., None]:
    def test() -> None:
        import pytest

        pytest.fail(message, pytrace=False)

    return test
