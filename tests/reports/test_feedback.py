"""What a student may read: nothing of the inputs that are not published, however hard the code tries to tell them."""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from markdown_it import MarkdownIt

import autograder.batch.grader
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.cli.main import main
from autograder.core.answer_key import AnswerKey
from autograder.core.calls import Call
from autograder.core.model import Limits, RecordStatus, Submission
from autograder.core.text import neutral_line
from autograder.errors import SourceError
from autograder.grading.grade import grade
from autograder.keys.build import exercise_keys
from autograder.keys.plan import publish
from autograder.notebooks.marks import settle_marks
from autograder.notebooks.percent import read_percent
from autograder.records.schema import Record
from autograder.records.store import make_record, write_record
from autograder.reports import feedback
from autograder.reports.feedback import BAR, shown_now, write_feedback
from autograder.sandbox.host.session import AnySandbox
from autograder.settings import Course, Feedback, Shown
from support.books import entry_of, rules_of
from support.handed_in import QUAD, TRIPLE, Borrowed, answered, hand_in, released_course
from support.tiny import CONFIG, make_course

LIMITS = Limits(call_seconds=0.5, cell_seconds=2, total_seconds=8, memory_mb=256, reply_mb=1)
SEEDS = ("a secret of the tests", "another one")
BEFORE, AFTER = datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)

RIGHT = """
# %% exercise="double"
def double(x):
    return x + x
# %% exercise="quad"
def quad(x):
    return double(double(x))
"""
# Tells all numbers of all calls that its process knows of, as text of the form that a spy asks for.
FOUND = """
# %%
import gc, sys
def numbers(things):
    for thing in things:
        if isinstance(thing, (list, tuple)):
            yield from numbers(thing)
        elif isinstance(thing, (float, np.ndarray)):
            yield from np.ravel(thing).tolist()
def found():
    return sorted(set(numbers([each.args for each in gc.get_objects() if type(each).__name__ == "Call"])))
def text(number, form="{:.6g}"):
    return form.format(number)
"""
SPIES = {
    "exception text": "raise ValueError(' '.join(map(text, found()[:30])))",
    "exception text, as hex": "raise ValueError(' '.join(number.hex() for number in found()[-12:]))",
    "exception text, as bytes": "raise ValueError(np.array(found()[:9]).tobytes().hex())",
    "exception name": "raise type('E' + '_'.join(map(text, found()[:8])), (Exception,), {})('x')",
    "missing name": "return eval('_' + found()[0].hex().translate({45: 95, 43: 95, 46: 95}))",
    "missing attribute": "return getattr(x, ' '.join(map(text, found()[:20])))",
    "missing key": "return {}[tuple(found()[:10])]",
    "wrong value": "return np.resize(found()[::-1], x.shape)",
    "wrong shape": "return np.zeros(int(abs(found()[0]) * 1e4))",
    "type name": "return type('T' + '_'.join(map(text, found()[:6])), (), {})()",
    "recursion": "return double(found()[0]) if np.ndim(x) else nothing[found()[:9]]",
    "exit code": "__import__('os')._exit(1 + int(abs(found()[0]) * 1000) % 250)",
    "import": "import importlib; importlib.import_module(' '.join(map(text, found()[:20])))",
    "syntax": "compile(' '.join(map(text, found()[:20])) + '$', 'x', 'exec')",
    "warning": "import warnings; warnings.simplefilter('error'); warnings.warn(str(found()[:20]))",
    "forged reply": """
    import json, os, struct
    for number in range(40):
        frame = json.dumps({"call": number, "failed": ["error", str(found()[:9]), ""]}).encode()
        os.write(3, struct.pack("!II", len(frame), 0) + frame)
    return x""",
    "notes": "raise type('N', (Exception,), {'__notes__': list(map(text, found()))})(str(found()[-9:]))",
    "printed": "print(found()); sys.stderr.write(str(found())); sys.displayhook(found()); return x",
    "only where it is fresh": "assert abs(np.sum(x)) > 1e9, f'{np.sum(x):.6g}, {found()[:9]}'",
}
IN_CELLS = {
    "cell": "raise ValueError(str(found()[:30]))",
    "cell that exits": "sys.exit(str(found()[:30]))",
    "cell with a name": "raise type('E' + text(found()[0]), (Exception,), {})",
    "cell that ends the process": "__import__('os')._exit(1 + int(abs(found()[0]) * 1000) % 250)",
}


