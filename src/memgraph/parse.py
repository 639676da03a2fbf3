"""Text to :class:`Report`: the report's structure, leaf by leaf, nothing left out.

What no rule understands becomes an ``unparsed`` passage; what cannot be a MEM report, or is one
cut short, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from memgraph import clauses, cover, responses
from memgraph.blocks import Block, blocks
from memgraph.cleaning import Cleaned, clean
from memgraph.english import FINITE, PLURALS, VERB
from memgraph.errors import InputError
from memgraph.folding import folded
from memgraph.glossary import glossary
from memgraph.report import Action, Objective, Passage, Report, Span, Table
from memgraph.sentences import sentences
from memgraph.tables import is_rule, table
from memgraph.text import Source, readable

_IMPRINT = re.compile(r"\W*(?:ORGANIZATION OF AMERICAN STATES|INTER-AMERICAN DRUG ABUSE CONTROL COMMISSION)\b")
_PAST = re.compile(r"\b[a-z]+ed\s+(?:the|an?|in|on|by|several|various|following)\b")
_CLAUSE = re.compile(r"CICAD\s+(?:observes|notes|considers|finds|acknowledges|recognizes|indicates|views)\b")
_TITLE = re.compile(r"[\s*#]*(?:priority\s+action\s+[\d.]+\d|objective\s*\d*)\s*[:.–—-]?\s*", re.IGNORECASE)


@dataclass
class _Walk:
    """Where the reader stands, and what it has read so far."""

    place: str
    cleaned: Cleaned
    countries: tuple[str, ...]
    glossary: dict[str, str]
    passages: list[Passage] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    objectives: list[Objective] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    part: str = "cover"
    objective: str = ""
    waiting: list[str] = field(default_factory=list)  # headings that still wait for a text
    current: tuple[str, ...] = ()  # the actions whose text is being read
    block: int = 0
    said: str = ""  # the last statement of these actions
    lead: str | None = None
    caption: str | None = None
    items: list[tuple[int, str]] = field(default_factory=list)  # open list items: indent, key
    summary_block: int = 0

    def line(self, span: Span) -> int:
        """The line of a span in the source."""
        return self.cleaned.source.count("\n", 0, self.cleaned.origin(span).start) + 1

    def at_page_break(self, span: Span) -> bool:
        """Whether a page's furniture or a form feed stands right before or after a span."""
        place = self.cleaned.origin(span)
        around = self.cleaned.source[max(0, place.start - 5) : place.end + 5]
        beside = (
            f for f in self.cleaned.furniture if -200 < f.start - place.end < 200 or -200 < place.start - f.end < 200
        )
        return "\x0c" in around or next(beside, None) is not None

    def add(self, kind: str, key: str, span: Span, **more: object) -> Passage:
        passage = Passage(kind, key, span, objective=self.objective or None, **more)  # type: ignore[arg-type]
        self.passages.append(passage)
        return passage


def parse(source: Source, states: Mapping[str, str]) -> Report:
    """Read a report.

    ``states`` maps the names of countries to their codes, so that the cover's country is known.
    Raises :class:`InputError` for text that is no MEM report, is cut short, or prints an action
    twice or under the wrong objective.
    """
    cleaned = clean(source.text)
    text = cleaned.text
    about = cover.about(text, states)
    country = next((fact.value for fact in about if fact.name == "country"), "")
    names = tuple(name for name in states if country and states[name] == states.get(country)) or (country,) * bool(
        country
    )
    found = blocks(text, names)
    walk = _Walk(source.place, cleaned, names, glossary(text))
    _refuse_other_texts(walk, found)
    index = 0
    while index < len(found):
        index = _step(walk, found, index)
    actions = _shared(walk)
    _refuse_broken(walk)
    report = Report(
        source.place,
        cleaned,
        source.sha256,
        tuple(sorted(walk.passages, key=lambda passage: passage.span)),
        tuple(walk.tables),
        tuple(walk.objectives),
        tuple(actions),
        about,
    )
    return clauses.matched(report)


