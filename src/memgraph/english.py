"""What the rules know of English: word lists and patterns, no logic.

The reports are written by one secretariat in one register of English; the lists hold the words
that such reports use, whichever country they are about.
"""

from __future__ import annotations

import re

# Abbreviations whose full stop ends no sentence.
ABBREVIATIONS = frozenset(
    "no nos art arts dr mr mrs ms st vs vol sec para paras ch chap cap reg inc ltd etc fig approx "
    "e.g i.e u.s u.k d.c s.a a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec".split()
)

# Words that cannot end a paragraph: text after them goes on, whatever stands between.
OPEN_WORDS = frozenset(
    "a an the of and or nor to in on at by for from with within without under through into onto as that which who "
    "whose is are was were be been has have had does do not its their his her this these those such any all each "
    "between among against during including no".split()
)

# Words that open a sentence; a capital on one of them in mid-sentence is a lost full stop.
OPENERS = (
    "The|This|These|Those|In|It|They|To|There|However|Likewise|Additionally|Moreover|Furthermore|Also|For|On|At|"
    "As|With|Through|During|Within|Among|While|Although|Since|Based|Such|Currently|Its|Their|Neither|No|If|When"
)

CONNECTIVES = (
    r"In this (?:sense|context|regard|respect|connection|way)|However|Likewise|Additionally|Moreover|Furthermore|"
    r"Also|In addition|Similarly|Therefore|Thus|Hence|Nevertheless|Nonetheless|Finally|Currently|At present|"
    r"On the other hand|On the contrary|As a result(?: of [^,]+)?|Specifically|In particular|For example|"
    r"For instance|Lastly|Notwithstanding|In turn|To this end|Meanwhile|Besides|Consequently|Accordingly|"
    r"During the evaluation period(?: \([^)]*\))?|To date|In general|Overall|Similarly|Further"
)

AUXILIARIES = "is|are|was|were|has|have|had|does|do|did|can|could|may|might|must|shall|should|will|would|cannot"

# Finite verbs of these reports, base form; the third person is formed by rule (see `third`).
VERBS = frozenset(
    """accept account achieve act add address adhere administer adopt aim align allocate allow amend analyze
    apply appoint approve assess assign assist assume authorize base begin belong build calculate carry center
    certify chair collaborate collect combine commit communicate compile comply comprise concentrate conclude
    conduct connect consider consist consolidate constitute contain contemplate contribute control cooperate
    coordinate cover create define deliver depend describe design designate detect determine develop direct
    disseminate distribute draft draw employ enable enact encourage enforce enhance ensure establish evaluate
    exchange execute exist expand explain face facilitate fail finance focus follow form foster fulfil fulfill
    function fund gather generate give govern grant grow guarantee guide handle help hold identify implement
    impose improve include incorporate increase indicate inform initiate inspect integrate intend interact
    investigate involve issue keep lack lead lie list maintain make manage mandate mean measure meet mention
    monitor need notify observe obtain offer operate order organize oversee participate penalize perform permit
    pertain plan possess prepare prescribe present prevent process produce prohibit project promote propose
    prosecute protect provide publish purchase qualify reach receive recognize record reduce refer reflect register
    regulate reinforce rely remain render report represent request require respond rest restrict review seek seize
    send serve set share show sign specify sponsor stand state stipulate store strengthen study submit supervise
    supplement support take target teach track train transfer transmit undertake update use verify work
    abolish accede advise attach attend audit bind bring cease come confer confirm convene correspond declare derive
    empower endorse enjoy entail entrust envisage exceed exclude extend foresee go hear introduce invite lay make
    oblige occur open own pay possess preside pursue ratify recommend refuse reject relate remove renew repeal replace
    reside retain revise run satisfy seem select sit spend suffer suggest supply sustain treat undergo urge
    utilize enter""".split()
)

# Verbs whose negation denies no measure: "does not limit access" praises it.
HARMLESS = (
    "limit|restrict|hinder|impede|prevent|pollute|affect|exclude|discriminate|interfere|contradict|obstruct|prejudice|"
    "preclude|harm|replace|supersede|create|modify|require|threaten|criminalize|only|depend|end|exceed|take more|disclose|alter|constitute|imply|entail"
)

