"""Invented reports of other countries, years and themes, each about as long as the shipped one.

    python bench/corpus.py N FOLDER [SEED]

Nothing in them is true: laws, bodies and findings are drawn from the word lists below, and the preface says so. The
same number and seed give the same bytes. The states of the Americas follow one another, a report each, then again a
year later; a state comes back to a theme every fourth year. One theme is that of the shipped report, with its
objectives and actions; those of the others are invented.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pyoxigraph as ox

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "seeds" / "peru-2022.txt"
FIRST_YEAR, FIRST_ROUND = 1999, 1
STATES = 33
ROUNDS = "FIRST SECOND THIRD FOURTH FIFTH SIXTH SEVENTH EIGHTH NINTH TENTH ELEVENTH TWELFTH".split()

THEMES = (
    "Measures for Prevention, Treatment, and Recovery Support",
    "",  # that of the shipped report
    "Institutional Strengthening; Research, Information, Monitoring, and Evaluation; International Cooperation",
    "Comprehensive Evaluation of Drug Policies",
)
AIMS = "Establish,Strengthen,Update,Promote,Evaluate,Coordinate,Finance,Disseminate,Design,Supervise".split(",")
MEANS = (
    "national policies,treatment services,early warning networks,community programs,drug observatories,"
    "prevention programs,recovery services,research programs,financial controls,"
    "quality standards,referral mechanisms,monitoring systems"
).split(",")
FIELDS = (
    "drug use prevention,treatment of dependence,recovery support,control of precursors,border control,prison health,"
    "school health,rehabilitation,money laundering,drug information,alternative development,maritime interdiction"
).split(",")
GROUPS = (
    "children and adolescents,rural communities,health professionals,law enforcement officials,prison inmates,migrants,"
    "teachers,judges and prosecutors,customs officials,indigenous communities"
).split(",")
KINDS = "Ministry,National Council,National Institute,Office,Directorate,National Commission,Secretariat".split(",")
DUTIES = "Health,Education,Justice,Customs,Public Security,Drug Policy,Social Development,Finance,Statistics".split(",")
LAWS = "Law,Legislative Decree,Supreme Decree,Executive Decree,Ministerial Resolution".split(",")
PARTNERS = (
    "United Nations Office on Drugs and Crime (UNODC)",
    "International Narcotics Control Board (INCB)",
    "World Customs Organization (WCO)",
    "Inter-American Development Bank (IDB)",
)
MONTHS = "January February March April May June July August September October November December".split()


def states() -> list[str]:
    """The English names of the states of the Americas that the authority knows, but that of the shipped report."""
    known = ox.Store()
    known.load(path=str(ROOT / "ontology" / "authority" / "states.ttl"), format=ox.RdfFormat.TURTLE)
    rows = known.query(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "SELECT ?name { ?s dcterms:source 'ISO 3166-1; OAS member states' ; skos:prefLabel ?name "
        "FILTER(LANG(?name) = 'en' && ?name != 'Peru') } ORDER BY ?name"
    )
    return [row["name"].value for row in rows][:STATES]  # type: ignore[union-attr]


class Country:
    """The invented bodies, laws and systems of a state: the same in all its reports."""

    def __init__(self, name: str, seed: int) -> None:
        chance = Random(f"{seed} {name}")
        self.name = name
        self.bodies = [
            f"{kind} of {duty} ({_initials(f'{kind} {duty}')}{_initials(name)})"
            for kind, duty in zip(chance.sample(KINDS, 7), chance.sample(DUTIES, 7), strict=True)
        ]
        self.laws = [
            f"{chance.choice(LAWS)} No. {chance.randrange(100, 9999)}-{chance.randrange(1970, FIRST_YEAR)}"
            for _ in range(14)
        ]
        self.systems = [f"{duty} Information System (SI{_initials(duty)}{_initials(name)})" for duty in DUTIES[:3]]


def _initials(words: str) -> str:
    return "".join(word[0] for word in re.findall(r"[A-Z]\w*", words))


def report(number: int, seed: int = 1) -> tuple[str, str]:
    """The ID and the text of the report of this number."""
    names = states()
    name, year = names[number % len(names)], FIRST_YEAR + number // len(names)
    country, chance = Country(name, seed), Random(f"{seed} {number}")
    round_name = ROUNDS[FIRST_ROUND - 1 + (year - FIRST_YEAR) // 4]
    shipped = SHIPPED.read_text(encoding="utf-8")
    theme = THEMES[(year - FIRST_YEAR) % len(THEMES)]
    plan = _invented_plan(theme, seed) if theme else _shipped_plan(shipped)
    theme = theme or re.findall(r"^Measures to Control.*Consequences$", shipped, re.M)[0]
    body, summary = [], []
    for objective, (title, actions) in enumerate(plan, 1):
        body.append(f"OBJECTIVE\n{objective}\n\n{title.upper()}")
        said = []
        for label, action in actions:
            body.append(f"Priority Action {label}: {action}")
            denied, paragraphs = _told(country, year, chance)
            body += paragraphs
            said.append((denied, paragraphs[0].removesuffix(":").removesuffix(".")))
        summary.append(f"Objective {objective}\n\n{title}\n\n{_summed_up(said, country, chance)}")
    slug = re.sub(r"[^a-z]+", "-", name.lower()).strip("-")
    head = f"""MULTILATERAL EVALUATION MECHANISM (MEM)

