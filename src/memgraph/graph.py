"""A linked report to its named graph: every fact with its words, no blank nodes, readable IRIs."""

from __future__ import annotations

from typing import Any

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS

from memgraph import contradictions, figures, periods, relations, responses, systems, training
from memgraph.authority import Entry
from memgraph.linking import Linked
from memgraph.report import Passage, Span
from memgraph.terms import ELI, MEM, OA
from memgraph.text import readable
from memgraph.vocab import iri, slug

_CLASSES = {
    "cover": MEM.CoverPassage,
    "preface": MEM.PrefacePassage,
    "heading": MEM.Heading,
    "statement": MEM.Statement,
    "caption": MEM.Caption,
    "item": MEM.ListItem,
    "summary": MEM.SummaryStatement,
    "imprint": MEM.Imprint,
    "furniture": MEM.Furniture,
    "unparsed": MEM.UnparsedPassage,
}
_THINGS = {
    "institution": MEM.Institution,
    "document": MEM.Document,
    "system": MEM.InformationSystem,
    "programme": MEM.Programme,
}
# Facts of the cover that the report itself carries as values.
_PLAIN = {"oeaDocument": MEM.oeaDocument, "cicadDocument": MEM.cicadDocument, "isbn": MEM.isbn}
_YEARS = {"year": MEM.year, "periodStart": MEM.periodStart, "periodEnd": MEM.periodEnd}


def graph(linked: Linked) -> Graph:
    """The asserted graph of a report."""
    return _Writer(linked).write()


