"""`memgraph diff`: facts matched by their quotes, RDF Patch that makes B of A, and what is refused."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import INVENTED, Done, call, command, refused, surroundings
from memgraph.diff import as_text, compare
from memgraph.differences import ADDED, CHANGED, MOVED, REMOVED, UNCHANGED
from memgraph.facts import describes_itself, read
from memgraph.patch import edits, patch
from memgraph.vocab import BASE, MEM, PREFIXES

# The invented report, edited: a sentence more (which shifts all after it), one that now denies, an item less, one
# word of a heading, and a lead-in with two words more.
EDITED = (
    INVENTED.replace(
        "Jamaica has a national drug authority.\n\nPriority",
        "In 2020, the invented law was passed.\n\nJamaica does not have a national drug authority.\n\nPriority",
    )
    .replace("- The Invented Police Force\n", "")
    .replace("Train the staff", "Train all staff")
    .replace("exchanges information through", "exchanges information openly through")
)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A store of the invented report and one of the edited report."""
    folder = tmp_path_factory.mktemp("diff")
    for name, text in (("a", INVENTED), ("b", EDITED)):
        (folder / f"{name}.txt").write_text(text)
        done = call("build", "-q", folder / f"{name}.txt", "--store", folder / name)
        assert done.code == 0, done.err
    return folder / "a", folder / "b"


