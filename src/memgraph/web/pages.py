"""Pages from templates: everything that is put into one is escaped, nothing in one runs or asks another host.

A page is whole without a server: then its style stands in it, in one element whose hash a content security policy
can name.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from memgraph.web.frames import Reply
from memgraph.web.negotiation import HTML, content_type
from memgraph.web.refusal import Refused
from memgraph.web.words import LANGUAGES, NAMES, said

HERE = Path(__file__).parent
STYLESHEET = HERE / "static" / "site.css"


class Site(NamedTuple):
    """Where a page stands: addresses of the main pages with their words, of the stylesheet and of a query's page.

    ``query`` holds ``{}`` for the query's name. What has no address is left out.
    """

    nav: tuple[tuple[str, str], ...] = ()
    home: str | None = None
    stylesheet: str | None = None
    query: str | None = None


# A page by itself, as a file.
ALONE = Site()
# A page of the service.
SERVED = Site(
    nav=(
        ("/", "start"),
        ("/picture", "pictures"),
        ("/ontology", "ontology"),
        ("/sparql", "sparql"),
        ("/about", "about"),
    ),
    home="/",
    stylesheet="/static/site.css",
    query="/queries/{}",
)


@cache
def templates() -> Environment:
    """The templates; what is put into one is escaped."""
    return Environment(
        loader=FileSystemLoader(HERE / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    return STYLESHEET.read_text(encoding="utf-8")


def style_hash() -> str:
    """The source expression for ``style-src`` that allows the style of a page by itself (CSP 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()}'"


def render(template: str, site: Site = ALONE, language: str = "en", **values: object) -> str:
    """A page; ``template`` extends ``base.html``."""
    spoken = {"t": LANGUAGES[language], "language": language, "said": partial(said, language=language)}
    # The stylesheet is ours and is the one text that is not escaped: in a style element nothing is.
    return templates().get_template(template).render(site=site, style=Markup(_style()), **spoken, **values)


def refusal(error: Refused, request: Mapping[str, Any]) -> Reply:
    """A refusal for people, with its status and headers."""
    made = page("refusal.html", "", request, error.status, refusal=error.error.block())
    return made._replace(steady=False, headers=(*made.headers, *error.headers))


def page(template: str, here: str, request: Mapping[str, Any], status: int = 200, **values: object) -> Reply:
    """A page of the service as an answer; ``here`` is its address in the navigation.

    ``request`` holds what :func:`memgraph.web.language.spoken` gives.
    """
    language = request["language"]
    others = [(one, NAMES[one], _in(request["address"], one)) for one in LANGUAGES]
    made = render(template, SERVED, language, here=here, languages=others, plain=request["address"], **values)
    if request["explicit"]:
        made = _keeping(made, language)
    return Reply(status, content_type(HTML.media_type), made.encode(), headers=(("Content-Language", language),))


# A link or form of ours that leads to a page: not to data, nor to the same page in another language, nor to the address
# of an answer as it is cited. What a template puts into an attribute holds neither > nor a quotation mark.
_LINK = re.compile(r'(<a\b(?![^>]*(?:hreflang|rel="bookmark"))[^>]*? href=")(/[^"#]*)')
_DATA = re.compile(
    r"/(?:static|dump|store|void|openapi)\b|[^?]*\.(?:csv|csv-safe|json|tsv|xml|ttl|trig|nt|nq|jsonld|rdf)\b"
)
_FORM = re.compile(r'<form\b[^>]* action="/[^>]*>')


def _in(address: str, language: str, amp: str = "&") -> str:
    return f"{address}{amp if '?' in address else '?'}lang={language}"


def _keeping(made: str, language: str) -> str:
    """The page with its language, where that was asked for by the address, in what leads on from it."""

    def link(match: re.Match[str]) -> str:
        keep = _DATA.match(match[2]) or "format=" in match[2]
        return match[0] if keep else match[1] + _in(match[2], language, "&amp;")

    field = f'<input type="hidden" name="lang" value="{language}">'
    return _FORM.sub(lambda match: match[0] + field, _LINK.sub(link, made))
