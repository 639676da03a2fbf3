"""The ASGI app: routes, refusals, and in front of both the answers that are kept."""

from __future__ import annotations

import re
import sys
import traceback

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from memgraph.errors import MemgraphError
from memgraph.web.addresses import ROUTES
from memgraph.web.language import preferred, spoken
from memgraph.web.negotiation import GRAPHS, TABLES, for_people
from memgraph.web.pages import refusal
from memgraph.web.refusal import Refused, refuse
from memgraph.web.replies import preflight, response, unchanged
from memgraph.web.service import WORDS, Service


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return _said(request, error)


def _said(request: Request, error: Refused) -> Response:
    if not for_people((), request.headers.get("accept", ""), (*TABLES, *GRAPHS)):
        return response(error.reply())
    try:
        told = spoken(request)
    except Refused:  # which is this refusal
        told = {"language": preferred(request.headers.get("accept-language", "")), "explicit": False, "address": "/"}
    return response(refusal(error, told))


async def _no_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.url.path[:200]
    if error.status_code == 405:
        allowed = ", ".join([*sorted(re.split(r",\s*", (error.headers or {}).get("Allow", "GET"))), "OPTIONS"])
        if request.method == "OPTIONS":
            return preflight(allowed)
        return _said(request, refuse(405, path, f"does not take {request.method}", f"use {allowed}", Allow=allowed))
    what = "there is nothing here" if error.status_code == 404 else str(error.detail)
    return _said(request, refuse(error.status_code, path, what, "see what there is: /openapi.json"))


async def _fault(request: Request, error: Exception) -> Response:
    """Our own fault: told to whoever runs the service, not to the client."""
    traceback.print_exception(error, file=sys.stderr)
    return response(Refused(500, MemgraphError("service", "has a fault", "tell whoever runs it")).reply())


def starlette(service: Service) -> Starlette:
    """The routes and what is said where none fits."""
    made = Starlette(routes=ROUTES, exception_handlers={Refused: _refused, HTTPException: _no_route, Exception: _fault})
    made.router.redirect_slashes = False
    made.state.service = service
    return made


class Shell:
    """What every request meets first: kept answers without further ado, preflights, unchanged answers."""

    def __init__(self, service: Service) -> None:
        self.service, self._inner = service, starlette(service)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI; HTTP alone is served."""
        if scope["type"] != "http":
            return
        accept = host = known = language = b""
        for name, value in scope["headers"]:
            if name == b"accept":
                accept += b"," + value if accept else value
            elif name == b"host":
                host = value
            elif name == b"accept-language":
                language += b"," + value if language else value
            elif name == b"if-none-match":
                known = value
            elif name == b"x-forwarded-proto" and self.service.proxied and value in (b"http", b"https"):
                scope["scheme"] = value.decode()
        made: Response | None = None
        if scope["method"] == "GET":
            best = preferred(language.decode("latin-1"))
            words = (scope["path"], scope["query_string"], accept, best, host, scope["scheme"])
            if not self.service.pool.changed:
                made = self.service.cache.get((self.service.pool.generation, words))
            if made is None:
                scope[WORDS] = words
        if made is not None:
            if known:
                made = unchanged(known.decode("latin-1"), made)
            await made(scope, receive, send)
        else:
            await self._inner(scope, receive, send)
