"""Questions over several reports, asked of small invented ones; the answers were written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import memgraph
from helpers import INVENTED, OF_SEVERAL, call
from memgraph import build, queries
from memgraph.api import Memgraph
from memgraph.build import Knowledge
from memgraph.vocab import BASE

# Each is invented, and marked so in its preface. What a later report says otherwise, and what it says of bodies abroad:
AUTHORITY = "Jamaica has a national drug authority.\n\nP"
TRAINING = "Jamaica does not have training programs."
BODIES = "- The Invented Customs Office\n"
TEXTS = {
    "jamaica-2023": INVENTED.replace(BODIES, "- INTERPOL\n- The Drug Enforcement Administration (DEA)\n"),
    # Action 1.2 is not in it.
    "jamaica-2025": INVENTED.replace("\n2023\n", "\n2025\n").replace(
        f"Priority Action 1.2: Train the staff of the authority.\n\n{TRAINING}\n", ""
    ),
    "jamaica-2027": INVENTED.replace("\n2023\n", "\n2027\n")
    .replace("EIGHTH", "NINTH")
    .replace(AUTHORITY, AUTHORITY[:-3] + " Jamaica does not have a national drug budget.\n\nP")
    .replace(TRAINING, "The country trains staff under Law No. 12 of 2020 and Law No. 13 of 2021."),
    "barbados-2023": INVENTED.replace("JAMAICA", "BARBADOS")
    .replace("Jamaica", "Barbados")
    .replace(BODIES, "- INTERPOL\n"),
}
# Two more with a heading of the Plan of Action 2021-2025, one with a slip in it.
SHARED = "plan/2021-2025/control-measures/action/1.2"
HEADING = (
    "Implement policies that promote gender mainstreaming in agencies and organizations in charge of drug control."
)
for country, printed, said in (
    ("Belize", HEADING, TRAINING.replace("Jamaica", "Belize")),
    ("Guyana", HEADING.replace("mainstreaming", "main-streaming"), "Guyana has training programs."),
):
    TEXTS[f"{country.lower()}-2023"] = (
        INVENTED.replace("JAMAICA", country.upper())
        .replace(TRAINING, said)
        .replace("Jamaica", country)
        .replace("Train the staff of the authority.", printed)
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of six invented reports of four countries."""
    folder = tmp_path_factory.mktemp("several")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    done = call("build", "-q", *(f"{name}.txt" for name in TEXTS), "--store", "store", cwd=folder)
    assert (done.code, done.err) == (0, "")
    return folder / "store"


@pytest.fixture(scope="module")
def several(place: Path) -> Iterator[Memgraph]:
    """That store, opened."""
    with memgraph.open(str(place)) as opened:
        yield opened


def _short(value: object) -> object:
    return value.rsplit("/", 1)[-1] if isinstance(value, str) and value.startswith(BASE) else value


def _rows(store: Memgraph, name: str, *columns: str, **params: str) -> list[tuple[object, ...]]:
    return [tuple(_short(row[column]) for column in columns) for row in store.query(name, **params)]


def test_what_a_next_report_says_otherwise(several: Memgraph) -> None:
    columns = "country actionNumber reportA responseA quoteA reportB responseB quoteB".split()
    authority = (
        *("Jamaica", "1.1", "jamaica-2025", "affirmed", "Jamaica has a national drug authority."),
        *("jamaica-2027", "mixed", "Jamaica does not have a national drug budget."),
    )
    training = (
        *("Jamaica", "1.2", "jamaica-2023", "denied", TRAINING, "jamaica-2027", "affirmed"),
        "The country trains staff under Law No. 12 of 2020 and Law No. 13 of 2021.",
    )
    # The report of 2023 and that of 2025 agree on 1.1, and 1.2 is not in the latter, so that 2027 comes next.
    assert _rows(several, "response-changes", *columns) == [training, authority]
    assert _rows(several, "response-changes", *columns, report="jamaica-2025") == [authority]
    assert _rows(several, "response-changes", *columns, report="barbados-2023") == []
    for row in several.query("response-changes"):
        for side in "AB":
            text = TEXTS[str(_short(row[f"report{side}"]))]
            assert text[row[f"start{side}"] : row[f"end{side}"]] == row[f"quote{side}"]


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (("response-changes", "-p", "report=jamaica-2025", "-p", "report=jamaica-2027"), 2),
        (("report-comparison", "-p", "a=belize-2023", "-p", "b=guyana-2023"), 1),
        (("report-comparison", "-p", "a=belize-2023", "-p", "b=guyana-2023", "-p", "report=belize-2023"), 1),
    ],
)
def test_a_pair_of_which_both_sides_are_named_stands_once(place: Path, words: tuple[str, ...], rows: int) -> None:
    both = ("-p", "report=guyana-2023") if words[0] == "report-comparison" else ()
    done = call("query", *words, *both, "-f", "csv", "--store", place)
    assert (done.code, len(done.text.splitlines())) == (0, 1 + rows)