# Nouns for things; a sentence about a thing already introduced gives a detail of it.
THINGS = frozenset(
    """act actions activities activity agreement aim application assessment bill code component components convention
    course courses data decree document documents exchange exchanges framework functions goal guide guideline
    guidelines indicator indicators information instrument instruments law legislation manual measure measures
    mechanism mechanisms mission model norm objective objectives parties part period plan plans platform
    policies policy procedure procedures process processes program programme programmes programs project projects
    proposal provision provisions purpose register registry regulation regulations result results risk risks scope
    service services standard standards statute strategies strategy structure studies study survey system systems
    table threats tool tools training unit's work workshop workshops""".split()
)

ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
        "fourteenth fifteenth".split(),
        start=1,
    )
}

NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}

MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), start=1
    )
}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()}
# The Spanish abbreviations that stay behind in translated citations.
MONTHS |= {"ene": 1, "abr": 4, "ago": 8, "set": 9, "sept": 9, "dic": 12}

# Words without content, for comparing what two passages are about.
STOPWORDS = frozenset(
    """a an the of and or nor to in on at by for from with within without under through into onto as that which who
    whose whom is are was were be been being has have had does do did not no its their his her this these those such
    any all each between among against during including it they them he she also both however likewise moreover
    additionally furthermore cicad note notes observe observes recognize recognizes satisfaction country countries
    national other well more than some various so if when where will would can could may might must shall should there
    over about up out off per via e.g i.e and/or used use uses using related following appropriate respective said
    sense regard context include includes included including carried carries carry out""".split()
)


def third(verb: str) -> str:
    """Third person singular: carry → carries, establish → establishes."""
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    return verb + "s"


THIRD = frozenset(third(verb) for verb in VERBS)
# Third persons that in these reports are more often plural nouns ("assessments and studies").
PLURALS = frozenset(
    """measures plans controls reports guides studies needs results functions forms aims covers uses faces states means
    issues accounts acts bases drafts funds grants holds lists marks offers orders permits processes projects
    purchases ranks records registers rests sets shares shows signs stands stores supports targets trains transfers
    updates works requests reviews sends attempts assists contents directs chairs focuses audits runs pays supplies repeals treats""".split()
)
FINITE = re.compile(rf"\b(?:{AUXILIARIES}|{'|'.join(sorted(THIRD, key=len, reverse=True))})\b", re.IGNORECASE)
# Any verb, those of a plural subject as well ("agencies reach …").
VERB = re.compile(rf"{FINITE.pattern}|\b(?:{'|'.join(sorted(VERBS, key=len, reverse=True))})\b", re.IGNORECASE)

# Words that make a capitalised name the name of a body, a system or a document.
BODY_WORDS = frozenset(
    """chambers command network prefecture academia academy administration agency alliance archdiocese army asociacion assembly association authority bank
    battalion board branch brigade bureau cabinet center centre chamber church clinic coalition coast college comision
    commission committee confederation congress consejo consortium constabulary cooperative corporation corps council
    court customs delegation department diocese direccion directorate division embassy federation fiscalia force forces
    foundation fund fundacion gendarmerie government group guard home hospice hospital house inspectorate institute institution
    instituto judiciary laboratory league magistracy manor ministerio ministry mission navy observatory office
    ombudsman organisation organization parliament penitentiary polyclinic police policia presidency prison
    procuraduria prosecutor registrar school secretaria secretariat senate service sisters society squad
    superintendence superintendency taskforce team treasury tribunal trust union unit universidad university""".split()
)
SYSTEM_WORDS = frozenset(
    "system window platform registry register database portal application network advisory tracker".split()
)
DOCUMENT_WORDS = frozenset(
    """plan policy strategy guide guidelines manual programme program agenda protocol roadmap code assessment
    handbook""".split()
)
# Names that are no single body: of a class, not of one.
GENERIC_BODIES = frozenset(
    name.strip()
    for name in """competent authority, competent authorities, national authority, national authorities,
    executive branch, law enforcement agencies, state entities, member states, central authority,
    national coordinating entity""".split(",")
)