SUBMISSIONS = {
    **{name: FOUND + RIGHT.replace("return x + x", body) for name, body in SPIES.items()},
    **{name: f"{FOUND}{RIGHT.replace('x + x', 'x')}# %%\n{body}\n" for name, body in IN_CELLS.items()},
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def keys(course: CourseFolder) -> dict[str, AnswerKey]:
    workbook = open_workbook(course, course.course.assignments[0])
    given = tuple(cell.source for cell in workbook.lesson.given)
    return {seed: AnswerKey("tiny", exercise_keys(workbook, seed), given, {}, "f", seed) for seed in SEEDS}


def feedback_text(record: Record, shown: Shown) -> str:
    """Return the feedback on a record that no decision speaks of."""
    return feedback.feedback_text(entry_of(record), shown)


def record_of(text: str, key: AnswerKey, sandbox: Any, **changes: Any) -> Record:
    """Return the record of a submission, as a batch makes it (without follow-through credit)."""
    cells = settle_marks(read_percent(text))[0]
    report = grade(key, cells, sandbox, LIMITS, follow_through=0.0)
    submission = replace(Submission("s001", "tiny", Path("tiny.py"), "hash", cells), **changes)
    return make_record(submission, RecordStatus.GRADED, report, key, "strict", 0.1)


def public_key(key: AnswerKey) -> AnswerKey:
    return replace(key, exercises=tuple(map(publish, key.exercises)))


def calls_of(key: AnswerKey) -> list[Call]:
    return [call for exercise in key.exercises for trial in exercise.trials for call in trial.calls]


def secrets(key: AnswerKey) -> set[float]:
    """Return every input that is not published, and every result that is expected for one."""
    near = {f"{abs(number):.6g}" for number in numbers_of(public_key(key))}
    return {number for number in numbers_of(key) if number != int(number) and f"{abs(number):.6g}" not in near}


def numbers_of(key: AnswerKey) -> set[float]:
    return {float(number) for call in calls_of(key) for number in np.ravel(call.args[0])} | expected(key)


def expected(key: AnswerKey) -> set[float]:
    trials = [trial for exercise in key.exercises for trial in exercise.trials]
    return {float(number) for trial in trials for each in trial.expected.values() for number in np.ravel(each.values)}


DECIMAL = re.compile(r"(?<![0-9A-Za-z.+/=])\d+\.\d+(?![0-9A-Za-z+/=]|\.\d)")  # no part of a hex or base64 form


def forms(number: float) -> set[str]:
    """Return how a number may be written, to four digits and more, without its sign and its power of ten."""
    size = abs(number)
    packed = [struct.pack(order, value) for order in ("<d", ">d") for value in (number, size)]
    digits = {f"{size:.3e}"[:5], f"{size:.4g}", f"{size:.5g}", f"{size:.6g}", f"{size:.4f}", repr(size)}
    plain = {form.strip("0.").replace(".", "") for form in digits}
    return {
        *(form for form in digits | plain if len(form.strip("0.")) >= 4),
        *(each.hex() for each in packed),
        *(base64.b64encode(each).decode()[:10] for each in packed),
        size.hex().split(".")[1].split("p")[0],
    }


def leaks(text: str, key: AnswerKey) -> list[str]:
    """Return the forms of secrets that a text holds anywhere but within a whole number that is published: -2.1383."""
    published = {abs(number) for number in numbers_of(public_key(key))}
    rest = DECIMAL.sub(lambda found: "|" if float(found[0]) in published else found[0], text)
    return sorted(form for number in secrets(key) for form in forms(number) if form in rest)


def staff(record: Record) -> str:
    """Return all that a student's code has said in the run with all inputs."""
    return "\n".join([*record["notes"], *(c["message"] for e in record["exercises"] for c in e["checks"])])


# --- nothing gets out --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", SUBMISSIONS.values(), ids=SUBMISSIONS.keys())
def test_no_input_that_is_not_published_and_no_expected_value_reaches_a_student(
    text: str, keys: dict[str, AnswerKey], course_sandbox: AnySandbox
) -> None:
    records = [record_of(text, keys[seed], course_sandbox) for seed in SEEDS]
    for shown in Shown:
        told = [feedback_text(record, shown) for record in records]
        # What does not depend on the secret cannot tell it.
        assert told[0] == told[1]
        for seed, said in zip(SEEDS, told, strict=True):
            assert leaks(said, keys[seed]) == []


def test_the_spies_do_find_what_they_look_for(keys: dict[str, AnswerKey], course_sandbox: AnySandbox) -> None:
    """Else the test above would prove nothing: records, which are for the staff, do hold it."""
    key = keys[SEEDS[0]]
    spies = "exception text", "exception text, as hex", "type name", "wrong value", "only where it is fresh"
    for name in spies:
        assert leaks(staff(record_of(SUBMISSIONS[name], key, course_sandbox)), key), name


def test_a_published_number_hides_no_secret_that_is_beside_it_or_begins_like_it(keys: dict[str, AnswerKey]) -> None:
    key = keys[SEEDS[0]]
    published = [f"{number:.4f}" for number in numbers_of(public_key(key)) if number != int(number)]
    assert leaks(" ".join(published), key) == []
    every = {form for secret in secrets(key) for form in forms(secret)}
    told = published[0]
    assert set(leaks("\n".join(f"{told} {form} {told}" for form in every), key)) == every
    assert set(leaks("\n".join(f"{told}{form}" for form in every), key)) == every


BIT_BY_BIT = (
    FOUND
    + """
# %% exercise="double"
def double(x):
    return x + x if sum(found()) > 0 else x
# %% exercise="quad"
def quad(x):
    return 4 * x if sum(found()) < 0 else x
# %%
if int(sum(abs(number) for number in found()) * 1000) % 2:
    raise ValueError("odd")
"""
)


def test_where_nothing_is_shown_not_even_a_verdict_depends_on_a_secret(
    keys: dict[str, AnswerKey], course_sandbox: AnySandbox
) -> None:
    told = {feedback_text(record_of(BIT_BY_BIT, key, course_sandbox), Shown.NOTHING) for key in keys.values()}
    assert len(told) == 1


def test_calls_of_public_checks_go_first_and_others_wait_for_them(keys: dict[str, AnswerKey], course_sandbox) -> None:
    key = keys[SEEDS[0]]
    public, watched = public_key(key), Borrowed(course_sandbox)
    record_of(RIGHT, key, watched)
    first, then = watched.rounds
    # Each exercise at its usual input, and at edges: other numbers, large sizes, a size of 1.
    assert len(first.calls) == len(calls_of(public)) == 2 * 4
    assert list(map(repr, first.calls)) == list(map(repr, calls_of(public)))
    assert sorted(map(repr, (*first.calls, *then.calls))) == sorted(map(repr, calls_of(key)))


# --- what is shown -----------------------------------------------------------------------------------------------

MATRIX_FAILS = RIGHT.replace("x + x", "x + x if x.ndim == 1 else x")
LEARNT_BY_HEART = RIGHT.replace("x + x", "x + x if x.flat[0] in @FIRST@ else x")


@pytest.fixture(scope="module")
def told(keys: dict[str, AnswerKey], course_sandbox: AnySandbox) -> dict[str, Record]:
    key = keys[SEEDS[0]]
    first = [float(call.args[0].flat[0]) for call in calls_of(public_key(key))]
    texts = {"matrix fails": MATRIX_FAILS, "learnt by heart": LEARNT_BY_HEART.replace("@FIRST@", repr(first))}
    return {name: record_of(text, key, course_sandbox) for name, text in texts.items()}


def test_by_nothing_the_score_is_that_of_the_public_checks(told: dict[str, Record]) -> None:
    text = feedback_text(told["matrix fails"], Shown.NOTHING)
    assert "Public checks: 50 of 50 points. The grade also counts checks that are not shown here." in text
    assert "hidden" not in text
    assert "✓ double: 20 of 20 points" in text


def test_by_name_a_hidden_check_is_named_and_no_more(told: dict[str, Record]) -> None:
    text = feedback_text(told["matrix fails"], Shown.NAME)
    assert "    ✗ the numbers in your result (y_2, hidden): 0 of 20\n" in text
    assert f"Score: {told['matrix fails']['score']:g} of 100 points." in text
    assert BAR not in text


def test_by_message_the_authors_words_are_added(told: dict[str, Record]) -> None:
    text = feedback_text(told["matrix fails"], Shown.MESSAGE)
    assert f"{BAR}not right at inputs that are not published\n      {BAR}does it work for a matrix?" in text


@pytest.mark.parametrize("shown", [Shown.NAME, Shown.MESSAGE])
def test_a_public_check_that_fails_elsewhere_is_said_to(shown: Shown, told: dict[str, Record]) -> None:
    text = feedback_text(told["learnt by heart"], shown)
    assert (
        f"✗ y against a numeric derivative: 0 of 15\n      {BAR}right at the published inputs, but not at others"
        in text
    )
    assert "✓ double: 20 of 20 points" in feedback_text(told["learnt by heart"], Shown.NOTHING)


def test_a_known_mistake_gets_its_sentence_at_published_inputs_always(keys, course_sandbox: AnySandbox) -> None:
    record = record_of(RIGHT.replace("x + x", "x"), keys[SEEDS[0]], course_sandbox)
    for shown in Shown:
        assert "The input is returned as it came: double it." in feedback_text(record, shown)


def test_what_several_checks_have_to_say_is_said_once(keys, course_sandbox: AnySandbox) -> None:
    record = record_of(RIGHT.replace("return x + x", "return 1 / 0"), keys[SEEDS[0]], course_sandbox)
    text = feedback_text(record, Shown.NOTHING)
    assert text.count("`double` raised ZeroDivisionError: division by zero (line 2 of its cell)") == 1


def test_an_exercise_that_is_right_takes_one_line(keys: dict[str, AnswerKey], course_sandbox: AnySandbox) -> None:
    record = record_of(RIGHT, keys[SEEDS[0]], course_sandbox)
    lines = ["Score: 100 of 100 points.", "✓ double: 40 of 40 points", "✓ quad: 60 of 60 points"]
    assert feedback_text(record, Shown.MESSAGE) == "\n\n".join(["tiny: feedback for s001", *lines]) + "\n"


def test_cells_that_fail_are_noted_and_a_flood_of_them_is_one_note(keys, course_sandbox: AnySandbox) -> None:
    record = record_of(RIGHT + "# %%\n1 / 0\n" * 50, keys[SEEDS[0]], course_sandbox, notes=("a note of the reading",))
    text = feedback_text(record, Shown.NOTHING)
    assert f"Notes:\n  {BAR}a note of the reading\n  {BAR}a cell (1 / 0) did not run to its end" in text
    assert "49 further cells that answer no exercise did not run to their end either" in text
    assert text.count("did not run") == 2


def test_many_notes_of_the_reading_are_cut(keys: dict[str, AnswerKey], course_sandbox: AnySandbox) -> None:
    notes = tuple(f"note {number}" for number in range(50))
    text = feedback_text(record_of(RIGHT, keys[SEEDS[0]], course_sandbox, notes=notes), Shown.NOTHING)
    assert "… and 30 more" in text
    assert text.count("note ") == 20


def test_an_exercise_that_is_as_released_is_not_attempted(keys, course_sandbox: AnySandbox) -> None:
    stub = "def quad(x):\n    raise NotImplementedError"
    key = replace(keys[SEEDS[0]], stub={"quad": stub})
    text = re.sub(r"def quad.*", stub, RIGHT, flags=re.DOTALL)
    assert "· quad: not attempted, 0 of 30 points" in feedback_text(record_of(text, key, course_sandbox), Shown.NOTHING)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (RecordStatus.MISSING, "Nothing was handed in."),
        (RecordStatus.UNREADABLE, f"The file could not be read:\n{BAR}this is not a notebook"),
        (RecordStatus.BROKEN, "through our fault and not yours"),
    ],
)
def test_what_was_not_graded_is_said_to_be(status: RecordStatus, said: str, keys: dict[str, AnswerKey]) -> None:
    submission = Submission("s001", "tiny", None, "", (), problem="this is not a notebook")
    record = make_record(submission, status, None, keys[SEEDS[0]], "strict", 0.0)
    text = feedback_text(record, Shown.NOTHING)
    assert said in text
    assert ("this is not a notebook" in text) == (status is RecordStatus.UNREADABLE)


