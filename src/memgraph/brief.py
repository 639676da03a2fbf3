"""A digest of one report that an analyst hands on: Markdown, every quote with its citation."""

from __future__ import annotations

from html import escape

from memgraph.answers import Row, Rows
from memgraph.api import Memgraph
from memgraph.citation import cite, short
from memgraph.errors import CallError
from memgraph.render import markdown_escaped as md
from memgraph.text import readable


def brief(opened: Memgraph, report_id: str) -> str:
    """The digest of a report as Markdown; raises :class:`CallError` for an unknown ID."""
    reports: Rows = opened.query("reports", report=report_id)
    if not len(reports):
        raise CallError(report_id, "there is no such report in the store", "see: memgraph info")
    about = reports[0]

    def ask(name: str) -> list[Row]:
        return list(opened.query(name, report=report_id))

    symbol = about["cicadDocument"]
    lines = [
        f"# {md(str(about['country']))} {about['year']}: what the evaluation report says",
        "",
        f"{md(str(about['theme'] or ''))}. "
        + ", ".join(
            md(str(one)) for one in (about["oeaDocument"], symbol, about["isbn"] and f"ISBN {about['isbn']}") if one
        )
        + ".",
        f"Period evaluated: {about['periodStart'] or '?'} to {about['periodEnd'] or '?'}. "
        "Source: © Organization of American States.",
        "",
        "The report has no ratings and neither has this digest: *affirmed* means that the report says that something "
        "exists or is done, *denied* that it says that it is not.",
        "",
        "## Responses by objective",
        "",
        "| | objective | actions | affirmed | mixed | denied | neutral | not applicable | not evaluated |",
        "|" + " --- |" * 9,
    ]
    for row in ask("objective-scorecard"):
        counts = " | ".join(
            str(row[name])
            for name in ("actions", "affirmed", "mixed", "denied", "neutral", "notApplicable", "notEvaluated")
        )
        lines.append(f"| {row['objectiveNumber']} | {md(row['title'])} | {counts} |")
    lines += ["", "## What is missing", ""]
    for row in ask("gaps"):
        lines.append(_quoted(f"**{row['actionNumber']}**", row, symbol))
        named = [
            f"{label}: {md(row[name])}"
            for label, name in (("named there", "institutions"), ("laws", "laws"))
            if row[name]
        ]
        if named:
            lines.append(f"  ({'; '.join(named)})")
    lines += ["", "## Where the report disagrees with itself", ""]
    contradictions = ask("contradictions")
    for row in contradictions:
        lines.append(f"- {row['kind']}:")
        for side in "AB":
            number = short(row[f"action{side}"])
            lines.append(f"  - “{md(readable(row[f'quote{side}']))}” [{cite(symbol, number, row[f'line{side}'])}]")
    if not contradictions:
        lines.append("Nothing was found.")
    lines += ["", "## Institutions and the laws that they are said to rest on", ""]
    for row in ask("institution-law-action"):
        if row["basis"] == "stated":
            lines.append(
                _quoted(
                    f"{md(row['acronym'] or row['name'])} – {md(row['relation'])} – {md(row['lawName'])}", row, symbol
                )
            )
    lines += ["", "## Laws cited most", "", "| law | actions | where |", "| --- | --- | --- |"]
    for row in ask("law-reach")[:10]:
        lines.append(f"| {md(row['name'])} | {row['actions']} | {row['actionList']} |")
    lines += ["", "## Evidence that was over before the period or the report", ""]
    stale = ask("stale-evidence")
    lines += [_quoted(f"{md(row['evidence'])} ({row['date']})", row, symbol) for row in stale] or ["None was found."]
    lines += ["", "## Affirmed, but nothing is named for it", ""]
    unsupported = ask("unsupported-claims")
    lines += [_quoted(f"**{row['actionNumber']}**", row, symbol) for row in unsupported] or ["None was found."]
    return "\n".join(lines) + "\n"


def html(markdown: str, title: str) -> str:
    """The digest as a page that prints well and calls no other host; text stays text."""
    # Imported here: it takes 30 ms, and only the HTML form needs it.
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    style = (
        "body{font:1rem/1.5 Georgia,serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
        "table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2rem .5rem;text-align:left}"
        "@media print{h2{break-after:avoid}}"
    )
    head = f'<meta charset="utf-8">\n<title>{escape(title)}</title>\n<style>{style}</style>'
    return f'<!doctype html>\n<html lang="en">\n{head}\n{body}</html>\n'


def _quoted(head: str, row: Row, symbol: str | None) -> str:
    return f"- {head} “{md(readable(row['quote']))}” [{cite(symbol, row['actionNumber'], row['line'])}]"
