"""How a command is added to the command line: each file of this room registers its own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

EXAMPLE = "Example:"

if TYPE_CHECKING:
    Run = Callable[[argparse.Namespace], int]
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


class Parser(argparse.ArgumentParser):
    """A parser whose help begins with what the command is for and ends with an example."""

    def format_help(self) -> str:
        formatter = self._get_formatter()
        formatter.add_text(self.description)
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()


class HelpFormatter(argparse.HelpFormatter):
    """Wraps text as usual, but leaves the lines of an example as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if text.startswith(EXAMPLE) else super()._fill_text(text, width, indent)


def add_command(commands: Commands, name: str, run: Run, text: str, example: str = "") -> argparse.ArgumentParser:
    """Add a command; run gets its options and returns the exit code.

    text says what it is for, and opens its `--help`; example (command lines as they are typed) ends it.
    """
    purpose = f"{text[:1].upper()}{text[1:]}."
    parser = commands.add_parser(
        name,
        help=text,
        description=purpose,
        epilog=_shown(example) if example else None,
        allow_abbrev=False,
        formatter_class=HelpFormatter,
    )
    parser.add_argument("--debug", action="store_true", help="show where failures come from")
    parser.set_defaults(run=run)
    return parser


def _shown(example: str) -> str:
    return "\n".join([EXAMPLE, *(f"  {line.strip()}" for line in example.strip().splitlines())])


def positive(text: str) -> int:
    """Return a whole number, 1 or more, from an option's text."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number, 1 or more")
    return int(text)


def count(number: int, thing: str) -> str:
    """Return "1 file" or "2 files"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def complain(message: str) -> None:
    """Say on standard error what is wrong."""
    with suppress(OSError):
        print(f"autograder: {message}", file=sys.stderr)