def test_lateness_is_told_where_the_score_is(told: dict[str, Record]) -> None:
    late: Record = {**told["matrix fails"], "submitted": "2027-01-24T00:00:00+00:00"}
    assert "2 days late: 20 points off" in feedback_text(late, Shown.NAME)
    assert "late" not in feedback_text(late, Shown.NOTHING)
    assert "handed in 2027-01-24 00:00 UTC" in feedback_text(late, Shown.NOTHING)


# --- before and after the due date -------------------------------------------------------------------------------


def test_the_due_date_and_its_grace_decide(course: CourseFolder) -> None:
    assignment = course.course.assignments[0]
    late = replace(course.course.late, grace=timedelta(hours=1))
    made = replace(course.course, feedback=Feedback(hidden="name", hidden_after_due="message"), late=late)
    assert assignment.due is not None
    moments = [assignment.due, assignment.due + late.grace, assignment.due + late.grace + timedelta(seconds=1)]
    assert [shown_now(made, assignment, moment) for moment in moments] == [Shown.NAME, Shown.NAME, Shown.MESSAGE]
    assert shown_now(made, replace(assignment, due=None), AFTER) is Shown.NAME


def test_by_default_nothing_is_shown_of_hidden_checks(course: CourseFolder) -> None:
    for now in (BEFORE, AFTER):
        assert shown_now(course.course, course.course.assignments[0], now) is Shown.NOTHING


