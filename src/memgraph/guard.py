"""What can be said of a SPARQL query before it is parsed: its tokens (SPARQL 1.1, section 19.8), read once.

The engine's parser recurses and dies of deep nesting, and no switch turns SERVICE off; so both are
refused here. Time and memory are linear in the text: no pattern below can go back.

The engine reads without a lexer, so ``<`` after an operand may begin an IRI or be "less than", and
a keyword may stick to its neighbour (``trueSERVICE:x{}``). Where two readings differ, the more
suspicious one counts.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from memgraph.errors import QueryError

# Far more than a person writes, far less than what the engine's parser survives.
DEEPEST = 100
MOST_OPERATORS = 1000
_NEAR = 100  # characters of a long line that are shown before and after a place

_LOCAL = r"(?:[\w.:%\-]++|\\.)*+"
_TOKEN = re.compile(
    rf"""
      (?P<blank>\s++|\#[^\n\r]*+)
    | (?P<string>\"\"\"(?:[^"\\]++|\\.|"(?!""))*+\"\"\"
        |'''(?:[^'\\]++|\\.|'(?!''))*+'''
        |"(?:[^"\\\n\r]++|\\.)*+"
        |'(?:[^'\\\n\r]++|\\.)*+')
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]++|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
    | (?P<variable>[?$]\w++)
    | (?P<tag>@[A-Za-z0-9\-]++)
    | (?P<number>\d++(?:\.\d++)?+(?:[eE][+\-]?\d++)?+)
    | (?P<blanknode>_:{_LOCAL})
    | (?P<name>[^\W\d_][\w.\-]*+(?::{_LOCAL})?+|:{_LOCAL})
    | (?P<open>[({{\[]|<<)
    | (?P<close>[)}}\]]|>>)
    | (?P<operator>\|\||&&|!)
    | (?P<quote>["'])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
# Their value differs from call to call (SPARQL 1.1, section 17.4).
_CHANGING = {"NOW", "RAND", "UUID", "STRUUID"}
# What looks like an IRI can be "less than", the end of a FILTER, SERVICE, and a comment that holds the ">".
_HIDDEN_SERVICE = re.compile(r"\).*service.*#", re.IGNORECASE)


class Shape(NamedTuple):
    """What the tokens of a query say of it."""

    form: str  # SELECT, CONSTRUCT, DESCRIBE, ASK, or "" where none is seen
    update: bool  # it begins as SPARQL Update does
    dataset: bool  # it has FROM or FROM NAMED
    steady: bool  # the same store gives the same answer
    limit: tuple[int, int] | None  # where the number of its own LIMIT stands
    end: int | None  # where a LIMIT could be put, if it has none


def shape(text: str, place: str) -> Shape:
    """Read a query's tokens; raises :class:`QueryError` where it must not reach the engine."""
    depth = operators = 0
    form, update, dataset, steady = "", False, False, True
    limit: tuple[int, int] | None = None
    values: int | None = None
    grouped = False  # a group in braces was closed: solution modifiers may follow
    before = word = ""
    service = -1  # a prefixed name that could be SERVICE and a name without a blank
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "blank":
            continue
        if kind == "open" or kind == "close":
            depth += 1 if kind == "open" else -1
            if match[0] == "{" and service >= 0:
                raise _elsewhere(text, service, place)
            grouped = grouped or (depth == 0 and match[0] == "}")
        elif kind == "iri":
            # It may be "less than" and an expression: its brackets count.
            inside = match[0]
            depth += inside.count("(") - inside.count(")")
            if _HIDDEN_SERVICE.search(inside):
                raise _elsewhere(text, match.start(), place)
            if before == "FROM" and inside[1:6].lower() == "file:":
                raise _refused(text, match.start(), place, "a query cannot read files", "name a graph of the store")
        elif kind == "operator":
            operators += 1
        elif kind == "quote":
            raise _refused(text, match.start(), place, "a string has no end", "close it with the same quotes")
        service = -1
        if kind == "name":
            word, colon, _ = match[0].partition(":")
            word = word.upper()
            if "SERVICE" in word:
                if not colon:
                    raise _elsewhere(text, match.start(), place)
                service = match.start() if before != "GRAPH" else -1
            if not colon:
                if depth == 0 and word.startswith("LIMIT") and word[5:].isdigit():
                    limit = match.start() + 5, match.end()
                if word == "UNION":
                    operators += 1
                elif word in _CHANGING:
                    steady = False
                elif depth == 0:
                    if not form and not update:
                        form, update = (word if word in _FORMS else ""), word in _UPDATES
                    dataset = dataset or word == "FROM"
                    if word == "VALUES" and grouped and values is None:
                        values = match.start()
                if word == "NAMED":  # what follows FROM NAMED is as what follows FROM
                    word = "FROM"
                before = word
                if depth > DEEPEST or operators > MOST_OPERATORS:
                    break
                continue
        elif kind == "number" and before == "LIMIT" and depth == 0 and match[0].isdigit():
            limit = match.span()
        before = ""
        if depth > DEEPEST or operators > MOST_OPERATORS:
            break
    if depth > DEEPEST:
        raise _refused(text, match.start(), place, f"the query nests more than {DEEPEST} deep", "nest it less")
    if operators > MOST_OPERATORS:
        what = f"the query has more than {MOST_OPERATORS} of ||, &&, ! and UNION"
        raise _refused(text, match.start(), place, what, "list values with IN or VALUES")
    end = None if limit or depth or not grouped else len(text) if values is None else values
    return Shape(form, update, dataset, steady, limit, end)


def capped(text: str, known: Shape, rows: int) -> str:
    """A SELECT that gives at most so many rows: its own LIMIT lowered, or one put where none is.

    The text before stays as it is, so that places of faults do. Other forms, and a text that is no
    whole query, are unchanged.
    """
    most = min(rows, 2**62)  # the engine counts in 64 bits
    if known.form != "SELECT":
        return text
    if known.limit:
        begin, end = known.limit
        own = int(text[begin:end].lstrip("0")[:19] or 0)
        return text if own <= most else f"{text[:begin]}{most}{text[end:]}"
    return text if known.end is None else f"{text[: known.end]}\nLIMIT {most}\n{text[known.end :]}"


def pointed(text: str, at: int) -> tuple[int, int, tuple[str, str]]:
    """A place in a text: line and column from 1, the line (of a long one what is near) and a caret below it."""
    line, begin = text.count("\n", 0, at) + 1, text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    whole = text[begin : end if end >= 0 else None]
    first = max(0, at - begin - _NEAR)
    return line, at - begin + 1, (whole[first : at - begin + _NEAR], " " * (at - begin - first) + "^")


def _refused(text: str, at: int, place: str, what: str, todo: str) -> QueryError:
    line, column, shown = pointed(text, at)
    return QueryError(f"{place}:{line}:{column}", what, todo, shown)


def _elsewhere(text: str, at: int, place: str) -> QueryError:
    return _refused(text, at, place, "SERVICE would ask another host", "ask that host by itself")
