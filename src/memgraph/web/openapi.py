"""The OpenAPI 3.1 description of the service, made from the headers of the canned queries."""

from __future__ import annotations

import json
from typing import Any

from memgraph import __version__, queries
from memgraph.queries import Parameter, Query
from memgraph.store import Store
from memgraph.web.frames import Reply
from memgraph.web.gallery import PICTURES, parameters
from memgraph.web.limits import Limits
from memgraph.web.negotiation import GRAPHS, TABLES

_TEXT = {"schema": {"type": "string"}}
_REFUSED = {
    "description": "Refused, with the reason: place: what is wrong; what to do",
    "content": {"text/plain": _TEXT},
}
_BUSY = {**_REFUSED, "headers": {"Retry-After": {"schema": {"type": "integer"}}}}


def document(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """The description as JSON."""
    described = {
        "openapi": "3.1.0",
        "info": {
            "title": "memgraph",
            "version": __version__,
            "description": "Evaluation reports of the OAS/CICAD Multilateral Evaluation Mechanism as a graph.",
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": request["base"]}],
        "paths": {
            "/sparql": {"get": _sparql_get(limits), "post": _sparql_post(limits)},
            **{f"/queries/{one.name}.{{suffix}}": {"get": _canned(one)} for one in queries.canned()},
            "/store": {
                "get": _graphs(
                    "A whole graph",
                    [
                        _parameter("default", "", "The union of all graphs"),
                        _parameter("graph", "", "The IRI of a named graph"),
                    ],
                )
            },
            "/report/{id}": {"get": _page("The text of a report with what was found in it", "id", "path")},
            "/search": {"get": _page("Things and passages that hold all the words", "q", "query")},
            **{f"/picture/{name}.svg": {"get": _picture(name)} for name in PICTURES},
            "/compare": {"get": _page("Two reports side by side", "a", "query", "b")},
            "/picture": {"get": _page("Which pictures there are")},
            "/picture/{name}": {"get": _page("A picture with the rows behind it", "name", "path")},
            "/id/{path}": {"get": _thing()},
            "/ontology": {"get": _graphs("The ontology")},
            "/void": {"get": _graphs("The dataset described with VoID")},
            "/.well-known/void": {"get": _graphs("The dataset described with VoID")},
            "/healthz": {
                "get": {
                    "summary": "Whether the service answers",
                    "responses": {
                        "200": {
                            "description": "It does",
                            "content": {"application/json": {"schema": {"type": "object"}}},
                        }
                    },
                }
            },
        },
    }
    return Reply(200, "application/json", json.dumps(described, ensure_ascii=False, indent=1).encode())


def _parameter(name: str, example: str, about: str, **schema: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"name": name, "in": "query", "description": about, "schema": {"type": "string", **schema}}
    return made | ({"example": example} if example else {})


def _given(one: Parameter) -> dict[str, Any]:
    return _parameter(one.name, one.example, one.note, **({"enum": list(one.choices)} if one.choices else {}))


def _responses(formats: Any, *refusals: str) -> dict[str, Any]:
    content = {one.media_type: {} if "json" in one.media_type else _TEXT for one in formats}
    return {
        "200": {"description": "The answer", "content": content},
        "304": {"description": "The answer has not changed"},
        **{status: _REFUSED for status in ("400", "406", *refusals)},
        "503": _BUSY,
    }


def _sparql(limits: Limits) -> dict[str, Any]:
    about = f"At most {limits.rows} rows, {limits.size} bytes and {limits.timeout:g} s; X-Result-Truncated says so."
    responses = _responses((*TABLES, *GRAPHS), "403", "413", "415")
    responses["200"]["headers"] = {"X-Result-Truncated": {"schema": {"type": "string"}}}
    return {"summary": "SPARQL 1.1 Protocol, query", "description": about, "responses": responses}


_DATASET = [
    {"name": name, "in": "query", "schema": {"type": "array", "items": {"type": "string", "format": "iri"}}}
    for name in ("default-graph-uri", "named-graph-uri")
]


def _sparql_get(limits: Limits) -> dict[str, Any]:
    query = _parameter("query", "ASK {}", "The query; without it the endpoint describes itself")
    form = _parameter("format", "json", "The format, by name, suffix or media type; else by Accept")
    return _sparql(limits) | {"operationId": "query", "parameters": [query, form, *_DATASET]}


def _sparql_post(limits: Limits) -> dict[str, Any]:
    form = {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}
    content = {
        "application/sparql-query": _TEXT,
        "application/x-www-form-urlencoded": {"schema": form},
    }
    return _sparql(limits) | {
        "operationId": "postQuery",
        "parameters": _DATASET,
        "requestBody": {"required": True, "content": content},
    }


def _canned(one: Query) -> dict[str, Any]:
    suffix = {
        "name": "suffix",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": [form.suffix for form in TABLES]},
    }
    return {
        "operationId": one.name,
        "summary": one.title,
        "description": one.question,
        "tags": list(one.tags),
        "parameters": [suffix, *map(_given, one.parameters)],
        "responses": _responses(TABLES, "404"),
    }


def _graphs(summary: str, parameters: Any = ()) -> dict[str, Any]:
    return {"summary": summary, "parameters": list(parameters), "responses": _responses(GRAPHS, "404")}


def _picture(name: str) -> dict[str, Any]:
    content = {"image/svg+xml": _TEXT}
    return {
        "summary": f"The picture {name} as a file",
        "parameters": [_given(one) for one in parameters(name)],
        "responses": {
            "200": {"description": "The picture", "content": content},
            "304": {"description": "The picture has not changed"},
            "400": _REFUSED,
            "503": _BUSY,
        },
    }


def _page(summary: str, name: str = "", place: str = "path", *more: str) -> dict[str, Any]:
    required = {"required": True} if place == "path" else {}
    parameters = [{"name": one, "in": place, "schema": {"type": "string"}} | required for one in (name, *more) if one]
    refused = {**_REFUSED, "content": {"text/html": _TEXT}}
    return {
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": "A page", "content": {"text/html": _TEXT}},
            "304": {"description": "The page has not changed"},
            **{status: refused for status in ("400", "404")},
            "503": _BUSY,
        },
    }


def _thing() -> dict[str, Any]:
    path = {"name": "path", "in": "path", "required": True, "schema": {"type": "string"}}
    responses = {
        "303": {"description": "Its document"},
        "404": _REFUSED,
        "406": _REFUSED,
        "400": _REFUSED,
        "503": _BUSY,
    }
    return {"summary": "A thing of the graph", "parameters": [path], "responses": responses}
