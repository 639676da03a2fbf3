"""The pages in two languages: the same addresses, forms and answers; what stands in the graph stays as it is."""

from __future__ import annotations

import re
import string
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from memgraph import queries
from memgraph.errors import InputError
from memgraph.store import open_store
from memgraph.vocab import AUTHORITY_GRAPH, PREFIXES
from memgraph.web import spanish
from memgraph.web.cells import head
from memgraph.web.language import preferred
from memgraph.web.pages import templates
from memgraph.web.words import EN, LANGUAGES, TAGS, said
from serving import Answer, Service
from test_pages import BROWSER, PAGES, linked, parsed, words

SKOS = PREFIXES["skos"]
# What is written alike in both languages.
ALIKE = {"sparql"}
ALIKE_TERMS = {"a", "b"}


def speaking(service: Service, path: str, language: str = "", **headers: str) -> Answer:
    """An address as a browser asks for it that is set to a language."""
    sent = {"Accept": BROWSER, **({"Accept-Language": language} if language else {}), **headers}
    return service.send("GET", path, headers=sent)


def named(path: str, language: str) -> str:
    """An address with its language."""
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


# The words


def test_both_tables_have_the_same_keys_and_places_to_fill() -> None:
    assert list(spanish.WORDS) == sorted(EN) == sorted(spanish.WORDS)
    for key, english in EN.items():
        filled = [{name for _, name, _, _ in string.Formatter().parse(one[key]) if name} for one in (EN, spanish.WORDS)]
        assert filled[0] == filled[1], key
        assert spanish.WORDS[key].strip() and (spanish.WORDS[key] != english) != (key in ALIKE), key


def test_every_word_that_a_template_asks_for_is_there() -> None:
    texts = {name: templates().loader.get_source(templates(), name)[0] for name in templates().list_templates()}  # type: ignore[union-attr]
    asked = {word for text in texts.values() for word in re.findall(r"\bt\.(\w+)", text)}
    assert asked <= EN.keys() and len(asked) > 80
    assert {f"tag_{tag}" for tag in TAGS} <= EN.keys()


@pytest.mark.parametrize("query", queries.canned(), ids=lambda query: str(query.name))
def test_a_question_and_its_answer_have_spanish_words(query: queries.Query) -> None:
    for key in ("title", "question"):
        assert query.said(key, "es") != query.said(key, "en") == query.other.get(f"{key}@en", query.said(key, "fr"))
    wanted = {head(column) for column in query.columns}
    for one in query.parameters:
        wanted |= {one.name, one.kind.lower(), *one.choices}
    missing = {word for word in wanted if not re.fullmatch(r"(?:action|objective) number|(?:start|end) [ab]", word)}
    assert missing <= spanish.TERMS.keys()
    if query.name == "dossier":
        heads = re.findall(r'BIND\("(?:\d\d )?([^"]+)" AS \?(?:section|item|value|which)\)', query.text)
        heads += re.findall(r'"(said [^"]+)"', query.text)
        assert set(heads) <= spanish.TERMS.keys() and len(set(heads)) > 20


def test_codes_of_the_graph_have_the_spanish_words_of_the_graph(peru_store: str) -> None:
    rows = open_store(Path(peru_store)).query(
        f"SELECT ?code ?name {{ GRAPH <{AUTHORITY_GRAPH}> {{ ?one <{SKOS}inScheme> ?scheme ; <{SKOS}prefLabel> ?name ;"
        f" <{SKOS}notation> ?code }} FILTER(LANG(?name) = 'es' && CONTAINS(STR(?one), CONCAT(STR(?scheme), '/'))"
        " && REGEX(STR(?scheme), '/(response|[a-z]+-relation|contradiction-kind)$')) }"
    )
    names = {row[0].value: row[1].value for row in rows}  # type: ignore[union-attr]
    assert {"signatory", "amends", "tension", "denied"} <= names.keys()
    assert {code: spanish.TERMS.get(code) for code in names} == names
    for word, other in spanish.TERMS.items():
        assert said(word, "en") == word and said(word, "es") == other and (word.lower() != other or word in ALIKE_TERMS)


def test_what_to_know_of_the_data_is_the_same_page_in_both() -> None:
    def shape(language: str) -> list[str]:
        text = templates().loader.get_source(templates(), f"about.{language}.html")[0]  # type: ignore[union-attr]
        return re.findall(r"<[^>{]+|\{%.*?%\}|\{\{.*?\}\}", text.replace("deed.es", ""))

    assert shape("en") == shape("es") and len(shape("en")) > 60


