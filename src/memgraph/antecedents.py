"""What "it", "this Commission" and "that body" stand for: what the action spoke of last."""

from __future__ import annotations

import re
from dataclasses import replace

from memgraph.english import BODY_WORDS, CONNECTIVES
from memgraph.folding import folded
from memgraph.linking import Linked, Mention
from memgraph.masking import MARKS, Masked

_HEADS = "|".join(sorted((word.capitalize() for word in BODY_WORDS), key=len, reverse=True))
# "This Commission", "the said Council", "that body"; "the Council of Ministers" is another's name.
_NAMED = re.compile(
    rf"\b(?:[Tt]his|[Tt]hat|[Tt]he(?:\s+(?:said|aforementioned|same))?|[Ss]aid)\s+(?P<head>{_HEADS}|body|agency|institution|entity)\b"
    r"(?!\s+(?:of|for|on|against|to)\b|['’]|\s+[A-Z⟦])"
)
_IT = re.compile(
    rf"(?P<before>(?:(?:{CONNECTIVES}|In so doing|In doing so),?\s+)?)(?P<it>[Ii]t)\b(?!\s+is\s+(?:estimated|noted|worth|important|hoped))"
)
# A sentence about a body or a law: it is the subject, or the body is what the country is said to have.
_ABOUT = re.compile(
    rf"(?:(?:{CONNECTIVES}),?\s+)?(?:(?:[Aa]rticles?|[Ss]ections?)\s[\w(), ]{{1,30}}?\sof\s)?(?:[Tt]he\s+)?⟦[BL](\d+)⟧|[^⟦.;]{{0,60}}?\b(?:has|have|is|established|created)\s+(?:an?\s+|the\s+)?[^⟦.;,]{{0,40}}?⟦B(\d+)⟧"
)
_BODY = re.compile(r"⟦B(\d+)⟧")


class Antecedents:
    """Follows the sentences of one action after the other."""

    def __init__(self, linked: Linked) -> None:
        self.linked = linked
        self.actions: tuple[str, ...] = ()
        self.named: list[Mention] = []
        self.about: Mention | None = None

    def resolve(self, masked: Masked) -> Masked:
        """The sentence with what stands for a body masked as that body; call it in text order."""
        if masked.passage.actions != self.actions:
            self.actions, self.named, self.about = masked.passage.actions, [], None
        text, names = masked.text, list(masked.names)
        for match in reversed(list(_NAMED.finditer(text))):
            here = [names[int(n)][0] for n in _BODY.findall(text[: match.start()]) if int(n) < len(names)]
            if mention := self._last(match["head"], here):
                text = f"{text[: match.start()]}⟦B{len(names)}⟧{text[match.end() :]}"
                names.append((mention,))
        if (it := _IT.match(text)) and self.about:
            text = f"{it['before']}⟦{MARKS[self.about.kind]}{len(names)}⟧{text[it.end() :]}"
            names.append((self.about,))
        resolved = replace(masked, text=text, names=tuple(names))
        if masked.passage.kind == "statement":
            self._remember(resolved)
        return resolved

    def _last(self, head: str, here: list[Mention]) -> Mention | None:
        """The body named last, in this sentence or before, that a head word fits."""
        named = self.named + here
        if head in ("body", "agency", "institution", "entity"):
            return named[-1] if named else None
        for mention in reversed(named):
            entry = self.linked.entry(mention.iri)
            if any(
                re.search(rf"\b{head.lower()}\b", folded(label)) for label in (entry.name, mention.name, *entry.labels)
            ):
                return mention
        return None

    def _remember(self, masked: Masked) -> None:
        bodies = [mention for names in masked.names for mention in names if mention.kind == "institution"]
        self.named += bodies
        found = _ABOUT.match(masked.text)
        self.about = masked.names[int(found[1] or found[2])][0] if found else None
