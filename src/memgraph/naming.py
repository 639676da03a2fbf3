"""How reports name bodies, laws, documents and systems that no authority knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from memgraph.english import BODY_WORDS, DOCUMENT_WORDS, GENERIC_BODIES, SYSTEM_WORDS
from memgraph.folding import folded
from memgraph.report import Span

ANAPHOR = re.compile(
    r"\b(?:(?:[Tt]h(?:is|ese)|[Ss]aid|[Tt]he\s+(?:said|aforementioned|above|above-mentioned|same|foregoing|(?:19|20)\d\d))\s+"
    r"(?P<type>(?i:decree|law|act|resolution|regulations?|agreement|convention|code|memorandum))|"
    # "the Agreement", with a capital and nothing more: the one just named.
    r"[Tt]he\s+(?:(?:Organic|General|Framework|principal)\s+)?(?P<name>Decree|Law|Act|Resolution|Regulations|Agreement|Convention|Memorandum)"
    r"(?!\s+(?:of|No|on|for|against|between|to|[A-Z])|\s+\d))\b"
)
# Names end after so many words, so that a long run of capitals costs no more than its length.
_WORDS = r"[A-Z][\w’'-]+(?:\s+(?:(?:of|and|in|the|on|for|from)\s+){0,3}[A-Z][\w’'-]+){0,14}"
# What a statutory instrument is called before its number.
INSTRUMENT = r"(?:S\.?\s?I\.?|S\.?\s?R\.?\s?(?:&\s?)?O\.?|Statutory Instrument|Legal Notice)"
# The number of a law after its title: "(Chapter 228)", ", Cap. 12:04", "(Act No. 3 of 2017)", ", S.I. No. 41 of 2018".
_REFERENCE = (
    rf"(?:,?\s+\((?P<ref>(?:{INSTRUMENT}|Act|Law|Legislative Decree|Decree|No|Chapter|Chap|Cap|CAP)\b[^)]{{1,40}})\)|"
    r",\s+(?P<chapter>(?:Chapter|Chap\.?|Cap\.?|CAP\.?)\s*\d[\d:.]*\b)(?:\s+of\s+the\s+(?:Revised\s+)?Laws\b)?|"
    rf",\s+(?P<number>(?:{INSTRUMENT}\s+)?No\.?\s*\d+\s+of\s+(?:19|20)\d\d))?"
)
CODE = re.compile(
    r"(?:[A-Z][\w’'-]+\s+(?:\([A-Z][\w ]+\)\s+)?"
    r"(?:(?:of|and|the|on|for|against|to|in|with)\s+)*(?:\([A-Z][\w ]+\)\s+)?){1,9}"
    r"(?:(?:Act|Code|Constitution|Convention|Regulations|Ordinance)\b(?!\s+(?:of\s+(?:Conduct|Ethics|Practice|Good)|No\b|\d))|"
    r"(?:Rules|Order)\b(?=,?\s+(?:(?:19|20)\d\d|\(?S\.?(?:I|R)|No\b|Statutory)))"
    rf"(?:(?<=Convention)\s+(?:on|against|for)\s+(?:the\s+)?{_WORDS})?"
    rf"(?:(?<=Act)\s+against\s+{_WORDS})?"
    r"(?:(?<=Code)\s+of\s+[A-Z][\w’'-]+(?:\s+(?:and\s+)?[A-Z][\w’'-]+)*)?"
    r"(?:(?<=Constitution)\s+of\s+(?:the\s+)?[A-Z][\w’'-]+(?:\s+(?:of\s+)?[A-Z][\w’'-]+)*)?"
    rf"(?P<year>,?\s+(?:of\s+)?(?:19|20)\d\d\b)?{_REFERENCE}"
    r"|\b(?:the|The)\s+Constitution\b"
    r"|\bCode\s+of\s+(?!Conduct|Ethics|Practice|Good)[A-Z][\w’'-]+(?:\s+(?:and\s+)?[A-Z][\w’'-]+)*"
    rf"|\bConvention\s+(?:on|against|for)\s+(?:the\s+)?{_WORDS}(?:,?\s+(?:of\s+)?(?:19|20)\d\d\b)?"
    rf"|\b(?:[A-Z]\w+\s+)?Regulations\s+(?:on|for|concerning|governing)\s+(?:the\s+)?{_WORDS}(?:,?\s+(?:19|20)\d\d\b)?"
    rf"|\b(?:Organic|General|Framework|Comprehensive|Special)\s+(?:Law|Act)\s+(?:on|for|of|against|to)\s+(?:the\s+)?{_WORDS}"
    rf"|\bProtocol\s+(?:to|against)\s+(?:the\s+)?{_WORDS}"
    r"|\b(?:19|20)\d\d\s+Protocol\b"
)
# Two titles in one run: "the Constitution of the Republic and with the Opportunities Act".
TWO_TITLES = re.compile(
    r"\b(?:Act|Code|Constitution|Convention|Regulations|Ordinance)\b[^,;()]*?(?P<cut>\s+and\s+(?:with\s+|by\s+|of\s+|in\s+|under\s+)?the\s+|\s+and\s+with\s+|\s+and\s+(?=(?:Part|Chapter|Section|Article|Schedule)\b))(?=[A-Z])"
)
# An agreement or treaty by what it is on or for: "Treaty on Mutual Legal Assistance".
TREATY = re.compile(
    rf"(?:[A-Z][\w’'-]+\s+){{0,4}}(?:Treaty|Agreement|Memorandum\s+of\s+Understanding)\s+(?:on|against|for|concerning)\s+(?:the\s+)?{_WORDS}|"
    r"(?:[A-Z][\w’'-]+\s+){1,4}Treaty\b"
)
# What a numbered law is called besides: "Law No. 5 of May 3, 2010, on Water", "…, “Water Act”".
CALLED = re.compile(
    r"(?:\s+of\s+(?:[A-Z]\w+ \d{1,2}, \d{4}|\d{1,2}(?:st|nd|rd|th)? [A-Z]\w+,? \d{4}|\d{4}))?[,\s(–—-]*"
    rf"(?:[“\"](?P<quoted>[A-Z][^”\"]{{5,140}}?)[,.]?[”\"]|(?P<on>(?:on|for|against)\s+(?:the\s+)?{_WORDS})|"
    rf"(?P<title>(?:(?:Organic|General|Framework|Comprehensive|Special)\s+)?(?:Law|Act|Code)\s+(?:on|for|of|against|to)\s+(?:the\s+)?{_WORDS}|"
    r"(?:[A-Z]\w+\s+(?:(?:of|and|for|on)\s+)*){1,6}Act(?=[,)])))"
)
# "Part IV of the Probation of Offenders Act": the law is what follows.
PART_OF = re.compile(
    r".*\b(?:Schedule|Part|Chapter|Section|Article)(?:\s+(?:[IVX]+|\d+))?\s+of\s+(?:the\s+)?", re.DOTALL
)
NO_LAW = re.compile(r"(?:Model|Internal|Code of Conduct)\b")
# "the Regulations of the said Law": those of the law that follows or was named.
REGULATION_OF = re.compile(
    r"\b(?:[Tt]he\s+)?(?P<name>(?:[Ii]mplementing\s+|[Ii]nternal\s+)?Regulations?)\s+(?:of|to|under)\s+(?:the\s+)?"
    r"(?P<anaphor>(?:(?:said|above|aforementioned|same)\s+)?(?:Law|Act|Code|Decree)\b(?!\s+(?:No|on|for|against|of)\b)|that\s+(?:Law|Act)\b)?"
)
REGULATION = re.compile(
    r"\b(?P<whose>[Ii]ts|[Tt]heir|has)\s+(?P<name>(?:[Ii]mplementing |internal )?[Rr]egulations?)\b"
    r"(?=,?\s+(?:(?:which )?(?:was|were|is|are) )?(?:approved by|contained in|issued by|adopted by)\b|,\s+(?:the\s+)?[A-Z][a-z]+ [A-Z][a-z]+ N)"
)
_SUCH = r"(?![^.;,:()]*\b(?:these|those|this|such)\b)"
REGISTER = re.compile(
    r"\b(?:[Ii]ts\s+(?P<own>(?:virtual|digital|online|electronic|web)\s+platform)|"
    r"(?:[Aa]n?|[Tt]he|no)\s+(?:(?:up-to-date|updated|centralized|centralised|electronic|single|unified|national|digital|integrated|computerized|computerised|public)\s+)*"
    r"(?P<name>(?:register|registry|database|secure\s+network|(?:information|monitoring|registration|tracking|computerized)\s+system)\s+(?:of|on|for)\s+"
    rf"{_SUCH}[^.;,:()]{{4,200}}))"
)
_CAPITAL = r"[A-ZÁÉÍÓÚÑ][\w’'/-]*"
# "the Plan", "this Policy", with a capital and nothing more: the one just named.
PAPER_ANAPHOR = re.compile(
    r"\b(?:[Tt]he(?:\s+said)?|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose)\s+(?P<head>Policy|Plan|Strategy|Manual|Guide|Guidelines|Report|Assessment|Standards)\b"
    r"(?!\s+(?:of|for|on|against|to|and)\b|\s+[A-Z0-9“\"(]|['’])"
)
# Bodies that one capitalised word names, where no longer name goes on from it.
ALONE = re.compile(
    r"(?<![A-Z][a-z] )(?<!\w-)\b(?P<name>Cabinet|Parliament|Congress|Senate|Judiciary|Chief Justice|Legislative Assembly|House of Assembly|National Congress|National Assembly)\b"
    r"(?!\s+(?:Decision|Conclusion|Minute|Office|Secretar|of\b|Paper|Note|[A-Z]))"
)
# The organ of a body, before "of" and the body.
ORGAN = re.compile(
    r"\b(?!The\b|Its\b|This\b)(?:[A-Z][a-z]+\s+){0,3}(?:Secretariat|Plenary|Board(?:\s+of\s+Directors)?|Committee|Unit|Section)\s+of\s+(?:the\s+)?$"
)
# A guide, bulletin or the like whose title is quoted.
TITLED_PAPER = re.compile(
    r"\b(?P<head>guide|manual|handbook|bulletin|booklet|publication|report|study),?\s+(?:entitled\s+|called\s+|titled\s+|known as\s+)?[“\"](?P<name>[A-Z][^”\"]{3,120}?)[,.]?[”\"]",
    re.IGNORECASE,
)
# A budget programme by its number.
BUDGET = re.compile(
    rf"\b(?:Budget(?:ary)?\s+)?(?:Program|Programme)\s+(?:No\.?\s*)?\d{{2,4}}\b(?:,\s+{_CAPITAL}(?:\s+(?:(?:and|of|the|to|for|in)\s+)*{_CAPITAL})*)?"
)
_INNER = r"(?:of|for|on|against|to|in|and|the|with|from|by)"
# A name with a head word of papers or systems, what follows it, and its years.
PAPER = re.compile(
    rf"(?:(?:19|20)\d\d\s+)?(?:{_CAPITAL},?\s+(?:{_INNER}\s+){{0,2}}){{0,14}}?"
    rf"(?P<head>Plan|Report|Survey|Study|Diagnosis|Assessment|Framework|Standards|Guidance Notes|Bulletin|Questionnaire|Policy|Strategy|Guide|Guidelines|Manual|Handbook|Protocol|Roadmap|Agenda|Platform|System|Registry|Register|Database|Portal|Advisory|Tracker|Secure Web|Information Network)\b"
    r"(?!\s+(?:Questionnaire|Plan|Register|Registry|Manual|Guide|Report|Protocol|Strategy|Policy)\b)"
    rf"(?:\s+(?:(?:{_INNER})\s+){{1,3}}{_CAPITAL}(?:,?\s+(?:{_INNER}\s+){{0,2}}{_CAPITAL}){{0,14}})?"
    r"(?:,?\s+\(?(?:19|20)\d\d(?:\s?[-–]\s?(?:(?:19|20)\d\d|\d\d))?\)?)?"
)
REPORT = re.compile(r"\bReport\s+No\.?\s*[\w-]*\d[\w/-]*")
CONDUCT = re.compile(
    r"\bCode\s+of\s+(?:Conduct|Ethics|Practice)(?:\s+(?:for|of)\s+(?:the\s+)?[A-Z][\w’'-]+(?:\s+(?:(?:of|and|in|the)\s+)*[A-Z][\w’'-]+)*)?"
)
# A product's own name before a plain word: "the goAML platform".
SOFTWARE = re.compile(
    r"\b(?!The\b|This\b|Its\b)[a-z]*[A-Z][\w/-]*\s+(?:platform|application|database|portal|software)\b|\b[A-Z]-\d[\w/]*\s+(?:network|system)\b"
)
# A full stop that no abbreviation ("S.A.") needs.
_FULL_STOP = re.compile(r"[^\W\d_]{4,}\.$")
LEAD = re.compile(
    r"(?:(?:However,|Nonetheless,|Nevertheless,|Moreover,|Furthermore,|Additionally,|Likewise,|Finally,|Currently,|"
    r"The|This|These|Its|Their|In|Under|Through|Within|For|An?|Based on|According to|Also|With|As|Neither|Nor|Once|Both|Upon|"
    r"After|Since|When|Although|While|Before|During|Until|From|To|Besides|By|On|At|Each|Every|No|Any|That)\s+"
    r"(?:the\s+)?)+"
)
PAPER_TYPES = {
    "protocol": "guide",
    "handbook": "manual",
    "booklet": "guide",
    "roadmap": "plan",
    "agenda": "plan",
    "framework": "plan",
    "standards": "guidelines",
    "guidance notes": "guidelines",
    "survey": "report",
    "study": "report",
    "bulletin": "report",
    "publication": "report",
    "questionnaire": "report",
    "diagnosis": "assessment",
}
TITLE_KINDS = {
    "Code": "code",
    "Constitution": "constitution",
    "Convention": "convention",
    "Regulations": "regulation",
    "Rules": "regulation",
    "Ordinance": "ordinance",
    "Act": "act",
    "Law": "law",
    "Protocol": "convention",
}
QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")


_MANY = frozenset("council committee commission court board".split())


def kind_of(name: str) -> str | None:
    """The kind of thing that a capitalised name names, by its head word."""
    words = [word.lower() for word in re.findall(r"[A-Za-zÁ-ú]+", name)]
    head = re.split(r"\s(?:of|for|on|against|to|in)\s", name)[0].split()[-1].lower()
    if head == "network":  # of data, or of bodies
        return "system" if "information" in words else "institution"
    # "Departmental Drug Councils (CODED)": many of one kind, with one acronym.
    head = head.removesuffix("s") if head.removesuffix("s") in _MANY else head
    for vocabulary, kind in ((BODY_WORDS, "institution"), (SYSTEM_WORDS, "system"), (DOCUMENT_WORDS, "document")):
        if head in vocabulary or words[-1] in vocabulary:
            return kind
    return None


# "Ministry of Education, Youth and Culture": what a body is for may be a list.
_FIELDS = re.compile(
    rf",\s+(?:{_CAPITAL}(?:\s+{_CAPITAL}){{0,2}},\s+){{0,3}}{_CAPITAL}(?:\s+{_CAPITAL}){{0,2}},?\s+and\s+(?!the\b){_CAPITAL}(?:\s+{_CAPITAL}){{0,2}}"
)


def pieces(match: re.Match[str], kept: Iterable[str] = ()) -> Iterator[Span]:
    """The parts of a run of capitalised words that may each be a name: split at ", and the".

    ``kept`` are names that are never cut, such as "Saint Vincent and the Grenadines".
    """
    whole = [Span(*found.span()) for name in kept if " and the " in name for found in re.finditer(name, match[0])]
    begin = match.start()
    for cut in [*re.finditer(r",?\s+and\s+the\s+|,\s+", match[0]), None]:
        if cut and any(span.start < cut.end() and cut.start() < span.end for span in whole):
            continue
        if cut and cut[0].startswith(",") and (fields := _fields(match[0], begin - match.start(), cut.start())):
            whole.append(fields)
            continue
        end = match.start() + cut.start() if cut else match.end()
        end -= bool(_FULL_STOP.search(match.string, begin, end)) and not match.string[end:].strip()
        lead = re.match(r"(?:The|This|These|That|Its|Their|In|Through|For)\s+", match.string[begin:end])
        begin += lead.end() if lead else 0
        if begin < end:
            yield Span(begin, end)
        begin = match.start() + cut.end() if cut else end


def _fields(run: str, begin: int, comma: int) -> Span | None:
    """The rest of a list of fields after the first: ", Youth and Culture" in a ministry's name."""
    first = re.match(r"(?:The\s+)?(?:\w+\s+){0,3}?(?P<head>\w+)\s+(?:of|for)\s+", run[begin:comma])
    found = _FIELDS.match(run, comma)
    if not (first and found) or first["head"].lower() not in BODY_WORDS:
        return None
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", found[0])]
    own = any(word in BODY_WORDS for word in words) or re.search(r"\b[A-Z]{3,}\b", found[0])
    return None if own else Span(found.start(), found.end())