# Which language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-PE,es;q=0.9,en;q=0.8", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("pt-BR,pt;q=0.9,es;q=0.5,en;q=0.4", "es"),
        ("en;q=0.3, es;q=0.7", "es"),
        ("es;q=0, *", "en"),
        ("es;q=0", "en"),
        ("fr", "en"),
        ("*", "en"),
        ("ES-419", "es"),
        ("es, en", "es"),
        ("en, es", "en"),
        ("es;q=2", "en"),
        (";;;,,,=es", "en"),
        ("est", "en"),
    ],
)
def test_accept_language_is_read_as_its_standard_says(header: str, language: str) -> None:
    assert preferred(header) == language


@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_spanish(service: Service, path: str) -> None:
    answer = speaking(service, path, "es-PE,es;q=0.9,en;q=0.1")
    assert (answer.status, answer.type, answer.headers["Content-Language"]) == (200, "text/html", "es")
    assert answer.headers["Vary"] == "Accept, Accept-Language"
    tree = parsed(answer.text)
    assert tree.get("lang") == "es"
    ours = [
        " ".join(one.itertext()) for one in tree.iter() if one.tag in ("p", "h1", "h2", "h3", "dt", "label", "button")
    ]
    english = {one for key, one in EN.items() if key not in ALIKE and "{" not in one}
    assert not english & set(ours)
    # The other languages of this very page, and a link to them that anyone sees.
    others = {one.get("hreflang"): one.get("href", "") for one in tree.iter("link") if one.get("hreflang")}
    assert others.keys() == {"en", "es", "x-default"}
    (switch,) = (one for one in tree.iter("a") if one.get("hreflang"))
    assert (switch.get("hreflang"), words(switch), switch.get("href")) == ("en", "English", others["en"])
    for code in LANGUAGES:
        there, here = urlsplit(others[code]), urlsplit(path)
        assert there.path == here.path
        assert parse_qsl(there.query, True) == [*parse_qsl(here.query, True), ("lang", code)]
        got = speaking(service, others[code], "en" if code == "es" else "es")
        assert (got.status, got.headers["Content-Language"]) == (200, code)
        assert parsed(got.text).get("lang") == code


@pytest.mark.parametrize("path", PAGES)
def test_a_language_that_was_asked_for_is_kept(service: Service, path: str) -> None:
    tree = parsed(speaking(service, named(path, "es")).text)
    plain = parsed(speaking(service, path, "es").text)
    kept = 0
    for link, before in zip(linked(tree), linked(plain), strict=True):
        if link != before:
            assert link.partition("#")[0] == named(before.partition("#")[0], "es")
            kept += 1
        elif link.startswith("/"):  # data, an answer's own address, the page in the other language
            data = speaking(service, link).type != "text/html" or "format=" in link
            assert data or link == named(path, "en") or link == re.sub(r"\?lang=es$", "", path), link
    assert kept >= 4
    for form in tree.iter("form"):
        assert ("lang", "es") in [(one.get("name"), one.get("value")) for one in form.iter("input")]
    assert not [one for form in plain.iter("form") for one in form.iter("input") if one.get("name") == "lang"]


def test_a_thing_leads_to_its_page_in_the_language(service: Service) -> None:
    answer = speaking(service, "/id/institution/pe/sunat?lang=es")
    assert (answer.status, answer.headers["Location"]) == (303, "/doc/institution/pe/sunat.html?lang=es")
    assert speaking(service, "/id/institution/pe/sunat", "es").headers["Location"] == "/doc/institution/pe/sunat.html"
    data = service.get("/id/institution/pe/sunat?lang=es", "text/turtle")
    assert (data.status, data.headers["Location"]) == (303, "/doc/institution/pe/sunat.ttl")


@pytest.mark.parametrize("query", ["lang=de", "lang=es&lang=es", "lang=es&lang=en", "lang=%3Cb%3E"])
def test_a_language_that_there_is_not_is_refused(service: Service, query: str) -> None:
    answer = speaking(service, f"/about?{query}", "es")
    assert (answer.status, answer.headers["Content-Language"]) == (400, "es")
    tree = parsed(answer.text)
    assert "is no language of the pages; use en or es" in words(tree)
    assert not [one for one in tree.iter("b")]


def test_a_refusal_speaks_the_language_of_its_page(service: Service) -> None:
    for path in ("/nope?lang=es", "/report/nope?lang=es", "/queries/nope?lang=es", "/queries/gaps?report=x&lang=es"):
        answer = speaking(service, path, "en")
        assert (answer.status in (400, 404), answer.headers["Content-Language"]) == (True, "es"), path
        (said_so,) = (one for one in parsed(answer.text).iter("pre") if one.get("role") == "alert")
        assert said_so.get("lang") == "en"


