"""A store on a server that speaks SPARQL 1.1: read as the embedded one is, by the same queries.

Answers are asked for in formats that have an end, parsed whole before a row is given, and graphs are
counted, so that nothing short passes for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from memgraph import __version__, resources
from memgraph.address import Address
from memgraph.errors import QueryError, StoreError
from memgraph.hashing import sha256
from memgraph.staleness import knowledge_files
from memgraph.transfer import Refused, Reply, Transfer
from memgraph.vocab import AUTHORITY_GRAPH, BASE, DATASET, DATASET_GRAPH, ONTOLOGY_GRAPH, PREFIXES, iri

Answer = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean
_JSON = "application/sparql-results+json"
_NTRIPLES = "application/n-triples"
# How a server is asked for the union of its named graphs as the default graph: the first that works is kept.
# None needed: Virtuoso, GraphDB, RDF4J, Neptune, Blazegraph. Then Oxigraph, Fuseki, Stardog.
_UNIONS: tuple[tuple[tuple[str, str], ...], ...] = (
    (),
    (("union-default-graph", ""),),
    (("default-graph-uri", "urn:x-arq:UnionGraph"),),
    (("default-graph-uri", "tag:stardog:api:context:all"),),
)
_PREFIXES = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dcat", "prov", "spdx", "void"))
# What was put there by which version, and the SHA-256 of the files of ontology and authority.
_OPENED = (
    _PREFIXES
    + f"""