def test_a_file_a_student_and_assignment_is_rewritten(
    told: dict[str, Record], course: CourseFolder, tmp_path: Path
) -> None:
    made: Course = replace(course.course, feedback=Feedback("nothing", "message"))
    record = told["matrix fails"]
    elsewhere: Record = {**record, "assignment": "not in the course"}
    write_record(tmp_path, record)
    rules = rules_of(made)
    path = tmp_path / "feedback" / "s001" / "tiny.txt"
    for now, shown in ((BEFORE, Shown.NOTHING), (AFTER, Shown.MESSAGE)):
        assert write_feedback(tmp_path, filter(None, map(rules.entry, [record, elsewhere])), made, now) == 1
        assert path.read_text("utf-8") == feedback_text(record, shown)
    written = sorted(file.name for file in (tmp_path / "feedback").rglob("*.*"))
    assert written == ["tiny.html", "tiny.md", "tiny.txt"]


def test_the_command_writes_what_grading_has_kept(
    tmp_path: Path, course_sandbox: AnySandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    course = released_course(tmp_path)
    hand_in(course, "s001", answered(course, double=TRIPLE, quad=QUAD))
    monkeypatch.setattr(autograder.batch.grader, "open_sandbox", lambda *_, **__: Borrowed(course_sandbox))
    monkeypatch.chdir(course.root)
    assert main(["grade", "--jobs", "1"]) == main(["export", "feedback", "grades"]) == 0
    assert capsys.readouterr().out.endswith("feedback:    grades/feedback: 1 files\n")
    text = (course.root / "grades" / "feedback" / "s001" / "tiny.txt").read_text("utf-8")
    assert "Public checks: 15 of 50 points." in text
    assert "expected" in text


@pytest.mark.parametrize("policy", ['"name"', 'Feedback(hidden="everything")', "Feedback(hidden_after_due=None)"])
def test_another_policy_is_refused_with_its_line(policy: str, tmp_path: Path) -> None:
    config = CONFIG.replace("Assignment, Course", "Assignment, Course, Feedback")
    config = config.replace("    assignments=(", f"    feedback={policy},\n    assignments=(")
    with pytest.raises(SourceError, match=r'course_config\.py:10: feedback must be .* "nothing", "name", "message"'):
        make_course(tmp_path, config=config)


# --- harmless to its reader --------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\x1b[2J\x1b]0;title\x07",
    "::error::x\n::add-mask::1",
    "##[error]x ##vso[task.complete]",
    "[x](javascript:alert(1)) ![y](http://example.com/z.png) <http://example.com> http://example.com",
    "a\u202eb\u2066c\ufffe\x01",
    "| a | b |\n# head\n- list\n```\ncode",
]


