"""What the work on a new report starts from: a ``.yaml`` beside it and authority entries to edit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

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
