"""What a sentence says of its action: affirmed, denied, neutral or not-applicable.

The contract's words decide: affirmed, something exists or is done; denied, it is not; neutral,
background, a detail of what is already affirmed, a plan or a draft.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from memgraph.english import BODY_WORDS, CONNECTIVES, FINITE, HARMLESS, THINGS, THIRD, VERBS

AFFIRMED, DENIED, NEUTRAL, NOT_APPLICABLE = "affirmed", "denied", "neutral", "not-applicable"

_CONNECTIVE = re.compile(
    rf"\s*(?:(?:{CONNECTIVES})\b,?|yet\b|(?:and |but |or )?that\b|and\b|but\b|or\b|,|;)\s*", re.IGNORECASE
)
_REPORTING = re.compile(
    r"\s*(?:[a-z ,]+\b)?(?:CICAD|it|the (?:Commission|GEG))\s+(?:also |further )?"
    r"(?:notes?|observes?|recognizes?|recognises?|acknowledges?|highlights?|considers?|views?|welcomes?|regrets?)"
    r"(?: also)?(?: with (?:satisfaction|concern|appreciation|regret))?,?(?: that)?\s*",
    re.IGNORECASE,
)
_SUBORDINATE_OPENING = re.compile(
    r"\s*(?:because|although|though|while|since|as|given that|even though|despite|in spite of|if|when|"
    r"once)\b[^,]*,\s*",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\b(?:because|although|though|since|while)\s+the\b[^,]*(?=,\s+(?:it|they)\b)", re.IGNORECASE)
_ADVERBIAL = re.compile(
    r"\s*(?:in|through|within|based on|under|by|for|from|during|at|with|on|as part of|to|since|after|before|upon)\s[^,:]*,\s*",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    rf"\b(?:(?:do|does|did|has|have|had|is|are|was|were|can|could|will)\s+not\b(?!\s+(?:yet\s+)?(?:{HARMLESS})\b)|"
    r"cannot\b|lacks?\b(?!\s+of\b)|lacked\b|(?:has|have) been (?:suspended|discontinued|interrupted)\b|has yet to\b|have yet to\b|is yet to\b|are yet to\b|fails? to\b|failed to\b|"
    r"there (?:is|are|was|were|has been|have been) no\b|(?:has|have|had) no\b|(?:has|have) (?:neither|never)\b|"
    r"(?:is|are|was|were|remains?) (?:lacking|missing|absent)\b|neither\b|nor (?:does|do|did|has|have|is|are|can)\b|no longer\b|is without\b|are without\b|"
    r"only (?:upon|on|at the|by) request\b|only upon\b)",
    re.IGNORECASE,
)
_ACTIVE = re.compile(r"(?:do|does|did)\s+not\b", re.IGNORECASE)
_NOTHING = re.compile(r"\s*(?:no|none)\b(?!\.|\s+\d| later| less| more| fewer)", re.IGNORECASE)
# After one of these, what follows is no longer the main clause.
_SUBORDINATOR = re.compile(
    r"\b(?:that|which|who|whose|where|when|because|unless|until|if|whether|in order to|so that|unlike)\b", re.IGNORECASE
)
# "Facilities that provide treatment | are not …": a relative clause within the subject.
_RELATIVE_SUBJECT = re.compile(
    rf"(?!.*{FINITE.pattern}.*\b(?:that|which|who)\b)(?:\w+ ){{1,4}}(?:that|which|who) "
    rf"(?:{'|'.join(sorted(VERBS | THIRD, key=len, reverse=True))})\b[^,;]{{0,60}}",
    re.IGNORECASE,
)
_NOT_APPLICABLE = re.compile(
    r"\bnot applicable\b|\bdoes not apply to (?:the country|this country)\b|^\s*N/A\b", re.IGNORECASE
)
_PLANNED = re.compile(
    r"\b(?:will|shall|would|plans? to|intends? to|expects? to|is expected to|are expected to|(?:is|are) (?:planned|scheduled|foreseen|envisaged)|"
    r"(?:is|are) (?:currently )?being (?!carried out|implemented|used|applied|conducted)\w+|"
    r"(?:is|are) (?:currently )?(?:in the process of|under (?:development|review|preparation|consideration)|preparing|"
    r"drafting|designing|developing|planning|working on)|(?:process|work) of (?:preparing|drafting|developing)|"
    r"draft (?:law|bill|plan|policy|decree|regulation|protocol|strategy)|has drafted|have drafted|in draft|"
    r"(?:is|are|remains?) (?:\w+ )?(?:awaiting|pending)|under way to|has yet to enter into force)\b|^work (?:on|is|has)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\s*(?:the following (?:table|list|chart)\b|the table (?:below|above)\b|among (?:them|these|those)\b|"
    r"(?:these|they|those|which) are the following|the [^.;]{3,80} (?:is|are) (?:the following|as follows)\s*:?$)",
    re.IGNORECASE,
)
_DEMONSTRATIVE = re.compile(
    r"\s*(?:this|these|those|such|said|the (?:aforementioned|abovementioned|above-mentioned|said|latter|former|same))\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\s*(?:[Tt]he|[A-Z][A-Z0-9]+)\b")
_LAWS = frozenset("law decree act resolution regulation regulations code legislation statute".split())
_NUMBERED_THING = re.compile(rf"\s*(?:\w+ )?(?:{'|'.join(sorted(THINGS - _LAWS))})\s+(?:No\.? )?\d", re.IGNORECASE)
_NAMED_LAW = re.compile(r"\b[A-Z][\w()’'-]*\)?\s+(?:Act|Law|Code|Regulations|Ordinance|Decree|Resolution)\b")
# What describes a body already spoken of: "It is chaired by …".
_DESCRIBED = re.compile(
    r"\s*(?:(?:it|they)\s+(?:is|are|was|were)\s+(?:chaired|composed|comprised|made up|headed|led|attached|located|aimed|"
    r"intended|integrated|presided|formed)|the \w+ (?:consists? of|is composed of|comprises|is made up of))\b",
    re.IGNORECASE,
)
_DRAFT = re.compile(r"\s*(?:an?|the|one|two|three)\s+(?:\w+ )?(?:drafts?|bills?)\b(?! exchange)", re.IGNORECASE)
_PRONOUN = re.compile(r"\s*(?:it|they)\b", re.IGNORECASE)
_PERFECT_OR_PAST = re.compile(
    r"\b(?:has|have|had|was|were)\s+(?:also |already |been |\w+ly )*(?:\w+ed|held|made|built|begun|become|done|set|"
    r"taken|given|put|undertaken|drawn|led|met|sent|run)\b|\bbegan\b"
)
_TURN = re.compile(
    r"\s+(?=and (?:does|do|has|have) not\b)|(?:;|,)\s+(?=(?:but|however|although|though|while|whereas|yet|nevertheless)\b)",
    re.IGNORECASE,
)


def response(
    sentence: str, countries: Collection[str] = (), glossary: dict[str, str] | None = None, before: str = ""
) -> str:
    """The response of one sentence.

    ``countries`` are the names of the country evaluated, ``glossary`` maps the acronyms of the
    report to their full names, ``before`` is the sentence before, for what "it" stands for.
    """
    words = " ".join(sentence.split())
    if _NOT_APPLICABLE.search(words):
        return NOT_APPLICABLE
    main = stripped(words)
    # "because the activity is manual, it …": "it" is spoken of in the same sentence.
    inner = next((m[0].split(" ", 1)[1] for m in _OPENING.finditer(words)), "")
    if inner and _PRONOUN.match(main) and not _is_actor(inner, countries, glossary or {}):
        return NEUTRAL
    before = inner or before
    if _denies(main, countries, glossary or {}, before):
        return DENIED
    if _POINTING.match(main) or _DESCRIBED.match(main) or _DRAFT.match(main) or _planned(main):
        return NEUTRAL
    denial = _ACTIVE.search(main)
    if denial:
        opening = main[: denial.start()]
        own = not (_SUBORDINATOR.search(opening) or FINITE.search(opening))
        if own and _abstract(opening, glossary or {}):
            return NEUTRAL
    if _is_thing(main, countries, glossary or {}, before) and not _PERFECT_OR_PAST.search(_predicate(main)):
        return NEUTRAL
    return AFFIRMED


def turns(sentence: str) -> list[int]:
    """Offsets at which a sentence may turn from one response to the other."""
    return [match.end() for match in _TURN.finditer(sentence)]


def stripped(sentence: str) -> str:
    """A sentence without its connectives, reporting verb and opening subordinate clause."""
    main = sentence
    while True:
        for pattern in (_REPORTING, _CONNECTIVE, _SUBORDINATE_OPENING, _ADVERBIAL):
            if (match := pattern.match(main)) and match.end() < len(main) and match.end() > 0:
                main = main[match.end() :]
                break
        else:
            return main


def _denies(main: str, countries: Collection[str], glossary: dict[str, str], before: str) -> bool:
    if _NOTHING.match(main):
        return True
    found = _NEGATION.search(main)
    if found is None or re.match(r"\s*only\b", main[found.end() :]):
        return False
    opening = main[: found.start()]
    if _SUBORDINATOR.search(opening) and not _RELATIVE_SUBJECT.fullmatch(opening):
        return False
    # "The amendment does not alter …": what a thing does not do denies no measure.
    if _ACTIVE.match(found[0]) and _abstract(opening, glossary) and not _is_actor(opening, countries, glossary):
        return False
    # "because the activity is manual, it does not …": what "it" stands for is no actor.
    return not (_PRONOUN.match(main) and _is_thing(main, countries, glossary, before)) and not (
        _DEMONSTRATIVE.match(main)
    )


def _planned(main: str) -> bool:
    found = _PLANNED.search(main)
    return found is not None and not _SUBORDINATOR.search(main[: found.start()])


def _subject(main: str) -> str:
    found = FINITE.search(main)
    return main[: found.start()] if found else main


def _predicate(main: str) -> str:
    return main[len(_subject(main)) :]


def _is_thing(main: str, countries: Collection[str], glossary: dict[str, str], before: str) -> bool:
    """Whether the sentence is about a thing already spoken of, not about who acts or what exists."""
    if _DEMONSTRATIVE.match(main):
        return True
    if _PRONOUN.match(main):
        return not before or _is_thing(stripped(" ".join(before.split())), countries, glossary, "")
    if any(re.match(rf"(?:the )?(?:{re.escape(name)})\b", main, re.IGNORECASE) for name in countries):
        return False
    if re.match(r"\s*(?:the country|there (?:is|are|was|were|has|have))\b", main, re.IGNORECASE):
        return False
    subject = _subject(main)
    if _NAMED_LAW.search(subject):
        return False
    if _NUMBERED_THING.match(subject):
        return True
    return _DEFINITE.match(main) is not None and _head(subject, glossary) in THINGS


def _abstract(subject: str, glossary: dict[str, str]) -> bool:
    """Whether the head noun of a subject is a thing or a doing, not somebody."""
    head = _head(subject, glossary)
    if head in BODY_WORDS or not head:
        return False
    return head in THINGS or re.search(r"(?:tion|ment|ance|ence|ity|ship|sion|ing|cy)s?$", head) is not None


def _is_actor(subject: str, countries: Collection[str], glossary: dict[str, str]) -> bool:
    """Whether a noun phrase names who acts: the country, or a body."""
    if re.match(r"\s*the country\b", subject, re.IGNORECASE):
        return True
    return any(name in subject for name in countries) or _head(_subject(subject), glossary) in BODY_WORDS


def _head(subject: str, glossary: dict[str, str]) -> str:
    """The head noun of a subject: the last word before its first preposition or comma."""
    words = re.split(
        r",|\s(?:of|for|on|in|to|with|from|against|through|between|by|at|within|itself|implemented|signed|that|which|who)\b",
        subject,
    )[0]
    tokens = re.findall(r"[\w-]+", words)
    for token in tokens:
        if token in glossary:
            return _head(glossary[token], {}).lower()
    while tokens and re.fullmatch(r"\d+", tokens[-1]):
        tokens.pop()
    return tokens[-1].lower() if tokens else ""


def of_action(responses: list[str]) -> str:
    """The response of an action from those of its statements (the contract's rule)."""
    if not responses:
        return "not-evaluated"
    if all(one == NOT_APPLICABLE for one in responses):
        return NOT_APPLICABLE
    said = {one for one in responses if one in (AFFIRMED, DENIED)}
    if len(said) == 2:
        return "mixed"
    return said.pop() if said else NEUTRAL
