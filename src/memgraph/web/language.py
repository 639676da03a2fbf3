"""Which language a page speaks: by ``?lang=``, else by Accept-Language (RFC 9110, section 12.5.4)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.requests import Request

from memgraph.web.refusal import refuse
from memgraph.web.words import LANGUAGES

FIELD = "lang"
_FIRST = next(iter(LANGUAGES))
_RANGE = re.compile(r"\s*([a-z]{1,8}|\*)(?:-[a-z0-9-]+)?\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$", re.I)
_LONGEST = 1000


@lru_cache(maxsize=256)
def preferred(header: str) -> str:
    """The language that Accept-Language likes best, the first of equals; ours is English for who names none of ours."""
    best, most = _FIRST, 0.0
    for part in header[:_LONGEST].split(","):
        if match := _RANGE.match(part):
            language, quality = match[1].lower(), float(match[2] or 1)
            if quality > most and language in (*LANGUAGES, "*"):
                best, most = (_FIRST if language == "*" else language), quality
    return best


def spoken(request: Request, fields: list[tuple[str, str]] | None = None) -> dict[str, Any]:
    """What a page must know: its ``language``, whether it was ``explicit``, and its ``address`` without it.

    ``fields`` are those of the query string, or of a form that was posted. Raises
    :class:`memgraph.web.refusal.Refused` for a language that there is not.
    """
    if fields is None:
        text = request.scope["query_string"].decode("ascii", "replace")
        fields = parse_qsl(text, keep_blank_values=True, errors="replace")
    named = [value for name, value in fields if name == FIELD and value]
    if any(one not in LANGUAGES for one in named) or len(named) > 1:
        raise refuse(
            400, FIELD, f"{', '.join(named)[:80]} is no language of the pages", f"use {' or '.join(LANGUAGES)}"
        )
    rest = urlencode([pair for pair in fields if pair[0] != FIELD])
    # With one slash alone: two would lead to another host (RFC 3986, section 4.2).
    path = "/" + quote(request.scope["path"].lstrip("/"))
    return {
        "language": named[0] if named else preferred(request.headers.get("accept-language", "")),
        "explicit": bool(named),
        "address": f"{path}?{rest}" if rest else path,
    }
