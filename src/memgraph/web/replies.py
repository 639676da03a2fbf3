"""HTTP responses: headers that every answer carries, entity tags, and what was not changed."""

from __future__ import annotations

import zlib

from starlette.requests import Request
from starlette.responses import Response

from memgraph.web.drawing import sheet_hash
from memgraph.web.frames import Reply

# For data: nothing of it may run where a browser shows it.
_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
# For pages (CSP 3): our stylesheet and forms that lead back here; no script, no other host.
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# For pictures: their own style besides.
_PICTURE_POLICY = f"default-src 'none'; style-src {sheet_hash()}; frame-ancestors 'none'; sandbox"
_ALWAYS = (
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", "ETag, Retry-After, X-Result-Truncated"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
)
_POLICIES = {"text/html": _PAGE_POLICY, "image/svg+xml": _PICTURE_POLICY}
_ENCODED = tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in _ALWAYS)


def response(reply: Reply, generation: str = "") -> Response:
    """A reply as a response; with a generation, an answer that will be the same until there is another."""
    language = dict(reply.headers).get("Content-Language", "")
    varied = ("vary", "Accept, Accept-Language" if language else "Accept")
    if not 200 <= reply.status < 400:
        kept = [("cache-control", "no-store")]
    elif generation and reply.steady and reply.status == 200:
        tag = _tag(generation, reply.media_type + language)
        kept = [varied, ("etag", tag), ("cache-control", "public, no-cache")]
    else:
        kept = [varied, ("cache-control", "no-store")]
    policy = _POLICIES.get(reply.media_type.partition(";")[0], _POLICY)
    made = Response(status_code=reply.status)
    made.body = reply.body
    named = (("content-type", reply.media_type), ("content-length", str(len(reply.body))), *kept, *reply.headers)
    made.raw_headers = [
        *((name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in named),
        *_ENCODED,
        (b"content-security-policy", policy.encode("latin-1")),
    ]
    return made


def _tag(generation: str, variant: str) -> str:
    # A URL has one representation a media type and language (RFC 9110, section 8.8.3).
    return f'"{generation}-{zlib.crc32(variant.encode()):08x}"'


def unchanged(known: str, made: Response) -> Response:
    """304 in place of a response whose entity tag a client knows (RFC 9110, section 13.1.2)."""
    tag = made.headers.get("etag")
    tags = {one.strip().removeprefix("W/") for one in known.split(",")}
    if made.status_code != 200 or tag is None or not (tag in tags or "*" in tags):
        return made
    short = Response(status_code=304)
    short.raw_headers = [pair for pair in made.raw_headers if pair[0] not in (b"content-length", b"content-type")]
    return short


def preflight(allowed: str) -> Response:
    """What a browser asks before a request to another origin (Fetch, section 3.2): anything that reads is welcome."""
    made = Response(status_code=204)
    for name, value in (
        *_ALWAYS,
        ("allow", allowed),
        ("access-control-allow-methods", allowed),
        ("access-control-allow-headers", "Accept, Accept-Language, Content-Type, If-None-Match"),
        ("access-control-max-age", "86400"),
    ):
        made.headers[name] = value
    return made


def base(request: Request) -> str:
    """The address of the service as the client called it."""
    host = request.headers.get("host") or ":".join(map(str, request.scope.get("server") or ("localhost",)))
    return f"{request.scope['scheme']}://{host}"