def hostile_texts(keys: dict[str, AnswerKey], sandbox: AnySandbox) -> Iterator[str]:
    for text in HOSTILE:
        body = f"raise type({text.replace(chr(0), '')!r}, (Exception,), {{}})({text * 3!r})"
        source = RIGHT.replace("return x + x", body) + f"# %%\n'{text.splitlines()[0]}'; raise ValueError({text!r})\n"
        record = record_of(source, keys[SEEDS[0]], sandbox, student=text, notes=(text,))
        yield from (feedback_text(record, shown) for shown in Shown)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.add(tag)


def test_feedback_is_nothing_but_text_wherever_it_is_pasted(keys, course_sandbox: AnySandbox) -> None:
    for text in hostile_texts(keys, course_sandbox):
        assert all(char.isprintable() or char == "\n" for char in text)
        assert not Tags(text).found
        rendered = Tags(MarkdownIt("commonmark", {"linkify": False}).enable("table").render(text)).found
        assert not rendered & {"a", "img", "script", "table", "h1"}
        for line in text.splitlines():
            assert not line.lstrip().startswith(("::", "=", "+", "-", "@"))
            assert "##[" not in line
            assert "##vso[" not in line
            assert len(line) <= 120


@pytest.mark.parametrize("text", HOSTILE)
def test_neutralising_a_line_twice_changes_nothing(text: str) -> None:
    assert neutral_line(neutral_line(text)) == neutral_line(text)
