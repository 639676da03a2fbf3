"""The words of the interface: in English here, in Spanish beside it; what stands in the graph is never translated."""

from __future__ import annotations

from typing import Final

from memgraph.web import spanish

EN: Final[dict[str, str]] = {
    "about": "About the data",
    "about_lead": "Where this comes from, who may use it how, and what it cannot tell.",
    "actions": "Priority actions",
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
    "behind": "The rows behind it",
    "blanks": (
        "The text is put together from the passages of the graph, which cover every character that is not blank. "
        "Between passages only the number of blanks and of line breaks is kept, so their order there may differ from "
        "the file."
    ),
    "both_ways": "in both directions",
    "canned_choice": "Start from one of the questions",
    "choose": "Choose a report, an institution, a law or an action.",
    "claim": "what the evaluation reports of the MEM say, and where",
    "classes": "{classes} classes, {properties} properties",
    "common": "{total} actions are in both reports; on {differing} of them the responses differ.",
    "compare": "Two reports side by side",
    "compare_lead": (
        "What each of two reports of one theme says on the same priority action, and with which sentences."
    ),
    "compare_them": "Compare",
    "concerns": "Said of",
    "contents": "Contents",
    "contradictions": "places where it disagrees with itself",
    "cut": "At most {shown} lines of each kind are shown; the files hold all.",
    "differs": "differ",
    "disagrees": "disagrees with line",
    "document": "document",
    "draw": "Draw",
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
    "explore": "A network to move",
    "files_whole": "The files hold all {rows} rows, in the order of the question.",
    "filter": "words in the rows",
    "filter_hint": "Only rows that hold them all; accents and capitals do not matter.",
    "first_report": "first report",
    "follows": "Follows from",
    "forwards": "Next page",
    "holds": "Holds",
    "index": "Questions",
    "index_lead": "Every question has its address, its form and its answer as a table and as data.",
    "institution": "institution",
    "institutions": "Institutions",
    "iri": "Address",
    "issued": "{version} of {day}",
    "key_cocited": "co-cited: named under the same action, no claim of the report",
    "key_stated": "stated: one sentence or item says so",
    "kind_class": "class",
    "kind_of": "Kind of",
    "kind_term": "term",
    "kind_thing": "property that leads to a thing",
    "kind_value": "property that gives a value",
    "kinds": "What the marks mean",
    "kinds_of": "Its kinds",
    "language": "Language",
    "law": "law or agreement",
    "laws_documents": "Laws and documents",
    "leads": "Leads to",
    "led": "Led to by",
    "left_out": "{number} more rows are not drawn; the table and the files have them.",
    "licence": "Licence",
    "line": "line",
    "lineage": "Lineage of laws",
    "lineage_about": (
        "Laws and documents from left to right. Each arrow is one sentence in which the report says that one "
        "amends, repeals, regulates, approves, creates, implements or rests on the other."
    ),
    "loaded": "What is loaded",
    "main": "Main",
    "matrix": "Responses by objective",
    "matrix_about": (
        "A table of objectives by responses. Each cell holds the number of actions with that response and, below "
        "it, the number of each action, which leads to its statements."
    ),
    "missing": "There is more than may be given at once: rows are missing at the end.",
    "must": "What must hold",
    "narrowed_by": "can be narrowed by",
    "network": "Institutions, laws and actions",
    "network_about": (
        "A network in three columns: institutions, laws or documents, priority actions. Each line is one row of "
        "the table beside it: an institution, a law and an action that the report links. Solid lines are stated, "
        "dashed ones only co-cited."
    ),
    "network_all": "Institutions, laws and actions: with what is only co-cited",
    "network_stated": "Institutions, laws and actions: what is stated",
    "never": "Never also",
    "no_common": (
        "No priority action is in both reports, for they are of different themes; so there is nothing to compare."
    ),
    "no_grade": (
        "A response is only what the report says: affirmed, something exists or is done; denied, it is not; neutral, "
        "background or a plan. Nothing here measures a country."
    ),
    "no_pair": "No two of the loaded reports are of one theme.",
    "none_chosen": "any",
    "not_registered": (
        "The address is proposed at w3id.org and is not registered yet. What a property is “said of” and “leads to” "
        "are hints for readers, from which nothing is inferred; what “must hold” is tested before anything is stored."
    ),
    "one_theme": "Reports of one theme",
    "ontology": "Ontology",
    "ours": "Ours",
    "owners": "Reports: © Organization of American States. Ontology, authority and queries:",
    "passages": "Passages",
    "permalink": "Address of this answer",
    "picture": "The picture",
    "picture_files": "Picture and data",
    "picture_lead": (
        "Each box is a class; classes in it are kinds of the first. Below a class stand the properties that lead from "
        "it to another class; the line shows which. Left is what a report claims, then the passages and the things "
        "named, then what was evaluated. Evidence, which leads from nearly everything to its words, is left out."
    ),
    "picture_note": "The same links stand in words with each term below.",
    "picture_title": "The classes of the ontology and their links",
    "pictures": "Pictures",
    "pictures_lead": (
        "What would rather be looked at than read. Each line and box leads to its sentence or its thing, and the "
        "rows behind a picture stand below it."
    ),
    "points_here": "What points at it",
    "prefixes": "Prefixes",
    "programme": "programme",
    "properties": "Properties",
    "query": "Query",
    "read": "Read the report with its marks",
    "refused": "This cannot be answered",
    "rows_of": "Rows {first} to {last} of {total}",
    "rows_shown": "The first {shown} of {total} rows; the files hold all.",
    "safe": "CSV for spreadsheets",
    "same_report": "This is one report beside itself; choose two.",
    "search": "Search",
    "search_hint": "Words of a name or a sentence; accents and capitals do not matter.",
    "search_label": "Look for institutions, laws, systems, sentences",
    "second_report": "second report",
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
    "statements": "statements: {number}",
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
    "unexplored": "The network cannot be drawn now; try again later.",
    "version": "Version",
    "what": "What the reports say, and where",
    "with_responses": "with the response of each",
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
