"""What the work on a new report starts from: a ``.yaml`` beside it and authority entries to edit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import Literal
from rdflib.namespace import SKOS

from memgraph import build
from memgraph.authority import Entry
from memgraph.errors import CallError
from memgraph.linking import Linked
from memgraph.vocab import BASE, PREFIXES, iri, slug

_CLASSES = {"institution": "Institution", "law": "Law", "document": "Document", "system": "InformationSystem"}
_TYPE_OF = {"law": "eli:type_document", "document": "dcterms:type"}
_HEAD = """\
# What only this report needs, each correction with its reason. The counts are those that were read: check
# them against the text before they stay.
expect:
"""
_TURTLE = """\
# Things that a report names and the authority does not know, as the rules read them. Go through them: take out
# what is none, give another name of a known thing to its entry as skos:altLabel, add kinds and official names.
#   memgraph build {report} --authority {folder}
"""
_THEME = """\
# The objectives and actions that a report prints and the authority does not know. Compare them with the plan, write
# titles as it does, and shorten the address of a theme before it is used: it stays.
"""


def scaffold(path: Path, known: build.Knowledge) -> tuple[Path, Path]:
    """Write the ``.yaml`` and the authority folder of a report; returns both paths.

    Raises :class:`CallError` where one of them is there already or cannot be written, and
    :class:`~memgraph.errors.InputError` for a report that is refused.
    """
    curation, folder = path.with_suffix(".yaml"), path.with_name(f"{path.stem}-authority")
    for there in (curation, folder):
        if there.exists():
            raise CallError(str(there), "is there already", "edit it, or take it away first")
    linked = build.read(path, known)
    entries = "".join(_entries(linked, path.name))
    try:
        folder.mkdir()
        head = _TURTLE.format(report=path.name, folder=f"{folder.name}/")
        (folder / "candidates.ttl").write_text(f"{_prefixes()}\n{head}\n{entries}", encoding="utf-8")
        if criteria := "".join(_criteria(linked, path.name)):
            (folder / "theme.ttl").write_text(f"{_prefixes()}\n{_THEME}\n{criteria}", encoding="utf-8")
        curation.write_text(_HEAD + "".join(_expectations(linked)) + "".join(_meanings(linked)), encoding="utf-8")
    except OSError as error:
        raise CallError(str(path.parent), f"cannot be written to ({error.strerror})", "copy the report") from None
    return curation, folder


def _expectations(linked: Linked) -> Iterator[str]:
    for name, count in build.counts(linked.report).items():
        yield f"  {name}: {count}\n"


def _meanings(linked: Linked) -> Iterator[str]:
    """Names that could mean several things, as comments: which one is a person's to say."""
    if linked.ambiguous:
        yield "\n# Names that could mean several things: take the # away, leave the things that are meant.\n# means:\n"
    for name, candidates in {one.name: one.candidates for one in linked.ambiguous}.items():
        yield f"#   - text: {' '.join(name.split())}\n#     things:\n"
        yield from (f"#       - {candidate.removeprefix(BASE)}\n" for candidate in candidates)
        yield "#     reason: \n"


def _prefixes() -> str:
    names = ("dcterms", "eli", "mem", "skos")
    return f"@base <{BASE}> .\n" + "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in names)


def _entries(linked: Linked, report: str) -> Iterator[str]:
    code = linked.country.removeprefix(BASE + "country/") if linked.country.startswith(BASE + "country/") else ""
    if not code:
        state = linked.report.fact("country")
        code = slug(state.value) if state else "unknown"
        yield f"# A country that the authority does not know; its ISO 3166-1 code belongs in place of {code!r}.\n"
        yield f"<country/{code}> a mem:Country ;\n    skos:prefLabel {_text(state.value if state else code)} ;\n"
        yield f"    dcterms:source {ox.Literal(f'{report}, cover')} .\n\n"
    first = {mention.iri: mention for mention in reversed(linked.mentions)}
    for entry in sorted(linked.things.values(), key=lambda entry: entry.iri):
        # Agreements and things without a name of their own are the report's, not the field's.
        if entry.kind in _CLASSES and entry.type not in linked.authority.agreements and _is_named(entry):
            line = linked.report.line(first[entry.iri].span.start)
            yield _entry(entry, code, f"{report}, line {line}", linked)


def _criteria(linked: Linked, report: str) -> Iterator[str]:
    """Plan, theme, objectives and actions as the report prints them, where the authority has none of that number."""
    authority, theme = linked.authority, linked.theme.removeprefix(BASE)
    title, plan = linked.report.fact("theme"), linked.report.fact("plan")
    if linked.own_theme:
        years = "-".join(re.findall(r"\d{4}", plan.value)) if plan else ""
        if not (title and plan and years):
            return  # what belongs to no plan is the report's alone
        notation = slug(re.split(r"[,;:]", title.value)[0])
        theme = f"plan/{years}/{notation}"
        if not any(authority.graph.subjects(SKOS.notation, Literal(years))):
            yield _turtle(f"plan/{years}", "Plan", plan.value, years, [], report, linked.report.line(plan.span.start))
        own = [f"mem:plan <plan/{years}>"]
        yield _turtle(theme, "Theme", title.value, notation, own, report, linked.report.line(title.span.start))
    for one in linked.fresh_criteria:
        objective, _, action = one.number.partition(".")
        own = [f"mem:order {int(objective) * 1000 + int(action or 0)}", f"skos:inScheme <{theme}>"]
        own.append(f"skos:broader <{theme}/objective/{objective}>" if action else f"skos:topConceptOf <{theme}>")
        name = one.title.capitalize() if one.title.isupper() else one.title
        line = linked.report.line(linked.report.by_key["heading", one.heading].span.start)
        kind, cls = ("action", "PriorityAction") if action else ("objective", "Objective")
        yield _turtle(f"{theme}/{kind}/{one.number}", cls, name, one.number, own, report, line)


def _turtle(address: str, cls: str, name: str, notation: str, own: list[str], report: str, line: int) -> str:
    source = f"dcterms:source {ox.Literal(f'{report}, line {line}')}"
    body = " ;\n    ".join([f"skos:prefLabel {_text(name)}", f"skos:notation {ox.Literal(notation)}", *own, source])
    return f"<{address}> a mem:{cls} ;\n    {body} .\n\n"


def _is_named(entry: Entry) -> bool:
    return entry.name[:1].isupper() and "/regulation/of-" not in entry.iri


def _entry(entry: Entry, code: str, source: str, linked: Linked) -> str:
    segment = entry.iri.removeprefix(iri("report", linked.id, entry.kind) + "/")
    lines = [f"skos:prefLabel {_text(entry.name)}"]
    lines += [f"skos:notation {ox.Literal(acronym)}" for acronym in entry.acronyms]
    if entry.number:
        lines.append(f"eli:number {ox.Literal(entry.number)}")
    if entry.type and entry.kind in _TYPE_OF:
        lines.append(f"{_TYPE_OF[entry.kind]} <{entry.type.removeprefix(BASE)}>")
    lines += [f"mem:country <country/{code}>", f"dcterms:source {ox.Literal(source)}"]
    body = " ;\n    ".join(lines)
    return f"<{entry.kind}/{code}/{segment}> a mem:{_CLASSES[entry.kind]} ;\n    {body} .\n\n"


def _text(words: str) -> str:
    return str(ox.Literal(words, language="en"))