{name.upper()}

Evaluation Report on Drug Policies:

{theme}

{round_name} EVALUATION ROUND

{year}

OEA/Ser.L/XIV.2.{number + 1}
CICAD/doc.{10_000 + number}/{year % 100:02}

ISBN 978-0-0000-{number:04}-0

PREFACE

This report is invented to measure a program. Nothing in it is true. It covers the {year - 3} to {year} period.
"""
    end = "ORGANIZATION OF AMERICAN STATES (OAS)\nINTER-AMERICAN DRUG ABUSE CONTROL COMMISSION (CICAD)\n"
    return f"{slug}-{year}", "\n\n".join([head, *body, "EVALUATIVE SUMMARY", *summary, end])


def _shipped_plan(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Objectives and actions as the shipped report prints them."""
    body, summary = text.split("\nEVALUATIVE SUMMARY\n")
    actions = re.findall(r"^Priority Action (\d+\.\d+): (.+)$", body, re.M)
    titles = re.findall(r"^Objective (\d+)\n\n(.+)$", summary, re.M)
    return [(title, [one for one in actions if one[0].split(".")[0] == number]) for number, title in titles]


def _invented_plan(theme: str, seed: int) -> list[tuple[str, list[tuple[str, str]]]]:
    chance = Random(f"{seed} {theme}")
    plan = []
    for objective in range(1, 13):
        field = chance.choice(FIELDS)
        actions = [
            (f"{objective}.{n}", f"{aim} {chance.choice(MEANS)} for {chance.choice(GROUPS)} in {field}.")
            for n, aim in enumerate(chance.sample(AIMS, 5), 1)
        ]
        plan.append((f"{chance.choice(AIMS)} and improve {field} in the member states.", actions))
    return plan


def _told(country: Country, year: int, chance: Random) -> tuple[bool, list[str]]:
    """What a report says under one action: whether its first sentence denies, and its paragraphs."""
    means, field, group = chance.choice(MEANS), chance.choice(FIELDS), chance.choice(GROUPS)
    if chance.random() < 0.3:
        first = chance.choice(
            [
                f"{country.name} does not have {means} for {group} in the area of {field}.",
                f"{country.name} does not implement {means} aimed at {group}.",
                f"{country.name} has not carried out studies on {field} among {group}.",
            ]
        )
        return True, [first, *([_detail(country, year, chance)] if chance.random() < 0.4 else [])]
    first, more = chance.choice((_prose, _prose, _laws, _training, _bodies, _table))(
        country, means, field, group, chance
    )
    return False, [first, *more, *(_detail(country, year, chance) for _ in range(chance.randrange(1, 3)))]


