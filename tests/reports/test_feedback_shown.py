"""What feedback shows before and after the due date, and that it harms no reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

import autograder.batch.grader
from autograder.authoring.course import CourseFolder
from autograder.cli.main import main
from autograder.core.answer_key import AnswerKey
from autograder.core.model import RecordStatus, Submission
from autograder.core.text import neutral_line
from autograder.errors import SourceError
from autograder.records.schema import Record
from autograder.records.store import make_record, write_record
from autograder.reports.feedback import BAR, shown_now, write_feedback
from autograder.sandbox.host.session import AnySandbox
from autograder.settings import Course, Feedback, Shown
from support.books import rules_of
from support.feedback_texts import RIGHT, SEEDS, feedback_text, record_of
from support.handed_in import QUAD, TRIPLE, Borrowed, answered, hand_in, released_course
from support.tiny import CONFIG, make_course

BEFORE, AFTER = datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)


# --- what is shown -----------------------------------------------------------------------------------------------


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
    assert capsys.readouterr().out.endswith("feedback:    grades/feedback: 1 file\n")
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
