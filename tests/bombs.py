"""Queries that stop an engine, eat its memory or take for ever; each is a stranger's right to send."""

from __future__ import annotations

_TRIPLES = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(300))
_DOUBLED = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(34))
_REPLACED = (
    "REPLACE(" * 5
    + '"aaaaaaaaaa"'
    + ', "a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")' * 5
)
_NODES = "[ <p:p> " * 99 + "[]" + " ]" * 99

BOMBS = {
    # Deep: the parser's stack.
    "groups": "SELECT * {" + "{" * 2200 + "}" * 2200 + "}",
    "brackets": "SELECT * { FILTER(" + "(" * 4700 + "1" + ")" * 4700 + ") }",
    "or": "SELECT * { FILTER(" + "||".join(["?a"] * 9300) + ") }",
    "not": "SELECT * { FILTER(" + "!" * 9300 + "?a) }",
    "unions": "SELECT * {" + "UNION".join(["{}"] * 6500) + "}",
    "brackets that look like an IRI": "SELECT * { FILTER(?a<" + "(" * 5000 + "?b" + ")" * 5000 + ") FILTER(?c>?d) }",
    "arithmetic": "SELECT (" + "+".join(["1"] * 30_000) + " AS ?x) {}",
    "path": "SELECT * { ?s " + "/".join(["<p:p>"] * 9000) + " ?o }",
    "inverse": "SELECT * { ?s " + "^(" * 90 + "<p:p>" + ")" * 90 + " ?o }",
    "minus signs": "SELECT (" + "- " * 20_000 + "1 AS ?x) {}",
    "negated": "SELECT * { FILTER(" + "!(" * 90 + "?a" + ")" * 90 + ") }",
    "optionals": "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 2900 + "}",
    # Long: nothing comes for a long time.
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "closure": "SELECT (COUNT(*) AS ?n) { ?s (!<p:p>)* ?o }",
    "nested closure": "SELECT (COUNT(*) AS ?n) { ?s (((!<p:p>)*)*)* ?o }",
    "three hundred patterns": "SELECT * { " + _TRIPLES + " ?s0 <p:none> ?none }",
    "regular expression": 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(REGEX(STR(?o), "a{1000}{1000}{10}")) }',
    "backtracking": 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(REGEX(STR(?o), "^(.*)*(.*)*(.*)*$")) }',
    "not exists": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER NOT EXISTS { ?a ?b ?c . ?c ?d ?s . ?d ?e ?a } }",
    "distinct": "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f } }",
    "nested nodes": "SELECT * { ?s ?p " + _NODES + " }",
    # Large: memory.
    "doubling": 'SELECT (STRLEN(?x34) AS ?n) { BIND("aaaaaaaaaa" AS ?x0) ' + _DOUBLED + " }",
    "replace": "SELECT (STRLEN(" + _REPLACED + ") AS ?n) {}",
    "order": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "construct": "CONSTRUCT { ?a ?e ?f } WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f",
    "group": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "long rows": 'SELECT ?x { ?s ?p ?o BIND("aaaaaaaaaa" AS ?x0) '
    + _DOUBLED.split("BIND(CONCAT(?x14")[0]
    + " BIND(?x14 AS ?x) }",
}