SELECT DISTINCT ?item ?value WHERE {{
  {{ <{DATASET}> dcat:version ?value BIND(<{DATASET}> AS ?item) }}
  UNION {{ <{ONTOLOGY_GRAPH}> prov:wasDerivedFrom ?item . ?item spdx:checksum ?sum . ?sum spdx:checksumValue ?value }}
  UNION {{ <{AUTHORITY_GRAPH}> prov:wasDerivedFrom ?item . ?item spdx:checksum ?sum . ?sum spdx:checksumValue ?value }}
}}
"""
)
_COUNTS = _PREFIXES + "SELECT DISTINCT ?graph ?triples WHERE { ?graph void:triples ?triples }"
_SUMS = _PREFIXES + "SELECT DISTINCT ?item ?value WHERE { ?item spdx:checksum ?sum . ?sum spdx:checksumValue ?value }"
_GRAPHS = BASE + "graph/"
# The keyword, but no variable and no part of an address.
_NAMED = re.compile(r"(?<![?$:/#\w-])GRAPH\b", re.IGNORECASE)
_REPORTS = _GRAPHS + "report/"


class Remote:
    """An opened store on a server."""

    def __init__(self, where: Address) -> None:
        self.where = where
        self.transfer = Transfer(where)
        self._union: tuple[tuple[str, str], ...] = ()
        self._made: dict[str, str] = {}
        self.server = ""

    @property
    def dialect(self) -> str:
        """How parameters are written for this server; see :func:`memgraph.queries.bound`."""
        return "virtuoso" if self.server.startswith("Virtuoso") else "portable"

    def query(self, text: str, union: bool = True) -> Answer:
        """Evaluate SPARQL over the union of the named graphs, or (not ``union``) over what its FROM names.

        Raises ``SyntaxError`` as the embedded store does, before anything is sent; :class:`QueryError`
        where the server cannot evaluate it, :class:`StoreError` where no whole answer comes.
        """
        form = ox.Store().query(text)
        if isinstance(form, ox.QueryTriples):
            quads = self._triples(self._asked(text, _NTRIPLES, union))
            held = ox.Store()
            held.extend(quads)
            return held.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        reply = self._asked(text, _JSON, union)
        answer = self._results(reply)
        if isinstance(form, ox.QueryBoolean) and isinstance(answer, ox.QuerySolutions):
            answer = self._yes_or_no(answer, reply)
        if type(answer) is not type(form):
            raise self._other(reply)
        if isinstance(answer, ox.QuerySolutions) and isinstance(form, ox.QuerySolutions):
            if {one.value for one in answer.variables} != {one.value for one in form.variables}:
                raise self._broken(ValueError("it has other columns than were asked for"))
            try:
                for _ in answer:  # all of it, before the first row is given
                    pass
            except (SyntaxError, ValueError) as error:
                raise self._broken(error) from None
            answer = self._results(reply)
        return answer

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        """The quads of one named graph, as many as the server counts in it."""
        name = ox.NamedNode(graph)
        pattern = f"GRAPH {name} {{ ?s ?p ?o }}"
        reply = self._asked(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", _NTRIPLES, union=False)
        triples = {quad.triple for quad in self._triples(reply)}
        count = self.count(graph)
        if count != len(triples):
            raise StoreError(
                str(self.where),
                f"gave {len(triples):,} of the {count:,} triples of <{graph}>",
                "raise the server's limit, or try again if the graph was written meanwhile",
            )
        return (ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples)

    def count(self, graph: str) -> int:
        """How many triples the server counts in a named graph."""
        text = f"SELECT (COUNT(*) AS ?triples) WHERE {{ GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }} }}"
        rows = self._texts(text, union=False)
        if len(rows) != 1:
            raise self._broken(ValueError(f"{len(rows)} rows where one was asked for"))
        return self._number(rows[0][0])

    def present(self) -> list[str]:
        """Our named graphs that are there, whether or not they are described; the server reads all to know."""
        ours = f'FILTER(STRSTARTS(STR(?graph), "{_GRAPHS}"))'
        rows = self._texts(f"SELECT DISTINCT ?graph WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} {ours} }}", union=False)
        return [graph for (graph,) in rows]

    def matching(self, *pattern: object) -> Iterator[ox.Quad]:
        """The quads of our graphs that match a subject, a property and a value; None matches any."""
        parts = [f"?{name}" if term is None else str(term) for name, term in zip("spo", pattern, strict=True)]
        shown = " ".join(f"({part} AS ?{name}{name})" for name, part in zip("spo", parts, strict=True))
        ours = f'FILTER(STRSTARTS(STR(?g), "{_GRAPHS}"))'
        rows = self.query(f"SELECT {shown} ?g WHERE {{ GRAPH ?g {{ {' '.join(parts)} }} {ours} }}", union=False)
        for found in rows:  # type: ignore[union-attr]
            try:
                quad = ox.Quad(*found)
            except (TypeError, ValueError) as error:  # a term where none of its kind can stand, or none
                raise self._broken(error) from None
            yield quad

    def checked(self) -> frozenset[tuple[str, str]]:
        """The SHA-256 of all that the store was made of: other ones are there once someone else has written it."""
        return frozenset(self._pairs(_SUMS))

    def graphs(self) -> list[str]:
        """The named graphs of the dataset, sorted."""
        return sorted({*self.counts, DATASET_GRAPH})

    def reports(self) -> list[str]:
        """The IDs of the reports, sorted."""
        return sorted(name.removeprefix(_REPORTS) for name in self.counts if name.startswith(_REPORTS))

    def knows(self, address: str) -> bool:
        """Whether anything is said of a thing; raises ``ValueError`` for what is no IRI."""
        return bool(self.query(f"ASK {{ {ox.NamedNode(address)} ?p ?o }}"))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many triples each named graph has, but for the dataset graph, as that one states it."""
        found = {graph: self._number(number) for graph, number in self._pairs(_COUNTS) if graph.startswith(_GRAPHS)}
        return dict(sorted(found.items()))

    @property
    def version(self) -> str:
        """The version of memgraph that made the store."""
        return self._made[DATASET]

    def sums(self) -> dict[str, tuple[str, str]]:
        """The SHA-256 of each report's text and of the .yaml beside it ("" without), by its ID."""
        stated = dict(self._pairs(_SUMS))

        def of(name: str, part: str) -> str:
            return stated.get(iri("report", name, part), "").lower()

        return {name: (of(name, "text"), of(name, "curation")) for name in self.reports()}

    def staleness(self) -> list[str]:
        """What differs between this installation and what the store was made of, a line each."""
        lines = []
        if self.version != __version__:
            lines.append(f"made by memgraph {self.version}, and this is {__version__}; run: memgraph build")
        if not self.made_with():
            lines.append("older than the ontology or authority files; run: memgraph build")
        return lines

    def made_with(self, own: Sequence[str] | None = None) -> bool:
        """Whether the store was made with the ontology and authority files here, and those of ``own`` folders.

        Without ``own``, entries of own folders are not compared: their folders are not known.
        """
        stated = {item: value.lower() for item, value in self._made.items() if item != DATASET}
        if own is None:
            stated = {item: value for item, value in stated.items() if "/input/own-authority-" not in item}
        names = {resources.ONTOLOGY: "ontology", resources.AUTHORITY: "authority"}
        names |= {Path(folder): f"own-authority-{number}" for number, folder in enumerate(own or (), 1)}
        # Shapes and the description of the dataset are in no graph that says which files it is of.
        of_no_graph = (resources.SHAPES_FILE, resources.DATASET_FILE)
        return stated == {
            iri("dataset", "input", names[path.parent], quote(path.name)): sha256(path)
            for path in knowledge_files(tuple(own or ()))
            if path not in of_no_graph
        }

    def open(self) -> None:
        """Find out how the server gives the union of its graphs; raises :class:`StoreError` without our data."""
        for union in _UNIONS:
            self._union = union
            try:
                self._made = dict(self._pairs(_OPENED))
            except QueryError:  # it does not know this way of asking
                if not union:
                    raise
                continue
            if DATASET in self._made:
                return
        raise StoreError(
            str(self.where),
            "the server holds nothing of memgraph, or it is being written",
            "put it there with: memgraph build",
        )

    def _pairs(self, text: str) -> list[tuple[str, str]]:
        """Rows of a query of our own for two columns, as plain texts."""
        return [(one, other) for one, other in self._texts(text)]

    def _texts(self, text: str, union: bool = True) -> list[list[str]]:
        """Rows of a query of our own, each with a plain text in every column."""
        try:
            return [[term.value for term in row] for row in self.query(text, union)]  # type: ignore[union-attr]
        except AttributeError:  # of None
            raise self._broken(ValueError("a row has no value in a column")) from None

    def _number(self, text: str) -> int:
        """A count that a server gave."""
        try:
            return int(text)
        except ValueError as error:
            raise self._broken(error) from None

    def _asked(self, text: str, accept: str, union: bool) -> Reply:
        dataset = self._union if union else ()
        if any(name == "default-graph-uri" for name, _ in dataset) and _NAMED.search(text):
            # Whoever names a default graph leaves no named one (SPARQL 1.1 Protocol, section 2.1.4).
            dataset += tuple(("named-graph-uri", name) for name in self.graphs())
        try:
            reply = self.transfer.send("POST", self.where.query, accept, form=[("query", text), *dataset])
        except Refused as error:
            if error.status != 400:
                raise
            raise QueryError(error.place, error.what, error.todo, error.details) from None
        self.server = reply.server
        return reply

    def _yes_or_no(self, answer: ox.QuerySolutions, reply: Reply) -> ox.QueryBoolean:
        """What Virtuoso answers to ASK: a table of one number."""
        if [one.value for one in answer.variables] != ["__ASK_RETVAL"]:
            raise self._other(reply)
        try:
            said = [row[0].value == "1" for row in answer]
        except (SyntaxError, ValueError) as error:
            raise self._broken(error) from None
        text = b'{"head":{},"boolean":%s}' % (b"true" if said == [True] else b"false")
        return self._results(reply._replace(body=text))  # type: ignore[return-value]

    def _results(self, reply: Reply) -> ox.QuerySolutions | ox.QueryBoolean:
        if reply.kind not in (_JSON, "application/json"):
            raise self._other(reply)
        try:
            return ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self._broken(error) from None

    def _triples(self, reply: Reply) -> Iterable[ox.Quad]:
        if reply.kind != _NTRIPLES:
            raise self._other(reply)
        try:
            return list(ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True))
        except (SyntaxError, ValueError) as error:
            raise self._broken(error) from None

    def _other(self, reply: Reply) -> StoreError:
        kind = "".join(char for char in reply.kind if char.isprintable())[:80] or "something without a type"
        return StoreError(
            str(self.where),
            f"answers a query with {kind}",
            "name the address where the server answers SPARQL queries, e.g. http://localhost:7878/query",
        )

    def _broken(self, error: Exception) -> StoreError:
        why = "".join(char if char.isprintable() else " " for char in str(error))[:300]
        return StoreError(str(self.where), "the answer is cut short or broken", "try again", (why,))


def open_remote(where: Address) -> Remote:
    """Open a store on a server; raises :class:`StoreError` where none answers or nothing of ours is there."""
    found = Remote(where)
    found.open()
    return found
