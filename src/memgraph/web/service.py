"""The service: a request for data is looked up among the kept answers, else given to a worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from memgraph.web.cache import Cache
from memgraph.web.frames import packed
from memgraph.web.language import spoken
from memgraph.web.limits import Limits
from memgraph.web.negotiation import wants_page
from memgraph.web.pool import Pool
from memgraph.web.replies import response, unchanged

# What was answered under the very words of a GET is kept under them too: see `app.Shell`.
WORDS = "memgraph.words"


class Service:
    """The pool of workers and the answers that they gave."""

    def __init__(self, store: Path, limits: Limits, proxied: bool = False) -> None:
        self.limits, self.proxied = limits, proxied
        self.pool = Pool(store, limits)
        self.cache = Cache(limits.cache)

    async def current(self) -> str:
        """The generation that answers now; a new one is gone over to first."""
        while self.pool.changed:  # one more build may have ended meanwhile
            await self.pool.renew()
        return self.pool.generation

    async def answer(self, request: Request, asked: dict[str, Any], seconds: float | None = None) -> Response:
        """The response to what is asked of a worker; raises :class:`memgraph.web.refusal.Refused`.

        ``asked`` names one of :data:`memgraph.web.worker.ANSWERS` under "ask" and holds all that the
        answer depends on but for the language of a page; ``seconds`` is its time limit (default: that of our
        own questions).
        """
        if wants_page(asked):
            asked = spoken(request) | asked
        generation = await self.current()
        frame = packed(asked)
        made = self.cache.get((generation, frame))
        if made is None:
            limit = seconds or self.limits.own_timeout
            reply = await self.pool.ask(self.client(request), frame, limit, lambda: _left(request))
            made = response(reply, generation)
            if reply.steady and reply.status == 200:
                self.cache.put((generation, frame), made, len(frame))
        words = request.scope.get(WORDS)
        if words and "etag" in made.headers:
            self.cache.put((generation, words), made, len(words[1]) + 200)
        known = request.headers.get("if-none-match")
        return unchanged(known, made) if known else made

    def client(self, request: Request) -> str:
        """Who asks: the address, of IPv6 its network; behind a proxy, what the proxy says it is."""
        address = request.client.host if request.client else ""
        if self.proxied:
            address = request.headers.get("x-forwarded-for", address).rsplit(",", 1)[-1].strip()
        return ":".join(address.split(":")[:4]) if address.count(":") > 1 else address


async def _left(request: Request) -> None:
    """Returns when the client has gone; its request has been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
