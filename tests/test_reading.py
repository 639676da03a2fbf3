"""Reading: rules on invented sentences of invented reports (none of them is from a MEM report), and Peru as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import INVENTED
from memgraph import build, contradictions, dates, figures, relations, responses, training
from memgraph.authority import Authority
from memgraph.blocks import blocks
from memgraph.build import Knowledge
from memgraph.citations import Grammar
from memgraph.clauses import split
from memgraph.errors import InputError
from memgraph.glossary import introductions
from memgraph.linking import Linked
from memgraph.parse import parse
from memgraph.report import Report, Span
from memgraph.scanner import link
from memgraph.sentences import sentences
from memgraph.text import decode, readable

FRONT = """MULTILATERAL EVALUATION MECHANISM (MEM)

JAMAICA

Evaluation Report on Drug Policies:

Measures That Nobody Has Taken Yet

EIGHTH EVALUATION ROUND

2023

OEA/Ser.L/XIV.2.99
CICAD/doc.9999/23

PREFACE

This text is invented. The evaluation covers the 2020 to 2023 period.

"""


def report(body: str, summary: str = "CICAD notes that Jamaica has a plan.") -> Report:
    """An invented report with one objective."""
    text = (
        f"{FRONT}OBJECTIVE\n1\n\nACT.\n\n{body}\n\nEVALUATIVE SUMMARY\n\nObjective 1\n\nAct.\n\n{summary}\n\n"
        "ORGANIZATION OF AMERICAN STATES (OAS)\n"
    )
    return parse(decode(text.encode(), "invented.txt"), {"Jamaica": "jm"})


def linked(body: str, known: Knowledge) -> Linked:
    """An invented report, linked with the shipped authority."""
    base = "https://w3id.org/mem-graph/"
    return link(report(body), "jamaica-2023", base + "country/jm", base + "theme", known.authority)


@pytest.mark.parametrize(
    ("sentence", "response"),
    [
        ("Jamaica has a national registry of precursors.", "affirmed"),
        ("There is a joint task force for maritime interdiction.", "affirmed"),
        ("Jamaica does not have an early warning system.", "denied"),
        ("The country lacks protocols for the handling of seized assets.", "denied"),
        ("Jamaica has yet to establish a monitoring unit.", "denied"),
        ("There are no programs for the training of prosecutors.", "denied"),
        ("Jamaica has neither guidelines nor manuals on the matter.", "denied"),
        ("The country fails to publish statistics.", "denied"),
        ("Information is exchanged only upon request.", "denied"),
        ("No inspections are carried out.", "denied"),
        ("In 2021, the country did not carry out any study.", "denied"),
        ("However, the Ministry of Health does not participate in the network.", "denied"),
        ("The needs of farmers who own no land are not addressed.", "denied"),
        ("Jamaica does not limit access to these medicines.", "affirmed"),
        ("The country not only trains its officers but also equips them.", "affirmed"),
        ("Jamaica uses a system that does not require a licence.", "affirmed"),
        ("Clinics that provide treatment are not inspected by any authority.", "denied"),
        ("Upon release, however, no aftercare is offered.", "denied"),
        ("but that no study has been undertaken.", "denied"),
        ("nevertheless, the training of this staff has been suspended.", "denied"),
        ("The country uses a system that tracks shipments and does not alert.", "affirmed"),
        ("The unit was closed in 2019 for lack of funds.", "affirmed"),
        ("This objective is not applicable to Jamaica.", "not-applicable"),
        ("The country makes no use of these tools.", "denied"),
        ("There is, on the other hand, no duty to keep records.", "denied"),
        ("The plans that should follow from the study have not been designed.", "denied"),
        ("Employees of casinos, a sector that is vulnerable, do not have access to it.", "denied"),
        ("Guidance for the services is still lacking.", "denied"),
        ("Shortages persist on the smaller island.", "denied"),
        ("Not all of the agencies have applied it.", "denied"),
        ("The grant scheme was discontinued in 2019.", "denied"),
        ("These priority actions do not apply to Jamaica.", "not-applicable"),
        ("The customs service did publish a guide.", "affirmed"),
        ("Accession is under study by the ministry.", "neutral"),
        ("The amounts spent are shown below:", "neutral"),
        ("The country will adopt a new strategy in 2024.", "neutral"),
        ("A bill is being drafted.", "neutral"),
        ("The following table lists the courses:", "neutral"),
        ("These courses are held in Kingston.", "neutral"),
        ("The purpose of the council is to coordinate.", "neutral"),
        ("In this sense, regulations were enacted in 2021.", "affirmed"),
        ("Because the method is manual, it does not harm the rivers.", "neutral"),
    ],
)
def test_what_a_sentence_says(sentence: str, response: str) -> None:
    assert responses.response(sentence, ("Jamaica",)) == response


@pytest.mark.parametrize(
    ("sentence", "response"),
    [
        ("The staff received no training on reefs.", "denied"),
        ("The lease with the Bank of Jamaica expired in May 2020.", "denied"),
        ("To date, no wreck has been found in the bay.", "neutral"),
        ("The board provided for in that law has not been installed.", "denied"),
        ("In addition, the Reef Loan Agreement finances three piers.", "affirmed"),
        ("Nonetheless, the National Reef Plan covers the bay.", "affirmed"),
        ("The Reef Council is chaired by the mayor.", "neutral"),
        ("The registrar serves as its Technical Secretariat.", "neutral"),
        ("It is responsible for the following:", "neutral"),
        ("In particular, two piers were built.", "neutral"),
        ("The results of the dives are published each year.", "affirmed"),
        ("The Clean Docks program is carried out by divers.", "affirmed"),
    ],
)
def test_what_a_sentence_adds_to_the_one_before(sentence: str, response: str) -> None:
    """Invented: what goes on, what is wanting, and what only tells more of a body or plan."""
    before = "Jamaica does not have a register of reefs, nor does the plan name one."
    assert responses.response(sentence, ("Jamaica",), {}, before) == response


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("Although Jamaica is registered with the club, the boats are not used.", ["affirmed", "denied"]),
        ("Requests are sent by the harbour office, and there is no manual on them.", ["affirmed", "denied"]),
        ("The boats are not used at night, although the system is in use by day.", ["denied", "affirmed"]),
    ],
)
def test_a_sentence_that_turns_is_split_there(sentence: str, parts: list[str]) -> None:
    found = report(f"Priority Action 1.1: Act.\n\n{sentence}")
    assert [p.response for p in found.of("statement")] == parts


def test_a_sentence_that_speaks_both_ways_is_split_where_it_turns() -> None:
    read = report("Priority Action 1.1: Act.\n\nJamaica has a unit for that, but it does not have a budget for it.")
    assert [(p.response, read.quote(p.span)) for p in read.of("statement")] == [
        ("affirmed", "Jamaica has a unit for that,"),
        ("denied", "but it does not have a budget for it."),
    ]


@pytest.mark.parametrize(
    ("responses_of_statements", "expected"),
    [
        ([], "not-evaluated"),
        (["affirmed", "neutral"], "affirmed"),
        (["denied", "denied"], "denied"),
        (["denied", "affirmed"], "mixed"),
        (["neutral"], "neutral"),
        (["not-applicable"], "not-applicable"),
        (["not-applicable", "affirmed"], "affirmed"),
    ],
)
def test_the_response_of_an_action_follows_from_its_statements(
    responses_of_statements: list[str], expected: str
) -> None:
    assert responses.of_action(responses_of_statements) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Law No. 30 was passed. It works.", 2),
        ("The U.S. Embassy gave support.", 1),
        ("Article 5 of S.A. Bank rules. Nothing else.", 2),
        ("The plan was agreed by the Commission To carry it out, money is needed.", 2),
        ("It costs 3.5 million. That is all!", 2),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    assert len(sentences(text, Span(0, len(text)))) == count


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "The data of the several Units of all the forces of the National\n\nPolice are kept in one place.",
            ["prose"],
        ),
        ("The country has a plan\n\nJamaica has no budget for it.", ["prose", "prose"]),
        ("- a list item of the\n\nlaw on drugs", ["item"]),
        ("- Code of Conduct for Products\n\nJamaica has a register.", ["item", "prose"]),
        ("A paragraph that is\nhard-wrapped over lines\nof the page.", ["prose"]),
    ],
)
def test_what_a_page_break_cut_is_joined_and_nothing_else(text: str, kinds: list[str]) -> None:
    assert [block.kind for block in blocks(text, ("Jamaica",))] == kinds


def test_headings_that_share_one_text_share_it() -> None:
    read = report("Priority Action 1.1: Act.\n\nPriority Action 1.2: Act more.\n\nJamaica acts.")
    assert read.of("statement")[0].actions == ("1.1", "1.2")
    assert [action.shared for action in read.actions] == [("1.2",), ("1.1",)]


def test_a_two_line_header_and_a_cell_cut_by_a_page_are_joined() -> None:
    body = (
        "Priority Action 1.1: Act.\n\nJamaica gives the following training:\n\n"
        "Course\tHeld\t\n\tin 2021\tin 2022\nBoats\tX\t\n\nDogs\tX\tin Kingston and\n\n\t\tMontego Bay\n"
    )
    table = report(body).tables[0]
    assert [cell.header for cell in table.cells[:3]] == ["Course", "Held / in 2021", "Held / in 2022"]
    last = table.cells[-1]
    assert readable(report(body).quote(last.span)) == "in Kingston and Montego Bay"
    empty = table.cells[2]
    assert empty.span.start == empty.span.end


def test_a_caption_is_no_statement_and_its_items_know_it() -> None:
    read = report(
        "Priority Action 1.1: Act.\n\nJamaica gives courses:\n\nCoast Guard:\n\n- Boats\n  - Small boats\n- Dogs"
    )
    assert [p.key for p in read.of("caption")] == ["1.1-2"]
    items = read.of("item")
    assert [item.caption for item in items] == ["1.1-2"] * 3
    assert items[1].parent == items[0].key


@pytest.mark.parametrize(
    ("summary", "clauses"),
    [
        ("CICAD notes that Jamaica has a plan and implements it in three regions.", 2),
        ("CICAD observes that the country designs and implements plans.", 1),
        ("CICAD notes that Jamaica has updated assessments and studies on trends.", 1),
        ("CICAD notes that Jamaica has a unit; however, it does not have a budget.", 2),
        ("CICAD notes that Jamaica does not share data, nor does it publish them.", 2),
        ("CICAD notes that it has a body that trains officers and promotes plans.", 1),
        ("CICAD notes that Jamaica has a register and that the authorities inspect the firms.", 2),
    ],
)
def test_a_clause_for_each_verb_with_something_of_its_own(summary: str, clauses: int) -> None:
    assert len(split(summary, Span(0, len(summary)))) == clauses


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("April 19, 2012", "2012-04-19"),
        ("19 April 2012", "2012-04-19"),
        ("19th of April, 2012", "2012-04-19"),
        ("09DIC2021", "2021-12-09"),
        ("08.21.2019", "2019-08-21"),
        ("21/08/2019", "2019-08-21"),
        ("2019-08-21", "2019-08-21"),
        ("03/04/2019", None),  # either could be the month: not guessed at
        ("31 February 2019", None),
    ],
)
def test_dates_in_every_printed_form(printed: str, iso: str | None) -> None:
    assert [found for _, found in dates.dates(printed, Span(0, len(printed)))] == ([iso] if iso else [])


@pytest.mark.parametrize(
    ("printed", "kind", "number"),
    [
        ("Law No. 30077", "law", "30077"),
        ("Law 1708 of 2014", "law", "1708"),
        ("Legislative Decree No. 1126", "legislative-decree", "1126"),
        ("Supreme Decree No. 268-2019-EF", "supreme-decree", "268-2019-EF"),
        ("Decree Supreme No 043-82-AG", "supreme-decree", "043-82-AG"),
        ("Loan Agreement 4725/OC-PE", "loan-agreement", "4725/OC-PE"),
        ("Ministerial Resolution No. 0143-2021-JUS", "ministerial-resolution", "0143-2021-JUS"),
    ],
)
def test_laws_are_cited_by_type_and_number(printed: str, kind: str, number: str, known: Knowledge) -> None:
    found = list(Grammar(known.authority.law_types).find(f"Under {printed}, it acts.", Span(0, len(printed) + 15)))
    assert [(one.type.rsplit("/", 1)[1], one.number) for one in found] == [(kind, number)]


def test_a_name_of_another_country_s_body_is_not_linked(known: Knowledge) -> None:
    found = linked("Priority Action 1.1: Act.\n\nThe Ministry of Health of Jamaica leads the plan.", known)
    assert all("/pe/" not in mention.iri for mention in found.mentions)
    assert [e.name for e in found.things.values() if e.kind == "institution"] == ["Ministry of Health of Jamaica"]


def test_an_international_body_is_linked_wherever_it_is_named(known: Knowledge) -> None:
    found = linked("Priority Action 1.1: Act.\n\nThe country cooperates with the UNODC and the DEA.", known)
    assert {m.iri.rsplit("/", 1)[1] for m in found.mentions} >= {"unodc", "dea"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Narcotics Council (NACOC), created by Law No. 12, acts.", ("createdBy", "12")),
        ("The Narcotics Council (NACOC) was established under Decree No. 7 of 2001.", ("createdBy", "7")),
        ("The Narcotics Council (NACOC) has signed a Memorandum of Understanding with UNODC.", ("signatory", None)),
        ("The Narcotics Council (NACOC), in accordance with Article 5 of Law No. 12, acts.", ("actsUnder", "12")),
        ("Law No. 12 of the Narcotics Council (NACOC), on precursors, is in force.", ("issuedBy", "12")),
        ("By a Cooperation Agreement of 2018, the Narcotics Council (NACOC) undertook to act.", ("signatory", None)),
        ("Jamaica has the Narcotics Council (NACOC). It was created by section 5 of Law No. 12.", ("createdBy", "12")),
        ("The Narcotics Council (NACOC) acts. The Council enforces Law No. 12.", ("applies", "12")),
        (
            "The Narcotics Council (NACOC) has the following functions:\n\n- To oversee the application of Law No. 12",
            ("applies", "12"),
        ),
        (
            "The Narcotics Council (NACOC) acts. The Border Manual of NACOC was approved by Law No. 12.",
            ("approvesTextOf", "12"),
        ),
    ],
)
def test_a_link_is_stated_by_the_grammar_of_one_sentence(
    sentence: str, expected: tuple[str, str | None], known: Knowledge
) -> None:
    found = linked(f"Priority Action 1.1: Act.\n\n{sentence}", known)
    links, _, _ = relations.read(found)
    said = {(link.relation, found.entry(link.law).number) for link in links if "nacoc" in link.institution}
    assert expected in said


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("The Poisons (Amendment) Act, 2020, added drugs to the First Schedule of the Poisons Act.", "amends"),
        ("The Border Manual of UNODC was approved by Law No. 12.", "approves"),
        ("The rules are in Law No. 7, made by the Minister under section 31 of the Poisons Act.", "basedOn"),
        ("The Poisons Act, Chapter 12:04, and the Poisons (Licensing) Regulations, 2012, are in force.", "regulates"),
        ("The Convention on Poisons was ratified by means of Law No. 12.", "approves"),
        ("Law No. 7, which was published in the Gazette on July 2, 2014, repealed Decree No. 57 of 1979.", "repeals"),
        ("Sections 3 and 4 of the Poisons Act were inserted by Law No. 7, and are in force.", "amends"),
        ("By way of Law No. 7, Article 72 bis was incorporated into the Poisons Act, which helps.", "amends"),
        ("Law No. 7 entered into force on July 1, 2019 and revoked the Poisons Ordinance, 1978.", "repeals"),
        ("By Law No. 7 of May 2, 2020, the Border Manual of UNODC was made official.", "approves"),
        ("Law No. 7 gives effect to Article 12 of the 1988 United Nations Convention.", "implements"),
        ("On the basis of the Border Manual, UNODC prepared the Coast Guide.", "basedOn"),
    ],
)
def test_what_a_law_does_to_another(sentence: str, relation: str, known: Knowledge) -> None:
    _, lineage, _ = relations.read(linked(f"Priority Action 1.1: Act.\n\n{sentence}", known))
    assert [one.relation for one in lineage] == [relation]


@pytest.mark.parametrize(
    "sentence",
    [
        "Law No. 7 does not replace the Poisons Act.",
        "Under Law No. 7, Jamaica implemented the Border Manual of 2012.",
        "The Manual of the Border of 2012 acts in keeping with the Poisons Act.",
        "Law No. 7 establishes lists and entrusts them to the United Nations Office on Drugs and Crime.",
    ],
)
def test_no_law_does_to_another_what_nobody_says(sentence: str, known: Knowledge) -> None:
    """Invented: denied, with a subject of its own, without a verb for it, with another object."""
    _, lineage, _ = relations.read(linked(f"Priority Action 1.1: Act.\n\n{sentence}", known))
    assert lineage == []


def test_its_regulation_is_that_of_the_law_that_the_sentence_before_is_about(known: Knowledge) -> None:
    text = "Law No. 7 is on poisons. Its Regulation was approved by Decree No. 9 of May 2, 2020."
    found = linked(f"Priority Action 1.1: Act.\n\n{text}", known)
    said = {(one.relation, found.entry(one.target).number) for one in relations.read(found)[1]}
    assert said == {("approves", None), ("regulates", "7")}


def test_each_law_listed_implements_what_the_lead_in_names(known: Knowledge) -> None:
    text = (
        "The law incorporates the 1988 United Nations Convention by means of the following provisions:\n\n"
        "- Law No. 7, on poisons\n- Decree No. 9 of 2020"
    )
    found = linked(f"Priority Action 1.1: Act.\n\n{text}", known)
    said = [(one.relation, found.entry(one.source).number) for one in relations.read(found)[1]]
    assert said == [("implements", "7"), ("implements", "9")]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        (
            "It acts under the Agreement between the Ministry of Poisons and the Office of the Coast of May 2, 2020.",
            "Agreement between the Ministry of Poisons and the Office of the Coast",
        ),
        (
            "The Specific Agreement signed by the Ministry of Poisons with UNODC is in force.",
            "Specific Agreement between the Ministry of Poisons and UNODC",
        ),
        (
            "The Agreement on Poisons between the Government of Jamaica and the Government of Chile is in force.",
            "Agreement on Poisons between the Government of Jamaica and the Government of Chile",
        ),
    ],
)
def test_an_agreement_bears_the_names_of_its_parties(sentence: str, name: str, known: Knowledge) -> None:
    found = linked(f"Priority Action 1.1: Act.\n\n{sentence}", known)
    assert [found.entry(m.iri).name for m in found.mentions if m.kind == "law"] == [name]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Plan of the Coast was prepared by the Narcotics Council (NACOC) and approved by Law No. 12.",
        "The Narcotics Council (NACOC) applies the Border Manual, approved by Law No. 12.",
        "A reform of Law No. 12 awaits debate in the Narcotics Council (NACOC).",
    ],
)
def test_a_body_and_a_law_beside_it_are_no_pair(sentence: str, known: Knowledge) -> None:
    """Invented: both belong to a third thing, or the body only hears of it."""
    found = linked(f"Priority Action 1.1: Act.\n\n{sentence}", known)
    assert "12" not in {found.entry(link.law).number for link in relations.read(found)[0]}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        # One law, whether its number or its title is printed.
        (
            "Law No. 2240 of May 3, 2018, on Forfeiture of Assets, is in force. The Law on Forfeiture of Assets helps.",
            ["2240"],
        ),
        (
            "The Poisons Act, No. 6 of 2014 (POAC), is in force. Under section 2 of POAC, Act No. 6 of 2014 is law.",
            ["6 of 2014"],
        ),
        ("Law 1708 of 2014 and Law No. 1708/2014 are one.", ["1708"]),
        ("The Poisons Act is law. The Poisons Act, Chapter 12:04, is law.", ["Chapter 12:04"]),
        ("By Cabinet Decision No. 94 of 2021, it was approved.", ["94 of 2021"]),
        ("The Poisons Regulations, S.R.O. No. 5 of 2020, are law. S.R.O. No. 5 of 2020 is law.", ["5 of 2020"]),
        ("Decree-Law 1033 of 1983 (Statistics Act) is in force. The Statistics Act is law.", ["1033"]),
        ("The 1988 Convention and the United Nations Convention of 1988 are one.", [None]),
    ],
)
def test_one_law_in_several_styles_is_one(text: str, numbers: list[str | None], known: Knowledge) -> None:
    found = linked(f"Priority Action 1.1: Act.\n\n{text}", known)
    laws = {m.iri: found.entry(m.iri).number for m in found.mentions if m.kind == "law"}
    assert list(laws.values()) == numbers


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Ministry of Education, Youth and Culture acts.", ["Ministry of Education, Youth and Culture"]),
        ("The Bureau of Port Affairs of the UNODC acts.", ["Bureau of Port Affairs"]),
        (
            "The Royal Saint Vincent and the Grenadines Police Force acts.",
            ["Royal Saint Vincent and the Grenadines Police Force"],
        ),
        ("It was laid before the House of Lords in June 2020.", ["House of Lords"]),
    ],
)
def test_names_of_bodies_that_nobody_knows(text: str, names: list[str], known: Knowledge) -> None:
    found = linked(f"Priority Action 1.1: Act.\n\n{text}", known)
    assert [e.name for e in found.things.values() if e.kind == "institution"] == names


def test_a_row_that_shows_what_a_statement_denies_contradicts_it(known: Knowledge) -> None:
    body = (
        "Priority Action 1.1: Act.\n\nJamaica conducts the following surveys:\n\n"
        "Survey\tPopulation\tYear\nNational Household Survey\tGeneral population\t2021\n\n"
        "Priority Action 1.2: Act.\n\nThe general population has not been surveyed since 2014."
    )
    (found,) = contradictions.read(linked(body, known))
    assert (found.kind, found.first.action, found.second.action) == ("table-body", "1.1", "1.2")


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("Regular inspections of all the establishments are carried out.", True),
        ("Regular inspections of the pharmacies are carried out.", True),
        ("Regular inspections are carried out where there is staff.", True),
        ("Inspections of the ships are carried out.", False),
    ],
)
def test_a_row_that_denies_what_a_statement_affirms_of_all_contradicts_it(
    statement: str, found: bool, known: Knowledge
) -> None:
    """Invented: of all, of that one, or regularly; not of something else."""
    table = "Establishment\tRegular inspections?\nPharmacies\tNo\nHospitals\tYes\n"
    body = f"Priority Action 1.1: Act.\n\n{statement} The table shows where:\n\n{table}"
    kinds = [one.kind for one in contradictions.read(linked(body, known))]
    assert kinds == (["table-body"] if found else [])


@pytest.mark.parametrize(
    ("sentence", "courses"),
    [
        ("UNODC delivered the course “Care in Prison” to 40 nurses.", [("Care in Prison", "unodc")]),
        (
            "Twelve officers attended the Course on Coca Chemistry given by UNODC.",
            [("Course on Coca Chemistry", "unodc")],
        ),
        ("The country holds an annual course called Care in the Classroom.", [("Care in the Classroom", None)]),
        ("Jamaica does not give the course “Care in Prison”.", []),
        ("In the course of 2021, the officers were trained in three courses.", []),
    ],
)
def test_courses_named_in_sentences(sentence: str, courses: list[tuple[str, str | None]], known: Knowledge) -> None:
    """Invented: by a quoted title, with the word in the name, after "called"; none that is denied or not named."""
    found = training.read(linked(f"Priority Action 1.1: Act.\n\n{sentence}", known))
    assert [(one.name, one.provider and one.provider.rsplit("/", 1)[1]) for one in found] == courses


def test_a_system_that_is_used_and_not_used_contradicts(known: Knowledge) -> None:
    body = (
        "Priority Action 1.1: Act.\n\nJamaica uses the Port Control System (PCS).\n\n"
        "Priority Action 1.2: Act.\n\nThe country has yet to join the PCS."
    )
    (found,) = contradictions.read(linked(body, known))
    assert (found.kind, found.first.action, found.second.action) == ("body-body", "1.1", "1.2")


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (
            "The Hemp Register (HR), which holds every permit, is kept.",
            "Jamaica has no register of hemp permits.",
            True,
        ),
        (
            "The Hemp Register (HR), which holds every permit, is kept.",
            "Jamaica has no register of pharmacies.",
            False,
        ),
        (
            "Officers apply the Protocol for Joint Searches of Vessels.",
            "The country lacks protocols for searches of vessels.",
            True,
        ),
        (
            "Officers apply the Protocol for Joint Searches of Vessels.",
            "The country lacks protocols for burning crops.",
            False,
        ),
        (
            "The Port Control System (PCS) has been in operation since 2019.",
            "The PCS, which was meant for ports, has not been put into operation.",
            True,
        ),
        (
            "The Port Authority inspects every brewery each year.",
            "Breweries are not inspected by any public body.",
            True,
        ),
        (
            "The Port Authority inspects every vineyard each year.",
            "Breweries are not inspected by any public body.",
            False,
        ),
    ],
)
def test_what_one_action_has_another_has_not(first: str, second: str, found: bool, known: Knowledge) -> None:
    """Invented: a thing with a name of a kind that is denied, and what is done to what by nobody."""
    read = linked(f"Priority Action 1.1: Act.\n\n{first}\n\nPriority Action 1.2: Act.\n\n{second}", known)
    assert [one.kind for one in contradictions.read(read)] == ["body-body"] * found


@pytest.mark.parametrize(
    ("header", "cell", "statement", "found"),
    [
        ("Inspects regularly?", "Yes", "The shops are inspected only upon a complaint.", True),
        ("Licenses sent through I2ES", "Yes", "Jamaica does not use the I2ES of the INCB.", True),
        ("Sells regularly?", "Yes", "The shops are inspected only upon a complaint.", False),
    ],
)
def test_a_cell_and_a_statement_that_denies_it(
    header: str, cell: str, statement: str, found: bool, known: Knowledge
) -> None:
    """Invented: what is done only on request is not done regularly; whose a system is matters not."""
    table = f"Body\t{header}\nCustoms Department\t{cell}\n"
    body = f"Priority Action 1.1: Act.\n\nJamaica has bodies, as shown:\n\n{table}\n{statement}"
    assert [one.kind for one in contradictions.read(linked(body, known))] == ["table-body"] * found


def test_a_row_marked_no_contradicts_that_all_is_done(known: Knowledge) -> None:
    table = "Safety measures\tYes\tNo\nLife boats\tX\t\nLamps\t\tX\n"
    body = (
        "Priority Action 1.1: Act.\n\nThe Port Act incorporates all of the safety measures of Law No. 5 of 2001.\n\n"
        f"Priority Action 1.2: Act.\n\nThe safety measures of Law No. 5 of 2001 are these:\n\n{table}"
    )
    (found,) = contradictions.read(linked(body, known))
    assert (found.kind, found.first.key[1], found.second.action) == ("table-body", "1.2-2/2", "1.1")


def test_a_clause_that_sums_up_one_part_of_a_sentence_contradicts_none(known: Knowledge) -> None:
    body = "Priority Action 1.1: Act.\n\nJamaica has signed the Reef Convention but has not ratified it."
    said = "CICAD notes that Jamaica has not ratified the Reef Convention."
    base = "https://w3id.org/mem-graph/"
    read = link(report(body, said), "jamaica-2023", base + "country/jm", base + "theme", known.authority)
    assert contradictions.read(read) == []


def test_the_system_is_the_one_named_last(known: Knowledge) -> None:
    """Invented: the summary uses what a statement, which says only "the system", has not in use."""
    body = "Priority Action 1.1: Act.\n\nAlthough Jamaica is registered with the PICS, the system is not used."
    said = "CICAD notes that Jamaica uses the PICS."
    base = "https://w3id.org/mem-graph/"
    read = link(report(body, said), "jamaica-2023", base + "country/jm", base + "theme", known.authority)
    assert [one.kind for one in contradictions.read(read)] == ["summary-body"]


def test_a_country_may_use_what_one_of_its_bodies_does_not(known: Knowledge) -> None:
    table = "Body\tUses PEN Online?\nCustoms Department\tNo\nPort Authority\tYes\n"
    body = f"Priority Action 1.1: Act.\n\nThe bodies are these:\n\n{table}\nJamaica uses PEN Online."
    assert contradictions.read(linked(body, known)) == []


def test_a_summary_that_affirms_an_action_that_only_denies(known: Knowledge) -> None:
    body = "Priority Action 1.1: Act.\n\nNo training on the safe storage of seeds was held for growers or traders."
    said = "CICAD notes that training on the safe storage of these goods is carried out for companies."
    base = "https://w3id.org/mem-graph/"
    read = link(report(body, said), "jamaica-2023", base + "country/jm", base + "theme", known.authority)
    assert [one.kind for one in contradictions.read(read)] == ["summary-body"]


def test_a_law_amends_another(known: Knowledge) -> None:
    found = linked("Priority Action 1.1: Act.\n\nLaw No. 5 of May 1, 2001, modified by Law No. 9, is in force.", known)
    _, lineage, _ = relations.read(found)
    assert [(found.entry(one.source).number, one.relation, found.entry(one.target).number) for one in lineage] == [
        ("9", "amends", "5")
    ]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("The Port Authority has signed a cooperation agreement with the Bank of Jamaica.", ["bank", "port"]),
        ("The Port Authority and the Bank of Jamaica have an agreement on spare boats.", ["bank", "port"]),
        ("The Port Authority has not signed an agreement with the Bank of Jamaica.", []),
        (
            "By the agreement signed on May 3, 2020 between the Port Authority and the Bank of Jamaica, all pay.",
            ["bank", "port"],
        ),
    ],
)
def test_agreements_in_small_letters_are_known_by_their_parties(text: str, links: list[str], known: Knowledge) -> None:
    """Invented: by whom and with whom, or on what; none that is not signed."""
    found, _, _ = relations.read(linked(f"Priority Action 1.1: Act.\n\n{text}", known))
    assert sorted({one.institution.rsplit("/", 1)[1].split("-")[0] for one in found}) == links


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        (
            "By mandate of Law No. 5, it falls to the Port Authority to report to the Bank of Jamaica.",
            ["port-authority"],
        ),
        ("The Port Authority is governed by Law No. 5, which repealed Law No. 4.", ["port-authority"]),
        (
            "Resolution No. 5 of the Port Authority and the Customs Department holds.",
            ["customs-department", "port-authority"],
        ),
        ("The boat, run by the Port Authority in two bays, is described in Law No. 5.", []),
    ],
)
def test_whose_law_it_is(text: str, bodies: list[str], known: Knowledge) -> None:
    """Invented: of the first body after it, of who issued it; not of who is named by the way, nor the law repealed."""
    read = linked(f"Priority Action 1.1: Act.\n\n{text}", known)
    found, _, _ = relations.read(read)
    assert {one.institution.rsplit("/", 1)[1] for one in found} == set(bodies)
    assert len({one.law for one in found}) == min(1, len(bodies))


def test_an_amending_act_amends_the_act_that_another_action_names(known: Knowledge) -> None:
    body = (
        "Priority Action 1.1: Act.\n\nThe Reef Act, 2013 is in force.\n\n"
        "Priority Action 1.2: Act.\n\nThe Reef (Amendment of Schedule) Order, 2020 is in force."
    )
    _, found, _ = relations.read(linked(body, known))
    assert [(o.source.rsplit("/", 1)[1], o.relation) for o in found] == [("reef-amendment-of-schedule-order", "amends")]


def test_things_with_years_many_bodies_and_registers_that_are_not_there(known: Knowledge) -> None:
    """Invented: an acronym after years, one for many councils, a register that there is not, a law by title."""
    read = linked(
        "Priority Action 1.1: Act.\n\nThe National Reef Plan 2021-2025 (NRP) is run by the Parish Reef Councils (PRC) "
        "and the Working Group on Reefs under the Organic Law of Public Piers. There is no register of reefs.\n\n"
        "Priority Action 1.2: Act.\n\nThe NRP is new.",
        known,
    )
    assert [
        (m.kind, m.name) for m in read.mentions if m.passage.kind == "statement" and "1.1" in m.passage.actions
    ] == [
        ("document", "National Reef Plan 2021-2025 (NRP)"),
        ("institution", "Parish Reef Councils (PRC)"),
        ("institution", "Working Group on Reefs"),
        ("law", "Organic Law of Public Piers"),
        ("system", "register of reefs"),
    ]
    assert [m.name for m in read.mentions if m.passage.kind == "statement" and "1.2" in m.passage.actions] == ["NRP"]


@pytest.mark.parametrize("yes", ["Yes", "✓", "✔ (since 2019)"])
def test_a_row_links_its_body_and_its_law(known: Knowledge, yes: str) -> None:
    """Invented: the law of the row, and the document that the header names where the cell says yes."""
    table = (
        "Body\tLegal basis\tUses the Harbour Search Manual?\n"
        f"Port Authority\tLaw No. 5 of 2001\t{yes}\nCustoms Department\tLaw No. 6 of 2002\tNo\n"
    )
    body = f"Priority Action 1.1: Act.\n\nThe Harbour Search Manual is in force. These are the bodies:\n\n{table}"
    read = linked(body, known)
    found, _, _ = relations.read(read)
    named = [(read.entry(o.institution).name, read.entry(o.law).number or "manual", o.relation) for o in found]
    assert named == [
        ("Port Authority", "5", "actsUnder"),
        ("Port Authority", "manual", "applies"),
        ("Customs Department", "6", "actsUnder"),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "The Reef Council was created by the Reef Act (Law No. 5), and reports yearly.",
            [("5", "creates", "reef-council")],
        ),
        (
            "The Reef Section of the Reef Council, which was established by Law No. 5, sits.",
            [("5", "creates", "reef-section-of-the-reef-council")],
        ),
        (
            "The Reef Office is a unit of the Reef Council that was created by Law No. 5.",
            [("5", "creates", "reef-office")],
        ),
        (
            "The Reef Plan 2020 is put into practice by means of the Coral Strategy 2021.",
            [("c", "implements", "reef-plan-2020")],
        ),
        (
            "The Reef Plan 2020, based on the Coral Study of UNODC and approved by Law No. 5, is new.",
            [("r", "basedOn", "coral-study"), ("5", "approves", "reef-plan-2020")],
        ),
        (
            "The Reef Rules, S.I. No. 7 of 2001, made in exercise of the powers conferred by Law No. 5, hold.",
            [("7 of 2001", "regulates", "5")],
        ),
        (
            "The Reef Plan 2020 was drawn up on the basis of the Coral Study 2019.",
            [("r", "basedOn", "coral-study-2019")],
        ),
        ("In preparing Law No. 5, Jamaica used the Coral Manual.", [("5", "basedOn", "coral-manual")]),
        (
            "Law No. 5, and Law No. 6, made under that Act, incorporate Law No. 7 of 2001.",
            [("5", "implements", "7"), ("6", "implements", "7")],
        ),
        ("The Reef Act, 2013, as amended in 2020, and the Coral Act, 2021, help.", []),
        ("The Reef Council was created by a Cabinet Decision of 14 March 2019.", [("c", "creates", "reef-council")]),
        ("The said Act repealed Law No. 5, and Law No. 6 was enacted in 2001.", []),
    ],
)
def test_what_laws_and_plans_do(text: str, lines: list[tuple[str, str, str]], known: Knowledge) -> None:
    """Invented: titles before a number, organs of a body, what a predicate goes on with."""
    read = linked(f"Priority Action 1.1: Act.\n\n{text}", known)
    _, found, _ = relations.read(read)
    sources = [read.entry(one.source) for one in found]
    assert {
        (source.number or source.name[0].lower(), one.relation, one.target.rsplit("/", 1)[1])
        for source, one in zip(sources, found, strict=True)
    } == set(lines)


def test_laws_beside_a_convention_implement_it(known: Knowledge) -> None:
    table = "Convention\tNational law\nConvention on Reefs, 1971\tLaw No. 5 of 2001\n"
    read = linked(f"Priority Action 1.1: Act.\n\nThe country is a party to:\n\n{table}", known)
    _, found, _ = relations.read(read)
    assert [(read.entry(o.source).number, o.relation, read.entry(o.target).name) for o in found] == [
        ("5", "implements", "Convention on Reefs, 1971")
    ]


def test_figures_are_counts_with_units_not_labels(known: Knowledge) -> None:
    found = linked(
        "Priority Action 1.1: Act.\n\nUnder Article 12 of Law No. 44 of 2011, 15 virtual and in-person courses "
        "trained 1,204 officers in seven parishes since 2019.",
        known,
    )
    assert [(one.value, one.unit) for one in figures.read(found)] == [
        ("15", "virtual and in-person courses"),
        ("1204", "officers"),
        ("7", "parishes"),
    ]


def test_a_number_alone_in_a_cell_counts_what_its_column_says(known: Knowledge) -> None:
    table = "Course\tYear\tParticipants\nDiving\t2021\t14"
    found = linked(f"Priority Action 1.1: Act.\n\nCourses are given, as follows:\n\n{table}", known)
    assert [(one.value, one.unit) for one in figures.read(found)] == [("14", "Participants")]


def test_every_character_but_blanks_lies_in_one_leaf(linked: Linked) -> None:
    read = linked.report
    held = [0] * len(read.text)
    for passage in read.passages:
        for offset in range(passage.span.start, passage.span.end):
            held[offset] += 1
    assert all(count == 1 for count, char in zip(held, read.text, strict=True) if not char.isspace())
    assert max(held) == 1


def test_the_shipped_report_has_what_it_has(linked: Linked) -> None:
    read = linked.report
    assert (len(read.objectives), len(read.actions), len(read.of("unparsed"))) == (12, 65, 0)
    shared = {action.number: action.shared for action in read.actions if action.shared}
    assert shared == {"8.1": ("8.2",), "8.2": ("8.1",), "12.1": ("12.4",), "12.4": ("12.1",)}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("Priority Action 1.1: Act.\n\nJamaica acts.\n\nPriority Action 1.1: Act.\n\nJamaica acts.", "printed twice"),
        ("Priority Action 2.1: Act.\n\nJamaica acts.", "stands under Objective 1"),
    ],
)
def test_doubled_and_misplaced_actions_are_refused(body: str, place: str) -> None:
    with pytest.raises(InputError, match=place) as caught:
        report(body)
    assert caught.value.place.startswith("invented.txt:")


def test_the_authority_is_read_from_every_folder(tmp_path: Path, known: Knowledge) -> None:
    from memgraph.authority import load
    from memgraph.resources import AUTHORITY

    (tmp_path / "own.ttl").write_text(
        "@prefix mem: <https://w3id.org/mem-graph/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<https://example.org/x> a mem:Institution ; skos:prefLabel 'Invented Council'@en .\n",
        encoding="utf-8",
    )
    more: Authority = load([AUTHORITY, tmp_path])
    assert len(more.entries) == len(known.authority.entries) + 1


@pytest.mark.parametrize("name", ["san-marcelo-2022.txt", "saint-brendan-2021.txt", ""])
def test_mentions_are_whole_words(name: str, known: Knowledge, seed: Path) -> None:
    """Invented reports, and the shipped one: no mention begins or ends inside a word, though a page break cut it."""
    linked = build.read(Path(__file__).parent / "invented" / name if name else seed, known)
    text = linked.report.text
    assert linked.mentions
    for mention in linked.mentions:
        start, end = mention.span.start, mention.span.end
        assert not text[start].isspace() and not text[end - 1].isspace(), mention.name
        assert not (text[start - 1].isalpha() and text[start].isalpha()), mention.name
        assert not (text[end - 1].isalpha() and text[end : end + 1].isalpha()), mention.name


@pytest.mark.parametrize(
    ("sentence", "laws"),
    [
        (
            "The National Drug Board (NDB), established by the National Drug Board Act, No. 9 of 2008, is in charge.",
            ["National Drug Board Act, No. 9 of 2008"],
        ),
        ("This rests on Part IV of the Probation of Offenders Act.", ["Probation of Offenders Act"]),
        ("It added drugs to the First Schedule of the Dangerous Drugs Act.", ["Dangerous Drugs Act"]),
    ],
)
def test_laws_by_title(sentence: str, laws: list[str], known: Knowledge, tmp_path: Path) -> None:
    """Invented: a title that holds a body's name, and a part that is not the law's name."""
    path = tmp_path / "invented.txt"
    path.write_text(INVENTED.replace("Jamaica has a national drug authority.", sentence, 1), encoding="utf-8")
    linked = build.read(path, known)
    assert [m.name for m in linked.mentions if m.kind == "law"] == laws


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The Laboratory of the National Police of Jamaica (NPJ) is one.", "National Police of Jamaica"),
        ("Resolution X-1 of the Superintendency of Banks (SB) is one.", "Superintendency of Banks"),
        ("Based on the National Risk Assessment (NRA), it acts.", "National Risk Assessment"),
    ],
)
def test_an_introduced_name_begins_with_a_capital(sentence: str, name: str) -> None:
    assert [sentence[span.start : span.end] for span, _ in introductions(sentence)] == [name]


@pytest.mark.parametrize(
    "sentence",
    [
        "Requests go through diplomatic channels, and there is no manual on the subject.",
        "The office has a register and does not share it.",
        "The office keeps a register of seizures, and the data of it are not public.",
    ],
)
def test_a_sentence_turns_wherever_its_lines_break(sentence: str) -> None:
    """Invented: a line break between any two words moves no turn."""
    wanted = responses.turns(sentence)
    assert len(wanted) == 1
    assert [responses.turns(sentence[:at] + "\n" + sentence[at + 1 :]) for at in _blanks(sentence)] == [
        wanted for _ in _blanks(sentence)
    ]


def _blanks(sentence: str) -> list[int]:
    return [at for at, char in enumerate(sentence) if char == " "]
