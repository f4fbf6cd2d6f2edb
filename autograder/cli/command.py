"""How a command is added to the command line: each file of this room registers its own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Run = Callable[[argparse.Namespace], int]
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_command(commands: Commands, name: str, run: Run, text: str) -> argparse.ArgumentParser:
    """Add a command; run gets its options and returns the exit code."""
    parser = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
    parser.set_defaults(run=run)
    return parser


def positive(text: str) -> int:
    """Return a whole number, 1 or more, from an option's text."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number, 1 or more")
    return int(text)


def complain(message: str) -> None:
    """Say on standard error what is wrong."""
    with suppress(OSError):
        print(f"autograder: {message}", file=sys.stderr)
