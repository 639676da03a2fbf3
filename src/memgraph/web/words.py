"""The words of the interface: in English here, in Spanish beside it; what stands in the graph is never translated."""

from __future__ import annotations

from typing import Final

from memgraph.web import spanish

EN: Final[dict[str, str]] = {
    "about": "About the data",
    "about_lead": "Where this comes from, who may use it how, and what it cannot tell.",
    "alignments": "In other vocabularies",
    "alignments_lead": (
        "Each term of ours is a special case of the term beside it. The alignments stand in a file of their own, and "
        "nothing depends on it."
    ),
    "all_said": "Everything that is said of it, as data",
    "alone": "Nothing else in the graph points at it.",
    "also": "What must hold of",
    "also_and": ", and:",
    "answer": "Answer",
    "as": "As",
    "as_data": "As data",
    "ask": "Ask",
    "asked_by": "Asked by",
    "backwards": "Previous page",
    "blanks": (
        "The text is put together from the passages of the graph, which cover every character that is not blank. "
        "Between passages only the number of blanks and of line breaks is kept, so their order there may differ from "
        "the file."
    ),
    "both_ways": "in both directions",
    "canned_choice": "Start from one of the questions",
    "claim": "what the evaluation reports of the MEM say, and where",
    "classes": "{classes} classes, {properties} properties",
    "concerns": "Said of",
    "contents": "Contents",
    "contradictions": "places where it disagrees with itself",
    "cut": "At most {shown} lines of each kind are shown; the files hold all.",
    "disagrees": "disagrees with line",
    "document": "document",
    "editor": "Open in the SPARQL form",
    "editor_hint": "Ctrl+Space completes, Ctrl+Enter asks, Tab leads on.",
    "elsewhere": "Elsewhere",
    "empty": "Nothing was found.",
    "endpoint": (
        "This is a SPARQL 1.1 endpoint, for queries only. A query may run for {timeout} seconds and gives at most "
        "{rows} rows; the first {shown} are shown here, the files hold all."
    ),
    "example": "for example",
    "example_of": "Example",
    "follows": "Follows from",
    "forwards": "Next page",
    "holds": "Holds",
    "index": "Questions",
    "institution": "institution",
    "iri": "Address",
    "issued": "{version} of {day}",
    "kind_class": "class",
    "kind_of": "Kind of",
    "kind_term": "term",
    "kind_thing": "property that leads to a thing",
    "kind_value": "property that gives a value",
    "kinds": "What the marks mean",
    "kinds_of": "Its kinds",
    "language": "Language",
    "law": "law or agreement",
    "leads": "Leads to",
    "led": "Led to by",
    "licence": "Licence",
    "line": "line",
    "loaded": "What is loaded",
    "main": "Main",
    "missing": "There is more than may be given at once: rows are missing at the end.",
    "must": "What must hold",
    "never": "Never also",
    "no_grade": (
        "A response is only what the report says: affirmed, something exists or is done; denied, it is not; neutral, "
        "background or a plan. Nothing here measures a country."
    ),
    "none_chosen": "any",
    "not_registered": (
        "The address is proposed at w3id.org and is not registered yet. What a property is “said of” and “leads to” "
        "are hints for readers, from which nothing is inferred; what “must hold” is tested before anything is stored."
    ),
    "ontology": "Ontology",
    "ours": "Ours",
    "owners": "Reports: © Organization of American States. Ontology, authority and queries:",
    "passages": "Passages",
    "permalink": "Address of this answer",
    "picture": "The picture",
    "picture_lead": (
        "Each box is a class; classes in it are kinds of the first. Below a class stand the properties that lead from "
        "it to another class; the line shows which. Left is what a report claims, then the passages and the things "
        "named, then what was evaluated. Evidence, which leads from nearly everything to its words, is left out."
    ),
    "picture_note": "The same links stand in words with each term below.",
    "picture_title": "The classes of the ontology and their links",
    "points_here": "What points at it",
    "prefixes": "Prefixes",
    "programme": "programme",
    "properties": "Properties",
    "query": "Query",
    "read": "Read the report with its marks",
    "refused": "This cannot be answered",
    "rows_of": "Rows {first} to {last} of {total}",
    "safe": "CSV for spreadsheets",
    "search": "Search",
    "search_hint": "Words of a name or a sentence; accents and capitals do not matter.",
    "search_label": "Look for institutions, laws, systems, sentences",
    "shown_of": "The first {shown} of {total} are shown.",
    "skip": "Skip to the content",
    "small_print": (
        "A response is only what a report says; nothing here measures a country. This is not the Memgraph graph "
        "database."
    ),
    "sparql": "SPARQL",
    "sparql_behind": "The SPARQL behind it",
    "special_case": "Special case of",
    "special_cases": "Special cases",
    "start": "Start",
    "start_lead": (
        "The evaluation reports on drug policies of the Multilateral Evaluation Mechanism (MEM) of the OAS, read "
        "sentence by sentence into a graph. Every answer shows the words of the report that it rests on."
    ),
    "system": "information system",
    "tag_document": "Documents",
    "tag_evidence": "Evidence",
    "tag_gap": "Gaps and contradictions",
    "tag_institution": "Institutions",
    "tag_law": "Laws",
    "tag_report": "Reports",
    "tag_response": "Responses",
    "tag_system": "Systems",
    "tag_training": "Training",
    "terms": "Terms",
    "then": ", then ",
    "things": "Things",
    "this_version": "This version",
    "version": "Version",
    "what": "What the reports say, and where",
}

# The languages of the pages, English first: it is for who names none of them.
LANGUAGES: Final[dict[str, dict[str, str]]] = {"en": EN, "es": spanish.WORDS}
# What each calls itself.
NAMES: Final = {"en": "English", "es": "Español"}
# The tags of the canned queries, in the order of their headings ("tag_report" …).
TAGS: Final = "report response gap institution law system training document evidence".split()


def said(word: str, language: str) -> str:
    """A word that queries and their answers use (a column, a parameter, a response …), in a language.

    Their own words are English, and so is what has no other word.
    """
    return spanish.TERMS.get(word, word) if language == "es" else word