def _prose(country: Country, means: str, field: str, group: str, chance: Random) -> tuple[str, list[str]]:
    body, law = chance.choice(country.bodies), chance.choice(country.laws)
    return (
        f"{country.name} has {means} for {group} in the area of {field}.",
        [
            f"The {body} is responsible for {field}, in accordance with {law}. In this sense, the country carries out "
            f"{means} in {chance.randrange(2, 90)} municipalities with the participation of {group}."
        ],
    )


def _laws(country: Country, means: str, field: str, group: str, chance: Random) -> tuple[str, list[str]]:
    one, *laws = chance.sample(country.laws, 5)
    items = [f"- {law}, which regulates {chance.choice(MEANS)} for {chance.choice(GROUPS)}" for law in laws[:-1]]
    return (
        f"{country.name} has the following laws providing for {means} in the area of {field}:",
        ["\n".join([f"- {one}", *items, f"- {laws[-1]}, which amends {one}"])],
    )


def _training(country: Country, means: str, field: str, group: str, chance: Random) -> tuple[str, list[str]]:
    courses = [f"- Training in {chance.choice(FIELDS)} for {chance.choice(GROUPS)}" for _ in range(5)]
    courses.append(f"- International course on {field}, offered by the {chance.choice(PARTNERS)}")
    return f"{country.name} implements the following training programs on {field} for {group}:", ["\n".join(courses)]


def _bodies(country: Country, means: str, field: str, group: str, chance: Random) -> tuple[str, list[str]]:
    items = [
        f"- {body}, through {law}" for body, law in zip(chance.sample(country.bodies, 4), country.laws, strict=False)
    ]
    return f"{country.name} has the following institutions responsible for {means}:", ["\n".join(items)]


def _table(country: Country, means: str, field: str, group: str, chance: Random) -> tuple[str, list[str]]:
    rows = [
        f"{body}\t{chance.choice(FIELDS)}\t{chance.choice(['Yes', 'No'])}\t{chance.randrange(10, 999)}"
        for body in chance.sample(country.bodies, 5)
    ]
    return (
        f"{country.name} carries out {means} through the institutions listed in the table below:",
        ["\n".join(["Institution\tArea\tRegular inspections?\tOfficials trained", *rows])],
    )


def _detail(country: Country, year: int, chance: Random) -> str:
    body, law, field = chance.choice(country.bodies), chance.choice(country.laws), chance.choice(FIELDS)
    date = f"{chance.choice(MONTHS)} {chance.randrange(1, 28)}, {year - chance.randrange(1, 4)}"
    return chance.choice(
        [
            f"The country uses the {chance.choice(country.systems)} of the {body} to register cases of {field}.",
            f"Through {law}, published on {date}, the country created the {body}, which coordinates {field}.",
            f"The country cooperates with the {chance.choice(PARTNERS)} on {field}, and {chance.randrange(20, 900)} "
            f"officials were trained in {year - 1}.",
            f"The National Plan on {field.title()} {year - 4}-{year} was approved by {law}. The {body} supervises it.",
            f"However, the country does not have a budget for {field}.",
        ]
    )


def _summed_up(said: list[tuple[bool, str]], country: Country, chance: Random) -> str:
    """The summary of an objective; about one clause in twenty says the contrary of the body."""
    clauses = []
    for denied, words in said:
        what = words.split(" ", len(country.name.split()))[-1].replace(" the following", "")
        if denied and chance.random() < 0.05:
            what = what.replace("does not have", "has").replace("does not implement", "implements")
        lead = "However, CICAD notes" if denied else chance.choice(["CICAD notes", "Additionally, CICAD observes"])
        clauses.append(f"{lead} that {country.name} {what}.")
    return " ".join(clauses)


def write(number: int, folder: Path, seed: int = 1) -> Iterator[Path]:
    """Write so many reports into a folder, which is made; gives each path."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in range(number):
        name, text = report(one, seed)
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        yield path


def main() -> None:
    """Write the reports that the command line asks for."""
    if len(sys.argv) not in (3, 4):
        sys.exit((__doc__ or "").splitlines()[2].strip())
    for path in write(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1):
        print(path)


if __name__ == "__main__":
    main()
