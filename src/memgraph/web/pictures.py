"""Pictures and the pages that they stand in: each with the rows behind it as a table and as data."""

from __future__ import annotations

from typing import Any, NamedTuple

from markupsafe import Markup

from memgraph import queries, session
from memgraph.answers import Row, Rows
from memgraph.citation import short
from memgraph.errors import MemgraphError
from memgraph.resolve import reports
from memgraph.store import Store
from memgraph.vocab import BASE, MEM
from memgraph.web import assets, lineage, links, matrix, network
from memgraph.web.cells import Cell, Grid, grid
from memgraph.web.drawing import Drawing, svg
from memgraph.web.frames import Reply
from memgraph.web.gallery import PICTURES, parameters
from memgraph.web.limits import Limits
from memgraph.web.pages import page
from memgraph.web.question import ROWS, field
from memgraph.web.refusal import Refused, refuse
from memgraph.web.words import said

SVG = "image/svg+xml"
# Things that a network can lie around, by class, and the parameter that names them.
_AROUND = {"Institution": "institution", "LegalInstrument": "law", "PriorityAction": "action"}
# Of more rows a dossier shows the stated ones; its picture leads to all.
_CROWD = 60
_Params = dict[str, list[str]]


class Shown(NamedTuple):
    """A picture in a page: its title, the element, the tables behind it and its files."""

    title: str
    svg: Markup
    tables: list[tuple[str, Grid, int]]
    files: list[tuple[str, str]]
    page: str
    left_out: int  # rows that are not drawn
    others: list[tuple[str, str]]  # the same with more or less


