"""What a command is: its text, its arguments, and what it does."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any, NamedTuple


class Command(NamedTuple):
    """A command of the line; ``text`` is its help with examples, ``run`` returns the exit code."""

    text: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]


def complete_files(action: Any) -> None:
    """Let the shell complete an argument with file names (``shtab`` reads the attribute)."""
    action.complete = {"bash": "_shtab_compgen_files", "zsh": "_files", "fish": "__fish_complete_path"}


def say(line: str) -> None:
    """A line to a person, on stderr."""
    print(line, file=sys.stderr, flush=True)


def write(data: bytes | str) -> None:
    """Data to stdout, unchanged."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data.encode() if isinstance(data, str) else data)
    sys.stdout.buffer.flush()
