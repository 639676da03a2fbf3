"""SPARQL 1.1 Protocol, the query side (section 2.1): what a request asks."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from memgraph.web.language import spoken
from memgraph.web.limits import Limits
from memgraph.web.negotiation import wants_page
from memgraph.web.refusal import Refused, refuse
from memgraph.web.replies import base
from memgraph.web.service import Service

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_FIELDS = 200


async def sparql(request: Request) -> Response:
    """The endpoint ``/sparql``; bare, it describes itself."""
    service: Service = request.app.state.service
    fields = parsed(request.scope["query_string"], "query string")
    if request.method == "POST":
        fields += await _posted(request, service.limits)
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in fields):
        raise _read_only()
    texts = [value for name, value in fields if name == "query"]
    asked: dict[str, Any] = {
        "ask": "query",
        "base": base(request),
        "accept": request.headers.get("accept", ""),
        "format": [value for name, value in fields if name == "format" and value],
    }
    if not texts and request.method == "GET":
        shown = {name: one(fields, name) for name in ("canned", "edit")}  # for the form alone
        return await service.answer(request, asked | {"ask": "description"} | shown)
    if len(texts) != 1:
        raise refuse(400, "query", f"a request has one query, this has {len(texts)}", "send one")
    if len(texts[0].encode()) > service.limits.query:
        raise refuse(413, "query", f"is longer than {service.limits.query} bytes", "ask in several queries")
    asked |= {"query": texts[0], "base": f"{asked['base']}/sparql"}
    if request.method == "POST" and wants_page(asked):
        asked |= spoken(request, fields)
    for key, field in (("default", "default-graph-uri"), ("named", "named-graph-uri")):
        if graphs := [value for name, value in fields if name == field]:
            asked[key] = graphs
    return await service.answer(request, asked, service.limits.timeout)


def parsed(data: bytes, place: str) -> list[tuple[str, str]]:
    """The fields of a query string or form; raises :class:`Refused` where they are no UTF-8 or too many."""
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError as error:  # UnicodeError is one
        why = "is not UTF-8" if isinstance(error, UnicodeError) else f"has more than {_FIELDS} fields"
        raise refuse(400, place, why, "encode it as application/x-www-form-urlencoded") from None


def one(fields: list[tuple[str, str]], name: str) -> str:
    """The value of a field that can be given once."""
    values = [value for key, value in fields if key == name]
    if len(values) > 1:
        raise refuse(400, name, "is given more than once", "give it once")
    return values[0] if values else ""


async def _posted(request: Request, limits: Limits) -> list[tuple[str, str]]:
    """The fields of a body; a query sent as it is becomes a field."""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind == _UPDATE:
        raise _read_only()
    if kind not in (_FORM, _DIRECT):
        what, todo = f"{kind or 'a body without a type'} is not understood", f"send {_FORM} or {_DIRECT}"
        raise refuse(415, "Content-Type", what, todo, Accept_Post=f"{_FORM}, {_DIRECT}")
    charset = dict(pair.strip().lower().split("=", 1) for pair in parameters.split(";") if "=" in pair).get("charset")
    if charset and charset.strip('"') not in ("utf-8", "utf8", "us-ascii"):
        raise refuse(415, "Content-Type", f"the character set {charset[:40]} is not understood", "send UTF-8")
    body = await _body(request, limits)
    if kind == _FORM:
        return parsed(body, "body")
    try:
        return [("query", body.decode("utf-8"))]
    except UnicodeDecodeError:
        raise refuse(400, "query", "is not UTF-8", "send UTF-8") from None


async def _body(request: Request, limits: Limits) -> bytes:
    parts, size = [], 0
    try:
        async with asyncio.timeout(limits.body_timeout):
            async for part in request.stream():
                parts.append(part)
                size += len(part)
                if size > limits.body:
                    raise refuse(413, "body", f"is longer than {limits.body} bytes", "send less", Connection="close")
    except TimeoutError:
        what = f"did not arrive within {limits.body_timeout:g} s"
        raise refuse(408, "body", what, "send it at once", Connection="close") from None
    except ClientDisconnect:
        raise refuse(400, "body", "ended too early", "send all of it") from None
    return b"".join(parts)


def _read_only() -> Refused:
    return refuse(403, "update", "this service only answers; it changes nothing", "send a query")
