"""The permanent addresses: the rules that w3id.org would get, asked of a real Apache."""

from __future__ import annotations

import getpass
import http.client
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import OWL, Graph, URIRef

from memgraph import resources
from memgraph.vocab import BASE, ONTOLOGY

FOLDER = resources.ROOT / "w3id"
RULES = (FOLDER / ".htaccess").read_text(encoding="utf-8")
TARGET = "https://mem-graph.example.org"
MODULES = Path("/usr/lib/apache2/modules")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

# A path below the base, what is accepted, and where one is sent.
REQUESTS = [
    ("ontology", None, "/ontology"),
    ("ontology", BROWSER, "/ontology"),
    ("ontology", "*/*", "/ontology"),
    ("ontology", "text/turtle", "/ontology.ttl"),
    ("ontology", "application/ld+json", "/ontology.jsonld"),
    ("ontology", "application/rdf+xml", "/ontology.rdf"),
    ("ontology", "application/n-triples", "/ontology.nt"),
    ("ontology", "text/turtle, application/rdf+xml;q=0.8, */*;q=0.1", "/ontology.ttl"),
    ("ontology", "application/rdf+xml, text/turtle;q=0.2", "/ontology.rdf"),
    # The first named is not the one wanted most: the service weighs them.
    ("ontology", "text/turtle;q=0.2, application/rdf+xml", "/ontology"),
    ("ontology", "text/turtle-star", "/ontology"),
    ("ontology/0.1.0", "text/turtle", "/ontology.ttl"),
    ("ontology/0.1.0", BROWSER, "/ontology"),
    ("ontology/0.0.9", "text/turtle", "/ontology/0.0.9"),
    ("ontology/alignments", "text/turtle", "/ontology.ttl"),
    ("ontology/alignments/0.1.0", None, "/ontology"),
    ("shapes", "text/turtle", "/shapes"),
    ("shapes/0.1.0", None, "/shapes/0.1.0"),
    ("ontologyx", None, "/id/ontologyx"),
    ("", BROWSER, "/"),
    ("report/peru-2022", "text/turtle", "/id/report/peru-2022"),
    ("id/report/peru-2022", BROWSER, "/id/report/peru-2022"),
    ("report/peru-2022/statement/2.1-1", None, "/id/report/peru-2022/statement/2.1-1"),
    ("law/pe/supreme-decree/268-2019-ef", "application/ld+json", "/id/law/pe/supreme-decree/268-2019-ef"),
    ("plan/2021-2025/control-measures/action/2.1", None, "/id/plan/2021-2025/control-measures/action/2.1"),
    ("graph/authority", "text/turtle", f"/store?graph={BASE}graph%2fauthority"),
    ("graph/report/peru-2022", None, f"/store?graph={BASE}graph%2freport%2fperu%2d2022"),
    ("graph/a&graph=b", None, f"/store?graph={BASE}graph%2fa%26graph%3db"),
    ("dataset", "text/turtle", "/void"),
    ("dataset/class/mem:Statement", None, "/id/dataset/class/mem:Statement"),
    ("dump/all.trig", None, "/dump/all.trig"),
    ("dump/report/peru-2022.ttl", None, "/dump/report/peru-2022.ttl"),
    ("institution/pe/a%20b", None, "/id/institution/pe/a%20b"),
    ("institution/pe/a%0d%0aSet-Cookie:%20b=1", None, "/id/institution/pe/a%0d%0aSet-Cookie:%20b=1"),
    ("report/peru-2022?format=ttl", None, "/id/report/peru-2022?format=ttl"),
]


@pytest.fixture(scope="module")
def apache() -> Iterator[int]:
    """The port of an Apache that has our rules where w3id.org would have them."""
    if not shutil.which("apache2") or not MODULES.is_dir():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("apache2 is not installed (apache2-bin)")
    # Not in pytest's folder, which only its owner may enter: as root, Apache serves as another user.
    with tempfile.TemporaryDirectory() as name, socket.create_server(("127.0.0.1", 0)) as one:
        folder, port = Path(name), int(one.getsockname()[1])
        folder.chmod(0o755)
        (folder / "mem-graph").mkdir()
        shutil.copy(FOLDER / ".htaccess", folder / "mem-graph")
        modules = "".join(
            f"LoadModule {one}_module {MODULES}/mod_{one}.so\n"
            for one in ("mpm_event", "authz_core", "headers", "rewrite")
        )
        user = "User nobody\nGroup nogroup\n" if getpass.getuser() == "root" else ""
        (folder / "apache.conf").write_text(
            f"{modules}{user}ServerName localhost\nListen 127.0.0.1:{port}\n"
            f"PidFile {folder}/pid\nErrorLog {folder}/log\n"
            f"DocumentRoot {folder}\n<Directory {folder}>\nAllowOverride All\nRequire all granted\n</Directory>\n"
        )
        one.close()
        server = subprocess.Popen(["apache2", "-f", str(folder / "apache.conf"), "-DFOREGROUND"])
        try:
            for _ in range(100):
                with socket.socket() as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert server.poll() is None, (folder / "log").read_text()
                time.sleep(0.1)
            yield port
        finally:
            server.terminate()
            server.wait(30)


@pytest.mark.parametrize(("path", "accept", "wanted"), REQUESTS)
def test_an_address_leads_where_it_should(apache: int, path: str, accept: str | None, wanted: str) -> None:
    asked = http.client.HTTPConnection("127.0.0.1", apache, timeout=10)
    asked.request("GET", f"/mem-graph/{path}", headers={"Accept": accept} if accept else {})
    answer = asked.getresponse()
    assert (answer.status, answer.getheader("Location")) == (303, TARGET + wanted)
    assert answer.getheader("Set-Cookie") is None
    assert (answer.getheader("Vary"), answer.getheader("Access-Control-Allow-Origin")) == ("Accept", "*")


def test_the_target_stands_in_one_line() -> None:
    assert re.findall(rf"^.*{re.escape(TARGET)}.*$", RULES, re.MULTILINE) == [f"RewriteRule ^ - [E=TARGET:{TARGET}]"]
    assert RULES.count("https://") == 3  # the comment, the target, the base in a graph's address
    assert f"store?graph={BASE}$1" in RULES


def test_the_version_of_now_is_the_ontologys() -> None:
    version = Graph().parse(resources.ONTOLOGY_FILE).value(URIRef(ONTOLOGY), OWL.versionIRI)
    assert set(re.findall(r"\(/(\d\S*)\)\?\$", RULES)) == {
        str(version).removeprefix(ONTOLOGY + "/").replace(".", r"\.")
    }


def test_nobody_is_told_that_it_is_registered() -> None:
    for name in ("README.md", "docs/exports.md"):
        assert "not registered yet" in " ".join((resources.ROOT / name).read_text(encoding="utf-8").split()), name
