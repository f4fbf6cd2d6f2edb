"""Grading on a Dask cluster of several processes: the same records, and none lost or doubled when a worker dies."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.authoring.course import CourseFolder
from autograder.batch.batch import Batch, answer_keys, grade_batch
from autograder.batch.context import Executor
from autograder.batch.executors import by_cluster, choose_executor, serially
from autograder.errors import AutograderError, UsageError
from autograder.records.schema import Record
from autograder.sandbox.host.isolation import Level, available
from support.handed_in import (
    QUAD,
    SOLVED,
    TRIPLE,
    answered,
    hand_in,
    notebook,
    records_in,
    released_course,
    without_seconds,
)

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(available() == (Level.NONE,), reason="no sandbox here")

STUDENTS = 20
SLOW = "import time\ntime.sleep(0.2)"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    made = released_course(tmp_path_factory.mktemp("course"))
    for number in range(STUDENTS):
        answers = SOLVED if number % 2 else {"double": TRIPLE, "quad": QUAD}
        hand_in(made, f"s{number:02}", answered(made, **answers))
    hand_in(made, "s03", notebook(SLOW, *SOLVED.values()))
    hand_in(made, "s04", "not a notebook")
    return made


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs="CRITICAL"
    ) as made:
        yield made


def run(course: CourseFolder, out: str, way: Executor, on_record: object = None) -> list[str]:
    """Grade the class and return the students in the order in which their records came."""
    batch, came = Batch(course, course.root / "submitted", course.root / out, course.chosen()), []

    def note(record: Record, new: bool) -> None:
        came.append(record["student"])
        if callable(on_record):
            on_record(record)

    grade_batch(batch, answer_keys(batch), way, note)
    return came


@pytest.fixture(scope="module")
def expected(course: CourseFolder) -> dict[str, object]:
    """What one process makes of the class."""
    run(course, "one", serially)
    return without_seconds(records_in(course, "one"))


def test_a_cluster_makes_the_very_records_that_one_process_makes(course, cluster, expected) -> None:
    run(course, "cluster", by_cluster("dask", cluster.scheduler_address, None))
    assert len(records_in(course, "cluster")) == STUDENTS
    assert without_seconds(records_in(course, "cluster")) == expected


def test_a_killed_worker_loses_no_submission_and_grades_none_twice(course, cluster, expected) -> None:
    victim: list[int] = []

    def kill_one(record: Record) -> None:
        if not victim:
            with distributed.Client(cluster, set_as_default=False) as client:
                victim.extend(list(client.run(os.getpid).values())[:1])
            os.kill(victim[0], signal.SIGKILL)

    came = run(course, "killed", by_cluster("dask", cluster.scheduler_address, None), kill_one)
    assert victim
    assert Counter(came) == Counter(f"s{number:02}" for number in range(STUDENTS))
    assert without_seconds(records_in(course, "killed")) == expected
    assert {record["status"] for record in records_in(course, "killed").values()} == {"graded", "unreadable"}


def test_each_worker_keeps_a_sandbox_and_none_is_left_behind(course, cluster) -> None:
    run(course, "left", by_cluster("dask", cluster.scheduler_address, None))
    with distributed.Client(cluster, set_as_default=False) as client:
        assert not any(client.run(fork_servers).values())


def fork_servers() -> int:
    """Return how many fork servers this process has started that still live."""
    found = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            words = (path.parent / "cmdline").read_bytes()
        except OSError:  # it has just ended
            continue
        found += parent == os.getpid() and b"autograder.sandbox.worker.forkserver" in words
    return found


def test_without_an_address_a_cluster_is_made_here(course) -> None:
    came = run(course, "here", by_cluster("dask", None, 1))
    assert sorted(came) == [f"s{number:02}" for number in range(STUDENTS)]


def test_a_worker_with_other_versions_is_refused(course, cluster, monkeypatch) -> None:
    monkeypatch.setattr("autograder.batch.dask.versions", lambda: {"numpy": "0.1"})
    with pytest.raises(AutograderError, match=r"but here is \{'numpy': '0.1'\}"):
        run(course, "refused", by_cluster("dask", cluster.scheduler_address, None))


def test_an_address_where_nothing_listens_is_named(course, monkeypatch) -> None:
    monkeypatch.setattr("autograder.batch.dask.CONNECT_SECONDS", 0.2)
    with pytest.raises(AutograderError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9"):
        run(course, "nowhere", by_cluster("dask", "tcp://127.0.0.1:9", None))


def test_a_scheduler_alone_means_dask_and_fits_no_other_executor() -> None:
    assert choose_executor(None, None, "tcp://here:1", 3) is not None
    with pytest.raises(UsageError, match="--scheduler is for --executor dask"):
        choose_executor("serial", None, "tcp://here:1", 3)


def test_an_executor_that_is_not_installed_is_said_with_those_that_are() -> None:
    with pytest.raises(UsageError, match="no executor 'slurm': choose one of serial, processes, dask"):
        choose_executor("slurm", None, None, 1)


def test_an_executor_without_its_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "autograder.batch.dask", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"needs distributed: pip install 'proofgrade\[dask\]'"):
        choose_executor("dask", None, None, 1)
