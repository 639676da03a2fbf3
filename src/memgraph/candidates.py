"""Things that a report names and no authority knows: bodies, papers, systems, by how their names are built."""

from __future__ import annotations

import re
from collections.abc import Iterator

from memgraph.authority import Entry
from memgraph.english import GENERIC_BODIES, SYSTEM_WORDS
from memgraph.folding import folded
from memgraph.glossary import NAME
from memgraph.linking import Linked
from memgraph.naming import (
    ALONE,
    BUDGET,
    CONDUCT,
    LEAD,
    ORGAN,
    PAPER,
    PAPER_TYPES,
    QUOTED,
    REGISTER,
    SOFTWARE,
    TITLED_PAPER,
    names_body,
    pieces,
)
from memgraph.report import Span
from memgraph.text import readable
from memgraph.vocab import iri, slug

Found = tuple[Span, Entry]
# "House of Assembly in June": a date is no part of a name.
_DATED = re.compile(
    r"\s+(?:in|on|since|by|of)\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)\b.*$",
    re.DOTALL,
)
# "Agreement between the Government of X and the Government of Y on Police Cooperation".
_SUBJECT_MATTER = re.compile(r"\s+(?:on|for|against|concerning)\s.*$", re.IGNORECASE | re.DOTALL)
# "Vice Minister of Criminal Policy": who holds an office is no paper.
_OFFICE = re.compile(r"(?:Vice |Deputy |Executive )?(?:Minister|Director|Secretary|Chief|Coordinator|Head|Adviser)\b")
_OWNER = re.compile(r"[\s,]+(?:(?:of|for|by|from|and|in|to|with)\s+)*(?:the\s+)?$")


