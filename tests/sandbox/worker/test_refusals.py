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
PLOT = "import matplotlib.pyplot as plt; plt.figure()"
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
    "a lock for processes": "multiprocessing.Lock()",
    "a socket": "return socket.socket().fileno()",
    "a signal": "os.kill(os.getppid(), 0)",
    "a time zone": "return str(zoneinfo.ZoneInfo('UTC'))",
    "triangles that are to be found": f"{PLOT}; plt.triplot([0, 1, 0, 2], [0, 0, 1, 2])",
    "what a newer Python has no more": "import distutils",
    "what builds programs": "import numpy.distutils",
    "the same, by its package": "from numpy import distutils",
    "what belongs to the teachers": "import autograder.api",
    "a moving picture as a page": (
        f"import matplotlib.animation; {PLOT}; f = plt.gcf(); "
        "return len(matplotlib.animation.FuncAnimation(f, lambda i: [], frames=2).to_jshtml())"
    ),
    "formulas by LaTeX": (
        f"{PLOT}; figure = plt.gcf(); plt.close()\n"
        "    with plt.rc_context({'text.usetex': True}): figure.suptitle('a'); figure.savefig('u.png')"
    ),
    "a picture that comes with matplotlib": (
        "import matplotlib.cbook; return matplotlib.cbook.get_sample_data('grace_hopper.jpg').name"
    ),
}
FREE = {
    "a file of its own": "open('a.txt', 'w').write('x'); return open('a.txt').read()",
    "a folder of its own": "os.makedirs('b/c', exist_ok=True); return os.path.exists('b/c')",
    "a plot": "import matplotlib.pyplot as plt; plt.plot([1]); plt.savefig('a.png'); return os.path.exists('a.png')",
    "whether something is elsewhere": "return os.path.exists('/etc/hosts')",
    "a lock for threads": "return threading.Lock().acquire()",
    "a module that is loaded late": "return datetime.datetime.strptime('2020', '%Y').year",
    "a plot as a document": f"{PLOT}; plt.title('a'); plt.savefig('a.pdf'); plt.savefig('a.eps')",
    "documents of several pages": (
        "from matplotlib.backends.backend_pdf import PdfPages; import matplotlib.pyplot as plt\n"
        "    with PdfPages('p.pdf') as pages: pages.savefig(plt.figure()); pages.savefig()\n"
        "    return pages.get_pagecount(), os.path.exists('p.pdf')"
    ),
    "the null device": "return print('x', file=open(os.devnull, 'w')), open('/dev/null').read()",
    "a part of IPython's": "from IPython.core.magic_arguments import argument; return callable(argument)",
    "a plot of any kind": f"{PLOT}; plt.plot([1]); plt.savefig('a.tif'); plt.savefig('a.webp')",
    "dates on an axis": (
        f"{PLOT}; plt.plot(np.array(['2020-01-01', '2020-01-02'], 'datetime64'), [1, 2]); plt.savefig('d.png')"
    ),
    "triangles that are named": (
        f"{PLOT}; plt.triplot([0, 1, 0], [0, 0, 1], triangles=[[0, 1, 2]]); plt.savefig('t.png')"
    ),
    "a cleared screen": "return os.system('clear')",
    "a module loaded again": "return importlib.reload(np) is np",
    "a folder for imports": "sys.path.append('..'); return sys.path[0]",
    "a type by a file's name": "import mimetypes; return mimetypes.guess_type('a.png')[0]",
}
# What a notebook may ask of the machine around it: expressions.
MACHINE = (
    *("str(pathlib.Path.home())", "os.path.expanduser('~')", "sorted(os.environ.items())", "getpass.getuser()"),
    *("os.getlogin()", "os.getuid()", "os.getgid()", "os.getgroups()", "pwd.getpwuid(0)", "os.umask(0)"),
    *("os.nice(0)", "os.nice(1)", "os.getpriority(0, 0)", "os.getloadavg()", "os.sched_getscheduler(0)"),
    *("resource.getrlimit(resource.RLIMIT_AS)", "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))"),
    *("importlib.metadata.version('numpy')", "len(list(importlib.metadata.distributions()))"),
    *("importlib.util.find_spec('pytest') is None", "importlib.import_module('pytest') is None"),
    *("importlib.import_module('matplotlib.pyplot').get_backend()", "inspect.getsource(np.mean)[:5]"),
    *("platform.node()", "platform.system()", "os.uname().nodename", "socket.gethostname()", "socket.getfqdn()"),
    *("os.access('/etc/hosts', os.R_OK)", "os.lstat('/etc')", "os.readlink('/proc/self/exe')", "os.statvfs('/')"),
    *("os.path.realpath('/proc/self')", "shutil.disk_usage('/')", "os.get_terminal_size()", "os.getxattr('/', 'a')"),
    *("os.pipe()", "os.dup(1)", "os.fstat(1).st_mode", "fcntl.fcntl(1, fcntl.F_GETFL)", "os.memfd_create('x')"),
    *("select.select([], [], [], 0)", "os.getsid(0)", "os.getpgid(0)", "time.clock_settime(0, 0)", "time.tzname"),
    *("sys.path", "zoneinfo.available_timezones()", "zoneinfo.ZoneInfo('Europe/Berlin')", "os.getcwdb()"),
    *("os.mkfifo('p')", "os.waitpid(-1, 0)", "os.get_inheritable(1)", "os.pathconf('/', 'PC_NAME_MAX')"),
    *("sys.argv", "sys.orig_argv", "threading.active_count()", "posix.nice(0)", "os.getcwd()", "sys.stdin.read()"),
    *("signal.getsignal(signal.SIGINT)", "gc.get_freeze_count()", "gc.isenabled()", "selectors.DefaultSelector()"),
    *("pkgutil.get_data('numpy', 'version.py')", "pkgutil.get_data('matplotlib', 'mpl-data/matplotlibrc')"),
)
IMPORTS = (
    "import gc, pkgutil, selectors, signal\n"
    "import concurrent.futures, datetime, fcntl, getpass, importlib.metadata, importlib.util, inspect, os, pathlib\n"
    "import multiprocessing, platform, posix, pwd, resource, select, shutil, socket, subprocess, sys, tempfile\n"
    "import threading, time, zoneinfo\n"
    "import numpy as np\n"
)

BODIES = REFUSED | FREE | {each: f"return {each}" for each in MACHINE}
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


def shown(outcome: Outcome) -> object:
    """Return a value, or the name of an exception."""
    if isinstance(outcome, Returned):
        return outcome.value
    return outcome.message.partition(" raised ")[2].partition(":")[0]


@pytest.mark.parametrize("asked", MACHINE)
def test_a_notebook_learns_the_same_of_the_machine_in_a_check_and_in_grading(checked, graded, asked: str) -> None:
    assert shown(graded[asked]) is not None
    assert (type(checked[asked]), shown(checked[asked])) == (type(graded[asked]), shown(graded[asked]))


@pytest.mark.parametrize(
    "what", ["a temporary folder", "another folder", "a moving picture as a page", "formulas by LaTeX"]
)
def test_what_is_refused_is_refused_in_the_same_words(checked, graded, what: str) -> None:
    assert checked[what].message == graded[what].message


def test_no_variable_of_the_graders_reaches_a_notebook(checked) -> None:
    variables = "sorted(os.environ.items())"
    assert shown(checked[variables]) == [("HOME", "/notebook"), ("LOGNAME", "student"), ("TZ", "UTC")]
