"""Adding and removing: what is then in a store is what a build of its reports alone would have made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rdflib import Graph

from helpers import INVENTED
from memgraph import builder, description, edition, generations, provenance, resources, shares, store
from memgraph.engine import Engine
from memgraph.errors import InputError
from memgraph.ground import Ground, ground, triples
from memgraph.vocab import AUTHORITY_GRAPH, BASE, INFERRED_GRAPH, ONTOLOGY_GRAPH, report_graph

# Invented terms whose rules can join what two reports say of one thing.
ONTOLOGY = Graph().parse(
    data="""
    @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix : <urn:x:> .
    :part a owl:ObjectProperty , owl:TransitiveProperty .
    :near a owl:ObjectProperty , owl:SymmetricProperty .
    :has a owl:ObjectProperty ; owl:inverseOf :part .
    :touches a owl:ObjectProperty ; rdfs:subPropertyOf :near ; rdfs:domain :Thing ; rdfs:range :Place .
    :meets a owl:ObjectProperty ; owl:propertyChainAxiom ( :near :has ) .
    :Place a owl:Class ; rdfs:subClassOf :Thing .
    :Thing a owl:Class .
    """,
    format="turtle",
)
AUTHORITY = Graph().parse(
    data="@prefix : <urn:x:> . :a :part :b ; :near :c . :b a :Place . :d :touches :a .", format="turtle"
)
REPORTS = ("one-2001", "two-2002", "three-2003")
PROPERTIES = [ox.NamedNode("urn:x:" + name) for name in ("part", "near", "has", "touches", "meets", "says")]
CLASSES = [ox.NamedNode("urn:x:" + name) for name in ("Place", "Thing")]
SHARED = [ox.NamedNode("urn:x:" + name) for name in "abcdz"]
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
Facts = frozenset[ox.Triple]


def facts(report: str) -> st.SearchStrategy[Facts]:
    """Of its own things, each about another of them or about a shared one."""
    own = st.sampled_from([ox.NamedNode(f"{BASE}report/{report}/{n}") for n in range(4)])
    linked = st.builds(ox.Triple, own, st.sampled_from(PROPERTIES), own | st.sampled_from(SHARED))
    typed = st.builds(ox.Triple, own, st.just(TYPE), st.sampled_from(CLASSES))
    return st.frozensets(linked | typed, min_size=1, max_size=8)


# Each step gives a report these facts, in the place of what it said before, or takes it out.
steps = st.lists(
    st.sampled_from(REPORTS).flatmap(lambda name: st.tuples(st.just(name), st.none() | facts(name))), max_size=4
)


def entry(name: str) -> dict[str, str]:
    return {"id": name, "path": f"/{name}.txt", "sha256": "ab", "yaml": "", "stamp": ""}


def closed_at_once(held: Mapping[str, Facts], known: Ground) -> set[ox.Quad]:
    """What a store of these reports is: closed over everything, described and counted over everything."""
    graphs: dict[str, set[ox.Triple]] = {ONTOLOGY_GRAPH: triples(ONTOLOGY), AUTHORITY_GRAPH: triples(AUTHORITY)}
    graphs |= {report_graph(name): set(said) for name, said in held.items()}
    data = set().union(*(said for name, said in graphs.items() if name != ONTOLOGY_GRAPH))
    graphs[INFERRED_GRAPH] = known.rules.grown(data, lambda *_: ()) - graphs[ONTOLOGY_GRAPH]
    quads = {
        name: [ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(name)) for one in said]
        for name, said in graphs.items()
    }
    told = [*provenance.told(()), *(one for name in held for one in provenance.report(entry(name)))]
    return {*description.describe(told, "", quads), *(one for some in quads.values() for one in some)}


def plain(quads: set[ox.Quad]) -> set[ox.Quad]:
    """Without the lists of the ontology, whose nodes have no name to compare."""
    return {q for q in quads if not isinstance(q.subject, ox.BlankNode) and not isinstance(q.object, ox.BlankNode)}


@pytest.fixture(scope="module")
def known() -> Ground:
    return ground(ONTOLOGY, AUTHORITY, ())


@given(steps=steps)
@settings(
    max_examples=60, deadline=None, phases=[Phase.reuse, Phase.generate], suppress_health_check=[HealthCheck.too_slow]
)
def test_any_sequence_gives_what_all_at_once_gives(known: Ground, steps: list[tuple[str, Facts | None]]) -> None:
    held: dict[str, Facts] = {}
    engine, before = ox.Store(), None
    for name, said in [("one-2001", facts_of_one()), *steps]:
        if said is None and name not in held:
            continue
        made = edition.Edition(Engine(engine), known, before)
        if name in held:
            made.take(entry(name))
            del held[name]
        if said is not None:
            made.give(shares.share(entry(name), said, known))
            held[name] = said
        before = made.close()
        assert plain(set(engine)) == plain(closed_at_once(held, known))
        assert before[0] == Counter(str(quad.graph_name).strip("<>") for quad in engine)


def facts_of_one() -> Facts:
    """A report that a rule joins to others by way of a shared thing."""
    own = ox.NamedNode(f"{BASE}report/one-2001/0")
    return frozenset({ox.Triple(own, PROPERTIES[0], SHARED[4]), ox.Triple(own, PROPERTIES[1], SHARED[0])})


def test_two_reports_together_say_what_neither_says(known: Ground) -> None:
    """And when one of them goes, so does that."""
    part, z = PROPERTIES[0], SHARED[4]
    one, two = (ox.NamedNode(f"{BASE}report/{name}/0") for name in REPORTS[:2])
    first = {ox.Triple(one, part, z)}
    second = {ox.Triple(two, PROPERTIES[2], z)}  # z is a part of two, so one is
    joined = ox.Triple(one, part, two)
    draft = Engine(ox.Store())
    made = edition.Edition(draft, known)
    made.give(shares.share(entry(REPORTS[0]), first, known))
    made.give(shares.share(entry(REPORTS[1]), second, known))
    before = made.close()
    assert draft.held(joined) == {INFERRED_GRAPH}
    again = edition.Edition(draft, known, before)
    again.take(entry(REPORTS[1]))
    again.close()
    assert draft.held(joined) == set()


def test_a_draft_that_is_not_published_leaves_nothing(known: Ground, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), generations.draft(tmp_path) as draft:
        edition.Edition(draft, known).close()
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())


def _invented(folder: Path) -> list[Path]:
    """Three small reports, of which the first two share text, and the shipped one."""
    made = []
    for year in ("2023", "2024", "2025"):
        path = folder / f"{year}.txt"
        path.write_text(INVENTED.replace("2023", year), encoding="utf-8")
        made.append(path)
    return [*made, resources.seeds()[0]]


def _held(where: Path) -> tuple[set[ox.Quad], dict[str, int]]:
    opened = store.open_store(where)
    quads = set(opened.engine)
    return plain(quads), opened.manifest.counts | {"all": len(quads)}


def test_adding_and_removing_real_reports_gives_what_a_build_gives(tmp_path: Path) -> None:
    paths = _invented(tmp_path)
    builder.build(paths[:1], tmp_path / "a")
    builder.add(paths[1:], tmp_path / "a")
    paths[1].write_text(paths[1].read_text().replace("does not have training", "has training"), encoding="utf-8")
    builder.add(paths[1:2], tmp_path / "a", replace_same=True)
    builder.remove(["jamaica-2025"], tmp_path / "a")
    builder.build([*paths[:2], paths[3]], tmp_path / "b")
    assert _held(tmp_path / "a") == _held(tmp_path / "b")


def test_what_did_not_change_is_not_written_again(tmp_path: Path) -> None:
    paths = _invented(tmp_path)
    builder.build(paths[3:], tmp_path / "a")
    before = store.open_store(tmp_path / "a")
    builder.add(paths[:1], tmp_path / "a")
    after = store.open_store(tmp_path / "a")
    kept = before.manifest.files.keys() & after.manifest.files.keys()
    assert kept, "every table was written again"
    for name in kept:
        assert (before.folder / "db" / name).samefile(after.folder / "db" / name)
        assert before.manifest.files[name] == after.manifest.files[name]


def test_a_graph_that_speaks_of_the_things_of_another_report_is_refused(tmp_path: Path) -> None:
    """What makes shares independent is checked: own authority entries cannot describe a report."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.ttl").write_text(f'<{BASE}report/peru-2022> <{BASE}ontology#year> "2020" .')
    with pytest.raises(InputError, match="foreign-thing"):
        builder.build(_invented(tmp_path)[:1], tmp_path / "a", [tmp_path / "own"])
    assert not store.exists(tmp_path / "a")
