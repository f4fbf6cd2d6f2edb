"""What grading refuses a cell, a check on a student's own machine refuses too: with the same exception, or another."""

from __future__ import annotations

import os

import pytest

from autograder.core.calls import Call, Failed, Job, Outcome, Returned
from autograder.core.model import Cell, Limits
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.isolation import Level, available
from autograder.sandbox.host.session import AnySandbox
from support.running import ask

LIMITS = Limits(call_seconds=20, cell_seconds=20, total_seconds=200)
REFUSED = {
    "a file of the system": "return len(pathlib.Path('/etc/hosts').read_text())",
    "the same, by numpy": "return len(np.loadtxt('/etc/hosts', dtype=str))",
    "a file elsewhere": f"np.save('{os.sep}tmp{os.sep}autograder-refused.npy', np.ones(2))",
    "a plot elsewhere": "import matplotlib.pyplot as plt; plt.plot([1]); plt.savefig('/refused.png')",
    "a temporary file": "return tempfile.TemporaryFile().fileno()",
    "a temporary folder": "return len(tempfile.mkdtemp())",
    "a look at a folder": "return len(os.listdir('/'))",
    "another folder": "os.chdir('/')",
    "a descriptor": "return os.open('/etc/hosts', os.O_RDONLY)",
    "a program": "return subprocess.run(['true']).returncode + 1",
    "a process": "return os.fork()",
    "a thread": "threading.Thread(target=print).start()",
    "a pool of threads": "return list(concurrent.futures.ThreadPoolExecutor().map(abs, [-1]))",
    "a socket": "return socket.socket().fileno()",
    "a signal": "os.kill(os.getppid(), 0)",
    "a time zone": "return str(zoneinfo.ZoneInfo('UTC'))",
}
FREE = {
    "a file of its own": "open('a.txt', 'w').write('x'); return open('a.txt').read()",
    "a folder of its own": "os.makedirs('b/c', exist_ok=True); return os.path.exists('b/c')",
    "a plot": "import matplotlib.pyplot as plt; plt.plot([1]); plt.savefig('a.png'); return os.path.exists('a.png')",
    "whether something is elsewhere": "return os.path.exists('/etc/hosts')",
    "a module that is loaded late": "return datetime.datetime.strptime('2020', '%Y').year",
    "a type by a file's name": "import mimetypes; return mimetypes.guess_type('a.png')[0]",
}
IMPORTS = (
    "import concurrent.futures, datetime, os, pathlib, socket, subprocess, tempfile, threading, zoneinfo\n"
    "import numpy as np\n"
)

BODIES = REFUSED | FREE
NAMES = {each: f"f{number}" for number, each in enumerate(BODIES)}
SOURCE = IMPORTS + "".join(f"def {NAMES[each]}():\n    {body}\n" for each, body in BODIES.items())

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="no sandbox on this system to compare with")


def outcomes(sandbox: AnySandbox) -> dict[str, Outcome]:
    """Return what comes of every body; a new worker is started for one that ends its own."""
    with sandbox.open(Job((), (Cell("code", SOURCE),), tuple(NAMES.values())), LIMITS) as session:
        return dict(zip(BODIES, ask(session, *(Call(name, ()) for name in NAMES.values())), strict=True))


@pytest.fixture(scope="module")
def checked() -> dict[str, Outcome]:
    with open_sandbox("spawned") as sandbox:
        return outcomes(sandbox)


@pytest.fixture(scope="module")
def graded() -> dict[str, Outcome]:
    if Level.PORTABLE not in available():
        pytest.skip("this machine has no portable sandbox")
    with open_sandbox("forked", Level.PORTABLE) as sandbox:
        return outcomes(sandbox)


@pytest.mark.parametrize("what", REFUSED)
def test_what_grading_refuses_a_check_refuses(checked, graded, what: str) -> None:
    assert isinstance(graded[what], Failed)
    assert isinstance(checked[what], Failed)


@pytest.mark.parametrize("what", FREE)
def test_what_works_in_a_check_works_in_grading(checked, graded, what: str) -> None:
    assert isinstance(graded[what], Returned)
    assert checked[what] == graded[what]