def _step(walk: _Walk, found: list[Block], index: int) -> int:
    """Read the block at ``index`` and those that belong to it; returns the next index."""
    block = found[index]
    key = str(len(walk.passages) + 1)
    if block.kind in ("preface", "summary"):
        walk.part, walk.objective, walk.current = block.kind, "", ()
        again = any(passage.key == block.kind for passage in walk.passages)
        walk.add("heading", f"{block.kind}-{key}" if again else block.kind, block.span)
    elif block.kind == "objective" and (block.number or walk.part != "preface"):
        return _objective(walk, found, index)
    elif block.kind == "action":
        _action(walk, block)
    elif walk.part in ("cover", "preface", "imprint"):
        walk.add(walk.part, key, block.span)
    elif walk.part == "summary":
        _summary(walk, block, key)
    elif not (walk.waiting or walk.current):
        walk.add("unparsed", key, block.span)
    else:
        return _body(walk, found, index)
    return index + 1


def _objective(walk: _Walk, found: list[Block], index: int) -> int:
    """An objective's label and title; the title is the paragraph after the label."""
    block = found[index]
    span, following = block.span, index + 1
    title = _TITLE.sub("", block.text, count=1).strip()
    if not title or title.isdigit():
        title = ""
        # A summary may print no titles: what CICAD says is none.
        if following < len(found) and found[following].kind == "prose" and not _CLAUSE.match(found[following].text):
            span = Span(span.start, found[following].span.end)
            title = readable(found[following].text)
            following += 1
    in_summary = walk.part == "summary"
    if not in_summary:
        walk.part = "body"
        walk.objectives.append(Objective(block.number, readable(title), block.number))
    walk.objective, walk.current, walk.waiting = block.number, (), []
    walk.summary_block = 0
    walk.add("heading", f"summary-{block.number}" if in_summary else block.number, span)
    return following


def _action(walk: _Walk, block: Block) -> None:
    title = readable(_TITLE.sub("", block.text, count=1))
    again = next((action for action in walk.actions if action.number == block.number), None)
    open_now = again and again.number in (*walk.current, *walk.waiting) and folded(again.title) == folded(title)
    if open_now and walk.at_page_break(block.span):
        # The heading of the text that is being read, printed once more at the top of a page.
        walk.add("furniture", f"again-{len(walk.passages)}", block.span)
        return
    if walk.current:
        walk.waiting, walk.current = [], ()
    walk.waiting.append(block.number)
    walk.part = "body"
    heading = walk.add("heading", block.number, block.span, actions=(block.number,))
    walk.actions.append(Action(block.number, title, walk.objective, heading.key))
    walk.block, walk.lead, walk.caption, walk.items = 0, None, None, []


def _body(walk: _Walk, found: list[Block], index: int) -> int:
    """A paragraph, list item or table under an action."""
    block = found[index]
    if walk.waiting:
        walk.current, walk.waiting, walk.said = tuple(walk.waiting), [], ""
    first = walk.current[0]
    if block.kind == "row":
        rows = [block]
        while index + 1 < len(found) and found[index + 1].kind == "row":
            index += 1
            rows.append(found[index])
        walk.block += 1
        for rule in (row for row in rows if is_rule(row.text)):
            walk.add("furniture", f"rule-{len(walk.passages)}", Span(rule.span.start, rule.span.end))
        if all(is_rule(row.text) for row in rows):
            return index + 1
        read = table(rows, walk.cleaned.text, f"{first}-{walk.block}", walk.current, walk.objective, walk.lead)
        walk.tables.append(read)
        for cell in (*read.header, *read.cells):
            if cell.span.end > cell.span.start:
                walk.add("cell", cell.key, cell.span, actions=walk.current, lead=walk.lead)
        walk.items = []
    elif block.kind == "item":
        _item(walk, block, first)
    elif _is_caption(block.text):
        walk.block += 1
        walk.items = []
        walk.caption = walk.add(
            "caption", f"{first}-{walk.block}", block.span, actions=walk.current, lead=walk.lead
        ).key
    else:
        walk.block += 1
        walk.items = []
        _paragraph(walk, block, first)
    return index + 1


