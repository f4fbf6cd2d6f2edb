"""A release says which modules of course_config.py are not installed here."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.release.absent_modules import absent_modules
from support.tiny import CONFIG, make_course


@pytest.mark.parametrize("name", ["no_such_module", "no_such_package.part", "pytest.no_such_part"])
def test_a_module_that_is_not_installed_is_told_with_its_line(tmp_path: Path, name: str) -> None:
    course = make_course(tmp_path, config=CONFIG.replace("    seed=", f"    modules=('{name}',),\n    seed="))
    assert list(absent_modules(course)) == [
        f"course_config.py:9: the module `{name}` is not installed here: "
        "correct the name, or see that it is installed where answers are graded"
    ]


def test_a_module_that_is_installed_is_not_told(tmp_path: Path) -> None:
    course = make_course(tmp_path, config=CONFIG.replace("    seed=", "    modules=('pytest',),\n    seed="))
    assert list(absent_modules(course)) == []
