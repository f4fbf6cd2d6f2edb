"""Build assignments/<name>/ in memory, look at it for leaks, and only then write it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.authoring.assignment import Workbook
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.core.answer_key import AnswerKey, Rules
from autograder.core.by_hand import HandKey
from autograder.keys.build import exercise_keys
from autograder.keys.personal_keys import of_variant, places
from autograder.keys.public import FILE, dump
from autograder.keys.rules import RULES_FILE, dump_rules
from autograder.keys.slips import with_slips
from autograder.keys.swapped import refuse_renaming
from autograder.notebooks.marks import exercise_sources, marked_sources
from autograder.notebooks.percent import read_percent
from autograder.release.leaks import refuse_leaks
from autograder.release.notebook import notebook_text, percent_text, stub_notebook

TEST = '''"""The public checks of {name}, one test per check. Run `pytest` in this folder."""

from pathlib import Path

from autograder.student import make_test

test_{name} = make_test(Path(__file__).parent)
'''


def released_folders(course: CourseFolder, names: Sequence[str] = ()) -> dict[str, dict[str, bytes]]:
    """Return what students receive of these assignments (all: none named), files by folder. Raises SourceError."""
    built = {}
    for each in course.chosen(names):
        workbook = open_workbook(course, each)
        refuse_renaming(course, each, workbook)
        built[each.name] = build_folder(workbook)
    settings, python = course.course, ".".join(map(str, sys.version_info[:2]))
    rules = dump_rules(Rules(settings.modules, settings.limits, python, settings.feedback.hint_level)).encode()
    return {name: {**files, RULES_FILE: rules} for name, files in built.items()}


def build_folder(workbook: Workbook) -> dict[str, bytes]:
    """Return the released files by name. Raises SourceError where a solution leaks or the reference is wrong."""
    notebook = stub_notebook(workbook)
    percent = percent_text(notebook)
    cells = read_percent(percent)
    stub, answer_cells = exercise_sources(cells), marked_sources(cells)
    people_grade = {each.name for each in workbook.by_hand}
    key = AnswerKey(
        assignment=workbook.name,
        exercises=with_slips(workbook, exercise_keys(workbook, None)),
        given=tuple(cell.source for cell in workbook.lesson.given),
        stub={name: source for name, source in stub.items() if name not in people_grade},
        fingerprint="",
        seed_id="",
        by_hand=tuple(HandKey(each, answer_cells[each.name]) for each in workbook.by_hand),
        drawn_places=places(workbook),
        **{**of_variant(workbook), "solution": (), "prose": (), "hidden_files": {}, "drawn": ""},
    )
    files = {
        f"{workbook.name}.ipynb": notebook_text(notebook),
        f"{workbook.name}.py": percent,
        FILE: dump(key),
        f"test_{workbook.name}.py": TEST.format(name=workbook.name),
    }
    encoded = {**{name: text.encode() for name, text in files.items()}, **workbook.files}
    refuse_leaks(workbook.lesson, encoded)
    return encoded


def write_folders(root: Path, folders: Mapping[str, Mapping[str, bytes]]) -> Sequence[Path]:
    """Write the files below root, a folder per assignment; return those that changed. Unknown files are left alone."""
    changed = []
    for folder, files in folders.items():
        for name, content in files.items():
            path = root / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.is_file() or path.read_bytes() != content:
                path.write_bytes(content)
                changed.append(path)
    return changed