# What announces a list or table is a sentence, whatever its verb.
_ANNOUNCES = re.compile(r"\b(?:the following|as follows|below|hereunder|the table)\b", re.IGNORECASE)


def _is_caption(text: str) -> bool:
    """A label that ends in a colon and has no verb: "Customs:"."""
    words = readable(text)
    if not words.endswith(":") or len(words.split()) > 20 or _PAST.search(words) or _ANNOUNCES.search(words):
        return False
    return not any(match[0].lower() not in PLURALS for match in FINITE.finditer(words))


def _item(walk: _Walk, block: Block, first: str) -> None:
    if not walk.items:
        walk.block += 1
    while walk.items and walk.items[-1][0] > block.indent:
        walk.items.pop()
    same = walk.items and walk.items[-1][0] == block.indent
    count = 1
    if same:
        count = int(walk.items.pop()[1].rsplit(".", 1)[1]) + 1
    parent = walk.items[-1][1] if walk.items else None
    key = f"{parent or f'{first}-{walk.block}'}.{count}"
    walk.items.append((block.indent, key))
    walk.add("item", key, block.span, actions=walk.current, lead=walk.lead, caption=walk.caption, parent=parent)


def _paragraph(walk: _Walk, block: Block, first: str) -> None:
    """A paragraph's statements; a sentence that speaks both ways is split where it turns."""
    text = walk.cleaned.text
    before = walk.said
    walk.lead = walk.caption = None
    for number, sentence in enumerate(sentences(text, block.span), start=1):
        key = f"{first}-{walk.block}" + (f".{number}" if number > 1 else "")
        raw = text[sentence.start : sentence.end]
        for part, span in enumerate(_parts(raw, sentence, walk, before)):
            said = responses.response(text[span.start : span.end], walk.countries, walk.glossary, before)
            made = walk.add(
                "statement", key + ("abcdefgh"[part - 1] if part else ""), span, actions=walk.current, response=said
            )
            before = text[span.start : span.end]
    walk.lead = made.key
    walk.said = before


def _parts(raw: str, sentence: Span, walk: _Walk, before: str) -> list[Span]:
    spans = [sentence]
    for turn in responses.turns(raw):
        last = spans[-1]
        if not (VERB.search(raw[last.start - sentence.start : turn]) and VERB.search(raw[turn:])):
            continue
        left, right = raw[last.start - sentence.start : turn], raw[turn:]
        said = {
            responses.response(left, walk.countries, walk.glossary, before),
            responses.response(right, walk.countries, walk.glossary, left),
        }
        if responses.DENIED in said and len(said) == 2:
            end = sentence.start + len(raw[:turn].rstrip())
            spans[-1:] = [Span(last.start, end), Span(sentence.start + turn, sentence.end)]
    return spans


def _summary(walk: _Walk, block: Block, key: str) -> None:
    if _IMPRINT.match(block.text):
        walk.part, walk.objective = "imprint", ""
        walk.add("imprint", key, block.span)
    elif not walk.objective or block.kind != "prose":
        walk.add("unparsed", key, block.span)
    else:
        walk.summary_block += 1
        text = walk.cleaned.text
        number = 0
        for sentence in sentences(text, block.span):
            for span in clauses.split(text, sentence):
                number += 1
                said = responses.response(
                    text[span.start : span.end], walk.countries, walk.glossary, "The country", summary=True
                )
                prefix = f"{walk.summary_block}." if walk.summary_block > 1 else ""
                walk.add("summary", f"{walk.objective}-{prefix}{number}", span, response=said)


