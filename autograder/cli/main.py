"""The command line: one file per command.

Exit 0 done, 1 findings (check, audit, doctor), 2 our fault or bad usage.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from autograder.cli import (
    audit,
    bundle,
    check,
    collect,
    demo,
    diff,
    doctor,
    export,
    forget,
    grade,
    import_,
    new,
    release,
    report,
    reproduce,
    similarity,
    site,
    status,
)
from autograder.cli.command import Parser, complain
from autograder.distribution import NAME, clash
from autograder.errors import AutograderError
from autograder.sandbox.host.environment import compute_in_one_thread

# In the order of `--help`. What a command needs is imported when it runs: `check` should not wait for the rest.
COMMANDS = (
    check,
    new,
    release,
    audit,
    collect,
    grade,
    status,
    diff,
    reproduce,
    similarity,
    report,
    export,
    site,
    bundle,
    import_,
    forget,
    doctor,
    demo,
)


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
        complain(str(error))
    except ModuleNotFoundError as error:
        complain(f"this command needs {error.name}: pip install '{NAME}[instructor]'")
    except Exception:
        import traceback

        traceback.print_exc()
        complain("this is a bug of ours: please report what is printed above")
    return 2


def _log_what_stopped_us() -> None:
    import logging  # not above: a student's check does without

    logging.getLogger(__name__).debug("stopped by:", exc_info=True)


def _run(argv: Sequence[str] | None) -> int:
    options = _parser().parse_args(argv)
    if options.debug:
        import logging

        logging.basicConfig(level=logging.DEBUG, format="%(levelname)s %(name)s: %(message)s")
    hurried = argv is None and options.command == "check"
    if hurried:
        gc.disable()  # it soon ends, and what it makes until then it keeps
    code = int(options.run(options))
    sys.stdout.flush()
    if hurried:
        os._exit(code)  # to take numpy apart again would take as long as the checks themselves
    return code


def _write_every_letter() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a student's name that a terminal lacks the letters for


def command_names() -> tuple[str, ...]:
    """Return the names of all commands, in the order of `--help`."""
    commands = Parser().add_subparsers()
    for command in COMMANDS:
        command.register(commands)
    return tuple(commands.choices)


def _parser() -> Parser:
    from autograder.cli.overview import Overview

    parser = Overview(prog="autograder", allow_abbrev=False)
    # Each command's own help is a plain one: only this parser tells of all of them.
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", required=True, parser_class=Parser)
    for command in COMMANDS:
        command.register(commands)
    return parser