@pytest.fixture(scope="module")
def exports(stores: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Both stores, exported whole in every format."""
    folder = tmp_path_factory.mktemp("exports")
    found = {}
    for form, suffix in _SUFFIXES.items():
        pair = (folder / f"a.{suffix}", folder / f"b.{suffix}")
        for store, path in zip(stores, pair, strict=True):
            done = call("export", "--graph", "all", "-f", form, "-o", path, "--store", store)
            assert done.code == 0, done.err
        found[form] = pair
    return found


_SUFFIXES = {"turtle": "ttl", "trig": "trig", "nt": "nt", "nq": "nq", "jsonld": "jsonld", "rdfxml": "rdf"}


def quads(path: Path) -> set[ox.Quad]:
    """The quads of an export."""
    return set(ox.parse(path=str(path), format=ox.RdfFormat.from_extension(path.suffix[1:])))


def lines(done: Done) -> list[str]:
    """The lines of facts, without the table below them."""
    assert done.code == 1 and "Traceback" not in done.err, done.err
    return [line for line in done.text.splitlines() if re.match(r"[-+~] ", line)]


def same(one: set[ox.Quad], other: set[ox.Quad]) -> bool:
    """Whether two datasets are the same but for the labels of blank nodes."""
    both = []
    for side in (one, other):
        dataset = ox.Dataset(side)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        both.append(set(dataset))
    return both[0] == both[1]


def applied(data: bytes, before: set[ox.Quad]) -> set[ox.Quad]:
    """An RDF Patch carried out, row by row; whatever it deletes must be there, whatever it adds must not."""
    rows = data.decode().split("\n")
    assert re.fullmatch(r"H id <urn:uuid:[0-9a-f-]{36}> \.", rows[0]) and rows[1] == "TX ."
    assert rows[-2:] == ["TC .", ""]
    now = set(before)
    for row in rows[2:-2]:
        operation, _, rest = row.partition(" ")
        quad = next(iter(ox.parse(rest, format=ox.RdfFormat.N_QUADS)))
        assert (quad in now) == (operation == "D"), row
        if operation == "D":
            now.remove(quad)
        else:
            assert operation == "A"
            now.add(quad)
    return now


def applied_by_rdflib(data: bytes, before: set[ox.Quad]) -> set[ox.Quad]:
    """The same, by the reader of RDF Patch that rdflib has."""
    dataset = rdflib.Dataset()
    # Labels of blank nodes are names in RDF Patch: rdflib keeps those of a patch, so a patch is what loads them.
    loaded = b"".join(b"A " + line + b"\n" for line in _nquads(before).splitlines())
    dataset.parse(data=loaded, format="patch")
    dataset.parse(data=data, format="patch")
    return set(ox.parse(dataset.serialize(format="nquads"), format=ox.RdfFormat.N_QUADS))


def _nquads(found: set[ox.Quad]) -> bytes:
    made = ox.serialize(found, format=ox.RdfFormat.N_QUADS)
    assert made is not None
    return made


# --- facts ---------------------------------------------------------------------------------------------------------


def test_a_line_a_fact_with_what_was_and_is(stores: tuple[Path, Path]) -> None:
    done = call("diff", *stores)
    assert lines(done)[:-1] == [
        "~ jamaica-2023 1.1 line 26  ActionEvaluation  response: affirmed → mixed"
        "  “Priority Action 1.1: Establish a national drug authority.”",
        "+ jamaica-2023 1.1 line 28  Statement  response: affirmed  “In 2020, the invented law was passed.”",
        "~ jamaica-2023 1.1 line 30  Statement  response: affirmed → denied; words: "
        "“Jamaica has a national drug authority.” → “Jamaica does not have a national drug authority.”",
        "~ jamaica-2023 1.2 line 32  ActionEvaluation  dcterms:title: “Train the staff of the authority.” → "
        "“Train all staff of the authority.”; words: “Priority Action 1.2: Train the staff of the authority.” → "
        "“Priority Action 1.2: Train all staff of the authority.”",
        "~ jamaica-2023 1.2 line 32  Heading  words: “Priority Action 1.2: Train the staff of the authority.” → "
        "“Priority Action 1.2: Train all staff of the authority.”",
        "~ jamaica-2023 line 32  PriorityAction  skos:prefLabel: “Train the staff of the authority.” → "
        "“Train all staff of the authority.”; words: “Priority Action 1.2: Train the staff of the authority.” → "
        "“Priority Action 1.2: Train all staff of the authority.”",
        "~ jamaica-2023 2.1 line 43  Statement  words: “…country exchanges information through the following bodies:”"
        " → “…country exchanges information openly through the following bodies:”",
        "- jamaica-2023 2.1 line 44  ListItem  leadIn: “The country exchanges information through the following "
        "bodi…”  “The Invented Police Force”",
        "- jamaica-2023 line 44  Institution  skos:prefLabel: “Invented Police Force”  “Invented Police Force”",
        "- jamaica-2023 2.1 line 44  Mention  names: report/jamaica-2023/institution/invented-police-force; "
        "printedName: “Invented Police Force”  “Invented Police Force”",
        "+ jamaica-2023 1.1 line 53  Contradiction  kind: summary-body  “CICAD observes that Jamaica has a national "
        "drug authority. ↔ Jamaica does not have a national drug authority.”",
    ]
    assert re.match(
        r"~ SourceText  sha256: “[0-9a-f]{64}” → “[0-9a-f]{64}”  report/jamaica-2023/text$", lines(done)[-1]
    )
    assert re.search(r"^Statement +1 +0 +2 +1 +0 *$", done.text, re.MULTILINE)
    assert re.match(r"\d+ triples added, \d+ removed\b", done.text.splitlines()[-1])


def test_what_only_moved_is_neither_removed_nor_added(tmp_path: Path, stores: tuple[Path, Path]) -> None:
    (tmp_path / "c.txt").write_text(INVENTED.replace("PREFACE\n", "PREFACE\n\nOne sentence more at the top.\n"))
    assert call("build", "-q", tmp_path / "c.txt", "--store", tmp_path / "c").code == 0
    done = call("diff", stores[0], tmp_path / "c")
    assert [line[0] for line in lines(done)] == ["+", "~"]
    assert "PrefacePassage" in lines(done)[0] and "SourceText" in lines(done)[1]
    told = json.loads(call("diff", stores[0], tmp_path / "c", "-f", "json").text)
    moved = [one for one in told["differences"] if one["change"] == MOVED]
    assert told["facts"]["Statement"] == {ADDED: 0, REMOVED: 0, CHANGED: 0, MOVED: 3, UNCHANGED: 0}
    shift = len("\nOne sentence more at the top.\n")
    for one in moved:
        assert one["after"]["start"] - one["before"]["start"] == shift, one
        assert INVENTED[one["before"]["start"] : one["before"]["end"]] == one["quote"]


def test_an_edited_sentence_changes_of_the_others_their_place_and_nothing_else(tmp_path: Path) -> None:
    """No address but its own comes from it: what counts from the beginning of the text is all that is new elsewhere."""
    one = "Jamaica has a national drug authority."
    for name, text in (("a", INVENTED), ("b", INVENTED.replace(one, one.replace("has a", "by now has a"), 1))):
        (tmp_path / f"{name}.txt").write_text(text)
        assert call("build", "-q", tmp_path / f"{name}.txt", "--store", tmp_path / name).code == 0
        call(
            "export", "--report", "jamaica-2023", "-f", "nq", "-o", tmp_path / f"{name}.nq", "--store", tmp_path / name
        )
    a, b = (quads(tmp_path / f"{name}.nq") for name in "ab")
    changed = {quad for quad in a ^ b if not describes_itself(quad)}
    places = {PREFIXES["oa"] + "start", PREFIXES["oa"] + "end"}
    others = {quad.subject.value for quad in changed if quad.predicate.value not in places}
    mine = BASE + "report/jamaica-2023/"
    assert {node for node in others if not re.fullmatch(r"\S*/statement/1\.1-1(?:/\S*)?", node)} == {mine + "text"}
    assert any(quad.predicate.value in places for quad in changed)


def test_json_accounts_for_every_fact_of_both_sides(exports: dict[str, tuple[Path, Path]]) -> None:
    a, b = exports["nq"]
    told = json.loads(call("diff", a, b, "-f", "json").text)
    assert told["triples"] == {ADDED: len(quads(b) - quads(a)), REMOVED: len(quads(a) - quads(b))}
    unchanged = sum(row[UNCHANGED] for row in told["facts"].values())
    for side, path in (("before", a), ("after", b)):
        places = [one[side]["iri"] for one in told["differences"] if one[side]]
        assert len(set(places)) == len(places)
        assert len(places) + unchanged == len(read(quads(path)))
    one = next(one for one in told["differences"] if one["quote"] == "Jamaica does not have a national drug authority.")
    assert (one["change"], one["kind"], one["report"], one["actions"]) == (
        CHANGED,
        "Statement",
        "jamaica-2023",
        ["1.1"],
    )
    assert one["before"]["quote"] == "Jamaica has a national drug authority."
    assert one["values"] == {
        "mem:response": {"before": [BASE + "response/affirmed"], "after": [BASE + "response/denied"]}
    }
    assert EDITED[one["after"]["start"] : one["after"]["end"]] == one["quote"]


def test_the_other_way_round_added_and_removed_change_places(stores: tuple[Path, Path]) -> None:
    one, other = (json.loads(call("diff", *way, "-f", "json").text) for way in (stores, stores[::-1]))
    for kind, row in one["facts"].items():
        back = other["facts"][kind]
        assert (row[ADDED], row[REMOVED], row[CHANGED], row[MOVED]) == (
            *(back[REMOVED], back[ADDED]),
            *(back[CHANGED], back[MOVED]),
        ), kind


def _evidence(node: str, start: int, quote: str) -> list[tuple[str, str, object]]:
    """The evidence of a fact, in shorthand."""
    span = f"r/text/{start}-{start + len(quote)}"
    return [
        (node, "mem:evidence", span),
        (span, "mem:line", 1),
        (span, "oa:hasSelector", span + "/selector"),
        (span + "/selector", "oa:start", start),
        (span + "/selector", "oa:end", start + len(quote)),
        (span + "/selector", "oa:exact", f'"{quote}'),
    ]


def dataset(*rows: tuple[str, str, object]) -> set[ox.Quad]:
    """Quads of shorthand: prefixed names, paths below the base, numbers, and texts that begin with a quotation mark."""

    def term(word: object) -> ox.NamedNode | ox.Literal:
        if not isinstance(word, str):
            return ox.Literal(str(word), datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))
        if word.startswith('"'):
            return ox.Literal(word[1:])
        prefix, colon, name = word.partition(":")
        return ox.NamedNode(PREFIXES[prefix] + name if colon else BASE + word)

    return {ox.Quad(term(s), term(p), term(o), ox.NamedNode(BASE + "graph/report/r")) for s, p, o in rows}


def _link(name: str, institution: str, relation: str, law: str) -> list[tuple[str, str, object]]:
    return [
        (name, "rdf:type", "mem:InstitutionLink"),
        (name, "mem:inPassage", "s/1"),
        (name, "mem:institution", institution),
        (name, "mem:relation", f'"{relation}'),
        (name, "mem:law", law),
        *_evidence(name, 0, "One and two act under law one."),
    ]


PASSAGE = [("s/1", "rdf:type", "mem:Statement"), *_evidence("s/1", 0, "One and two act under law one.")]


def test_a_link_is_changed_in_one_property_and_another_link_in_two() -> None:
    before = dataset(*PASSAGE, *_link("l/1", "i/one", "actsUnder", "l/one"), *_link("l/2", "i/two", "x", "l/two"))
    after = dataset(*PASSAGE, *_link("l/3", "i/one", "issuedBy", "l/one"), *_link("l/4", "i/six", "x", "l/six"))
    found = compare(before, after).found
    assert sorted((one.change, one.fact.iri[len(BASE) + 1 : -1]) for one in found) == [
        (ADDED, "l/4"),
        (CHANGED, "l/3"),
        (REMOVED, "l/2"),
    ]
    changed = next(one for one in found if one.change == CHANGED)
    assert changed.values == {MEM + "relation": (['"actsUnder"'], ['"issuedBy"'])}


def test_of_a_sentence_that_now_says_otherwise_the_claims_are_changed() -> None:
    def told(words: str, use: str, role: str) -> set[ox.Quad]:
        return dataset(
            ("s/1", "rdf:type", "mem:Statement"),
            *_evidence("s/1", 0, words),
            ("u/1" + use, "rdf:type", "mem:SystemUse"),
            ("u/1" + use, "mem:inPassage", "s/1"),
            ("u/1" + use, "mem:system", "system/x/one"),
            ("u/1" + use, "mem:inUse", f'"{use}'),
            *_evidence("u/1" + use, 0, words),
            ("r/" + role, "rdf:type", "mem:InstitutionRole"),
            ("r/" + role, "mem:inPassage", "s/1"),
            ("r/" + role, "mem:institution", "institution/x/a"),
            ("r/" + role, "mem:role", f'"{role}'),
            *_evidence("r/" + role, 0, words),
        )

    old = told("The authority runs the one system of records", "true", "runs")
    new = told("The authority guards the one old system of records", "false", "guards")
    changed = {one.fact.kind: (one.change, one.values) for one in compare(old, new).found}
    assert changed == {
        "Statement": (CHANGED, {}),
        "SystemUse": (CHANGED, {MEM + "inUse": (['"true"'], ['"false"'])}),
        "InstitutionRole": (CHANGED, {MEM + "role": (['"runs"'], ['"guards"'])}),
    }


def test_of_several_facts_with_one_quote_those_that_are_gone_are_gone() -> None:
    def items(*starts: int) -> set[ox.Quad]:
        rows: list[tuple[str, str, object]] = []
        for number, start in enumerate(starts):
            rows += [(f"item/{number}", "rdf:type", "mem:ListItem"), *_evidence(f"item/{number}", start, "Yes")]
        return dataset(*rows)

    found = compare(items(0, 10, 20), items(5, 15)).found
    assert [one.change for one in found] == [MOVED, MOVED, REMOVED]
    assert found[-1].fact.start == 20


def test_a_value_that_is_a_matched_passage_is_the_same_at_its_new_address() -> None:
    def report(shift: int) -> set[ox.Quad]:
        lead, item = f"s/{shift}", f"item/{shift}"
        return dataset(
            *((lead, "rdf:type", "mem:Statement"), (item, "rdf:type", "mem:ListItem"), (item, "mem:leadIn", lead)),
            *_evidence(lead, shift, "These are they:"),
            *_evidence(item, shift + 20, "The Force"),
        )

    assert [one.change for one in compare(report(0), report(7)).found] == [MOVED, MOVED]


def test_what_has_no_words_is_known_by_its_address() -> None:
    name = ("institution/x/a", "skos:prefLabel", '"A')
    compared = compare(dataset(name), dataset(name, ("institution/x/a", "skos:altLabel", '"AA')))
    assert [(one.change, one.values) for one in compared.found] == [
        (CHANGED, {PREFIXES["skos"] + "altLabel": ([], ['"AA"'])})
    ]


def test_what_another_vocabulary_says_again_is_not_said_twice() -> None:
    old, new = (
        dataset(*PASSAGE, *_link("l/1", institution, "x", "l/one"), ("l/1", "schema:about", institution))
        for institution in ("i/one", "i/two")
    )
    out = io.StringIO()
    as_text(compare(old, new), out)
    assert "institution: i/one → i/two" in out.getvalue() and "schema:about" not in out.getvalue()
    out = io.StringIO()
    as_text(compare(old, new | dataset(("l/1", "schema:about", "i/six"))), out)
    assert "schema:about: i/one → i/six, i/two" in out.getvalue()


def test_what_a_dataset_says_of_itself_is_counted_and_patched_but_is_no_fact() -> None:
    old, new = (dataset(*PASSAGE, ("dataset/class/x", "schema:text", f'"{count}')) for count in (1, 2))
    compared = compare(old, new)
    assert compared.found == [] and applied(patch(compared.made), old) == new
    out = io.StringIO()
    as_text(compared, out)
    assert out.getvalue() == "1 triples added, 1 removed, 2 of them of the dataset's description of itself\n"


# --- stores and files ----------------------------------------------------------------------------------------------


def test_no_difference(stores: tuple[Path, Path], exports: dict[str, tuple[Path, Path]], tmp_path: Path) -> None:
    again = shutil.copytree(stores[0], tmp_path / "again")
    done = call("diff", stores[0], again)
    assert (done.code, done.text, done.err) == (0, "no difference\n", "")
    assert json.loads(call("diff", stores[0], again, "-f", "json").text)["differences"] == []
    done = call("diff", stores[0], again, "-f", "patch")
    assert done.code == 0 and re.fullmatch(rb"H id <urn:uuid:\S+> \.\nTX \.\nTC \.\n", done.out)


@pytest.mark.parametrize("form", _SUFFIXES)
def test_an_export_is_its_store(form: str, stores: tuple[Path, Path], exports: dict[str, tuple[Path, Path]]) -> None:
    done = call("diff", exports[form][0], stores[0])
    assert (done.code, done.text) == (0, "no difference\n")
    assert ("merged" in done.err) == (form not in ("trig", "nq"))


@pytest.mark.parametrize("form", _SUFFIXES)
def test_every_format_tells_the_same(
    form: str, stores: tuple[Path, Path], exports: dict[str, tuple[Path, Path]]
) -> None:
    assert lines(call("diff", *exports[form])) == lines(call("diff", *stores))


@pytest.mark.parametrize("form", _SUFFIXES)
def test_stdin_is_read_in_any_format(form: str, exports: dict[str, tuple[Path, Path]]) -> None:
    a, b = exports[form]
    done = call("diff", "-", b, stdin=a.read_bytes())
    assert lines(done) == lines(call("diff", a, b)) and done.err == ""


def test_beside_a_file_a_store_is_compared_as_far_as_the_file_goes(stores: tuple[Path, Path], tmp_path: Path) -> None:
    for form in ("trig", "turtle"):
        path = tmp_path / f"asserted.{_SUFFIXES[form]}"
        assert call("export", "-f", form, "-o", path, "--store", stores[0]).code == 0
        done = call("diff", path, "--store", stores[0])
        assert (done.code, done.text) == (0, "no difference\n")
        assert "not compared" in done.err and "inferred, ontology" in done.err


def test_beside_an_export_of_one_report_the_store_is_that_report(stores: tuple[Path, Path], tmp_path: Path) -> None:
    for form in ("trig", "turtle"):
        path = tmp_path / f"one.{_SUFFIXES[form]}"
        words = ["--report", "jamaica-2023", "-f", form, "-o", path]
        assert call("export", *words, "--store", stores[0]).code == 0
        done = call("diff", path, "--store", stores[0])
        assert (done.code, done.text) == (0, "no difference\n")


def test_the_same_call_gives_the_same_bytes(stores: tuple[Path, Path]) -> None:
    for form in ("text", "json", "patch"):
        one, other = (call("diff", *stores, "-f", form, env={"PYTHONHASHSEED": seed}).out for seed in "17")
        assert one == other, form


def test_colours_on_a_terminal_unless_unwanted(stores: tuple[Path, Path]) -> None:
    def shown(**env: str) -> bytes:
        master, slave = pty.openpty()
        with subprocess.Popen(
            command("diff", *stores), stdout=slave, stderr=subprocess.DEVNULL, env=surroundings(TERM="xterm", **env)
        ):
            os.close(slave)
            found = b""
            try:
                while more := os.read(master, 65536):
                    found += more
            except OSError:  # the other end is closed
                pass
        os.close(master)
        return found

    assert b"\x1b[32m+ jamaica-2023 1.1" in shown()
    assert b"+ jamaica-2023 1.1" in shown(NO_COLOR="1") and b"\x1b[3" not in shown(NO_COLOR="1")


def test_a_terminal_obeys_nothing_in_the_data(tmp_path: Path) -> None:
    for name, label in (("a", "x"), ("b", "\x1b[31mred")):
        data = dataset(("institution/x/a", "skos:prefLabel", f'"{label}'))
        (tmp_path / f"{name}.nq").write_bytes(_nquads(data))
    done = call("diff", tmp_path / "a.nq", tmp_path / "b.nq")
    assert done.code == 1 and "�[31mred" in done.text and "\x1b" not in done.text


# --- RDF Patch -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", _SUFFIXES)
def test_the_patch_makes_b_of_a(form: str, exports: dict[str, tuple[Path, Path]]) -> None:
    a, b = exports[form]
    done = call("diff", a, b, "-f", "patch")
    assert done.code == 1 and done.err == ""
    assert same(applied(done.out, _canonical(quads(a))), quads(b))


def test_rdflib_makes_b_of_a_with_it(exports: dict[str, tuple[Path, Path]]) -> None:
    a, b = exports["nq"]
    assert same(applied_by_rdflib(call("diff", a, b, "-f", "patch").out, quads(a)), quads(b))


def test_the_patch_of_two_stores_fits_their_exports(
    stores: tuple[Path, Path], exports: dict[str, tuple[Path, Path]]
) -> None:
    a, b = exports["nq"]
    assert call("diff", *stores, "-f", "patch").out == call("diff", a, b, "-f", "patch").out


_NODES = [
    *(ox.NamedNode(f"{BASE}thing/{letter}") for letter in "ab"),
    *(ox.BlankNode(f"n{number}") for number in range(3)),
]
_OBJECTS = [
    *_NODES,
    *map(ox.Literal, ["", 'a "b"\\\n\r\té 😀', "\x00\x7f\ufffe"]),
    ox.Literal("x", language="es"),
    ox.Literal("1", datatype=ox.NamedNode(PREFIXES["xsd"] + "integer")),
]
_GRAPHS = [ox.DefaultGraph(), ox.NamedNode(BASE + "graph/authority"), ox.BlankNode("g")]
_QUADS = st.builds(
    ox.Quad,
    st.sampled_from(_NODES),
    st.sampled_from([ox.NamedNode(MEM + "names"), ox.NamedNode(PREFIXES["rdf"] + "rest")]),
    st.sampled_from(_OBJECTS),
    st.sampled_from(_GRAPHS),
)


def _canonical(found: set[ox.Quad]) -> set[ox.Quad]:
    made = ox.Dataset(found)
    made.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(made)


@settings(max_examples=300, deadline=None)
@given(st.sets(_QUADS, max_size=12), st.sets(_QUADS, max_size=4), st.sets(_QUADS, max_size=4))
def test_any_patch_makes_b_of_a(before: set[ox.Quad], gone: set[ox.Quad], come: set[ox.Quad]) -> None:
    after = before - gone | come
    made = edits(before, after)
    assert same(applied(patch(made), _canonical(before)), after)
    assert (not any(made)) == same(before, after)


@pytest.fixture(scope="module")
def graph(exports: dict[str, tuple[Path, Path]]) -> list[ox.Quad]:
    """The quads of the invented report's store, in a fixed order."""
    return sorted(quads(exports["nq"][0]), key=str)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_small_edits_of_a_real_graph(graph: list[ox.Quad], data: st.DataObject) -> None:
    """Any few quads taken out or given another object: the patch fits, and each fact is accounted for once."""
    chosen = data.draw(st.lists(st.integers(0, len(graph) - 1), min_size=1, max_size=5, unique=True))
    before, after = set(graph), set(graph)
    for number in chosen:
        quad = graph[number]
        after.discard(quad)
        if data.draw(st.booleans()):
            after.add(ox.Quad(quad.subject, quad.predicate, ox.NamedNode(f"{BASE}edited/{number}"), quad.graph_name))
    compared = compare(before, after)
    assert same(applied(patch(compared.made), before), after)
    unchanged = sum(compared.unchanged.values())
    for side, facts in (("before", compared.old), ("after", compared.new)):
        named = [fact.iri for fact in (getattr(one, side) for one in compared.found) if fact]
        assert len(named) == len(set(named)) and set(named) <= set(facts)
        assert len(named) + unchanged == len(facts)
    if not all(describes_itself(quad) for side in compared.made for quad in side):
        assert compared.found, "some fact differs where a quad does"


# --- refusals ------------------------------------------------------------------------------------------------------


def test_missing_file(stores: tuple[Path, Path], tmp_path: Path) -> None:
    gone = tmp_path / "gone.ttl"
    refused(call("diff", stores[0], gone), 2, gone, "no such store or file")
    refused(call("diff", gone, stores[0]), 2, gone, "no such store or file")


def test_no_store_in_the_folder(stores: tuple[Path, Path], tmp_path: Path) -> None:
    refused(call("diff", stores[0], tmp_path), 2, tmp_path, "no store here", "memgraph build")
    refused(call("diff", stores[0], cwd=tmp_path), 2, ".memgraph", "no such store or file")


def test_one_side_twice(stores: tuple[Path, Path], tmp_path: Path) -> None:
    refused(call("diff", stores[0], stores[0]), 2, stores[0], "both sides")
    refused(call("diff", stores[0], "--store", stores[0]), 2, stores[0], "both sides")
    refused(call("diff", "-", "-"), 2, "-", "both sides")
    (tmp_path / "link").symlink_to(stores[0])
    refused(call("diff", stores[0], tmp_path / "link"), 2, tmp_path / "link", "both sides")


@pytest.mark.parametrize("name", ["text.ttl", "text.nq", "text.rdf", "text.jsonld", "text.txt", "text"])
def test_no_rdf(name: str, stores: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(INVENTED)
    done = call("diff", stores[0], path)
    refused(done, 2, done.err.split(": ")[0], "is no", "cut off")
    assert re.fullmatch(rf"{re.escape(str(path))}(:\d+)?", done.err.split(": ")[0])
    assert call("diff", stores[0], "-", stdin=INVENTED.encode()).err.startswith("stdin:1: is no")


@pytest.mark.parametrize("content", [b"", b"\n", b"# nothing\n", b"@prefix mem: <https://example.org/> .\n"])
def test_nothing_in_it(content: bytes, stores: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "empty.ttl"
    path.write_bytes(content)
    refused(call("diff", path, stores[0]), 2, path, "holds no triple")


@pytest.mark.parametrize("form", _SUFFIXES)
def test_cut_off(form: str, exports: dict[str, tuple[Path, Path]], tmp_path: Path) -> None:
    a, b = exports[form]
    path = tmp_path / a.name
    path.write_bytes(a.read_bytes()[: a.stat().st_size // 2].rstrip(b"\n .}"))
    done = call("diff", path, b)
    refused(done, 2, done.err.split(": ")[0], "is no", "cut off")
    assert done.err.startswith(str(path))


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"%PDF-1.4\n", b"\x1f\x8b\x08\x00rest", b"{", b"[1, 2", b"<?xml"])
def test_bytes_of_no_syntax(data: bytes, stores: tuple[Path, Path]) -> None:
    done = call("diff", "-", stores[0], stdin=data)
    refused(done, 2, done.err.split(": ")[0], "is no")
    assert done.err.startswith("stdin")


def test_a_context_from_another_host_is_not_fetched(stores: tuple[Path, Path]) -> None:
    data = b'{"@context": "https://schema.org", "@id": "urn:x", "name": "x"}'
    refused(call("diff", "-", stores[0], stdin=data), 2, "stdin", "context")


def test_a_damaged_store(stores: tuple[Path, Path], tmp_path: Path) -> None:
    broken = Path(shutil.copytree(stores[0], tmp_path / "broken"))
    (broken / "current").write_text("g99")
    refused(call("diff", stores[0], broken), 2, broken, "damaged")


def test_a_server_that_is_not_there(stores: tuple[Path, Path]) -> None:
    nobody = "http://127.0.0.1:1/query"
    refused(call("diff", stores[0], nobody), 2, nobody, "cannot be reached")


def test_output_that_is_closed_or_full(stores: tuple[Path, Path]) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{' '.join(map(str, command('diff', *stores)))} | head -1"],
        capture_output=True,
        text=True,
        env=surroundings(),
    )
    assert done.stdout.count("\n") == 1 and done.stderr == ""
    with open("/dev/full", "wb") as full:
        code = subprocess.run(
            command("diff", *stores, "-f", "patch"), stdout=full, stderr=subprocess.PIPE, env=surroundings()
        )
    assert code.returncode == 2 and b"output: cannot be written" in code.stderr