def _shared(walk: _Walk) -> list[Action]:
    """The actions, each with those that share its text."""
    together: dict[str, tuple[str, ...]] = {}
    for passage in walk.passages:
        if passage.kind != "heading" and len(passage.actions) > 1:
            for number in passage.actions:
                together[number] = tuple(other for other in passage.actions if other != number)
    return [replace(action, shared=together.get(action.number, ())) for action in walk.actions]


def _refuse_other_texts(walk: _Walk, found: list[Block]) -> None:
    if not any(block.kind == "action" for block in found):
        raise InputError(
            walk.place,
            "is no MEM evaluation report: no heading 'Priority Action N.N' was found",
            "give the full text of a report",
        )
    if not any(block.kind == "summary" for block in found):
        raise InputError(
            f"{walk.place}:{walk.line(found[-1].span)}",
            "the report ends before its Evaluative Summary, so it is cut short",
            "give the whole text",
        )


def _refuse_broken(walk: _Walk) -> None:
    """Refuse an action printed twice, or under an objective that is not its own, and a summary cut short."""
    seen: dict[str, int] = {}
    for passage in walk.passages:
        if passage.kind != "heading" or not passage.actions:
            continue
        number, line = passage.actions[0], walk.line(passage.span)
        if number in seen:
            raise InputError(
                f"{walk.place}:{line}",
                f"Priority Action {number} is printed twice (first on line {seen[number]})",
                "keep the heading that its text stands under",
            )
        seen[number] = line
        if number.split(".")[0] != passage.objective:
            raise InputError(
                f"{walk.place}:{line}",
                f"Priority Action {number} stands under Objective {passage.objective or '(none)'}",
                "check the order of the headings",
            )
    nameless = next((p for p in walk.passages if p.kind == "heading" and p.key in ("", "summary-")), None)
    if nameless:
        raise InputError(
            f"{walk.place}:{walk.line(nameless.span)}",
            "the heading of an objective has no number",
            "write it as the report prints it: OBJECTIVE N",
        )
    numbers = [objective.number for objective in walk.objectives]
    for objective in walk.objectives:
        if numbers.count(objective.number) > 1:
            again = [p for p in walk.passages if p.kind == "heading" and p.key == objective.number][-1]
            raise InputError(
                f"{walk.place}:{walk.line(again.span)}",
                f"Objective {objective.number} is printed twice",
                "keep the heading that its actions stand under",
            )
    last = f"{walk.place}:{walk.line(walk.passages[-1].span)}"
    summed = {p.objective for p in walk.passages if p.kind == "summary"}
    if missing := sorted(set(numbers) - summed, key=int):
        raise InputError(
            last,
            f"the Evaluative Summary says nothing of Objective {', '.join(missing)}, so the report is cut short",
            "give the whole text",
        )
    summaries = [p for p in walk.passages if p.key.startswith("summary-")]
    for place, again in enumerate(summaries):
        if any(again.key == before.key for before in summaries[:place]):
            raise InputError(
                f"{walk.place}:{walk.line(again.span)}",
                f"the Evaluative Summary prints Objective {again.objective} twice",
                "keep the heading that its text stands under",
            )
    headed = {p.key.removeprefix("summary-"): p for p in summaries}
    if unknown := sorted(set(headed) - set(numbers), key=int):
        raise InputError(
            f"{walk.place}:{walk.line(headed[unknown[0]].span)}",
            f"the Evaluative Summary sums up Objective {', '.join(unknown)}, which the text before it lacks",
            "give the whole text",
        )
    end = next(p for p in reversed(walk.passages) if p.kind == "summary")
    words = walk.cleaned.text[end.span.start : end.span.end]
    if walk.part == "summary" and not re.search(r"[.!?:;\"”’)\]]$", words):
        raise InputError(last, "the report ends in the middle of a sentence, so it is cut short", "give the whole text")
