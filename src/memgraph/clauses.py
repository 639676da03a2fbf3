"""The Evaluative Summary: sentences to clauses, and each clause to the actions that it sums up."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from math import log

import snowballstemmer

from memgraph.english import FINITE, PLURALS, STOPWORDS, THIRD, VERBS
from memgraph.report import Passage, Report, Span
from memgraph.text import readable

_STEMMER = snowballstemmer.stemmer("english")
# "issues licenses" and "uses resources" are verbs where a comma or "and" and a plural follow.
_AMBIGUOUS = PLURALS - {"issues", "uses", "offers", "shares", "supports"}
_THIRDS = "|".join(sorted((THIRD - _AMBIGUOUS) | {"is", "has", "does"}, key=len, reverse=True))
_NOUNS = "|".join(sorted(THIRD & _AMBIGUOUS, key=len, reverse=True))
_BASES = "|".join(sorted(VERBS | {"are", "have", "do"}, key=len, reverse=True))
# Where a clause may begin: after a semicolon; at a coordinated verb of the same subject; at a
# coordinated "that"; at a coordinated subject of its own; at "nor does it".
_CUT = re.compile(
    rf";\s+|,?\s+(?:and|but)\s+(?=(?:also |then |further )?(?:{_THIRDS})\b)|,\s+(?=(?:{_THIRDS})\b)|"
    rf",?\s+(?=nor\s+(?:does|do|is|are|has|have|{'|'.join(sorted(THIRD))})\b)|,?\s+and\s+(?=that\b)|"
    r",?\s+and\s+(?=no\s+\w+(?:\s+\w+){0,4}?\s+(?:is|are|has|have|was|were)\b)|"
    rf",?\s+and\s+(?=(?:{_NOUNS})\s+(?:the|its|their|a|an|this|these|such)\b)|"
    rf",?\s+and\s+(?=(?:its|their|the country['’]s)\s+(?:\w+\s+){{1,4}}(?:{_BASES})\b)|"
    r",\s+(?=(?:yet|but)\s+(?:no|not|neither)\b)|\s+(?=but\s+neither\b)|,\s+(?=which\s+(?:has|have|is|are|does|do)\s+not\b|none\s+of\s+(?:which|them)\b)|"
    r",(?:\s*\n\s*\d{1,3}\s*\n\s*|\s+)(?=(?:however|but|although|though|even though|even if|while|whereas|yet|nevertheless),?\s)",
)
_RELATIVE = re.compile(r"\b(?:that|which|who)\s+(?:also\s+)?(\w+)\b")
# An action joins the best one when a part of the clause speaks of it at least this well.
_ALSO = 0.62
# What it counts for that a clause stays at the action of the clause before, or goes on to the next.
_FORWARD = {0: 0.08, 1: 0.10}
# What it counts besides that a clause turns the one before: "although it does not …".
_STAY = 0.2
_GOES_ON = re.compile(
    r"(?:although|though|even if|even though|but|while|whereas|however|yet|nor|nevertheless),?\s", re.IGNORECASE
)
# "it observes, however, that": the conjunction stands inside the verb.
_INSERTED = re.compile(r"\b(?:not|notes?|observes?|which has not \w+)$")
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def split(text: str, sentence: Span) -> list[Span]:
    """The clauses of one sentence: one for each coordinated finite verb with something of its own."""
    raw = text[sentence.start : sentence.end]
    cuts = [0]
    for match in _CUT.finditer(raw):
        if match[0].startswith(";") or _is_clause_end(raw[cuts[-1] : match.start()], raw[match.end() :]):
            cuts.append(match.end() if match[0].startswith(";") else match.start() + len(_leading(match[0])))
    spans: list[Span] = []
    for begin, end in zip(cuts, [*cuts[1:], len(raw)], strict=True):
        piece = raw[begin:end]
        left = begin + len(piece) - len(piece.lstrip())
        spans.append(Span(sentence.start + left, sentence.start + begin + len(piece.rstrip())))
    return spans


def _leading(found: str) -> str:
    """The comma and blanks that end the clause before; the conjunction opens the next."""
    return re.match(r",?\s*", found)[0]  # type: ignore[index]


def _is_clause_end(before: str, after: str) -> bool:
    if re.match(r"(?:yet|but)\s+(?:no|not|neither)\b|which\b|none\b", after):
        return True
    if _GOES_ON.match(after):
        if _INSERTED.search(before):
            return False
        if len(before.split()) > 3:
            return True
    verbs = list(FINITE.finditer(before))
    if not verbs:
        return False
    # "designs and implements plans": two verbs with one object are one clause.
    if len(before[verbs[-1].end() :].split()) < 2:
        return False
    # "an entity that coordinates X and evaluates Y" goes on in the relative clause, but a verb
    # of having or a denial comes back to the country.
    relative = _RELATIVE.search(before[before.rfind("notes that") + 10 if "notes that" in before else 0 :])
    # "which was created by law and is attached to …" goes on as well.
    if relative and relative[1].lower() in ("was", "were", "is", "are") and re.match(r"and (?:is|are|was)\b", after):
        return False
    if relative and relative[1].lower() in THIRD:
        return bool(re.match(r"(?:also )?(?:has|have|does|is)\b", after)) or not re.match(rf"(?:{_THIRDS})\b", after)
    return True


@lru_cache(maxsize=20_000)
def words(text: str) -> frozenset[str]:
    """The stems of the content words of a passage."""
    return frozenset(
        _stem(token)
        for token in (
            match[0].lower().replace("’", "'").removesuffix("'s") for match in _TOKEN.finditer(readable(text))
        )
        if token not in STOPWORDS and (len(token) > 2 or token.isdigit())
    )


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word.replace("-", "")))


def matched(report: Report) -> Report:
    """The report with each summary clause tied to the actions that it sums up."""
    linked: dict[str, tuple[str, ...]] = {}
    for objective in report.objectives:
        own = [p for p in report.of("summary") if p.objective == objective.number]
        linked |= _match(report, objective.number, own)
    passages = tuple(replace(p, actions=linked.get(p.key, ())) if p.kind == "summary" else p for p in report.passages)
    return replace(report, passages=passages)


def _match(report: Report, objective: str, own: list[Passage]) -> dict[str, tuple[str, ...]]:
    """For each clause of one objective the actions, by the words that it shares with them.

    Words count the more the fewer actions of the objective use them. Between equals the clause
    goes to the action nearest after that of the clause before: a summary follows the report.
    """
    groups: dict[tuple[str, ...], Counter[str]] = {}
    for action in report.actions:
        if action.objective == objective:
            group = tuple(a.number for a in report.actions if a.number == action.number or a.number in action.shared)
            bag = groups.setdefault(group, Counter())
            bag.update(words(action.title))
    for passage in report.of("statement", "item", "caption", "cell"):
        for group, bag in groups.items():
            if passage.actions and passage.actions[0] in group:
                bag.update(words(report.quote(passage.span)))
    if not groups:
        return {}
    order = list(groups)
    share = Counter(stem for bag in groups.values() for stem in bag)
    weight = {stem: log(1 + len(order) / (0.5 + times)) for stem, times in share.items()}

    def score(stems: frozenset[str], group: tuple[str, ...]) -> float:
        known = sum(weight.get(stem, 1.0) for stem in stems)
        return sum(weight[stem] for stem in stems if stem in groups[group]) / known if known else 0.0

    found: dict[str, tuple[str, ...]] = {}
    position = 0
    for clause in own:
        quote = report.quote(clause.span)
        stems = words(quote)
        stay = _STAY if _GOES_ON.match(quote) else 0.0
        scores = [
            score(stems, group)
            + _FORWARD.get(index - position, 0.0 if index > position else -0.05)
            + (stay if index == position else 0.0)
            for index, group in enumerate(order)
        ]
        best = max(range(len(order)), key=lambda index: scores[index])
        actions = list(order[best])
        for part in re.split(r",\s+(?:which|as well as|including)\s+|\s+and for\s+", report.quote(clause.span))[1:]:
            own_words = words(part)
            other = max(range(len(order)), key=lambda index: score(own_words, order[index]))
            if (
                len(own_words) >= 3
                and other != best
                and score(own_words, order[other]) >= max(_ALSO, 1.1 * score(own_words, order[best]))
            ):
                actions += order[other]
        found[clause.key] = tuple(dict.fromkeys(actions))
        position = max(index for index, group in enumerate(order) if group[0] in actions)
    return found
