"""The house keeps its order: who may import whom, what the query path may load, what docs must say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from memgraph import docs, queries, resources
from memgraph.cli import COMMANDS, command, parser

SOURCE = Path(docs.__file__).parent
ROOT = SOURCE.parents[1]

# The one way through: a module imports from its own row or from rows above it.
ROWS = (
    "errors folding english vocab formats report resources hashing guard address credentials",
    "text pdf cleaning dates glossary blocks sentences transfer",
    "tables cover responses clauses curation",
    "parse authority denials",
    "gazetteer citations naming linking",
    "titles candidates",
    "scanner masking",
    "antecedents wording likeness disagreement",
    "lineage",
    "rows rowclaims",
    "relations training figures systems periods contradictions terms",
    "claims graph",
    "validation closure store",
    "engine",
    "generations",
    "staleness queries jsonld rdfxml description provenance",
    "serialization ontology ground",
    "shares",
    "build resolve answers constraints picture remote",
    "readers inspection scaffolding citation",
    "edition",
    "builder session",
    "changes",
    "delivery",
    "api render search dump facts patch",
    "dossier brief docs differences",
    "diff web web.limits web.frames web.negotiation web.truncation web.sealing web.spanish web.links web.marking",
    "web.refusal web.process web.words web.assets",
    "web.language web.cells web.layers web.gallery",
    "web.pages",
    "web.drawing",
    "web.network web.matrix web.lineage",
    "web.ordering web.ontology web.answering web.queueing web.replies web.start web.question",
    "web.pictures web.comparison",
    "web.documents web.endpoint web.openapi web.pool web.cache web.form web.terms",
    "web.dossiers web.reading",
    "web.worker web.service",
    "web.protocol",
    "web.addresses",
    "web.app",
    "web.server",
    "cli cli.command cli.building cli.asking cli.looking cli.giving cli.comparing cli.serving __main__ __init__",
)
RANK = {name: rank for rank, row in enumerate(ROWS) for name in row.split()}
# Imports against the way, each with its reason.
ALLOWED = {
    ("claims", "graph"),  # for types only
    ("report", "cleaning"),  # for types only
    ("session", "builder"),  # the default store is built when it is not there
    ("__init__", "api"),  # `memgraph.open`
}


def _module(path: Path) -> str:
    name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    return name.removesuffix(".__init__") if name != "__init__" else name


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("memgraph"):
            inner = (node.module or "").removeprefix("memgraph").removeprefix(".")
            found |= {inner} if inner in RANK else {f"{inner}.{one.name}".lstrip(".") for one in node.names}
    return {name for name in found if name in RANK}


MODULES = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=_module)
def test_a_stage_never_reaches_forward(path: Path) -> None:
    module = _module(path)
    assert module in RANK, f"give {module} its row in ROWS"
    forward = {name for name in _imports(path) if RANK[name] > RANK[module] and (module, name) not in ALLOWED}
    assert not forward, f"{module} imports {sorted(forward)}, which come after it"


def test_the_query_path_loads_nothing_slow() -> None:
    code = (
        "import sys; from memgraph.cli import asking, parser; parser('query');"
        "slow = set('rdflib pyshacl owlrl rich yaml filelock pandas dataclasses hashlib shutil requests'.split());"
        "print(sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_country_and_no_report_is_named_in_python() -> None:
    names = re.compile(r"\b(?:peru|sunat|devida|pronabi|dirandro|jamaica|bolivia|colombia)\b", re.IGNORECASE)
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        ]
        if path.parent.name == "cli":
            continue  # examples in helps name the shipped report
        assert not [text for text in texts if names.search(text)], path


def test_every_canned_query_stands_in_the_generated_page() -> None:
    page = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    assert page == docs.queries_page(queries.canned()), "run: make docs"


def test_every_command_has_a_help_with_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")  # so that no line is broken
    for name, (_, line) in COMMANDS.items():
        text = command(name).text
        assert f"memgraph {name}" in text, name
        assert line in parser(name).format_help()


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"memgraph {name}" in readme, name


# The contract: names and columns of the canned queries, in its order.
CONTRACT = {
    "reports": "report country round year theme oeaDocument cicadDocument isbn periodStart periodEnd",
    "action-responses": "report objective action title response affirmed denied sharedWith",
    "objective-scorecard": "report objective title actions affirmed mixed denied neutral notApplicable notEvaluated",
    "statements": "report action response quote start end line",
    "summary-statements": "report objective action response quote start end line",
    "gaps": "report objective action quote start end line institutions laws",
    "contradictions": "report kind actionA quoteA startA endA actionB quoteB startB endB",
    "institutions": "institution acronym name kind partOf actions laws",
    "institution-actions": "report institution acronym name action quote start end line",
    "institution-roles": "report institution acronym name action role quote start end line",
    "legal-instruments": "law type number title date published actions",
    "law-actions": "report law type number title action quote start end line",
    "institution-law-action": (
        "report institution acronym name law lawType lawNumber lawTitle action basis quote start end relation"
    ),
    "law-lineage": "source relation target action quote start end line",
    "law-reach": "law type number actions objectives actionList",
    "information-systems": "report system acronym name owner inUse actions actionList",
    "training": "report training name provider action quote start end line",
    "repeated-training": "report name count actionList",
    "documents": "document type title actions",
    "international-partners": "partner acronym name kind country actions actionList",
    "figures": "report action value unit quote start end line",
    "table-cells": "report action table row column header value quote start end line",
    "unsupported-claims": "report action quote start end line",
    "stale-evidence": "report action evidence date quote start end line",
    "name-variants": "entity canonical variant count",
    "passages": "report kind action start end line",
    "report-comparison": "action title reportA responseA reportB responseB",
    "dossier": "section item value quote start end line",
}


def test_the_queries_are_those_of_the_contract_and_some_over_all_countries() -> None:
    of_countries = {query.name for query in queries.canned() if "countries" in query.tags}
    assert set(queries.names()) == set(CONTRACT) | of_countries and not of_countries & set(CONTRACT)


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_come_in_the_order_of_the_contract(name: str) -> None:
    query = queries.find(name)
    wanted = tuple(CONTRACT[name].split())
    assert query.columns[: len(wanted)] == wanted


@pytest.mark.parametrize("name", queries.names())
def test_a_query_can_be_asked_of_one_report(name: str) -> None:
    assert "report" in {one.name for one in queries.find(name).parameters}


@pytest.mark.parametrize("name", queries.names())
def test_a_query_never_uses_not_exists(name: str) -> None:
    text = (resources.QUERIES / f"{name}.rq").read_text(encoding="utf-8")
    assert not re.search(r"\bNOT\s+EXISTS\b", text, re.IGNORECASE)  # quadratic in the engine; MINUS says the same
