"""A linked report to its named graph: every fact with its words, no blank nodes, readable IRIs."""

from __future__ import annotations

from typing import Any

from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS

from memgraph import claims, responses
from memgraph.linking import Linked
from memgraph.report import Action, Objective, Passage, Span, across
from memgraph.tables import cell_text
from memgraph.terms import MEM, OA, SCHEMA
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
# Facts of the cover that the report itself carries as values.
_PLAIN = {"oeaDocument": MEM.oeaDocument, "cicadDocument": MEM.cicadDocument, "isbn": MEM.isbn}
_YEARS = {"year": MEM.year, "periodStart": MEM.periodStart, "periodEnd": MEM.periodEnd}


def graph(linked: Linked) -> Graph:
    """The asserted graph of a report."""
    return Writer(linked).write()


class Writer:
    """A report's graph in the making: its nodes, evidence and passages."""

    def __init__(self, linked: Linked) -> None:
        self.linked, self.report, self.id = linked, linked.report, linked.id
        self.graph = Graph()
        self.node = self.iri()
        self.passages: dict[tuple[str, str], URIRef] = {}

    def iri(self, *segments: str) -> URIRef:
        return URIRef(iri("report", self.id, *segments))

    def add(self, subject: URIRef, predicate: Any, value: Any) -> None:
        if value is None:
            return
        self.graph.add((subject, predicate, value if isinstance(value, URIRef | Literal) else Literal(value)))

    def at(self, passage: Passage, span: Span) -> tuple[str, ...]:
        """The path of a span: that of the passage where it begins, with offsets from there if it is not all of it.

        So the address of a span stays when another passage changes.
        """
        path = (passage.kind, *passage.key.split("/"))
        if span == passage.span:
            return path
        place, begin = self.report.origin(span), self.report.origin(passage.span).start
        return *path, f"{place.start - begin}-{place.end - begin}"

    def span(self, passage: Passage, span: Span | None = None) -> URIRef:
        """The evidence node of a passage, or of a span in or around it."""
        wanted = span or passage.span
        if wanted.start < passage.span.start:  # the row of a cell
            passage = self._begun(wanted)
        place, line = self.report.origin(wanted), self.report.line(wanted.start)
        return self.words_at(self.at(passage, wanted), place, line, self.report.words(wanted))

    def words_at(self, path: tuple[str, ...], place: Span, line: int, words: str) -> URIRef:
        """An evidence node: one SpecificResource with one selector that gives the place in the source and the quote."""
        node = self.iri("text", *path)
        if (node, RDF.type, OA.SpecificResource) not in self.graph:
            selector = self.iri("text", *path, "selector")
            self.add(node, RDF.type, OA.SpecificResource)
            self.add(node, OA.hasSource, self.iri("text"))
            self.add(node, OA.hasSelector, selector)
            self.add(node, MEM.line, line)
            self.add(selector, RDF.type, OA.TextPositionSelector)
            self.add(selector, RDF.type, OA.TextQuoteSelector)
            self.add(selector, OA.start, Literal(place.start, datatype=XSD.nonNegativeInteger))
            self.add(selector, OA.end, Literal(place.end, datatype=XSD.nonNegativeInteger))
            self.add(selector, OA.exact, words)
        return node

    def label(self, node: URIRef, words: str) -> None:
        """Say what to call what has no name of its own."""
        self.add(node, RDFS.label, Literal(words, lang="en"))

    def called(self, thing: str) -> str:
        """The name of what the report names."""
        return self.linked.entry(thing).name

    def fact(
        self, cls: URIRef, path: tuple[str, ...], label: str, passage: Passage, span: Span | None = None
    ) -> URIRef:
        """A fact that a passage states; its evidence is the passage, or the narrower span given."""
        node = self.iri(*path)
        self.add(node, RDF.type, cls)
        self.label(node, label)
        self.add(node, MEM.inPassage, self.passages[passage.kind, passage.key])
        self.add(node, MEM.evidence, self.span(passage, span))
        return node

    def annotation(self, node: URIRef, thing: str, passage: Passage, span: Span | None = None) -> None:
        """Say in the terms of Web Annotation (section 3.1) that these words name that thing."""
        self.add(node, RDF.type, OA.Annotation)
        self.add(node, OA.hasBody, URIRef(thing))
        self.add(node, OA.hasTarget, self.span(passage, span))

    def write(self) -> Graph:
        self._about()
        for passage in self.report.passages:
            if passage.kind != "cell":
                self._passage(passage)
        for table in self.report.tables:
            self._table(table)
        self._furniture()
        self._ties()
        self._evaluations()
        claims.write(self)
        return self.graph

    def _about(self) -> None:
        node, text = self.node, self.iri("text")
        theme, plan = self._theme()
        printed = self.report.fact("theme")
        if (URIRef(self.linked.theme), RDF.type, MEM.Theme) not in self.linked.authority.graph:
            self.add(theme, RDF.type, MEM.Theme)
            self.add(theme, SKOS.prefLabel, Literal(printed.value if printed else self.id, lang="en"))
            self.add(theme, MEM.inReport, self.node)
            if printed and printed.span.end > printed.span.start:
                self.add(theme, MEM.evidence, self.span(self._begun(printed.span), printed.span))
        self.add(node, RDF.type, MEM.Report)
        self.add(node, DCTERMS.identifier, self.id)
        called = [told.value for told in map(self.report.fact, ("country", "year")) if told]
        self.label(node, " ".join(called))
        self.add(node, MEM.country, URIRef(self.linked.country))
        self.add(node, MEM.theme, theme)
        self.add(node, MEM.plan, plan)
        self.add(node, MEM.sourceText, text)
        self.add(text, RDF.type, MEM.SourceText)
        self.label(text, " ".join([*called, "(text)"]))
        self.add(text, MEM.sha256, self.report.sha256)
        for fact in self.report.about:
            if fact.name == "country" and self.linked.country not in self.linked.authority.states.values():
                self.add(URIRef(self.linked.country), RDF.type, MEM.Country)
                self.add(URIRef(self.linked.country), SKOS.prefLabel, Literal(fact.value, lang="en"))
                self.add(URIRef(self.linked.country), MEM.inReport, node)
                if fact.span.end > fact.span.start:
                    self.add(URIRef(self.linked.country), MEM.evidence, self.span(self._begun(fact.span), fact.span))
            if fact.name in _PLAIN:
                self.add(node, _PLAIN[fact.name], fact.value)
            elif fact.name in _YEARS:
                self.add(node, _YEARS[fact.name], Literal(fact.value, datatype=XSD.gYear))
            elif fact.name == "title":
                self.add(node, DCTERMS.title, Literal(fact.value, lang="en"))
            elif fact.name == "round":
                self.add(node, MEM.round, URIRef(iri("round", fact.value)))
            told = self.iri("fact", slug(fact.name))
            self.add(told, RDF.type, MEM.ReportFact)
            self.label(told, f"{fact.name}: {fact.value}")
            self.add(told, MEM.factName, fact.name)
            self.add(told, MEM.value, fact.value)
            self.add(told, MEM.inReport, node)
            if fact.span.end > fact.span.start:
                self.add(told, MEM.evidence, self.span(self._begun(fact.span), fact.span))

    def _begun(self, span: Span) -> Passage:
        """The passage in which a span begins."""
        return next(one for one in self.report.passages if one.span.start <= span.start < one.span.end)

    def _theme(self) -> tuple[URIRef, URIRef | None]:
        theme = self.linked.theme
        plan = self.linked.authority.graph.value(URIRef(theme), MEM.plan)
        return URIRef(theme), plan if isinstance(plan, URIRef) else None

    def criterion(self, number: str) -> URIRef:
        return URIRef(self.linked.criterion(number))

    def _passage(self, passage: Passage) -> None:
        node = self.iri(passage.kind, passage.key)
        self.passages[passage.kind, passage.key] = node
        self.add(node, RDF.type, _CLASSES[passage.kind])
        self._place(node, passage)
        if passage.response:
            self.add(node, MEM.response, URIRef(iri("response", passage.response)))

    def _place(self, node: URIRef, passage: Passage) -> None:
        self.add(node, MEM.inReport, self.node)
        self.add(node, MEM.evidence, self.span(passage))
        self.add(node, SCHEMA.text, self.report.words(passage.span) or None)
        if passage.objective:
            self.add(node, MEM.underObjective, self.criterion(passage.objective))
        for number in passage.actions:
            self.add(node, MEM.underAction, self.criterion(number))

    def _table(self, table: Any) -> None:
        node = self.iri("table", table.key)
        self.add(node, RDF.type, MEM.Table)
        self.label(node, f"table {table.key}")
        self.add(node, MEM.inReport, self.node)
        self.add(node, MEM.number, int(table.key.rsplit("-", 1)[1]))
        whole = Span(table.header[0].span.start, max(cell.span.end for cell in table.cells))
        self.add(node, MEM.evidence, self.span(self.report.by_key["cell", table.header[0].key], whole))
        self.add(node, MEM.underObjective, self.criterion(table.objective))
        for number in table.actions:
            self.add(node, MEM.underAction, self.criterion(number))
        if table.lead:
            self.add(node, MEM.leadIn, self.passages["statement", table.lead])
        for cells in table.rows():
            row = self.iri("table", table.key, "row", str(cells[0].row))
            self.add(row, RDF.type, MEM.TableRow)
            self.label(row, f"table {table.key}, row {cells[0].row}")
            self.add(row, MEM.inTable, node)
            self.add(row, MEM.row, cells[0].row)
            for number in table.actions:
                self.add(row, MEM.underAction, self.criterion(number))
            self.add(row, MEM.evidence, self.span(self.report.by_key["cell", cells[0].key], across(cells)))
        for cell in (*table.header, *table.cells):
            self._cell(table, node, cell)

    def _cell(self, table: Any, table_node: URIRef, cell: Any) -> None:
        node = self.iri("cell", *cell.key.split("/"))
        self.add(node, RDF.type, MEM.TableCell)
        self.add(node, MEM.inTable, table_node)
        self.add(node, MEM.row, cell.row)
        self.add(node, MEM.column, cell.column)
        self.add(node, MEM.header, cell.header)
        self.add(node, MEM.value, cell_text(self.report.quote(cell.span)))
        self._place(node, Passage("cell", cell.key, cell.span, table.actions, table.objective))
        self.passages["cell", cell.key] = node
        if cell.row:
            self.add(node, MEM.inRow, self.iri("table", table.key, "row", str(cell.row)))
        if table.lead:
            self.add(node, MEM.leadIn, self.passages["statement", table.lead])

    def _furniture(self) -> None:
        """What belongs to the pages, where no passage goes on around it."""
        source = self.report.source
        for number, place in enumerate(self.report.furniture, 1):
            path = ("furniture", str(number))
            node = self.iri(*path)
            self.add(node, RDF.type, MEM.Furniture)
            self.add(node, MEM.inReport, self.node)
            line = source.count("\n", 0, place.start) + 1
            words = source[place.start : place.end]
            self.add(node, MEM.evidence, self.words_at(path, place, line, words))
            self.add(node, SCHEMA.text, words)

    def _ties(self) -> None:
        """Items to their lead-in, caption and parent item."""
        for passage in self.report.of("item", "caption"):
            node = self.passages[passage.kind, passage.key]
            if passage.lead:
                self.add(node, MEM.leadIn, self.passages["statement", passage.lead])
            if passage.caption:
                self.add(node, MEM.caption, self.passages["caption", passage.caption])
            if passage.parent:
                self.add(node, MEM.parentItem, self.passages["item", passage.parent])

    def _evaluations(self) -> None:
        """What the report says of each action that it prints, from its statements; and where it prints them."""
        for printed in self.report.criteria:
            heading = self.report.by_key["heading", printed.heading]
            self.annotation(self.passages["heading", printed.heading], self.criterion(printed.number), heading)
        for objective in self.report.objectives:
            self._describe(MEM.Objective, objective, int(objective.number) * 1000)
        for action in self.report.actions:
            node = self.iri("action", action.number)
            self.add(node, RDF.type, MEM.ActionEvaluation)
            self.add(node, MEM.inReport, self.node)
            self.add(node, MEM.ofAction, self.criterion(action.number))
            self.add(node, MEM.underObjective, self.criterion(action.objective))
            self.add(node, DCTERMS.title, action.title)
            self.add(node, MEM.evidence, self.span(self.report.by_key["heading", action.heading]))
            said = [p.response or "" for p in self.report.of("statement") if action.number in p.actions]
            self.add(node, MEM.response, URIRef(iri("response", responses.of_action(said))))
            self._describe(MEM.PriorityAction, action, action.order[0] * 1000 + action.order[1])
            for other in action.shared:
                if other > action.number:  # the other direction follows, since the property is symmetric
                    self.add(node, MEM.sharesTextWith, self.iri("action", other))

    def _describe(self, cls: URIRef, printed: Objective | Action, order: int) -> None:
        """An objective or action that the authority does not know is described here, as printed."""
        number = printed.number
        if number in self.linked.criteria:
            return
        node = self.criterion(number)
        self.add(node, RDF.type, cls)
        self.add(node, SKOS.prefLabel, Literal(printed.title, lang="en"))
        self.add(node, SKOS.notation, number)
        self.add(node, SKOS.inScheme, URIRef(self.linked.theme))
        self.add(node, MEM.order, order)
        self.add(node, MEM.inReport, self.node)
        self.add(node, MEM.evidence, self.span(self.report.by_key["heading", printed.heading]))
        if "." in number:
            self.add(node, SKOS.broader, self.criterion(number.split(".")[0]))
        else:
            self.add(node, SKOS.topConceptOf, URIRef(self.linked.theme))
