"""What can go wrong, said once: where, what, and what to do about it.

Every error prints as one block: ``place: what; what to do`` and details indented below it
(the form of the contract). The exit code belongs to the kind of error.
"""

from __future__ import annotations

from collections.abc import Iterable


def nearest(wanted: str, known: Iterable[str], cutoff: float = 0.6) -> list[str]:
    """The three known names most like the wanted one, for "did you mean"."""
    from difflib import get_close_matches  # only a refusal pays for it

    return get_close_matches(wanted, list(known), n=3, cutoff=cutoff)


class MemgraphError(Exception):
    """Base of all expected errors.

    ``place`` is a file, ``file:line`` or the name of a thing; ``what`` says what is wrong and
    ``todo`` how to mend it; ``details`` are further lines.
    """

    exit_code = 2

    def __init__(self, place: str, what: str, todo: str, details: tuple[str, ...] = ()) -> None:
        self.place, self.what, self.todo, self.details = place, what, todo, details
        super().__init__(self.block())

    def block(self) -> str:
        """The whole message: a first line ``place: what; what to do``, then indented details."""
        return "\n    ".join([f"{self.place}: {self.what}; {self.todo}", *self.details])


class CallError(MemgraphError):
    """The call is wrong: a missing file, an unknown name, an option that does not fit."""


class InputError(MemgraphError):
    """An input was refused as invalid; nothing of it is stored."""

    exit_code = 1


class StoreError(MemgraphError):
    """The store is missing, damaged, in use, or cannot be written."""


class QueryError(MemgraphError):
    """A query cannot be parsed or evaluated, or a parameter does not fit."""