def test_partners_that_two_countries_share(several: Memgraph) -> None:
    columns = "acronym countries countryList".split()
    # The DEA is named by one of them only; CICAD by both.
    assert ("INTERPOL", 2, "Barbados, Jamaica") in _rows(several, "shared-partners", *columns)
    assert "DEA" not in {row[0] for row in _rows(several, "shared-partners", *columns)}
    assert ("INTERPOL", 2, "Barbados, Jamaica") in _rows(several, "shared-partners", *columns, report="barbados-2023")
    assert _rows(several, "shared-partners", *columns, institution="INTERPOL") == [("INTERPOL", 2, "Barbados, Jamaica")]
    assert "INTERPOL" not in {row[0] for row in _rows(several, "shared-partners", *columns, report="jamaica-2025")}


def test_laws_for_each_hundred_statements(several: Memgraph) -> None:
    assert _rows(several, "laws-per-statement", "report", "country", "statements", "laws", "lawsPerHundred") == [
        ("barbados-2023", "Barbados", 3, 0, 0),
        ("belize-2023", "Belize", 3, 0, 0),
        ("guyana-2023", "Guyana", 3, 0, 0),
        ("jamaica-2023", "Jamaica", 3, 0, 0),
        ("jamaica-2025", "Jamaica", 2, 0, 0),
        ("jamaica-2027", "Jamaica", 4, 2, 50),
    ]


def test_responses_of_all_countries_on_one_action(several: Memgraph) -> None:
    rows = _rows(several, "country-responses", "country", "report", "response", action=f"{BASE}{SHARED}")
    assert rows == [("Belize", "belize-2023", "denied"), ("Guyana", "guyana-2023", "affirmed")]
    assert _rows(several, "country-responses", "report", action=f"{BASE}{SHARED}", response="denied") == [
        ("belize-2023",)
    ]


def test_actions_denied_most(several: Memgraph) -> None:
    rows = _rows(several, "denied-actions", "actionNumber", "reports", "denied", "mixed", "countries", "countryList")
    # The plan's 1.2; the own 1.2 of Barbados and of Jamaica 2023; the own 1.1 of Jamaica 2027.
    assert sorted(rows) == [
        ("1.1", 1, 0, 1, 1, "Jamaica"),
        ("1.2", 1, 1, 0, 1, "Barbados"),
        ("1.2", 1, 1, 0, 1, "Jamaica"),
        ("1.2", 2, 1, 0, 1, "Belize"),
    ]


def test_what_needs_several_reports_is_empty_for_one(peru_store: str) -> None:
    with memgraph.open(peru_store) as one:
        assert {name: len(one.query(name)) for name in OF_SEVERAL} == dict.fromkeys(OF_SEVERAL, 0)
    assert {query.name for query in queries.canned() if "countries" in query.tags} > OF_SEVERAL


def test_a_report_takes_no_action_of_a_plan_that_reads_otherwise(several: Memgraph) -> None:
    """The theme is that of the plan in the authority, most of its actions are not: a number alone says nothing."""
    rows = [(row["report"], row["action"]) for row in several.query("country-responses")]
    assert len(rows) == 17
    assert sum(action == f"{BASE}{SHARED}" for _, action in rows) == 2
    assert all(str(action).startswith(str(report)) for report, action in rows if action != f"{BASE}{SHARED}")


def test_a_theme_belongs_to_the_plan_that_the_report_names(known: Knowledge, tmp_path: Path) -> None:
    for years, theme in (("2021-2025", f"{BASE}plan/2021-2025/control-measures"), ("2031-2035", None)):
        text = INVENTED.replace(
            "This is an", f"It evaluates the Hemispheric Plan of Action on Drugs {years}. This is an"
        )
        (tmp_path / "one.txt").write_text(text, encoding="utf-8")
        assert build.read(tmp_path / "one.txt", known).theme == (theme or f"{BASE}report/jamaica-2023/theme")