class Candidates:
    """Makes the report's own things: each is a candidate for the authority."""

    def __init__(self, linked: Linked) -> None:
        self.linked, self.text = linked, linked.report.text
        self.cells = {passage.span for passage in linked.report.of("cell")}
        state = linked.report.fact("country")
        self.country = state.value if state else None  # as the report prints it
        self.states = [*linked.authority.states, *filter(None, [self.country])]

    def own(self, kind: str, name: str, acronyms: tuple[str, ...] = (), **more: str | None) -> Entry:
        """A thing of the report's own, described in its graph."""
        segment = more.pop("segment", None) or slug(acronyms[0] if acronyms else name)
        address = iri("report", self.linked.id, kind, segment)
        entry = Entry(address, kind, name, (name,), acronyms, local=True, **more)  # type: ignore[arg-type]
        return self.linked.things.get(address, entry)

    def named(self, name: str) -> str:
        """A name without the country's own before it: "Jamaica's Ministry of Health"."""
        if self.country:
            name = re.sub(rf"^(?:the\s+)?{re.escape(self.country)}['’]s?\s+", "", name)
        return re.sub(r"^(?:[Tt]he|[Ii]ts|[Tt]heir)\s+", "", name)

    def find(self, span: Span, taken: list[Span]) -> Iterator[Found]:
        """The capitalised names of a passage beside those ``taken``: "Ministry of …", "National Plan …"."""
        raw = self.text[span.start : span.end]
        quoted = [Span(*match.span()) for match in QUOTED.finditer(raw)]
        for match in re.finditer(NAME, raw):
            for piece in pieces(match, self.states):
                name = readable(raw[piece.start : piece.end])
                if any(quote.holds(piece) for quote in quoted) or not names_body(name):
                    continue
                held = [Span(t.start - span.start, t.end - span.start) for t in taken if span.holds(t)]
                held = [t for t in held if t.start < piece.end and piece.start < t.end]
                if held:
                    yield from self._beside(span, raw, piece, held)
                    continue
                own = _DATED.sub("", self.named(name))
                if own.startswith("Government of"):
                    own = _SUBJECT_MATTER.sub("", own)
                if not names_body(own):
                    continue
                printed = re.compile(r"\s+".join(map(re.escape, own.split()))).search(raw, piece.start, piece.end)
                begin = printed.start() if printed else piece.start
                end = printed.end() if printed else piece.end
                yield Span(span.start + begin, span.start + end), self.own("institution", own)
        for match in ALONE.finditer(self.text, span.start, span.end):
            yield Span(*match.span("name")), self.own("institution", match["name"])
        yield from self._papers(span, taken)

    def _beside(self, span: Span, raw: str, piece: Span, held: list[Span]) -> Iterator[Found]:
        """The bodies in a run of capitals around names that are known: "Bureau of Gender Affairs of the MST"."""
        edges = [piece.start, *(edge for t in sorted(held) for edge in (t.start, t.end)), piece.end]
        for begin, end in zip(edges[::2], edges[1::2], strict=True):
            part = raw[begin:end] if begin < end else ""
            lead = re.match(r"[\s,(]*(?:(?:and|or)\s+)?(?:the\s+)?", part)
            begin += lead.end() if lead else 0
            rest = re.sub(
                r"[\s,(]*(?:(?:and|or|of|for|within|in|with|to|by|from)\s+)?(?:the\s+)?$",
                "",
                raw[begin:end] if begin < end else "",
            )
            name = self.named(readable(rest))
            if rest[:1].isupper() and names_body(name):
                yield Span(span.start + begin, span.start + begin + len(rest)), self.own("institution", name)

    def organs(self, span: Span, found: list[Found]) -> Iterator[Found]:
        """The organ of a body, which its own name alone would not tell: "Executive Secretariat of CONAPOD"."""
        for place, entry in found:
            begin = max(span.start, place.start - 120)  # no organ's name is longer
            organ = ORGAN.search(self.text, begin, place.start) if entry.kind == "institution" else None
            if organ and not any(p.start < place.start and organ.start() < p.end for p, _ in found):
                whole = Span(organ.start(), place.end)
                yield whole, self.own("institution", readable(self.text[whole.start : whole.end]))

    def _papers(self, span: Span, taken: list[Span]) -> Iterator[Found]:
        """Plans, policies, guides and named systems that nobody knows, by their head word and capitals."""
        for match in CONDUCT.finditer(self.text, span.start, span.end):
            concept = self.linked.authority.document_types.get("code of conduct")
            yield Span(*match.span()), self.own("document", readable(match[0]), type=concept)
        for pattern, group in ((TITLED_PAPER, "name"), (BUDGET, 0)):
            for match in pattern.finditer(self.text, span.start, span.end):
                head = match["head"].lower() if group else "budget programme"
                concept = self.linked.authority.document_types.get(PAPER_TYPES.get(head, head))
                yield Span(*match.span(group)), self.own("document", readable(match[group]), type=concept)
        for match in SOFTWARE.finditer(self.text, span.start, span.end):
            yield Span(*match.span()), self.own("system", readable(match[0]))
        for match in PAPER.finditer(self.text, span.start, span.end):
            lead = LEAD.match(match[0])
            begin = match.start() + (lead.end() if lead else 0)
            # "the Asset Management Manual of SABID": whose it is is no part of its name.
            known = min(
                (place.start for place in taken if match.end("head") <= place.start < match.end()), default=None
            )
            end = (
                match.end()
                if known is None
                else match.end("head") + len(_OWNER.sub("", self.text[match.end("head") : known]))
            )
            name = self.named(readable(self.text[begin:end]))
            words = re.findall(r"[^\W\d_]+", name)
            head = match["head"].lower()
            # A cell lists courses and measures by what they are on; only a plain paper is one there.
            if head in PAPER_TYPES and head != "survey" and span in self.cells:
                continue
            if len([word for word in words if word[0].isupper()]) < 2 or folded(name) in GENERIC_BODIES:
                continue
            # "Public Policy Design", "people in the Criminal Justice System": no head of its own name.
            after = match.end("head") == end and re.match(r"\s+[A-Z][a-z]", self.text[end : span.end])
            if after or re.search(
                r"\b(?:in|with|on|to|against|for|from)\s", readable(self.text[begin : match.start("head")])
            ):
                continue
            if _OFFICE.match(name):
                continue
            place = Span(begin, end)
            if head in SYSTEM_WORDS or head in ("secure web", "information network"):
                yield place, self.own("system", name)
            else:
                concept = self.linked.authority.document_types.get(PAPER_TYPES.get(head, head))
                yield place, self.own("document", name, type=concept)

    def described(self, span: Span) -> Iterator[Found]:
        """Registers and systems without a name, by what they hold: "a register of …"."""
        for match in REGISTER.finditer(self.text, span.start, span.end):
            place = Span(*match.span("own" if match["own"] else "name"))
            name = readable(self.text[place.start : place.end])
            # "its virtual platform" is that of the sentence: another line, another platform.
            where = f"-line-{self.linked.report.line(place.start)}" if match["own"] else ""
            yield place, self.own("system", name, segment=slug(name)[:80].strip("-") + where)
