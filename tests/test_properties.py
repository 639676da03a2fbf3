"""What must hold for any input: offsets, leaves, serialisations, parameters, rows."""

from __future__ import annotations

import re
import string
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from helpers import INVENTED
from memgraph import queries
from memgraph.answers import Iri, Row, python
from memgraph.build import Knowledge
from memgraph.errors import CallError, InputError
from memgraph.parse import parse
from memgraph.report import KINDS, Report, Span
from memgraph.sentences import sentences
from memgraph.serialization import serialize
from memgraph.text import Source, decode, readable
from memgraph.vocab import PREFIXES

settings.register_profile(
    "memgraph", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.load_profile("memgraph")

# Text as files hold it: no surrogates, no NUL; blanks of every kind that Unicode knows.
_BLANKS = "\t\n\x0b\x0c\r\x1c\x1f \x85\xa0\u1680\u2003\u2028\u2029\u202f\u3000"
_CHARS = st.one_of(
    st.sampled_from(string.ascii_letters + string.digits + ".,:;!?()[]“”\"'’-–—*•·/&<>#\\|"),
    st.sampled_from(_BLANKS),
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
)
_TEXT = st.text(_CHARS, max_size=120)


# --- offsets -------------------------------------------------------------------------------------------------------


_PARTS = st.sampled_from(["a", "é", "😀", " ", "\n", "\r", "\r\n", "\ufeff", "\u2028", "\x85", "\t"])


@given(st.lists(_PARTS, min_size=1))
@example(["\ufeff", "a"])
@example(["\ufeff", "\ufeff", "a"])
@example(["a", "\r", "\r\n", "\n"])
def test_decode_changes_line_ends_and_one_bom_only(parts: list[str]) -> None:
    raw = "".join(parts)
    assume(raw.removeprefix("\ufeff").strip())
    source = decode(raw.encode(), "x")
    wanted, index = [], 1 if raw.startswith("\ufeff") else 0
    while index < len(raw):
        if raw[index] == "\r":
            wanted.append("\n")
            index += 2 if raw[index : index + 2] == "\r\n" else 1
        else:
            wanted.append(raw[index])
            index += 1
    assert source.text == "".join(wanted)
    assert decode(source.text.encode(), "x").text == source.text.removeprefix("\ufeff")


@given(_TEXT)
def test_readable_is_one_line_and_stays_itself(text: str) -> None:
    once = readable(text)
    assert once == once.strip() and "\n" not in once and "  " not in once


@given(_TEXT, st.integers(0, 30), st.integers(0, 30))
def test_sentences_cover_a_paragraph_in_order(text: str, left: int, right: int) -> None:
    whole = Span(min(left, len(text)), max(min(left, len(text)), len(text) - right))
    end = whole.start
    for span in sentences(text, whole):
        assert end <= span.start < span.end <= whole.end
        assert not text[end : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        end = span.end
    assert not text[end : whole.end].strip()


# --- leaves --------------------------------------------------------------------------------------------------------

_WORDS = st.sampled_from(
    "Jamaica has does not the Invented Office of Customs (IOC) Law No. 1 and protocols. However, training: . ; “ ” "
    "following: SUNAT: 12.5 2019 e.g. Objective Priority Action CICAD page 7 <b> </b> ** * - • a) 1. OBJECTIVE".split()
)
_PROSE = st.lists(_WORDS, min_size=1, max_size=14).map(" ".join)
_LINE = st.one_of(
    _PROSE,
    _PROSE.map(lambda line: f"- {line}"),
    _PROSE.map(lambda line: f"    • {line}"),
    _PROSE.map(lambda line: f"1. {line}"),
    st.lists(st.one_of(st.just(""), _PROSE), min_size=2, max_size=4).map("\t".join),
    st.just(""),
    st.just(" \t "),
    st.just("12"),
    st.just("Multilateral Evaluation Mechanism"),
    st.sampled_from(
        ["\u200b", "\u00ad", "\x0c", "\x0c3", "Page 4 of 9", "custom-", "house e\u0301", "a\u200b \u200bb"]
    ),
    st.just("SUNAT:"),
    st.just("OBJECTIVE"),
    st.just("\u200b"),
    st.just("a word \u00ad"),
    st.just("Objective 1"),
    st.just("PREFACE"),
    st.just("**EVALUATIVE SUMMARY**"),
    st.sampled_from(["1.3", "1.4", "2.2", "1.2"]).map(lambda number: f"Priority Action {number}: Do something."),
    st.text(_CHARS.filter(lambda char: char not in "\n\r"), max_size=25),
)
_PLACES = (
    "PREFACE",
    "OBJECTIVE\n1",
    "Priority Action 1.2",
    "Jamaica does not",
    "OBJECTIVE\n2",
    "EVALUATIVE",
    "Objective 1",
    "CICAD notes",
    "ORGANIZATION OF",
)


@pytest.fixture(scope="module")
def read(known: Knowledge) -> Callable[[Source], Report]:
    """The reader, knowing the names of the states."""

    def _read(source: Source) -> Report:
        return parse(source, known.authority.states)

    return _read


@given(st.lists(st.tuples(st.sampled_from(_PLACES), st.lists(_LINE, max_size=7)), min_size=1, max_size=3))
@settings(max_examples=150)
def test_leaves_cover_every_character_once(
    read: Callable[[Source], Report], mixed: list[tuple[str, list[str]]]
) -> None:
    raw = INVENTED
    for place, lines in mixed:
        at = raw.index(place)
        raw = raw[:at] + "\n".join(lines) + "\n\n" + raw[at:]
    source = decode(raw.encode(), "invented.txt")
    try:
        report = read(source)
    except InputError as refusal:
        assert str(refusal).startswith("invented.txt") and refusal.what and refusal.todo
        return
    leaves = [(report.origin(passage.span), passage.kind) for passage in report.passages]
    leaves += [(span, "furniture") for span in report.furniture]
    end = 0
    for span, kind in sorted(leaves):
        assert kind in KINDS
        assert end <= span.start < span.end, "leaves are disjoint"
        assert not source.text[end : span.start].strip(), "nothing is left out"
        end = span.end
    assert not source.text[end:].strip()
    keys = [(passage.kind, passage.key) for passage in report.passages]
    assert len(keys) == len(set(keys)), "each leaf has an address of its own"
    for passage in report.passages:
        place = report.origin(passage.span)
        assert report.words(passage.span) == source.text[place.start : place.end]
        assert report.line(passage.span.start) == 1 + source.text.count("\n", 0, place.start)


# --- serialisations ------------------------------------------------------------------------------------------------

_LOCAL = st.one_of(
    st.sampled_from("a A1 x-y x.y x. 1 é a/b a:b a%20b a~b (a) a;b _ - a=b a,b a'b".split()),
    st.text(string.ascii_letters + string.digits + "_-./:é", max_size=8),
)
_NAMESPACES = [*PREFIXES.values(), "https://w3id.org/mem-graph/", "http://example.org/", "urn:x:", "a:"]
_IRIS = st.builds(lambda space, local: ox.NamedNode(space + local), st.sampled_from(_NAMESPACES), _LOCAL)
_BNODES = st.sampled_from(["b0", "b1", "x"]).map(ox.BlankNode)
_XSD = PREFIXES["xsd"]
_LEXICAL = st.one_of(
    _TEXT,
    st.sampled_from(["", " 1 ", *"1 -0 +1 007 1.0 -1 0 ٣ 1e3 2022 999999999999999999999999 true false maybe".split()]),
)
_TAGS = st.sampled_from(["en", "es", "en-us", "zh-hant"])
_LITERALS = st.one_of(
    _LEXICAL.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), _LEXICAL, _TAGS),
    st.builds(
        lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(kind)),
        _LEXICAL,
        st.sampled_from(
            [_XSD + name for name in "integer boolean decimal double date gYear string anyURI".split()]
            + [PREFIXES["rdf"] + "XMLLiteral", "http://example.org/type", "urn:x:"]
        ),
    ),
)
_PREDICATES = st.one_of(
    _IRIS,
    st.just(ox.NamedNode(PREFIXES["rdf"] + "type")),
    st.just(ox.NamedNode(PREFIXES["rdf"] + "first")),
)
# RDF/XML writes a predicate as an element's name, so it must end in an XML name.
_XML_PREDICATES = st.builds(
    lambda space, local: ox.NamedNode(space + local),
    st.sampled_from([*PREFIXES.values(), "http://example.org/", "http://example.org/1"]),
    st.sampled_from(["type", "label", "a", "x-y", "é", "a1"]),
)


