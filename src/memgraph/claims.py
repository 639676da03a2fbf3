"""What a report claims, as facts on its passages: things, mentions, relations, figures, contradictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import RDF, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS

from memgraph import contradictions, figures, periods, relations, systems, training
from memgraph.authority import Entry
from memgraph.terms import ELI, MEM, SCHEMA
from memgraph.vocab import iri, slug

if TYPE_CHECKING:
    from memgraph.graph import Writer

_THINGS = {
    "institution": MEM.Institution,
    "document": MEM.Document,
    "system": MEM.InformationSystem,
    "programme": MEM.Programme,
}


def write(writer: Writer) -> None:
    """Add every claim of the report to its graph."""
    _things(writer)
    _mentions(writer)
    _relations(writer)
    _claims(writer)
    _contradictions(writer)


def _things(writer: Writer) -> None:
    """The things that only this report describes."""
    first = {mention.iri: mention for mention in reversed(writer.linked.mentions)}
    owners = systems.owners(writer.linked)
    for entry in writer.linked.things.values():
        node = URIRef(entry.iri)
        writer.add(node, RDF.type, _class(writer, entry))
        writer.add(node, SKOS.prefLabel, Literal(entry.name, lang="en"))
        writer.add(node, MEM.inReport, writer.node)
        writer.add(node, MEM.evidence, writer.span(first[entry.iri].passage, first[entry.iri].span))
        for acronym in entry.acronyms:
            writer.add(node, SKOS.notation, acronym)
        if entry.iri in owners:
            writer.add(node, MEM.owner, URIRef(owners[entry.iri]))
        if entry.kind == "law":
            writer.add(node, ELI.type_document, URIRef(entry.type) if entry.type else None)
            writer.add(node, ELI.number, entry.number)
        elif entry.kind == "document" and entry.type:
            writer.add(node, DCTERMS.type, URIRef(entry.type))


def _class(writer: Writer, entry: Entry) -> URIRef:
    if entry.kind == "law":
        return MEM.Agreement if entry.type in writer.linked.authority.agreements else MEM.Law
    return _THINGS[entry.kind]


def _mentions(writer: Writer) -> None:
    for mention in writer.linked.mentions:
        path = ("mention", *writer.at(mention.passage, mention.span), *_tail(mention.iri))
        node = writer.fact(MEM.Mention, path, mention.passage, mention.span)
        writer.add(node, MEM.names, URIRef(mention.iri))
        writer.annotation(node, mention.iri, mention.passage, mention.span)
        writer.add(writer.passages[mention.passage.kind, mention.passage.key], SCHEMA.mentions, URIRef(mention.iri))
        if mention.by_name:
            writer.add(node, MEM.printedName, mention.name)
    for date in writer.linked.dates:
        path = ("law-date", *writer.at(date.passage, date.span), *_tail(date.law))
        node = writer.fact(MEM.LawDate, path, date.passage)
        writer.add(node, MEM.law, URIRef(date.law))
        kind = XSD.date if len(date.iso) == 10 else XSD.gYear
        writer.add(node, MEM.published if date.kind == "published" else MEM.date, Literal(date.iso, datatype=kind))


def _relations(writer: Writer) -> None:
    links, lineage, roles = relations.read(writer.linked)
    for link in links:
        path = ("link", link.passage.key, *_tail(link.institution), link.relation, *_tail(link.law))
        node = writer.fact(MEM.InstitutionLink, path, link.passage, link.span)
        writer.add(node, MEM.institution, URIRef(link.institution))
        writer.add(node, MEM.law, URIRef(link.law))
        writer.add(node, MEM.relation, URIRef(iri("institution-relation", link.relation)))
    for line in lineage:
        path = ("lineage", line.passage.key, *_tail(line.source), line.relation, *_tail(line.target))
        node = writer.fact(MEM.LawRelation, path, line.passage, line.span)
        writer.add(node, MEM.source, URIRef(line.source))
        writer.add(node, MEM.relation, URIRef(iri("law-relation", line.relation)))
        writer.add(node, MEM.target, URIRef(line.target))
    for role in roles:
        path = ("role", role.passage.key, *_tail(role.institution), slug(role.role)[:60].strip("-"))
        node = writer.fact(MEM.InstitutionRole, path, role.passage)
        writer.add(node, MEM.institution, URIRef(role.institution))
        writer.add(node, MEM.role, role.role)


def _claims(writer: Writer) -> None:
    for use in systems.read(writer.linked):
        path = ("system-use", use.passage.kind, *use.passage.key.split("/"), *_tail(use.system))
        node = writer.fact(MEM.SystemUse, path, use.passage)
        writer.add(node, MEM.system, URIRef(use.system))
        writer.add(node, MEM.inUse, use.in_use)
    courses = training.read(writer.linked)
    same = training.same(courses)
    for name in dict.fromkeys(same.values()):
        node = writer.iri("course", slug(name)[:80].strip("-"))
        writer.add(node, RDF.type, MEM.Course)
        writer.add(node, SKOS.prefLabel, Literal(name, lang="en"))
        writer.add(node, MEM.inReport, writer.node)
        writer.add(node, MEM.evidence, next(writer.span(c.passage, c.span) for c in courses if same[c.name] == name))
    for course in courses:
        path = ("training", *writer.at(course.passage, course.span))
        node = writer.fact(MEM.Training, path, course.passage, course.span)
        writer.add(node, MEM.name, course.name)
        writer.add(node, MEM.course, writer.iri("course", slug(same[course.name])[:80].strip("-")))
        writer.add(node, MEM.provider, URIRef(course.provider) if course.provider else None)
    for figure in figures.read(writer.linked):
        path = ("figure", *writer.at(figure.passage, figure.span))
        node = writer.fact(MEM.Figure, path, figure.passage, figure.span)
        writer.add(node, MEM.value, figure.value)
        kind = XSD.integer if figure.value.isdecimal() else XSD.decimal
        writer.add(node, SCHEMA.value, Literal(figure.value, datatype=kind))
        writer.add(node, MEM.unit, figure.unit)
    for period in periods.read(writer.linked):
        path = ("period", *writer.at(period.passage, period.span))
        node = writer.fact(MEM.DatedEvidence, path, period.passage)
        writer.add(node, MEM.name, period.evidence)
        writer.add(node, MEM.endYear, Literal(period.year, datatype=XSD.gYear))
        writer.add(node, MEM.spansYears, period.spans)


def _contradictions(writer: Writer) -> None:
    for found in contradictions.read(writer.linked):
        node = writer.iri("contradiction", found.kind, *found.first.key[1].split("/"), *found.second.key[1].split("/"))
        writer.add(node, RDF.type, MEM.Contradiction)
        writer.add(node, MEM.inReport, writer.node)
        writer.add(node, MEM.kind, URIRef(iri("contradiction-kind", found.kind)))
        writer.add(node, MEM.claim, found.claim)
        for predicate, side in ((MEM.firstSide, found.first), (MEM.secondSide, found.second)):
            kind, key = side.key
            where = (
                writer.iri("table", key.split("/")[0], "row", key.split("/")[1])
                if kind == "row"
                else writer.passages[kind, key]
            )
            writer.add(node, predicate, where)


def _tail(address: str) -> list[str]:
    """The last two segments of an IRI: enough to tell it from its neighbours, and readable."""
    return address.rsplit("/", 2)[-2:]