class _Writer:
    def __init__(self, linked: Linked) -> None:
        self.linked, self.report, self.id = linked, linked.report, linked.id
        self.graph = Graph()
        self.node = self._iri()
        self.passages: dict[tuple[str, str], URIRef] = {}

    def _iri(self, *segments: str) -> URIRef:
        return URIRef(iri("report", self.id, *segments))

    def _add(self, subject: URIRef, predicate: Any, value: Any) -> None:
        if value is None:
            return
        self.graph.add((subject, predicate, value if isinstance(value, URIRef | Literal) else Literal(value)))

    def _span(self, span: Span) -> URIRef:
        """The evidence node of a span: one SpecificResource with one selector that gives position and quote."""
        node = self._iri("text", f"{span.start}-{span.end}")
        if (node, RDF.type, OA.SpecificResource) not in self.graph:
            selector = self._iri("text", f"{span.start}-{span.end}", "selector")
            self._add(node, RDF.type, OA.SpecificResource)
            self._add(node, OA.hasSource, self._iri("text"))
            self._add(node, OA.hasSelector, selector)
            self._add(node, MEM.line, self.report.line(span.start))
            self._add(selector, RDF.type, OA.TextPositionSelector)
            self._add(selector, RDF.type, OA.TextQuoteSelector)
            self._add(selector, OA.start, Literal(span.start, datatype=XSD.nonNegativeInteger))
            self._add(selector, OA.end, Literal(span.end, datatype=XSD.nonNegativeInteger))
            self._add(selector, OA.exact, self.report.quote(span))
        return node

    def _fact(self, cls: URIRef, path: tuple[str, ...], passage: Passage, span: Span | None = None) -> URIRef:
        """A fact that a passage states; its evidence is the passage, or the narrower span given."""
        node = self._iri(*path)
        self._add(node, RDF.type, cls)
        self._add(node, MEM.inPassage, self.passages[passage.kind, passage.key])
        self._add(node, MEM.evidence, self._span(span or passage.span))
        return node

    def write(self) -> Graph:
        self._about()
        for passage in self.report.passages:
            if passage.kind != "cell":
                self._passage(passage)
        for table in self.report.tables:
            self._table(table)
        self._ties()
        self._evaluations()
        self._things()
        self._mentions()
        self._relations()
        self._claims()
        self._contradictions()
        return self.graph

    def _about(self) -> None:
        node, text = self.node, self._iri("text")
        theme, plan = self._theme()
        printed = self.report.fact("theme")
        if self.linked.theme not in self.linked.authority.themes.values():
            self._add(theme, RDF.type, MEM.Theme)
            self._add(theme, SKOS.prefLabel, Literal(printed.value if printed else self.id, lang="en"))
        self._add(node, RDF.type, MEM.Report)
        self._add(node, DCTERMS.identifier, self.id)
        self._add(node, MEM.country, URIRef(self.linked.country))
        self._add(node, MEM.theme, theme)
        self._add(node, MEM.plan, plan)
        self._add(node, MEM.sourceText, text)
        self._add(text, RDF.type, MEM.SourceText)
        self._add(text, MEM.sha256, self.report.sha256)
        for fact in self.report.about:
            if fact.name in _PLAIN:
                self._add(node, _PLAIN[fact.name], fact.value)
            elif fact.name in _YEARS:
                self._add(node, _YEARS[fact.name], Literal(fact.value, datatype=XSD.gYear))
            elif fact.name == "round":
                self._add(node, MEM.round, URIRef(iri("round", fact.value)))
            told = self._iri("fact", slug(fact.name))
            self._add(told, RDF.type, MEM.ReportFact)
            self._add(told, MEM.factName, fact.name)
            self._add(told, MEM.value, fact.value)
            self._add(told, MEM.inReport, node)
            if fact.span.end > fact.span.start:
                self._add(told, MEM.evidence, self._span(fact.span))

    def _theme(self) -> tuple[URIRef, URIRef | None]:
        theme = self.linked.theme
        plan = self.linked.authority.graph.value(URIRef(theme), MEM.plan)
        return URIRef(theme), plan if isinstance(plan, URIRef) else None

    def _criterion(self, number: str) -> URIRef:
        return URIRef(self.linked.criterion(number))

    def _passage(self, passage: Passage) -> None:
        node = self._iri(passage.kind, passage.key)
        self.passages[passage.kind, passage.key] = node
        self._add(node, RDF.type, _CLASSES[passage.kind])
        self._place(node, passage)
        if passage.response:
            self._add(node, MEM.response, URIRef(iri("response", passage.response)))

    def _place(self, node: URIRef, passage: Passage) -> None:
        self._add(node, MEM.inReport, self.node)
        self._add(node, MEM.evidence, self._span(passage.span))
        if passage.objective:
            self._add(node, MEM.underObjective, self._criterion(passage.objective))
        for number in passage.actions:
            self._add(node, MEM.underAction, self._criterion(number))

    def _table(self, table: Any) -> None:
        node = self._iri("table", table.key)
        self._add(node, RDF.type, MEM.Table)
        self._add(node, MEM.inReport, self.node)
        self._add(node, MEM.number, int(table.key.rsplit("-", 1)[1]))
        self._add(
            node, MEM.evidence, self._span(Span(table.header[0].span.start, max(c.span.end for c in table.cells)))
        )
        for number in table.actions:
            self._add(node, MEM.underAction, self._criterion(number))
        if table.lead:
            self._add(node, MEM.leadIn, self.passages["statement", table.lead])
        for cells in table.rows():
            row = self._iri("table", table.key, "row", str(cells[0].row))
            self._add(row, RDF.type, MEM.TableRow)
            self._add(row, MEM.inTable, node)
            self._add(row, MEM.row, cells[0].row)
            for number in table.actions:
                self._add(row, MEM.underAction, self._criterion(number))
            self._add(row, MEM.evidence, self._span(Span(cells[0].span.start, max(c.span.end for c in cells))))
        for cell in (*table.header, *table.cells):
            self._cell(table, node, cell)

    def _cell(self, table: Any, table_node: URIRef, cell: Any) -> None:
        node = self._iri("cell", *cell.key.split("/"))
        self._add(node, RDF.type, MEM.TableCell)
        self._add(node, MEM.inTable, table_node)
        self._add(node, MEM.row, cell.row)
        self._add(node, MEM.column, cell.column)
        self._add(node, MEM.header, cell.header)
        self._add(node, MEM.value, readable(self.report.quote(cell.span)))
        self._place(node, Passage("cell", cell.key, cell.span, table.actions, table.objective))
        self.passages["cell", cell.key] = node
        if cell.row:
            self._add(node, MEM.inRow, self._iri("table", table.key, "row", str(cell.row)))
        if table.lead:
            self._add(node, MEM.leadIn, self.passages["statement", table.lead])

    def _ties(self) -> None:
        """Items to their lead-in, caption and parent item."""
        for passage in self.report.of("item", "caption"):
            node = self.passages[passage.kind, passage.key]
            if passage.lead:
                self._add(node, MEM.leadIn, self.passages["statement", passage.lead])
            if passage.caption:
                self._add(node, MEM.caption, self.passages["caption", passage.caption])
            if passage.parent:
                self._add(node, MEM.parentItem, self.passages["item", passage.parent])

    def _evaluations(self) -> None:
        """What the report says of each action that it prints, from its statements."""
        for objective in self.report.objectives:
            self._describe(MEM.Objective, objective.number, objective.title, int(objective.number) * 1000)
        for action in self.report.actions:
            node = self._iri("action", action.number)
            self._add(node, RDF.type, MEM.ActionEvaluation)
            self._add(node, MEM.inReport, self.node)
            self._add(node, MEM.ofAction, self._criterion(action.number))
            self._add(node, MEM.underObjective, self._criterion(action.objective))
            self._add(node, DCTERMS.title, action.title)
            self._add(node, MEM.evidence, self._span(self.report.by_key["heading", action.heading].span))
            said = [p.response or "" for p in self.report.of("statement") if action.number in p.actions]
            self._add(node, MEM.response, URIRef(iri("response", responses.of_action(said))))
            self._describe(MEM.PriorityAction, action.number, action.title, action.order[0] * 1000 + action.order[1])
            for other in action.shared:
                if other > action.number:  # the other direction follows, since the property is symmetric
                    self._add(node, MEM.sharesTextWith, self._iri("action", other))

    def _describe(self, cls: URIRef, number: str, title: str, order: int) -> None:
        """An objective or action of a theme that the authority does not know stands in this graph."""
        if (self.linked.theme, number) in self.linked.authority.criteria:
            return
        node = self._criterion(number)
        self._add(node, RDF.type, cls)
        self._add(node, SKOS.prefLabel, Literal(title, lang="en"))
        self._add(node, SKOS.notation, number)
        self._add(node, SKOS.inScheme, URIRef(self.linked.theme))
        self._add(node, MEM.order, order)
        if "." in number:
            self._add(node, SKOS.broader, self._criterion(number.split(".")[0]))

    def _things(self) -> None:
        """The things that only this report describes."""
        first = {mention.iri: mention for mention in reversed(self.linked.mentions)}
        for entry in self.linked.things.values():
            node = URIRef(entry.iri)
            self._add(node, RDF.type, self._class(entry))
            self._add(node, SKOS.prefLabel, Literal(entry.name, lang="en"))
            self._add(node, MEM.inReport, self.node)
            self._add(node, MEM.evidence, self._span(first[entry.iri].span))
            for acronym in entry.acronyms:
                self._add(node, SKOS.notation, acronym)
            if entry.kind == "law":
                self._add(node, ELI.type_document, URIRef(entry.type) if entry.type else None)
                self._add(node, ELI.number, entry.number)

    def _class(self, entry: Entry) -> URIRef:
        if entry.kind == "law":
            return MEM.Agreement if entry.type in self.linked.authority.agreements else MEM.Law
        return _THINGS[entry.kind]

    def _mentions(self) -> None:
        for mention in self.linked.mentions:
            path = ("mention", f"{mention.span.start}-{mention.span.end}", *_tail(mention.iri))
            node = self._fact(MEM.Mention, path, mention.passage, mention.span)
            self._add(node, MEM.names, URIRef(mention.iri))
            if mention.by_name:
                self._add(node, MEM.printedName, mention.name)
        for date in self.linked.dates:
            path = ("law-date", f"{date.span.start}-{date.span.end}", *_tail(date.law))
            node = self._fact(MEM.LawDate, path, date.passage)
            self._add(node, MEM.law, URIRef(date.law))
            kind = XSD.date if len(date.iso) == 10 else XSD.gYear
            self._add(node, MEM.published if date.kind == "published" else MEM.date, Literal(date.iso, datatype=kind))

    def _relations(self) -> None:
        links, lineage, roles = relations.read(self.linked)
        for link in links:
            path = ("link", link.passage.key, *_tail(link.institution), link.relation, *_tail(link.law))
            node = self._fact(MEM.InstitutionLink, path, link.passage)
            self._add(node, MEM.institution, URIRef(link.institution))
            self._add(node, MEM.law, URIRef(link.law))
            self._add(node, MEM.relation, link.relation)
        for line in lineage:
            path = ("lineage", line.passage.key, *_tail(line.source), line.relation, *_tail(line.target))
            node = self._fact(MEM.LawRelation, path, line.passage)
            self._add(node, MEM.source, URIRef(line.source))
            self._add(node, MEM.relation, line.relation)
            self._add(node, MEM.target, URIRef(line.target))
        for role in roles:
            path = ("role", role.passage.key, *_tail(role.institution), slug(role.role)[:60].strip("-"))
            node = self._fact(MEM.InstitutionRole, path, role.passage)
            self._add(node, MEM.institution, URIRef(role.institution))
            self._add(node, MEM.role, role.role)

    def _claims(self) -> None:
        for use in systems.read(self.linked):
            path = ("system-use", use.passage.kind, *use.passage.key.split("/"), *_tail(use.system))
            node = self._fact(MEM.SystemUse, path, use.passage)
            self._add(node, MEM.system, URIRef(use.system))
            self._add(node, MEM.inUse, use.in_use)
        courses = training.read(self.linked)
        same = training.same(courses)
        for name in dict.fromkeys(same.values()):
            node = self._iri("course", slug(name)[:80].strip("-"))
            self._add(node, RDF.type, MEM.Course)
            self._add(node, SKOS.prefLabel, Literal(name, lang="en"))
            self._add(node, MEM.inReport, self.node)
            self._add(node, MEM.evidence, self._span(next(c.span for c in courses if same[c.name] == name)))
        for course in courses:
            path = ("training", f"{course.span.start}-{course.span.end}")
            node = self._fact(MEM.Training, path, course.passage, course.span)
            self._add(node, MEM.name, course.name)
            self._add(node, MEM.course, self._iri("course", slug(same[course.name])[:80].strip("-")))
            self._add(node, MEM.provider, URIRef(course.provider) if course.provider else None)
        for figure in figures.read(self.linked):
            path = ("figure", f"{figure.span.start}-{figure.span.end}")
            node = self._fact(MEM.Figure, path, figure.passage, figure.span)
            self._add(node, MEM.value, figure.value)
            self._add(node, MEM.unit, figure.unit)
        for period in periods.read(self.linked):
            path = ("period", f"{period.span.start}-{period.span.end}")
            node = self._fact(MEM.DatedEvidence, path, period.passage)
            self._add(node, MEM.name, period.evidence)
            self._add(node, MEM.endYear, Literal(period.year, datatype=XSD.gYear))
            self._add(node, MEM.spansYears, period.spans)

    def _contradictions(self) -> None:
        for found in contradictions.read(self.linked):
            node = self._iri(
                "contradiction", found.kind, *found.first.key[1].split("/"), *found.second.key[1].split("/")
            )
            self._add(node, RDF.type, MEM.Contradiction)
            self._add(node, MEM.inReport, self.node)
            self._add(node, MEM.kind, found.kind)
            for predicate, side in ((MEM.firstSide, found.first), (MEM.secondSide, found.second)):
                kind, key = side.key
                where = (
                    self._iri("table", key.split("/")[0], "row", key.split("/")[1])
                    if kind == "row"
                    else self.passages[kind, key]
                )
                self._add(node, predicate, where)


def _tail(address: str) -> list[str]:
    """The last two segments of an IRI: enough to tell it from its neighbours, and readable."""
    return address.rsplit("/", 2)[-2:]