# What is kept


def test_no_language_is_answered_with_what_was_kept_for_another(service: Service) -> None:
    tags = set()
    for _ in range(2):
        for language in LANGUAGES:
            answer = speaking(service, "/queries/institutions", language)
            assert parsed(answer.text).get("lang") == answer.headers["Content-Language"] == language
            tags.add(answer.headers["ETag"])
            for other in LANGUAGES:
                known = {"If-None-Match": answer.headers["ETag"]}
                status = speaking(service, "/queries/institutions", other, **known).status
                assert status == (304 if other == language else 200)
    assert len(tags) == 2


@pytest.mark.parametrize(
    "path", ["/queries/gaps.csv", "/queries/gaps.json?report=peru-2022", "/doc/institution/pe/sunat.ttl"]
)
def test_data_speak_no_language(service: Service, path: str) -> None:
    plain = service.get(path)
    for answer in (service.get(named(path, "es")), service.send("GET", path, headers={"Accept-Language": "es"})):
        assert (answer.body, answer.headers["ETag"]) == (plain.body, plain.headers["ETag"])
        assert "Content-Language" not in answer.headers and answer.headers["Vary"] == "Accept"


def test_an_answer_is_the_same_in_both_but_for_our_words(service: Service) -> None:
    def quotes(language: str) -> list[tuple[str, ...]]:
        tree = parsed(speaking(service, "/queries/gaps?report=peru-2022", language).text)
        cells = [one for one in tree.iter("td") if one.get("class") == "quote"]
        return [(words(next(one.iter("a"))), next(one.iter("a")).get("lang", "")) for one in cells]

    assert quotes("es") == quotes("en") and len(quotes("es")) > 10
    assert {language for _, language in quotes("es")} == {"en"}
    heads = parsed(speaking(service, "/queries/action-responses", "es").text)
    assert [words(one) for one in heads.iter("th")][:4] == ["informe", "objetivo", "acción", "título"]
    found = [words(one) for one in heads.iter("td") if (one.get("class") or "").startswith("response ")]
    assert {"afirmado", "negado", "mixto"} <= set(found)


def test_what_is_found_is_cited_in_spanish(service: Service) -> None:
    tree = parsed(speaking(service, "/search?q=early+warning+system", "es").text)
    notes = [words(one) for one in tree.iter("span") if one.get("class") == "where"]
    assert "enunciado, CICAD/doc.2676/22, acción 2.1, línea 166" in notes


def test_an_institution_bears_its_spanish_name(service: Service) -> None:
    spoken = {code: parsed(speaking(service, "/doc/institution/pe/sunat", code).text) for code in LANGUAGES}
    titles = {code: words(next(tree.iter("h1"))) for code, tree in spoken.items()}
    assert titles["es"] == "Superintendencia Nacional de Aduanas y de Administración Tributaria"
    assert titles["en"] == "National Superintendency of Customs and Tax Administration"


@pytest.mark.parametrize("path", ["//evil.example/", "///evil.example/x", "/\\evil.example", "/%2F/evil.example"])
def test_the_other_language_is_never_on_another_host(service: Service, path: str) -> None:
    for query in ("", "?lang=es", '?"><script>=1', "?%22%3E%3Cscript%3E=%00"):
        text = service.raw(
            f"GET {path}{query} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n".encode()
        ).decode()
        assert re.match(r"HTTP/1.1 4\d\d ", text)
        assert not re.search(r'href="(?://|[a-z]+:(?!//creativecommons\.org/))', text)
        assert "<script" not in text


def test_only_title_and_question_are_said_in_other_languages() -> None:
    query = queries.parse("#+ title: Laws\n#+ title@es: Normas\n#+ question: Which?\nSELECT ?law {}", "x", "x.rq")
    assert [query.said(key, "es") for key in ("title", "question")] == ["Normas", "Which?"]
    assert (query.title, query.said("title", "en")) == ("Laws", "Laws")
    for line in ("#+ tags@es: ley", "#+ param@es report: Report", "#+ title@ES: Normas", "#+ title@spa: Normas"):
        with pytest.raises(InputError, match=r"^x\.rq:1: is no header line"):
            queries.parse(f"{line}\nSELECT ?law {{ VALUES ?report {{ UNDEF }} }}", "x", "x.rq")