def names_body(name: str) -> bool:
    """Whether a capitalised name names a body, by its head, first or last word."""
    words = [word.lower() for word in re.findall(r"[A-Za-zÁ-ú]+", name)]
    if len(words) < 2 or folded(name) in GENERIC_BODIES or _DOING.match(name):
        return False
    if re.split(r"\s(?:of|for|on)\s", name)[0].split()[-1].lower() in DOCUMENT_WORDS:
        return False
    head = re.split(r"\s(?:of|for|against|on|to|in|de|del)\s", name)
    return (len(head) > 1 and folded(head[0].split()[-1]) in BODY_WORDS) or (
        folded(words[-1]) in _LAST_WORDS or _FORCE.search(name) is not None or folded(words[0]) in _FIRST_WORDS
    )


# "Strengthening the Ministry …" is no name, "Monitoring and Evaluation Unit" is.
_DOING = re.compile(
    r"[A-Z][a-z]+ing\b(?!\s+(?:and\s+[A-Z]\w+\s+)?(?:[A-Z]\w+\s+)?(?:Group|Committee|Unit|Board|Commission|Council|Centre|Center|"
    r"Division|Department|Section|Office|Directorate|School|College|Authority|Bureau|Agency|Team)\b)"
)
_FORCE = re.compile(r"\b(?:Police|Defence|Defense|Task|Air|Border|Security)\s+Forces?$")
# Head words that say nothing alone at the end of a name, and those of the country's own language.
_LAST_WORDS = BODY_WORDS - {"presidency", "secretariat", "team", "forces", "force", "group", "programme"} | {"group"}
_FIRST_WORDS = frozenset("fundacion asociacion instituto ministerio comision direccion secretaria policia".split())
