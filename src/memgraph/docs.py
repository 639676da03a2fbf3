"""The generated page of the canned queries."""

from __future__ import annotations

from memgraph.queries import Query
from memgraph.render import markdown_escaped as md


def queries_page(known: list[Query]) -> str:
    """docs/queries.md, from the query files' own headers."""
    lines = [
        "# The canned queries",
        "",
        "Made by `memgraph queries -f md` from the files in `queries/`; do not edit.",
        "Ask one with `memgraph query NAME`, set a parameter with `-p name=value`. Columns come in this order.",
    ]
    for query in known:
        lines += [
            "",
            f"## {query.name}",
            "",
            md(query.question),
            "",
            f"- columns: {', '.join(f'`{name}`' for name in query.columns)}",
        ]
        lines += [f"- `-p {one.name}=…`: {md(one.note)}" for one in query.parameters]
    return "\n".join(lines) + "\n"
