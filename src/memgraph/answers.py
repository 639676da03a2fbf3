"""Rows of an answer: by position and by column name, values as Python types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from html import escape
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from memgraph.vocab import PREFIXES

if TYPE_CHECKING:
    import pandas

_XSD = PREFIXES["xsd"]
_INTEGERS = {
    _XSD + name
    for name in (
        "integer int long short byte nonNegativeInteger positiveInteger negativeInteger nonPositiveInteger "
        "unsignedInt unsignedLong unsignedShort unsignedByte gYear"
    ).split()
}


class Iri(str):
    """An IRI; a string that knows that it is one."""

    __slots__ = ()


def python(term: Any) -> Any:
    """An RDF term as a Python value: int, Decimal, float, bool, date, datetime, str, :class:`Iri`; None for unbound."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if not isinstance(term, ox.Literal):
        return str(term)
    datatype, text = term.datatype.value, term.value
    try:
        if datatype in _INTEGERS:
            return int(text)
        if datatype == _XSD + "decimal":
            return Decimal(text)
        if datatype in (_XSD + "double", _XSD + "float"):
            return float(text)
        if datatype == _XSD + "boolean":
            return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
        if datatype == _XSD + "date":
            return date.fromisoformat(text)
        if datatype == _XSD + "dateTime":
            return datetime.fromisoformat(text)
    except (ValueError, InvalidOperation):
        return text  # an ill-typed literal stays what is written
    return text


class Row(tuple[Any, ...]):
    """One row: ``row[0]``, ``row["quote"]`` and ``row.quote`` read the same value.

    A column whose name is a method of tuples (``count``, ``index``) is read by ``row["count"]``.
    """

    columns: tuple[str, ...]

    def __new__(cls, columns: tuple[str, ...], values: tuple[Any, ...]) -> Row:
        row = super().__new__(cls, values)
        row.columns = columns
        return row

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            try:
                return super().__getitem__(self.columns.index(key))
            except ValueError:
                raise KeyError(key) from None
        return super().__getitem__(key)

    def __getattr__(self, name: str) -> Any:
        try:
            return super().__getitem__(self.columns.index(name))
        except ValueError:
            raise AttributeError(name) from None

    def asdict(self) -> dict[str, Any]:
        """The row as a dictionary."""
        return dict(zip(self.columns, self, strict=True))


class Rows:
    """An answer: iterable rows of named columns; read once into memory, so it can be iterated again."""

    def __init__(self, solutions: ox.QuerySolutions) -> None:
        self.columns = tuple(variable.value for variable in solutions.variables)
        self._rows = [Row(self.columns, tuple(python(value) for value in row)) for row in solutions]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> Row:
        return self._rows[index]

    def to_pandas(self) -> pandas.DataFrame:
        """The answer as a data frame; needs pandas (``pip install mem-graph[pandas]``)."""
        # Imported here: pandas is optional and takes 228 ms to import.
        import pandas

        return pandas.DataFrame([tuple(row) for row in self._rows], columns=list(self.columns))

    def _repr_html_(self) -> str:
        """A table for notebooks; text is escaped."""
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape('' if value is None else str(value))}</td>" for value in row) + "</tr>"
            for row in self._rows[:200]
        )
        more = f"<p>{len(self._rows):,} rows, 200 shown</p>" if len(self._rows) > 200 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
