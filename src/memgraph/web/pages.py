"""Pages from templates: everything that is put into one is escaped, nothing in one runs or asks another host.

A page is whole without a server: then its style stands in it, in one element whose hash a content security policy
can name.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from memgraph.web.frames import Reply
from memgraph.web.negotiation import HTML, content_type
from memgraph.web.refusal import Refused
from memgraph.web.words import EN

HERE = Path(__file__).parent
STYLESHEET = HERE / "static" / "site.css"


class Site(NamedTuple):
    """Where a page stands: addresses of the main pages by their labels, of the stylesheet and of a query's page.

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
        ("/", EN["start"]),
        ("/picture", EN["pictures"]),
        ("/ontology", EN["ontology"]),
        ("/sparql", EN["sparql"]),
        ("/about", EN["about"]),
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


def render(template: str, site: Site = ALONE, **values: object) -> str:
    """A page; ``template`` extends ``base.html``."""
    # The stylesheet is ours and is the one text that is not escaped: in a style element nothing is.
    return templates().get_template(template).render(site=site, style=Markup(_style()), t=EN, **values)


def refusal(error: Refused) -> Reply:
    """A refusal for people, with its status and headers."""
    made = page("refusal.html", "", error.status, refusal=error.error.block())
    return made._replace(steady=False, headers=error.headers)


def page(template: str, here: str, status: int = 200, **values: object) -> Reply:
    """A page of the service as an answer; ``here`` is its address in the navigation."""
    return Reply(status, content_type(HTML.media_type), render(template, SERVED, here=here, **values).encode())
