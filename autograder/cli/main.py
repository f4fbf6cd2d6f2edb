"""The command line: one file per command.

Exit 0 done, 1 findings (check, audit, doctor), 2 our fault or bad usage.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from io import TextIOWrapper
from types import ModuleType

from autograder.cli.command import Parser, complain
from autograder.distribution import NAME, clash
from autograder.errors import AutograderError
from autograder.sandbox.host.environment import compute_in_one_thread

# Each command's file, in the order of `--help`. What a command needs is imported when it runs: people wait for it.
COMMANDS = (
    "check",
    "new",
    "release",
    "audit",
    "collect",
    "grade",
    "status",
    "diff",
    "reproduce",
    "similarity",
    "report",
    "export",
    "site",
    "bundle",
    "import_",
    "forget",
    "doctor",
    "demo",
)
SELDOM = 50_000  # objects more, after which rubbish is looked for: a command keeps most of what it makes


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code. Without argv this is the program, which ends here at once if it can."""
    compute_in_one_thread()
    _write_every_letter()
    if another := clash():
        complain(another)
    try:
        return _run(argv)
    except KeyboardInterrupt:
        exec("")  # CPython remembers an exec() that was interrupted, and would end by SIGINT instead of with our code
        complain("interrupted; what was finished is kept, run the same command to go on")
    except BrokenPipeError:  # as in `autograder export csv grades | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (AutograderError, OSError) as error:
        _log_what_stopped_us()
        complain(_worded(error))
    except ModuleNotFoundError as error:
        complain(f"this command needs {error.name}: pip install '{NAME}[instructor]'")
    except Exception:
        import traceback

        traceback.print_exc()
        complain("this is a bug in autograder: please report what is printed above")
    return 2


def _worded(error: AutograderError | OSError) -> str:
    """Return what stopped us as a sentence: a path, and what the system says of it, without its number."""
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    says = f"{error.strerror[:1].lower()}{error.strerror[1:]}"
    return f"{os.fsdecode(error.filename)}: {says}" if isinstance(error.filename, str | bytes) else says


def _log_what_stopped_us() -> None:
    import logging  # not above: a student's check does without

    logging.getLogger(__name__).debug("stopped by:", exc_info=True)


def _run(argv: Sequence[str] | None) -> int:
    words = sys.argv[1:] if argv is None else argv
    options = _parser(words).parse_args(words)
    if options.debug:
        import logging

        logging.basicConfig(level=logging.DEBUG, format="%(levelname)s %(name)s: %(message)s")
    if argv is None and options.command == "check":
        gc.disable()  # it soon ends, and what it makes until then it keeps
    elif argv is None:
        gc.set_threshold(SELDOM)
    code = int(options.run(options))
    sys.stdout.flush()
    if argv is None:
        os._exit(code)  # to take numpy apart again would take as long as many a command
    return code


def _write_every_letter() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a student's name that a terminal lacks the letters for


def command_names() -> tuple[str, ...]:
    """Return the names of all commands, in the order of `--help`."""
    commands = Parser().add_subparsers()
    for command in _files([]):
        command.register(commands)
    return tuple(commands.choices)


def _files(words: Sequence[str]) -> Iterator[ModuleType]:
    """Yield the file of the command that the words begin with; those of all, where that is none."""
    chosen = [name for name in COMMANDS if [name.removesuffix("_")] == [*words[:1]]]
    return (import_module(f"autograder.cli.{name}") for name in chosen or COMMANDS)


def _parser(words: Sequence[str]) -> Parser:
    from autograder.cli.overview import Overview

    parser = Overview(prog="autograder", allow_abbrev=False)
    # Each command's own help is a plain one: only this parser tells of all of them.
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", required=True, parser_class=Parser)
    for command in _files(words):
        command.register(commands)
    return parser
