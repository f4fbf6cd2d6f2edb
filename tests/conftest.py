"""What several test files share: the tiny course and its key, sandboxes that stay open, and a cache of their own."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from autograder.authoring.course import CourseFolder
from autograder.core.answer_key import AnswerKey
from autograder.keys.load import answer_key
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.isolation import Level
from autograder.sandbox.host.session import AnySandbox
from support.handed_in import released_course


def pytest_configure() -> None:
    """Hear the signals that tests send: what runs in the background or under nohup inherits them as ignored."""
    for name in ("SIGINT", "SIGQUIT", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has the first alone
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep answer keys in a folder of the tests', not in the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    """The tiny course, released; a file that needs another one has its own."""
    return released_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def key(course: CourseFolder) -> AnswerKey:
    """The answer key of the first assignment of the course."""
    return answer_key(course, course.course.assignments[0])


@pytest.fixture(scope="session")
def course_sandbox() -> Iterator[AnySandbox]:
    """A sandbox that stays open: the faster kind where the system has it."""
    with open_sandbox("forked" if hasattr(os, "pidfd_open") else "spawned") as sandbox:
        yield sandbox


@pytest.fixture(scope="module", params=["forked", "spawned"])
def bare(request: pytest.FixtureRequest) -> Iterator[AnySandbox]:
    """Workers of either kind without a filter: what holds then holds without its help."""
    if request.param == "forked" and not hasattr(os, "pidfd_open"):
        pytest.skip("no pidfd_open on this system")
    with open_sandbox(request.param, Level.NONE) as opened:
        yield opened


@pytest.fixture(scope="module")
def forked() -> Iterator[AnySandbox]:
    """Forked workers without a filter."""
    with open_sandbox("forked", Level.NONE) as opened:
        yield opened
