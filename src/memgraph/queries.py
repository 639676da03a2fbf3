"""A query file is its own contract: header, parameters, columns, text.

The header is lines ``#+ key: value``, title and question once more in other languages (``#+ title@es: value``);
a parameter is a line ``#+ param name: Kind, example`` and one or more ``VALUES ?name { UNDEF }`` in the query.
Unset they stay; set, UNDEF becomes the terms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from memgraph import guard, resources
from memgraph.errors import CallError, InputError, QueryError, nearest

_HEADER = re.compile(r"#\+\s*(?P<key>\w+)(?:@(?P<language>[a-z]{2}))?(?:\s+(?P<name>\w+))?\s*:\s*(?P<value>.*\S)\s*$")
_KEYS = ("title", "question", "param", "tags")
_SPOKEN = ("title", "question")
_NAME = re.compile(r"[a-z0-9-]{1,64}$")


class Parameter(NamedTuple):
    """A parameter: its name, the kind of thing that it takes ("Report", "Text" …) and an example."""

    name: str
    kind: str
    note: str

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that it takes, where the header lists them: "Text, one of a b c"."""
        return tuple(self.note.partition("one of")[2].replace(",", " ").split())

    @property
    def example(self) -> str:
        """The example of the header, if it gives one."""
        return self.note.partition("e.g.")[2].strip()


class Query(NamedTuple):
    """A query with what its header says."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    tags: tuple[str, ...]
    text: str
    place: str  # the file, or "stdin", for refusals
    other: Mapping[str, str]  # title and question in other languages than English: by "title@es" …

    def said(self, key: str, language: str) -> str:
        """The title or question in a language, else in English."""
        english = self.title if key == "title" else self.question
        return self.other.get(f"{key}@{language}", english)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its SELECT, in order."""
        body = re.sub(r"#.*", "", self.text)
        found = re.search(
            r"\bSELECT\b\s*(?:DISTINCT|REDUCED)?(?P<what>.*?)(?:\bWHERE\b|\{)", body, re.IGNORECASE | re.DOTALL
        )
        what = (
            re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\bAS\s+(\?\w+)\s*\)", r"\1", found["what"], flags=re.IGNORECASE)
            if found
            else ""
        )
        return tuple(re.findall(r"\?(\w+)", what))


def names() -> list[str]:
    """The names of the canned queries."""
    return sorted(path.stem for path in resources.QUERIES.glob("*.rq"))


def canned() -> list[Query]:
    """All canned queries."""
    return [read(resources.QUERIES / f"{name}.rq") for name in names()]


def find(name: str) -> Query:
    """A canned query by name; raises :class:`CallError` naming the nearest."""
    if _NAME.match(name) and (path := resources.QUERIES / f"{name}.rq").is_file():
        return read(path)
    near = nearest(name, names(), 0.4)
    todo = f"did you mean {', '.join(near)}?" if near else "see: memgraph queries"
    raise CallError(name, "there is no such query", todo)


