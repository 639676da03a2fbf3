"""What a statement denies: the thing that it says is not there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from memgraph.clauses import words

# A thing that is said not to be there, up to the end of its clause.
_ABSENT = re.compile(
    r"\b(?:(?:do|does|did)\s+not\s+(?:yet\s+|currently\s+)?(?:have|possess|keep|maintain|operate|run|count\s+on|contain)|"
    r"(?:has|have|had|keeps?|maintains?|possess(?:es)?|operates?|with)\s+no|(?:has|have|had)\s+not\s+(?:established|created|set\s+up|developed|adopted)|"
    r"lacks?|there\s+(?:is|are|was|were|exists?)\s+no|without|no)\s+(?:an?\s+|any\s+|the\s+)?(?P<thing>[^.;:]{4,200})",
    re.IGNORECASE,
)
_OVER = re.compile(
    r",?\s+(?:for\s+which\s+reason|and\s+(?:for|does|do|is|are|has|have)|but|because|since|owing|so\s+that|although|nor)\b"
)
# Kinds of things that a name may be of, each by the words that name it.
_KINDS = (
    ("register", "registry", "registries", "registers", "database", "databases", "databank"),
    ("system", "systems", "platform", "platforms", "portal", "application", "window", "network"),
    ("protocol", "protocols"),
    ("plan", "plans"),
    ("policy", "policies"),
    ("strategy", "strategies"),
    ("manual", "manuals", "guide", "guides", "guideline", "guidelines", "handbook"),
    ("standard", "standards"),
    ("committee", "committees", "commission", "commissions", "council"),
    ("observatory", "observatories"),
)
KIND = {word: kind[0] for kind in _KINDS for word in kind}


@dataclass(frozen=True, slots=True)
class Absence:
    """What kinds of thing a statement says there is none of, and what it would be on."""

    kinds: frozenset[str]
    about: frozenset[str]


def absence(text: str) -> Absence | None:
    """The thing that a sentence says is not there; None where it denies nothing of the kind."""
    found = _ABSENT.search(" ".join(text.split()))
    if found is None:
        return None
    thing = _OVER.split(found["thing"])[0]
    # "a register or other national system in which …": the kinds stand before what tells more of them.
    noun = re.split(r"\s(?:of|for|on|to|in|that|which|with|where)\b", thing)[0]
    heads = {word.lower() for word in re.findall(r"[^\W\d_]+", noun)} & KIND.keys()
    about = words(thing) - words(" ".join(heads))
    return Absence(frozenset(KIND[word] for word in heads), about) if heads and about else None


def kinds(name: str) -> set[str]:
    """The kinds that a name tells: a register for "Register of Licensed Centres"."""
    return {KIND[word] for word in re.findall(r"[^\W\d_]+", name.lower()) if word in KIND}
