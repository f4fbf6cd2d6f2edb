"""Every attack of tests/attacks/, at each level of the sandbox: it gains nothing, harms nothing and leaves nothing.

An attack is a submission for the tiny course. Its docstring says what it tries and what it is worth: the points that
the same submission gets without its attack (15: both answers are wrong, but of the right shape). In its text

    @TARGET@    is a folder with a gradebook that is not its to touch
    @SOLUTION@  is a folder with the solution
    @VICTIM@    is the id of a process, and @PORT@ a port, that it has no business with
    @PUBLIC@    is what a student can find out from published files: (exercise, input, right result)
    @SECRET@    is a word that only the grader knows
    @U+001B@    is that character

It runs in the sandbox only, takes little if nothing stops it, and touches no other files, processes and ports.
"""

from __future__ import annotations

import ast
import importlib
import os
import re
import resource
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.authoring.course import open_workbook
from autograder.core.answer_key import AnswerKey
from autograder.core.model import Limits, RecordStatus, Status, Submission
from autograder.core.seed_id import seed_id
from autograder.core.verdicts import Report
from autograder.grading.grade import failed_everywhere, grade
from autograder.keys.build import PUBLIC_SEED, exercise_keys
from autograder.notebooks.marks import settle_marks
from autograder.notebooks.percent import read_percent
from autograder.records.schema import Record
from autograder.records.store import make_record, read_record, record_path, write_record
from autograder.reports.github import github_summary
from autograder.reports.grades_csv import grades_csv
from autograder.reports.table import table_of
from autograder.reports.terminal import show
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.isolation import Level, available
from autograder.sandbox.host.session import AnySandbox
from autograder.student.text import report_text
from autograder.submissions.find import SubmissionRef, find_submissions
from autograder.submissions.read import read_submission
from support.books import gradebook_of
from support.tiny import LESSON, make_course

ATTACKS = sorted((Path(__file__).parent / "attacks").glob("*.py"))
SECRET = "a secret of the tests"
SHORT = Limits(call_seconds=0.3, cell_seconds=0.3, total_seconds=0.8, memory_mb=256, reply_mb=1)
PATIENT = Limits(call_seconds=20, cell_seconds=20, total_seconds=60, memory_mb=256, reply_mb=1)
WRONG = """
# %% exercise="double"
def double(x):
    return x + 1.0
# %% exercise="quad"
def quad(x):
    return x - 1.0
"""
HONEST = """
# %% exercise="double"
def double(x):
    return x + x
# %% exercise="quad"
def quad(x):
    return double(double(x))
"""
NOISE_KB = 48 * 1024

linux = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="attacks need the forked sandbox, so Linux")


@dataclass
class World:
    """What an attack meets: a running sandbox, and things that are not its own."""

    sandbox: AnySandbox
    key: AnswerKey
    target: Path
    victim: subprocess.Popen[bytes]
    server: socket.socket
    words: dict[str, str]

    def grade(self, text: str, limits: Limits) -> Report:
        return grade(self.key, settle_marks(read_percent(text))[0], self.sandbox, limits)

    def filled(self, text: str) -> str:
        for word, value in self.words.items():
            text = text.replace(f"@{word}@", value)
        return re.sub("@U\\+([0-9A-F]+)@", lambda match: chr(int(match[1], 16)), text)

    def traces(self) -> dict[str, object]:
        """Return what must be the same before and after an attack."""
        for sandbox in (self.sandbox, self.sandbox.beside()):
            for server in vars(sandbox)["_servers"].values():
                if server.owes_report:  # the last worker was killed, and may still be on its way out
                    server.report()
        stat = Path(f"/proc/{self.victim.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return {
            "files": {path.name: path.read_bytes() if path.is_file() else b"" for path in self.target.iterdir()},
            "mode": oct((self.target / "gradebook.db").stat().st_mode),
            "left elsewhere": sorted(Path(tempfile.gettempdir()).glob("attack-*")),
            "descriptors": len(os.listdir("/proc/self/fd")),
            "processes": sorted(descendants(os.getpid())),
            "victim": (self.victim.poll(), stat[0] in "tTZ", stat[16]),
            "callers": self._callers(),
        }

    def _callers(self) -> int:
        try:
            self.server.accept()[0].close()
        except BlockingIOError:
            return 0
        return 1