def picture(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """The page of a picture with its form; what no parameter or thing is called is said in it, with status 400."""
    name, params, language = _name(request), _params(store, request), request["language"]
    fields = [field(store, one, value, language) for one in parameters(name) for value in params.get(one.name) or [""]]
    shown, refusal = None, ""
    if any(params.get(one) for one in _needed(name)):
        try:
            shown = _shown(store, name, params, language)
        except (MemgraphError, Refused) as error:
            refusal = (error.error if isinstance(error, Refused) else error).block()
    moving = assets.network() if shown and name == "network" else None
    made = page(
        "picture.html",
        "/picture",
        request,
        400 if refusal else 200,
        title=_TITLES[name],
        name=name,
        fields=fields,
        shown=shown,
        refusal=refusal,
        moving=moving,
        rows=links.canned(PICTURES[name][0], params, ".json"),
        base=BASE,
    )
    return made._replace(scripted=moving is not None)


def drawing(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """The same picture as a file; raises :class:`memgraph.web.refusal.Refused`."""
    name, params = _name(request), _params(store, request)
    if not any(params.get(one) for one in _needed(name)):
        raise refuse(400, f"/picture/{name}.svg", "has nothing to draw", f"give one of: {', '.join(_needed(name))}")
    drawn, _ = _drawn(store, name, params, request["lang"])
    body = svg(drawn, request["base"], alone=True).encode()
    return Reply(200, SVG, body, headers=(("Content-Language", request["lang"]),))


def index(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """All pictures of all reports."""
    listed = [(one, of_report(one)) for one in reports(store)]
    return page("pictures.html", "/picture", request, reports=listed)


def of_report(report: str) -> list[tuple[str, str]]:
    """The pictures of a report, by its ID: what they show and where they are."""
    given = {"report": [report]}
    return [
        ("network_stated", _address("network", given | {"basis": ["stated"]})),
        ("network_all", _address("network", given)),
        ("matrix", _address("responses", given)),
        ("lineage", _address("lineage", given)),
    ]


def around(store: Store, address: str, types: list[str], language: str) -> Shown | None:
    """The network around a thing with these types; None where it has none."""
    parameter = next((name for one, name in _AROUND.items() if MEM + one in types), None)
    if parameter is None:
        return None
    params: _Params = {parameter: [address]}
    try:
        rows = Rows(session.ask(store, queries.find(PICTURES["network"][0]), params))
    except MemgraphError:  # nothing that the question is about
        return None
    if len(rows) > _CROWD and any(row["basis"] == "stated" for row in rows):
        params["basis"] = ["stated"]
    return _shown(store, "network", params, language, address) if len(rows) else None


_TITLES = {"network": "network", "responses": "matrix", "lineage": "lineage"}


def _name(request: dict[str, Any]) -> str:
    name: str = request["name"]
    if name not in PICTURES:
        raise refuse(404, name[:80], "there is no such picture", f"there are: {', '.join(PICTURES)}")
    return name


def _params(store: Store, request: dict[str, Any]) -> _Params:
    """The parameters; of a store with one report, that report where nothing is said."""
    params: _Params = request["params"]
    if not params and len(known := reports(store)) == 1:
        return {"report": known}
    return params


def _needed(name: str) -> tuple[str, ...]:
    """Of which parameters one must be given, that there is something an eye can take in."""
    return ("report",) if name == "responses" else ("report", "action", "institution", "law")


def _drawn(store: Store, name: str, params: _Params, language: str, own: str = "") -> tuple[Drawing, list[Rows]]:
    rows = [Rows(session.ask(store, queries.find(one), params)) for one in PICTURES[name]]
    if name == "network":
        return network.drawing(store, list(rows[0]), language, own or _own(rows[0], params)), rows
    if name == "lineage":
        return lineage.drawing(list(rows[0]), language), rows
    if len(params["report"]) > 1:
        raise refuse(400, "report", "is given more than once", "name one report")
    return matrix.drawing(list(rows[0]), list(rows[1]), language), rows


def _own(rows: Rows, params: _Params) -> str:
    """The thing that was asked for, where all rows are about it."""
    for name in ("institution", "law", "action"):
        if params.get(name) and len(found := {row[name] for row in rows}) == 1:
            return str(found.pop())
    return ""


def _shown(store: Store, name: str, params: _Params, language: str, own: str = "") -> Shown:
    drawn, rows = _drawn(store, name, params, language, own)
    files = [("SVG", _address(name, params, ".svg"))]
    tables = []
    for one, found in zip(PICTURES[name], rows, strict=True):
        title = queries.find(one).said("title", language)
        said = f" ({title})" if len(rows) > 1 else ""
        files += [
            (f"{kind}{said}", links.canned(one, params, suffix))
            for kind, suffix in (("CSV", ".csv"), ("JSON", ".json"))
        ]
        shown = [found[i] for i in range(min(ROWS, len(found)))]
        cells = _told(shown, language) if one == "action-responses" else grid(found.columns, shown, language)
        tables.append((title, cells, len(found)))
    most = {"network": network.DRAWN, "lineage": lineage.DRAWN}.get(name, len(rows[0]))
    return Shown(
        drawn.title,
        svg(drawn),
        tables,
        files,
        _address(name, params),
        max(0, len(rows[0]) - most),
        _others(name, params),
    )


def _told(rows: list[Row], language: str) -> Grid:
    """Responses by action, each leading to its statements."""
    return Grid(
        tuple(said(name, language) for name in ("action", "title", "response")),
        [
            [
                Cell(str(row["actionNumber"]), matrix.statements(row["report"], row["action"])),
                Cell(row["title"], links.thing(row["action"])),
                Cell(said(row["response"], language), None, f"response {row['response']}"),
            ]
            for row in rows
        ],
    )


def _address(name: str, params: _Params, suffix: str = "") -> str:
    return links.picture(
        name,
        {key: [short(one) for one in several] if key == "report" else several for key, several in params.items()},
        suffix,
    )


def _others(name: str, params: _Params) -> list[tuple[str, str]]:
    """The same network with and without what is only co-cited."""
    if name != "network":
        return []
    rest = {key: several for key, several in params.items() if key != "basis"}
    kinds: tuple[tuple[str, _Params], ...] = (("network_all", {}), ("network_stated", {"basis": ["stated"]}))
    return [(label, _address(name, rest | more)) for label, more in kinds if rest | more != params]
