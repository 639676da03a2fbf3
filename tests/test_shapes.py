"""Every shape has a valid and an invalid example, and each example does what it says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from memgraph import curation, graph, resources, wording
from memgraph.build import Knowledge
from memgraph.linking import Linked
from memgraph.validation import Judge
from memgraph.vocab import BASE, MEM, PREFIXES, compact
from vocabularies import EXAMPLES, INVALID, SHAPES, VALID, Second, results

ONTOLOGY = Graph().parse(resources.ONTOLOGY_FILE)
SHAPE = PREFIXES["shape"]
TARGETS = {re.split("[#/]", str(target))[-1]: target for target in SHAPES.objects(None, SH.targetClass)}
PROPERTY_SHAPES = sorted(SHAPES.subjects(RDF.type, SH.PropertyShape))


def closed_list(shape: str) -> set[str]:
    """The values that a property shape allows: literals, or concepts by the last segment of their address."""
    values = SHAPES.value(URIRef(SHAPE + shape), SH["in"])
    assert isinstance(values, BNode)
    return {str(value).rpartition("/")[2] for value in Collection(SHAPES, values)}


@pytest.mark.parametrize("example", VALID, ids=lambda path: path.stem)
def test_a_valid_example_conforms(example: Path) -> None:
    assert results(example, ONTOLOGY) == []


@pytest.mark.parametrize("example", INVALID, ids=lambda path: path.stem)
def test_an_invalid_example_breaks_exactly_what_its_first_line_names(example: Path) -> None:
    first = example.read_text(encoding="utf-8").splitlines()[0]
    named = re.fullmatch(r"# breaks: (shape:\w+(?:-\w+)? sh:\w+ConstraintComponent)", first)
    assert named, f"the first line is {first!r}, not '# breaks: shape:Xxx-property sh:…ConstraintComponent'"
    assert results(example, ONTOLOGY) == [named[1]]


@pytest.fixture(scope="module")
def second() -> Second:
    """pyrudof with our shapes."""
    return Second()


@pytest.mark.parametrize("example", [*VALID, *INVALID], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_pyrudof_finds_the_same_as_pyshacl(example: Path, second: Second) -> None:
    assert second.results(Graph().parse(example, publicID=BASE) + ONTOLOGY) == results(example, ONTOLOGY)


@pytest.mark.parametrize("example", [*VALID, *INVALID], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_quick_judge_of_a_build_is_right(example: Path, judge: Judge) -> None:
    """It has the last word on what conforms; on what does not, pyshacl has."""
    data = Graph().parse(example, publicID=BASE)
    assert judge.conforms(data.serialize(format="nt")) is (results(example, ONTOLOGY) == [])
    assert not judge.conforms("no triples")


@pytest.fixture(scope="module")
def judge() -> Judge:
    """The quick judge, with the ontology alone as context."""
    return Judge(ONTOLOGY, SHAPES)


def test_pyrudof_finds_nothing_wrong_with_what_is_stored(linked: Linked, known: Knowledge, second: Second) -> None:
    assert second.results(graph.graph(linked) + known.context) == []


@pytest.mark.parametrize("example", INVALID, ids=lambda path: path.stem)
def test_an_invalid_example_breaks_the_shape_of_its_own_class(example: Path) -> None:
    first = example.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith((f"# breaks: shape:{example.stem} ", f"# breaks: shape:{example.stem}-"))


@pytest.mark.parametrize("example", [*VALID, *INVALID], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_example_is_marked_and_holds_a_thing_of_its_class(example: Path) -> None:
    assert "# invented example" in example.read_text(encoding="utf-8").splitlines()[:2]
    classes = set(ONTOLOGY.transitive_subjects(RDFS.subClassOf, TARGETS[example.stem]))
    assert classes & set(Graph().parse(example, publicID=BASE).objects(None, RDF.type))


@pytest.mark.parametrize("examples", [VALID, INVALID], ids=["valid", "invalid"])
def test_every_class_with_a_shape_has_an_example_and_every_example_a_shape(examples: list[Path]) -> None:
    assert sorted(path.stem for path in examples) == sorted(TARGETS)


def test_every_class_of_ours_has_a_shape() -> None:
    classes = {str(cls) for cls in ONTOLOGY.subjects(RDF.type, OWL.Class) if str(cls).startswith(MEM)}
    assert classes - {str(target) for target in TARGETS.values()} == set()


def test_a_shape_has_a_label_in_english_and_spanish() -> None:
    for shape in SHAPES.subjects(RDF.type, SH.NodeShape):
        assert sorted(str(label.language) for label in SHAPES.objects(shape, RDFS.label)) == ["en", "es"], shape


def test_shapes_are_numbered_in_the_order_of_the_file() -> None:
    named = re.findall(
        r"^shape:(\w+) a sh:NodeShape ;\n", resources.SHAPES_FILE.read_text(encoding="utf-8"), re.MULTILINE
    )
    orders = [int(str(SHAPES.value(URIRef(SHAPE + name), SH.order))) for name in named]
    assert orders == list(range(1, len(TARGETS) + 1))


def test_every_class_has_one_shape_that_is_named_after_it() -> None:
    named = {str(shape): f"{SHAPE}{name}" for name, t in TARGETS.items() for shape in SHAPES[: SH.targetClass : t]}
    assert [shape for shape, name in named.items() if shape != name] == []
    assert len(named) == len(TARGETS)


@pytest.mark.parametrize("shape", PROPERTY_SHAPES, ids=lambda shape: compact(shape))
def test_a_property_shape_has_a_name_and_says_what_to_mend(shape: URIRef) -> None:
    assert isinstance(SHAPES.value(shape, SH.name), Literal)
    message = str(SHAPES.value(shape, SH.message))
    assert re.fullmatch(r"[A-Z].*\w.*\.", message), message


def test_property_shapes_are_numbered_in_the_order_in_which_their_shape_lists_them() -> None:
    for shape in SHAPES.subjects(SH.targetClass):
        orders = sorted(int(str(SHAPES.value(part, SH.order))) for part in SHAPES.objects(shape, SH.property))
        assert orders == list(range(1, len(orders) + 1)), shape


def test_the_shapes_are_well_formed_shacl() -> None:
    assert results(EXAMPLES / "valid" / "Report.ttl", ONTOLOGY, meta_shacl=True) == []


def test_the_shapes_are_shacl_core_open_and_without_blank_nodes_but_lists() -> None:
    assert not {SH.sparql, SH.closed, SH.target, SH.rule, SH.js} & set(SHAPES.predicates())
    blank = {node for triple in SHAPES for node in triple if isinstance(node, BNode)}
    assert [node for node in blank if (node, RDF.first, None) not in SHAPES] == []


def test_closed_lists_hold_every_name_that_the_code_gives() -> None:
    assert {name for name, _ in (*wording.LINKS, *wording.BETWEEN)} | {"concerns"} <= closed_list(
        "InstitutionLink-relation"
    )
    assert {name for name, *_ in wording.LINEAGE} <= closed_list("LawRelation-relation")
    assert curation._ABOUT - {"id"} == closed_list("ReportFact-factName")


def block(language: str) -> str:
    """The first block of code in that language on the page about the shapes."""
    page = (Path(__file__).parents[1] / "docs" / "shapes.md").read_text(encoding="utf-8")
    return page.split(f"```{language}\n", 1)[1].split("```", 1)[0]


@pytest.mark.parametrize(("folder", "code"), [("valid", 0), ("invalid", 1)])
def test_the_page_says_how_pyshacl_and_pyrudof_check_a_file_alone(folder: str, code: int, tmp_path: Path) -> None:
    shutil.copytree(resources.ONTOLOGY, tmp_path / "ontology")
    shutil.copy(EXAMPLES / folder / "Law.ttl", tmp_path / "mine.ttl")
    program, *words = block("sh").split()
    first = subprocess.run(
        [sys.executable, "-m", program, *words], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    second = subprocess.run(
        [sys.executable, "-c", block("python")], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert (first.returncode, second.returncode) == (code, 0), first.stderr + second.stderr
    message = "A law may have one number, without the letters No."
    assert (message in first.stdout) == (message in second.stdout) == bool(code)
