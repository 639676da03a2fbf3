"""The addresses of data beside ``/sparql``: canned queries, things, graphs, descriptions."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from memgraph.web.assets import served
from memgraph.web.frames import Reply
from memgraph.web.language import FIELD, spoken
from memgraph.web.negotiation import GRAPHS, HTML, TABLES
from memgraph.web.protocol import one, parsed, sparql
from memgraph.web.refusal import refuse
from memgraph.web.replies import base, response, unchanged
from memgraph.web.service import Service

_QUERY = re.compile(r"[a-z0-9-]{1,64}")
_TABLE_SUFFIXES = (*(form.suffix for form in TABLES), "csv-safe", HTML.suffix)
_GRAPH_SUFFIXES = tuple(form.suffix for form in GRAPHS)
_LONGEST = 1000
# Accept-Encoding that takes gzip (RFC 9110, section 12.5.3).
_GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?=,|$)", re.IGNORECASE)
_YEAR = 31_536_000


def _service(request: Request) -> Service:
    found: Service = request.app.state.service
    return found


def _asked(request: Request, ask: str, suffix: str = "", **more: Any) -> dict[str, Any]:
    """What is asked of a worker: with a suffix in the address, Accept does not count."""
    fields = parsed(request.scope["query_string"], "query string")
    wanted = [suffix] if suffix else [value for name, value in fields if name == "format" and value]
    accept = "" if wanted else request.headers.get("accept", "")
    return {"ask": ask, "format": wanted, "accept": accept, **more}


def _split(path: str, suffixes: tuple[str, ...]) -> tuple[str, str]:
    """A path without its suffix, and the suffix."""
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and suffix in suffixes else (path, "")


def _suffix(request: Request) -> str:
    suffix: str = request.path_params.get("suffix", "")
    if suffix and suffix not in _GRAPH_SUFFIXES:
        raise refuse(404, request.url.path[:80], "there is no such file", f"there are: {', '.join(_GRAPH_SUFFIXES)}")
    return suffix


async def canned(request: Request) -> Response:
    """``/queries/NAME.csv`` …: the data of a canned query, parameters in the query string; never cut."""
    name, suffix = _split(request.path_params["name"], _TABLE_SUFFIXES)
    if not _QUERY.fullmatch(name):
        raise refuse(404, name[:80], "there is no such query", "see what there is: /openapi.json")
    params, order = _params(request, "format", "page", "sort", "filter"), _order(request)
    asked = _asked(request, "canned", suffix, name=name, params=params, page=_page(request), **order)
    return await _service(request).answer(request, asked)


def _order(request: Request) -> dict[str, str]:
    """How a page is to show the rows: by which column, and only those with some words."""
    fields = parsed(request.scope["query_string"], "query string")
    return {name: one(fields, name)[:_LONGEST] for name in ("sort", "filter")}


def _params(request: Request, *but: str) -> dict[str, list[str]]:
    """The fields of the query string that name something; all values of each."""
    params: dict[str, list[str]] = {}
    for key, value in parsed(request.scope["query_string"], "query string"):
        if len(value) > _LONGEST:
            raise refuse(400, key[:80], f"is longer than {_LONGEST} characters", "name one thing")
        if key not in (FIELD, *but) and value:  # a form sends what was left empty
            params.setdefault(key, []).append(value)
    return params


async def questions(request: Request) -> Response:
    """``/queries``: all questions."""
    return await _service(request).answer(request, {"ask": "questions"})


async def pictures(request: Request) -> Response:
    """``/picture``: which pictures there are."""
    return await _service(request).answer(request, {"ask": "index"})


async def picture(request: Request) -> Response:
    """``/picture/NAME``, a page, and ``/picture/NAME.svg``, a file whose links name this service."""
    name, suffix = _split(request.path_params["name"], ("svg",))
    asked = {"ask": "picture", "name": name, "params": _params(request)}
    if suffix:
        # Not "language", which stands in what is asked for a page.
        asked |= {"ask": "drawing", "base": base(request), "lang": spoken(request)["language"]}
    return await _service(request).answer(request, asked)


def _page(request: Request) -> int:
    text = one(parsed(request.scope["query_string"], "query string"), "page") or "1"
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise refuse(400, "page", "is no number of a page", "write 1, 2 …")
    return int(text)


async def thing(request: Request) -> Response:
    """``/id/…``: 303 to the document on a thing, which is not the thing (Cool URIs, section 4.2)."""
    path = request.path_params["path"]
    return await _service(request).answer(request, _asked(request, "known", path=path, quoted=quote(path)))


async def document(request: Request) -> Response:
    """``/doc/…``: what is said of a thing."""
    path, suffix = _split(request.path_params["path"], (*_GRAPH_SUFFIXES, HTML.suffix))
    return await _service(request).answer(request, _asked(request, "thing", suffix, path=path, quoted=quote(path)))


async def ontology(request: Request) -> Response:
    """``/ontology``: the terms."""
    return await _service(request).answer(request, _asked(request, "ontology", _suffix(request)))


async def store(request: Request) -> Response:
    """``/store``: a graph by ``?graph=IRI``, or all by ``?default`` (Graph Store Protocol, section 4.2)."""
    fields = parsed(request.scope["query_string"], "query string")
    graph, whole = one(fields, "graph"), any(name == "default" for name, _ in fields)
    if bool(graph) == whole:
        raise refuse(400, "/store", "takes ?default or ?graph=IRI, one of them", "name one graph")
    return await _service(request).answer(request, _asked(request, "graph", graph=graph or None))


async def dump(request: Request) -> Response:
    """``/dump/all.trig`` …: everything in one file."""
    return await _service(request).answer(request, _asked(request, "dump", _suffix(request)))


async def void(request: Request) -> Response:
    """``/void``, ``/.well-known/void``: the dataset."""
    return await _service(request).answer(request, _asked(request, "void", base=base(request)))


async def openapi(request: Request) -> Response:
    """``/openapi.json``."""
    return await _service(request).answer(request, {"ask": "openapi", "base": base(request)})


async def start(request: Request) -> Response:
    """``/``: what this is, what is loaded, what can be asked."""
    return await _service(request).answer(request, {"ask": "start"})


async def about(request: Request) -> Response:
    """``/about``: where the data come from, and what they cannot tell."""
    return await _service(request).answer(request, {"ask": "about", "base": base(request)})


async def compare(request: Request) -> Response:
    """``/compare?a=…&b=…``: two reports side by side."""
    fields = parsed(request.scope["query_string"], "query string")
    given = {name: one(fields, name) for name in "ab"}
    if any(len(value) > _LONGEST for value in given.values()):
        raise refuse(400, "/compare", f"is given a name longer than {_LONGEST} characters", "name two reports")
    return await _service(request).answer(request, {"ask": "compare", "params": given})


async def search(request: Request) -> Response:
    """``/search?q=…``: things and passages that hold the words."""
    words = one(parsed(request.scope["query_string"], "query string"), "q")
    if len(words) > _LONGEST:
        raise refuse(400, "q", f"is longer than {_LONGEST} characters", "look for fewer words")
    return await _service(request).answer(request, {"ask": "search", "words": words.split()})


async def report(request: Request) -> Response:
    """``/report/ID``: the text of a report, with what was found in it."""
    return await _service(request).answer(request, {"ask": "report", "id": request.path_params["id"]})


async def static(request: Request) -> Response:
    """``/static/…``: the files beside the pages."""
    path = request.path_params["path"]
    asset = served().get(path)
    if asset is None:
        raise refuse(404, request.url.path[:80], "there is no such file", "see what there is: /openapi.json")
    packed = _GZIP.search(request.headers.get("accept-encoding", "")) is not None
    headers = (("Content-Encoding", "gzip"),) if packed else ()
    body = asset.packed if packed else asset.body
    made = response(Reply(200, asset.media_type, body, headers=headers), f"{asset.hash}{'-gzip' * packed}")
    made.headers["vary"] = "Accept-Encoding"
    if asset.lasting:
        made.headers["cache-control"] = f"public, max-age={_YEAR}, immutable"
    return unchanged(request.headers.get("if-none-match", ""), made)


async def healthz(request: Request) -> Response:
    """``/healthz``: whether the service answers, and from which generation."""
    service = _service(request)
    state = {"status": "ok", "generation": await service.current(), "workers": service.pool.workers}
    return response(Reply(200, "application/json", json.dumps(state).encode(), False))


ROUTES = [
    Route("/", start),
    Route("/about", about),
    Route("/search", search),
    Route("/report/{id}", report),
    Route("/static/{path:path}", static),
    Route("/sparql", sparql, methods=["GET", "POST"]),
    Route("/sparql/", sparql, methods=["GET", "POST"]),
    Route("/queries", questions),
    Route("/queries/{name}", canned),
    Route("/compare", compare),
    Route("/picture", pictures),
    Route("/picture/{name}", picture),
    Route("/id/{path:path}", thing),
    Route("/doc/{path:path}", document),
    Route("/ontology", ontology),
    Route("/ontology.{suffix}", ontology),
    Route("/store", store),
    Route("/dump/all.{suffix}", dump),
    Route("/void", void),
    Route("/.well-known/void", void),
    Route("/openapi.json", openapi),
    Route("/healthz", healthz),
]
