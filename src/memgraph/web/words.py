"""The words of the interface, in one place; what stands in the graph is never translated."""

from __future__ import annotations

from typing import Final

EN: Final[dict[str, str]] = {
    "about": "About the data",
    "about_lead": "Where this comes from, who may use it how, and what it cannot tell.",
    "all_said": "Everything that is said of it, as data",
    "alone": "Nothing else in the graph points at it.",
    "answer": "Answer",
    "as_data": "As data",
    "ask": "Ask",
    "backwards": "Previous page",
    "blanks": (
        "The text is put together from the passages of the graph, which cover every character that is not blank. "
        "Between passages only the number of blanks and of line breaks is kept, so their order there may differ from "
        "the file."
    ),
    "canned_choice": "Start from one of the questions",
    "claim": "what the evaluation reports of the MEM say, and where",
    "contents": "Contents",
    "contradictions": "places where it disagrees with itself",
    "cut": "At most {shown} lines of each kind are shown; the files hold all.",
    "disagrees": "disagrees with line",
    "document": "document",
    "editor": "Open in the SPARQL form",
    "empty": "Nothing was found.",
    "endpoint": (
        "This is a SPARQL 1.1 endpoint, for queries only. A query may run for {timeout} seconds and gives at most "
        "{rows} rows; the first {shown} are shown here, the files hold all."
    ),
    "example": "for example",
    "forwards": "Next page",
    "index": "Questions",
    "institution": "institution",
    "kinds": "What the marks mean",
    "law": "law or agreement",
    "line": "line",
    "load": "Take over",
    "loaded": "What is loaded",
    "main": "Main",
    "missing": "There is more than may be given at once: rows are missing at the end.",
    "none_chosen": "any",
    "no_grade": (
        "A response is only what the report says: affirmed, something exists or is done; denied, it is not; neutral, "
        "background or a plan. Nothing here measures a country."
    ),
    "ontology": "Ontology",
    "owners": "Reports: © Organization of American States. Ontology, authority and queries:",
    "passages": "Passages",
    "permalink": "Address of this answer",
    "points_here": "What points at it",
    "programme": "programme",
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
    "start": "Start",
    "start_lead": (
        "The evaluation reports on drug policies of the Multilateral Evaluation Mechanism (MEM) of the OAS, read "
        "sentence by sentence into a graph. Every answer shows the words of the report that it rests on."
    ),
    "system": "information system",
    "things": "Things",
    "what": "What the reports say, and where",
    "institutions": "Institutions",
    "laws_documents": "Laws and documents",
    "actions": "Priority actions",
    "stated": "stated",
    "co-cited": "co-cited",
    "network": "Institutions, laws and actions",
    "network_about": (
        "A network in three columns: institutions, laws or documents, priority actions. Each line is one row of "
        "the table beside it: an institution, a law and an action that the report links. Solid lines are stated, "
        "dashed ones only co-cited."
    ),
    "key_stated": "stated: one sentence or item says so",
    "key_cocited": "co-cited: named under the same action, no claim of the report",
    "matrix": "Responses by objective",
    "matrix_about": (
        "A table of objectives by responses. Each cell holds the number of actions with that response and, below "
        "it, the number of each action, which leads to its statements."
    ),
    "lineage": "Lineage of laws",
    "lineage_about": (
        "Laws and documents from left to right. Each arrow is one sentence in which the report says that one "
        "amends, repeals, regulates, approves, creates, implements or rests on the other."
    ),
    "amends": "amends",
    "repeals": "repeals",
    "regulates": "regulates",
    "approves": "approves",
    "creates": "creates",
    "implements": "implements",
    "basedOn": "is based on",
    "network_stated": "Institutions, laws and actions: what is stated",
    "network_all": "Institutions, laws and actions: with what is only co-cited",
    "pictures": "Pictures",
    "pictures_lead": (
        "What would rather be looked at than read. Each line and box leads to its sentence or its thing, and the "
        "rows behind a picture stand below it."
    ),
    "choose": "Choose a report, an institution, a law or an action.",
    "behind": "The rows behind it",
    "left_out": "{number} more rows are not drawn; the table and the files have them.",
    "draw": "Draw",
    "rows_shown": "The first {shown} of {total} rows; the files hold all.",
    "larger": "The picture on a page of its own",
    "picture_files": "Picture and data",
    "picture_scroll": "The picture is wider than a phone: scroll it sideways.",
    "compare": "Two reports side by side",
    "compare_lead": (
        "What each of two reports of one theme says on the same priority action, and with which sentences."
    ),
    "first_report": "first report",
    "second_report": "second report",
    "compare_them": "Compare",
    "one_theme": "Reports of one theme",
    "no_pair": "No two of the loaded reports are of one theme.",
    "same_report": "This is one report beside itself; choose two.",
    "no_common": (
        "No priority action is in both reports, for they are of different themes; so there is nothing to compare."
    ),
    "common": "{total} actions are in both reports; on {differing} of them the responses differ.",
    "action": "action",
    "title": "title",
    "differs": "differ",
    "statements": "statements: {number}",
    "with_responses": "with the response of each",
}

# The tags of the canned queries, as headings.
TAGS: Final[dict[str, str]] = {
    "report": "Reports",
    "response": "Responses",
    "gap": "Gaps and contradictions",
    "institution": "Institutions",
    "law": "Laws",
    "system": "Systems",
    "training": "Training",
    "disagrees": "disagrees with line",
    "document": "Documents",
    "evidence": "Evidence",
}