def _quads(predicates: Any) -> Any:
    graph = st.one_of(st.just(ox.DefaultGraph()), _IRIS, _BNODES)
    object_ = st.one_of(_IRIS, _BNODES, _LITERALS)
    return st.lists(st.builds(ox.Quad, st.one_of(_IRIS, _BNODES), predicates, object_, graph), max_size=8)


def _canonical(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Quads with the same labels of blank nodes whenever they say the same."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def _back(data: bytes, form: ox.RdfFormat) -> set[ox.Quad]:
    return _canonical(ox.parse(data, format=form))


def _merged(quads: list[ox.Quad]) -> set[ox.Quad]:
    return _canonical(ox.Quad(*quad.triple) for quad in quads)


@given(_quads(_PREDICATES))
def test_turtle_reads_back(quads: list[ox.Quad]) -> None:
    assert _back(serialize(quads, "turtle"), ox.RdfFormat.TURTLE) == _merged(quads)


@given(_quads(_PREDICATES))
def test_trig_reads_back(quads: list[ox.Quad]) -> None:
    assert _back(serialize(quads, "trig"), ox.RdfFormat.TRIG) == _canonical(quads)


@given(_quads(_PREDICATES))
def test_nt_reads_back(quads: list[ox.Quad]) -> None:
    assert _back(serialize(quads, "nt"), ox.RdfFormat.N_TRIPLES) == _merged(quads)


@given(_quads(_PREDICATES))
def test_nq_reads_back(quads: list[ox.Quad]) -> None:
    assert _back(serialize(quads, "nq"), ox.RdfFormat.N_QUADS) == _canonical(quads)


@given(_quads(_PREDICATES))
def test_jsonld_reads_back(quads: list[ox.Quad]) -> None:
    assert _back(serialize(quads, "jsonld"), ox.RdfFormat.JSON_LD) == _merged(quads)


def _cells(draw: Any) -> list[ox.Quad]:
    """Lists, whole and broken: shared, branching, endless, without an end, in two graphs."""
    nodes = [ox.BlankNode(f"c{number}") for number in range(5)]
    first, rest = ox.NamedNode(PREFIXES["rdf"] + "first"), ox.NamedNode(PREFIXES["rdf"] + "rest")
    nil, holds = ox.NamedNode(PREFIXES["rdf"] + "nil"), ox.NamedNode("http://example.org/holds")
    graphs = [ox.DefaultGraph(), ox.NamedNode("http://example.org/g")]
    items = [ox.Literal("a"), ox.Literal("b", language="en"), holds, *nodes, nil]
    quads = []
    whole = draw(st.lists(st.sampled_from(items), max_size=4))
    for number, item in enumerate(whole):
        later = nodes[number + 1] if number + 1 < len(whole) else nil
        quads += [ox.Quad(nodes[number], first, item, graphs[0]), ox.Quad(nodes[number], rest, later, graphs[0])]
    if whole:
        quads.append(ox.Quad(holds, holds, nodes[0], graphs[0]))
    more = st.builds(
        ox.Quad,
        st.sampled_from([*nodes, holds]),
        st.sampled_from([first, rest, holds]),
        st.sampled_from(items),
        st.sampled_from(graphs),
    )
    return quads + draw(st.lists(more, max_size=3))


@given(st.composite(_cells)())
@settings(max_examples=300)
def test_lists_read_back(quads: list[ox.Quad]) -> None:
    assert _back(serialize(quads, "turtle"), ox.RdfFormat.TURTLE) == _merged(quads)
    assert _back(serialize(quads, "trig"), ox.RdfFormat.TRIG) == _canonical(quads)
    assert _back(serialize(quads, "jsonld"), ox.RdfFormat.JSON_LD) == _merged(quads)
    assert _back(serialize(quads, "rdfxml"), ox.RdfFormat.RDF_XML) == _merged(quads)


# XML 1.0 section 2.2.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@given(_quads(_XML_PREDICATES))
def test_rdfxml_reads_back(quads: list[ox.Quad]) -> None:
    quads = [quad for quad in quads if not _NO_XML.search(quad.object.value)]
    assert _back(serialize(quads, "rdfxml"), ox.RdfFormat.RDF_XML) == _merged(quads)


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("\0\x01\x0b\ufffe")
def test_rdfxml_is_xml_whatever_a_text_holds(text: str) -> None:
    node = ox.NamedNode("http://example.org/a")
    said: list[str] = []
    data = serialize([ox.Quad(node, node, ox.Literal(text))], "rdfxml", said.append)
    # expat reads XML to the letter: a bare carriage return would come back as a line feed.
    assert ET.fromstring(data)[0][0].text == (_NO_XML.sub("\ufffd", text) or None)
    assert bool(said) == bool(_NO_XML.search(text))


@given(_quads(_PREDICATES))
def test_rdfxml_is_written_or_refused(quads: list[ox.Quad]) -> None:
    quads = [quad for quad in quads if not _NO_XML.search(quad.object.value)]
    try:
        data = serialize(quads, "rdfxml")
    except CallError as error:
        (named,) = re.findall(r"<(.*)>", error.what)
        assert named in {quad.predicate.value for quad in quads}
    else:
        ET.fromstring(data)
        assert _back(data, ox.RdfFormat.RDF_XML) == _merged(quads)


@given(_quads(_XML_PREDICATES), st.randoms())
@pytest.mark.parametrize("form", ["turtle", "trig", "nt", "nq", "jsonld", "rdfxml"])
@settings(max_examples=40)
def test_the_same_quads_give_the_same_bytes(form: str, quads: list[ox.Quad], random: Any) -> None:
    shuffled = [*quads, *quads[:2]]
    random.shuffle(shuffled)
    assert serialize(shuffled, form) == serialize(quads, form)


# --- parameters ----------------------------------------------------------------------------------------------------

_QUERY = queries.parse(
    """\
#+ title: Two texts
#+ param one: Text, e.g. a
#+ param two: Text, e.g. b
SELECT ?s ?one ?two WHERE {
  VALUES ?one { UNDEF }
  VALUES ?two { UNDEF }
  ?s <http://example.org/one> ?one ; <http://example.org/two> ?two .
}""",
    "two",
    "two.rq",
)
_PIECES = [
    *("VALUES ?one { UNDEF }", "VALUES ?two { UNDEF }", " } UNION { ?s ?p ?o } #", "<http://example.org/secret>"),
    *("\\u0022", "\\1", "\\g<0>", "\\", '"', '"""', "'", "{", "}", "?one", "UNDEF", "#", "@en", "^^", "\n", "\r", "\0"),
]
_HOSTILE = st.one_of(_TEXT, st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map("".join))


def _asked(one: str | None, two: str | None, store: ox.Store) -> list[tuple[str, str, str]]:
    values = {name: [str(ox.Literal(value))] for name, value in (("one", one), ("two", two)) if value is not None}
    answer: Any = store.query(queries.bound(_QUERY, values))
    return sorted((row["s"].value, row["one"].value, row["two"].value) for row in answer)


@given(_HOSTILE, _HOSTILE)
@example("VALUES ?two { UNDEF }", '" } UNION { ?s ?one ?two } #')
@example("VALUES ?two { UNDEF }", "x")
def test_hostile_values_never_change_the_shape_of_a_query(one: str, two: str) -> None:
    store = ox.Store()

    def term(name: str) -> ox.NamedNode:
        return ox.NamedNode(f"http://example.org/{name}")

    for subject, first, second in (("mine", one, two), ("secret", "secret-one", "secret-two")):
        store.add(ox.Quad(term(subject), term("one"), ox.Literal(first)))
        store.add(ox.Quad(term(subject), term("two"), ox.Literal(second)))
    mine = ("http://example.org/mine", one, two)
    assume("secret-" not in one + two)
    assert _asked(one, two, store) == [mine]
    assert _asked(one, None, store) == [mine]
    assert _asked(None, two, store) == [mine]
    assert _asked("no " + one, two, store) == []
    assert len(_asked(None, None, store)) == 2


@given(_HOSTILE.filter(lambda text: "#+" not in text))
def test_a_query_without_parameters_is_asked_as_it_stands(text: str) -> None:
    assert queries.bound(queries.parse(text, "mine", "mine.rq"), {}) == text


@given(st.text(max_size=40))
def test_the_name_of_a_query_is_never_a_path(name: str) -> None:
    if name in queries.names():
        return
    with pytest.raises(queries.CallError):
        queries.find(name)


@pytest.mark.parametrize("name", ["../queries/gaps", "checks/../gaps", "/etc/passwd", "gaps\n", "GAPS", "gaps.rq", ""])
def test_names_that_only_look_like_a_query(name: str) -> None:
    with pytest.raises(queries.CallError):
        queries.find(name)


# --- rows ----------------------------------------------------------------------------------------------------------

_VALUES = st.one_of(st.none(), st.integers(), st.text(max_size=5), st.booleans())
_COLUMNS = st.one_of(
    st.sampled_from(["quote", "report", "count", "index", "columns", "asdict", "end", "a", "_b", "été"]),
    st.text(string.ascii_letters + "_", min_size=1, max_size=5),
)


@given(st.dictionaries(_COLUMNS, _VALUES, max_size=8))
def test_a_row_is_read_by_position_and_by_name(cells: dict[str, Any]) -> None:
    row = Row(tuple(cells), tuple(cells.values()))
    assert tuple(row) == tuple(cells.values()) and len(row) == len(cells)
    for position, (name, value) in enumerate(cells.items()):
        assert row[position] is value and row[name] is value
        assert row[position - len(cells)] is value
        if not hasattr(Row, name) and name != "columns":
            assert getattr(row, name) is value
    assert row.asdict() == cells
    assert row[:2] == tuple(cells.values())[:2]
    assert row == tuple(cells.values()) and hash(row) == hash(tuple(cells.values()))
    with pytest.raises(KeyError):
        row["no such column"]
    with pytest.raises(AttributeError):
        _ = row.no_such_column
    with pytest.raises(IndexError):
        row[len(cells)]


@given(_LITERALS)
def test_every_literal_has_a_python_value(literal: ox.Literal) -> None:
    value = python(literal)
    kind = literal.datatype.value.removeprefix(_XSD)
    if isinstance(value, bool):
        assert kind == "boolean" and literal.value.strip() in ("true", "false", "1", "0")
    elif isinstance(value, int):
        assert kind in ("integer", "gYear") and value == int(literal.value)
    elif isinstance(value, Decimal):
        assert kind == "decimal"
    elif isinstance(value, str):
        assert value == literal.value


@given(_IRIS)
def test_an_iri_is_a_text_that_knows_it(node: ox.NamedNode) -> None:
    value = python(node)
    assert isinstance(value, Iri) and value == node.value
    assert python(None) is None