def read(path: Path) -> Query:
    """Read a query file; raises :class:`CallError` or :class:`InputError` with the line of a fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CallError(str(path), "there is no such file", "check the path") from None
    except IsADirectoryError:
        raise CallError(str(path), "is a directory", "name a query file") from None
    except UnicodeDecodeError:
        raise InputError(str(path), "is not UTF-8", "save the query as UTF-8 text") from None
    except OSError as error:
        raise CallError(str(path), f"cannot be read ({error.strerror})", "check the path") from None
    return parse(text, path.stem, str(path))


def parse(text: str, name: str, place: str) -> Query:
    """The query in a text; ``place`` is named in refusals."""
    values: dict[str, str] = {}
    parameters: list[Parameter] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.startswith("#+"):
            continue
        match = _HEADER.match(line)
        if (
            match is None
            or match["key"] not in _KEYS
            or (match["key"] == "param") != bool(match["name"])
            or (match["language"] and match["key"] not in _SPOKEN)
        ):
            raise InputError(
                f"{place}:{number}",
                f"is no header line: {line.strip()}",
                f"use '#+ key: value' with one of {', '.join(_KEYS)}",
            )
        if match["key"] == "param":
            kind = match["value"].split(",")[0].strip()
            if not re.fullmatch(r"[A-Za-z]+(?: [a-z]+)*", kind):
                raise InputError(f"{place}:{number}", f"{kind!r} is no kind of thing", "write e.g. Report or Text")
            parameters.append(Parameter(match["name"], kind, match["value"]))
            if not _slot(match["name"]).search(text):
                raise InputError(
                    f"{place}:{number}",
                    f"the query has no VALUES ?{match['name']} {{ UNDEF }}",
                    "add it, or drop the parameter",
                )
        else:
            values[f"{match['key']}@{match['language']}" if match["language"] else match["key"]] = match["value"]
    return Query(
        name,
        values.get("title", name),
        values.get("question", ""),
        tuple(parameters),
        tuple(values.get("tags", "").split()),
        text,
        place,
        {key: value for key, value in values.items() if "@" in key},
    )


_SLOT = r"VALUES\s+\?{name}\s*\{{\s*UNDEF\s*\}}"


def _slot(name: str) -> re.Pattern[str]:
    return re.compile(_SLOT.format(name=re.escape(name)))


# No thing has this address.
_NOTHING = "<urn:x-memgraph:nothing>"
# An optional sub-select that is joined by two variables.
_BY_TWO = re.compile(r"OPTIONAL\s*\{\s*SELECT\s+\?\w+\s+\?\w+")


def bound(query: Query, values: Mapping[str, Sequence[str]], dialect: str = "plain") -> str:
    """The query's text with parameters set to terms in N-Triples form (never pasted user text).

    In the dialects of servers a parameter that is not set goes, since UNDEF is read wrongly by some. ``virtuoso``:
    version 7 gives an IRI that is alone in VALUES as a string, so one that no thing has stands beside it and is left
    out again. Raises :class:`QueryError` for what that version answers wrongly.
    """
    if not values and dialect == "plain":
        return query.text
    if dialect == "virtuoso" and len(values.get("report", ())) != 1 and _BY_TWO.search(query.text):
        known = any(one.name == "report" for one in query.parameters)
        todo = "name one alone: -p report=ID" if known else "ask another server"
        raise QueryError(query.place, "Virtuoso 7 loses values of this query over several reports", todo)

    def written(slot: re.Match[str]) -> str:
        name = slot["name"]
        if name not in values:
            return slot[0] if dialect == "plain" or name not in own else ""
        terms = " ".join(values[name])
        if dialect == "virtuoso" and len(values[name]) == 1 and terms.startswith("<"):
            return f"VALUES ?{name} {{ {terms} {_NOTHING} }} FILTER(?{name} != {_NOTHING})"
        return f"VALUES ?{name} {{ {terms} }}"

    # In one pass, so that no value is read for a slot.
    own = {one.name for one in query.parameters}
    return re.sub(_SLOT.format(name=r"(?P<name>\w+)"), written, query.text)


def parameter(query: Query, name: str) -> Parameter:
    """A parameter of a query; raises :class:`CallError` naming those that there are."""
    for one in query.parameters:
        if one.name == name:
            return one
    if _NAME.match(name.lower()) and _slot(name).search(query.text):
        return Parameter(name, "Text", "")
    known = ", ".join(one.name for one in query.parameters) or "none"
    raise CallError(query.name, f"has no parameter {name!r}", f"it takes: {known}")


_PROLOGUE = re.compile(r"(?:\s+|#[^\n]*(?:\n|$)|PREFIX\s+[^\s:]*:\s*<[^>]*>|BASE\s*<[^>]*>)*", re.IGNORECASE)
_KEYWORD = re.compile(r"[A-Z_]{2,}|\[_\]")
_FORM = re.compile(r"(?:SELECT|CONSTRUCT|DESCRIBE|ASK)\b", re.IGNORECASE)


def located(error: SyntaxError, text: str, place: str) -> QueryError:
    """A syntax error of the engine as a refusal with line, column and a caret."""
    message = str(error)
    match = re.search(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if match is None:
        return QueryError(place, f"the query cannot be parsed ({message})", "mend it")
    lines = text.split("\n")
    why = " ".join(match[3].split())
    at = sum(len(one) + 1 for one in lines[: int(match[1]) - 1]) + int(match[2]) - 1
    expected = re.sub(r"^expected (?:one of )?", "", why).split(", ")
    if all(_KEYWORD.fullmatch(one) for one in expected) and (words := [len(one) for one in expected if one != "[_]"]):
        # The engine takes as many letters as a keyword has before it compares them.
        at = max(0, at - min(words))
    prologue = _PROLOGUE.match(text)
    begin = prologue.end() if prologue else 0
    if not _FORM.match(text, begin):
        # The engine tells the end of the longest wrong reading; the fault is that no query begins here.
        at = begin
    line, column, shown = guard.pointed(text, min(at, len(text.rstrip())))
    if len(why) > 200:
        why = why[:200] + " …"
    return QueryError(
        f"{place}:{line}:{column}",
        "the query has a syntax error",
        "mend it here",
        (*shown, why),
    )
