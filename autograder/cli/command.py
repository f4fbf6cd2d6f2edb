"""How a command is added to the command line: each file of this room registers its own."""

from __future__ import annotations

import argparse
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from autograder.core.text import escape_ci_commands, is_printable

EXAMPLE = "Example:"
LEAST_ROOM, MOST_ROOM = 40, 100  # columns of a help
NAMES_ROOM = 22  # columns of it for names

if TYPE_CHECKING:
    Run = Callable[[argparse.Namespace], int]
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


class Names:
    """Names that a command chooses from, which are imported when somebody asks: no other command waits for them."""

    def __init__(self, load: Callable[[], Iterable[str]]) -> None:
        self._load = load

    def __iter__(self) -> Iterator[str]:
        return iter(self._load())


class Parser(argparse.ArgumentParser):
    """A parser whose help fits a screen, begins with what the command is for and ends with an example."""

    def format_help(self) -> str:
        room = min(max(shutil.get_terminal_size().columns, LEAST_ROOM), MOST_ROOM)
        rows = [row for action in self._actions for row in self._rows(action)]
        start = min(max((len(name) for name, _ in rows), default=0), NAMES_ROOM)
        blocks = [
            textwrap.fill(self.description or "", room),
            self.format_usage().rstrip(),
            "\n".join(line for name, text in rows for line in _entry(name, text, start, room)),
            self.epilog or "",
        ]
        return "\n\n".join(filter(None, blocks)) + "\n"

    def format_usage(self) -> str:
        taken = [action for action in self._actions if not action.option_strings]
        options = ["[OPTIONS]"] if any(self._shown_options()) else []
        return " ".join(["usage:", self.prog, *options, *map(_in_usage, taken)]) + "\n"

    def _shown_options(self) -> Iterator[argparse.Action]:
        for action in self._actions:
            if action.option_strings and action.help is not argparse.SUPPRESS and not isinstance(action, _HELP):
                yield action

    def _rows(self, action: argparse.Action) -> Iterator[tuple[str, str]]:
        """Yield what is listed of an argument: its name and what is said of it; of subcommands each."""
        if isinstance(action, argparse._SubParsersAction):
            yield from ((each.dest, each.help or "") for each in action._choices_actions)
        elif action in self._shown_options():
            yield _spelled(action), self._get_formatter()._expand_help(action) if action.help else ""
        elif isinstance(action.choices, Names):
            yield _metavar(action), ", ".join(action.choices)
        elif not action.option_strings and action.help:
            yield _metavar(action), self._get_formatter()._expand_help(action)


_HELP = argparse._HelpAction


def _entry(name: str, text: str, start: int, room: int) -> list[str]:
    """Return the lines of one argument: its name, and beside it what is said; a long name has a line of its own."""
    indent = " " * (start + 4)
    lines = textwrap.wrap(text, room - len(indent)) or [""]
    first = f"  {name:{start}}  {lines[0]}".rstrip()
    rest = [indent + line for line in lines[1:]]
    return [first, *rest] if len(name) <= start else [f"  {name}", *(indent + line for line in lines)]


def _metavar(action: argparse.Action) -> str:
    return str(action.metavar or (f"{{{','.join(map(str, action.choices))}}}" if action.choices else action.dest))


def _in_usage(action: argparse.Action) -> str:
    name = _metavar(action)
    many = {"+": "…", "*": "…", argparse.PARSER: " …"}.get(str(action.nargs), "")
    return f"[{name}{many}]" if action.nargs in ("?", "*") else f"{name}{many}"


def _spelled(action: argparse.Action) -> str:
    """Return an option as it is typed: "--out DIR"."""
    option = action.option_strings[-1]
    if action.nargs == 0:
        return option
    if isinstance(action.metavar, tuple):
        return " ".join([option, *action.metavar])
    return f"{option} {action.metavar or '|'.join(map(str, action.choices or [action.dest.upper()]))}"


def add_command(
    commands: Commands, name: str, run: Run, text: str, example: str = "", more: str = ""
) -> argparse.ArgumentParser:
    """Add a command; run gets its options and returns the exit code.

    text says what it is for, in the list of all commands and first in its own `--help`, where more (sentences) follows;
    example (command lines as they are typed) ends that.
    """
    purpose = f"{text[:1].upper()}{text[1:]}. {more}".rstrip()
    parser = commands.add_parser(
        name,
        help=text,
        description=purpose,
        epilog=shown(example) if example else None,
        allow_abbrev=False,
    )
    parser.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)  # said once, in the help of all
    parser.set_defaults(run=run)
    return parser


def shown(example: str) -> str:
    """Return command lines as a help shows them at its end."""
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
    """Say on standard error what is wrong; strangers' words in it move no cursor, turn no line and command no CI."""
    shown = "".join(char if is_printable(char) or char == "\n" or _is_byte(char) else "?" for char in message)
    with suppress(OSError):
        print(f"autograder: {escape_ci_commands(shown)}", file=sys.stderr)


def _is_byte(char: str) -> bool:
    """Say whether a character stands for a byte of a name that is no UTF-8: streams write it as \\udcXX."""
    return "\ud800" <= char <= "\udfff"