def descendants(pid: int) -> Iterator[int]:
    """Yield the processes below pid, zombies among them."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield int(child)
            yield from descendants(int(child))


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> AnswerKey:
    # Of all compositions this one gives away most: what the last inner call returns is the answer.
    lesson = re.sub(
        "(def quad.*?    ### BEGIN SOLUTION\n).*?\n", r"\1    return double(double(x))\n", LESSON, flags=re.DOTALL
    )
    course = make_course(tmp_path_factory.mktemp("course"), lesson=lesson)
    workbook = open_workbook(course, course.course.assignments[0])
    given = tuple(cell.source for cell in workbook.lesson.given)
    solution = (*given, *(cell.source for cell in workbook.lesson.exercises.values()))
    return AnswerKey("tiny", exercise_keys(workbook, SECRET), given, {}, "", seed_id(SECRET), solution)


@pytest.fixture(scope="module", params=[Level.STRICT, Level.PORTABLE], ids=str)
def world(request: pytest.FixtureRequest, key: AnswerKey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    if request.param not in available():
        pytest.skip(f"this machine has no {request.param} sandbox")
    target, solution = tmp_path_factory.mktemp("target"), tmp_path_factory.mktemp("solution")
    (target / "gradebook.db").write_text("0")
    (solution / "lesson.py").write_text(LESSON, "utf-8")
    for folder in (target, solution):  # nothing but the sandbox is to stand between
        folder.chmod(0o777)
    victim = subprocess.Popen(["sleep", "600"], start_new_session=True)
    with socket.create_server(("127.0.0.1", 0)) as server, open_sandbox("forked", level=request.param) as sandbox:
        server.setblocking(False)
        words = {
            "TARGET": str(target),
            "SOLUTION": str(solution),
            "VICTIM": str(victim.pid),
            "PORT": str(server.getsockname()[1]),
            "PUBLIC": repr(public_knowledge(key)),
            "SECRET": SECRET,
        }
        made = World(sandbox, key, target, victim, server, words)
        # A fork server starts when it is first needed, and so does a reference's.
        for text in (HONEST, f"# %%\nimport matplotlib\n{HONEST}", HONEST.replace("x + x", "x + 1.0")):
            made.grade(text, PATIENT)
        yield made
    victim.kill()
    victim.wait()


def public_knowledge(key: AnswerKey) -> list[tuple[str, object, object]]:
    factor = {"double": 2.0, "quad": 4.0}
    calls = [call for exercise in key.exercises for call in exercise.trials[0].calls]
    return [(call.function, call.args[0].tolist(), (factor[call.function] * call.args[0]).tolist()) for call in calls]


def points(report: Report) -> float:
    return sum(exercise.score for exercise in report.exercises)


def texts(report: Report) -> list[str]:
    verdicts = [verdict for exercise in report.exercises for verdict in exercise.verdicts]
    return [*report.notes, *(exercise.note for exercise in report.exercises), *(each.message for each in verdicts)]


# --- the attacks -------------------------------------------------------------------------------------------------


def worth(attack: str) -> float:
    found = re.match('"""[A-Z][^"]*\\n\\nWorth: ([0-9]+)\\n"""\\n', attack)
    assert found, "an attack starts with a docstring: what it tries, and what it is worth without trying"
    return float(found[1])


@linux
@pytest.mark.parametrize("file", ATTACKS, ids=lambda file: file.stem)
def test_an_attack_gains_nothing_and_leaves_nothing(file: Path, world: World) -> None:
    attack = file.read_text("utf-8")
    before, memory, started = world.traces(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    report = world.grade(world.filled(attack), SHORT)
    assert time.monotonic() - started < 30  # SHORT allows a few seconds; a loaded machine takes some more
    assert points(report) <= worth(attack), texts(report)
    assert not {verdict.status for each in report.exercises for verdict in each.verdicts} & {Status.BROKEN}
    for text in texts(report):
        assert text.isprintable()
        assert len(text) < 1000
        assert SECRET not in text
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < NOISE_KB
    assert points(world.grade(HONEST, PATIENT)) == 100
    assert world.traces() == before


@linux
def test_a_wrong_answer_is_worth_what_the_attacks_say(world: World) -> None:
    assert points(world.grade(WRONG, PATIENT)) == max(worth(file.read_text("utf-8")) for file in ATTACKS) == 15


@linux
def test_what_is_published_is_right(world: World) -> None:
    """Else the attack that knows it by heart would prove nothing."""
    text = world.filled((Path(__file__).parent / "attacks" / "public_answers.py").read_text("utf-8"))
    trials = [exercise.trials[0] for exercise in world.key.exercises]
    exercises = tuple(
        type(each)(each.name, each.points, each.checks, (trial,))
        for each, trial in zip(world.key.exercises, trials, strict=True)
    )
    public = AnswerKey("tiny", exercises, world.key.given, {}, "", seed_id(PUBLIC_SEED))
    assert points(grade(public, settle_marks(read_percent(text))[0], world.sandbox, PATIENT)) == 100


def test_an_attack_on_the_workers_own_names_finds_them() -> None:
    modules = [importlib.import_module(f"autograder.{name}") for name in ("sandbox.worker.main", "core.values")]
    modules += [
        importlib.import_module(f"autograder.sandbox.{name}") for name in ("worker.functions", "protocol.codec")
    ]
    sought = set[str]()
    for name in ("patch_functions", "patch_worker", "rewrite_code", "read_prerequisite"):
        tree = ast.parse((Path(__file__).parent / f"attacks/{name}.py").read_text())
        compared = (node for node in ast.walk(tree) if isinstance(node, ast.Compare | ast.For))
        parts = (part for node in compared for part in ast.walk(node.iter if isinstance(node, ast.For) else node))
        sought |= {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    sought -= {"__name__", "__module__", ""}
    assert len(sought) > 5
    assert [name for name in sorted(sought) if not any(hasattr(module, name) for module in modules)] == []


def test_there_are_many_attacks() -> None:
    assert len(ATTACKS) >= 60


# --- text and files, which never come near a worker --------------------------------------------------------------

NAMES = [
    "=cmd|' !A0",
    "@SUM(1)",
    "+1",
    "-1",
    "<script>alert(1)<",
    "<img src=x onerror=alert(1)>",
    "::error::x",
    "##[error]x",
    "##vso[task.complete]",
    "[x](javascript:1)",
    "a\nb",
    "a\x1b[2J",
    "a\x01b",
    "a\u202eb",
    "a\ufffe",
    "a\\..\\..\\x",
    "n" * 240,
    "CON",
    "{{7*7}}",
    "[red]x[bold]",
    "\t=1",
    "x;=1",
    "＝1",
    "﹢1",
    '"=1',
    "e\u0301",
    "\u200bx",
    "x\ufeff",
    "refused-x",
    "a\u2028::error::x",
    "`x`",
    "|x|",
    "a\r",
    "\x9b31m",
]
FORBIDDEN_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def commands(output: str) -> list[str]:
    """Return the lines that a CI system takes for commands: ones that start with ::, or have ##[ or ##vso[ anywhere."""
    return [line for line in output.splitlines() if line.strip().startswith("::") or re.search(r"##(vso)?\[", line)]


@pytest.fixture(scope="module")
def class_of_names(key: AnswerKey, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Record]]:
    """Records of students whose names attack anyone who reads them, made as a batch makes them."""
    root, out = tmp_path_factory.mktemp("submitted"), tmp_path_factory.mktemp("grades")
    for name in NAMES:
        (root / name / "tiny").mkdir(parents=True)
    records = []
    for ref in find_submissions(root, ["tiny"]):
        submission = read_submission(ref, key.stub, Limits())
        report = failed_everywhere(key, Status.NOT_ATTEMPTED, submission.problem)
        records.append(make_record(submission, RecordStatus.UNREADABLE, report, key, "none", 0.0))
        write_record(out, records[-1])
    return out, records


@pytest.mark.skipif(os.name != "posix", reason="such names are not possible here")
def test_names_neither_leave_their_folder_nor_clash(class_of_names: tuple[Path, list[Record]]) -> None:
    out, records = class_of_names
    assert len(list(out.rglob("*.json"))) == len(NAMES) == len({record["student"] for record in records})
    for record in records:
        assert not FORBIDDEN_IN_XML.search(record["student"])
        assert read_record(record_path(out, "tiny", record["student"])) == record


@pytest.mark.skipif(os.name != "posix", reason="such names are not possible here")
def test_names_are_neither_formulas_nor_markup_in_exports(class_of_names: tuple[Path, list[Record]]) -> None:
    table = table_of(gradebook_of(class_of_names[1]))
    for line in grades_csv(table).splitlines()[1:]:
        assert line.lstrip('"')[:1] not in "=+-@\t"
    summary = github_summary(table)
    assert "<" not in summary
    assert "::" not in summary
    assert "](" not in summary
    assert all(line.startswith("|") for line in summary.splitlines())


@pytest.mark.skipif(os.name != "posix", reason="such names are not possible here")
def test_names_cannot_give_commands_to_a_ci_system(
    class_of_names: tuple[Path, list[Record]], capsys: pytest.CaptureFixture[str]
) -> None:
    show(table_of(gradebook_of(class_of_names[1])))
    shown = capsys.readouterr().out
    assert "CON" in shown
    assert commands(shown) == []


@linux
@pytest.mark.parametrize("text", ["::error::x", "::add-mask::1", "##[error]x", "##vso[task.complete]"])
def test_messages_cannot_give_commands_to_a_ci_system(text: str, world: World) -> None:
    """Wherever a long message is broken into lines."""
    for at in range(60, 100, 2):
        source = WRONG.replace("return x + 1.0", f"raise ValueError('{'x' * at} {text}')")
        report = world.grade(source, PATIENT)
        assert commands("\n".join(map(report_text, report.exercises))) == []


def link(path: Path, secret: Path) -> None:
    path.symlink_to(secret)


def link_of_folder(path: Path, secret: Path) -> None:
    path.parent.rmdir()
    path.parent.symlink_to(secret.parent)


def device(path: Path, secret: Path) -> None:
    path.symlink_to("/dev/zero")


def pipe(path: Path, secret: Path) -> None:
    os.mkfifo(path)


def folder(path: Path, secret: Path) -> None:
    path.mkdir()


def hard_link(path: Path, secret: Path) -> None:
    path.hardlink_to(secret)


def local_socket(path: Path, secret: Path) -> None:
    before = os.getcwd()
    os.chdir(path.parent)  # the path of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(before)


def endless_file(path: Path, secret: Path) -> None:
    path.touch()
    os.truncate(path, 2**40)


def unreadable(path: Path, secret: Path) -> None:
    path.write_bytes(b"\xff\xfe\0\0\x1b[2J")


@pytest.mark.skipif(os.name != "posix", reason="needs links and pipes")
@pytest.mark.parametrize(
    "put", [link, link_of_folder, device, pipe, folder, hard_link, local_socket, endless_file, unreadable]
)
def test_only_a_students_own_plain_file_is_read(put: object, tmp_path: Path) -> None:
    secret = tmp_path / "secret" / "tiny.py"
    path = tmp_path / "submitted" / "ann" / "tiny" / "tiny.py"
    for each in (secret, path):
        each.parent.mkdir(parents=True)
    secret.write_text("answer = 42\n")
    put(path, secret)  # type: ignore[operator]
    read: Submission = read_submission(SubmissionRef("ann", "tiny", path.parent), {}, Limits())
    assert read.problem
    assert read.problem.isprintable()
    assert not read.cells
