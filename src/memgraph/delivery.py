"""Reports into a store on a server: made here, then sent in one update or, where that is too long, in pieces.

A request of SPARQL 1.1 Update is one transaction on servers that have them (section 2.2 of the standard asks it of
all). Pieces go between the removal of the triple by which readers know a store and its return: until then they are
told that nothing is there, and never see the old and the new together.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pyoxigraph as ox

from memgraph import __version__, builder, store
from memgraph.address import Address
from memgraph.build import Knowledge, Progress, knowledge, refuse_faults
from memgraph.changes import Changes, stated
from memgraph.edition import Edition
from memgraph.errors import CallError, MemgraphError, StoreError
from memgraph.remote import Remote, open_remote
from memgraph.transfer import Refused
from memgraph.vocab import DATASET, DATASET_GRAPH, PREFIXES

# More triples than this are not sent in one update: servers read all of it into memory before they begin.
MOST = 400_000
# Triples in a piece, and in one that is a text of SPARQL for Virtuoso, whose compiler refuses more than 10,000 lines.
_PIECE, _SMALL = 50_000, 1_000
_SECONDS = 600.0
_UPDATE = "application/sparql-update; charset=utf-8"
_MARK = ox.Quad(
    ox.NamedNode(DATASET),
    ox.NamedNode(PREFIXES["dcat"] + "version"),
    ox.Literal(__version__),
    ox.NamedNode(DATASET_GRAPH),
)
Graphs = Mapping[str, Callable[[], Iterable[ox.Quad]]]


def build(
    paths: Sequence[Path], where: Address, folders: Iterable[Path] = (), progress: Progress = lambda _: None
) -> tuple[store.Manifest, list[MemgraphError]]:
    """Make the store on a server of exactly these reports, as :func:`memgraph.builder.build` does in a folder.

    It is made in a temporary folder and then sent whole.
    """
    server = Remote(where)
    before = server.present()  # nothing is made for a server that does not answer
    with tempfile.TemporaryDirectory() as folder:
        manifest, refused = builder.build(paths, Path(folder) / "store", folders, progress)
        made = store.open_store(Path(folder) / "store")
        # The dataset graph goes first.
        drop = sorted(before, key=lambda name: name != DATASET_GRAPH)
        _send(server, drop, (), {name: partial(made.quads, name) for name in made.graphs()}, manifest.counts, progress)
    return manifest, refused


def add(
    paths: Sequence[Path],
    where: Address,
    replace_same: bool = False,
    progress: Progress = lambda _: None,
    folders: Iterable[Path] = (),
) -> tuple[store.Manifest, list[MemgraphError]]:
    """Add reports to a store on a server, as :func:`memgraph.builder.add` does in a folder.

    It must have been made with the authority that is here. What it costs does not depend on the other reports.
    """
    server = open_remote(where)
    known = _known(server, folders, progress)
    changes, there = Changes(server), _entries(server)
    edition = _opened(changes, known)
    with tempfile.TemporaryDirectory() as folder:
        refused = builder.taken_in(edition, paths, known, Path(folder) / "staged", there, replace_same, progress)
    return _changed(changes, edition, known, there, progress), refused


def remove(
    ids: Sequence[str], where: Address, progress: Progress = lambda _: None, folders: Iterable[Path] = ()
) -> store.Manifest:
    """Take reports out of a store on a server, as :func:`memgraph.builder.remove` does in a folder."""
    server = open_remote(where)
    there = _entries(server)
    if missing := [one for one in ids if one not in there]:
        raise CallError(missing[0], "is not in the store", f"there are: {', '.join(there) or 'no reports'}")
    known = _known(server, folders, progress)
    changes = Changes(server)
    edition = _opened(changes, known)
    for entry in [there.pop(name) for name in dict.fromkeys(ids)]:
        progress(f"taking out {entry['id']}")
        edition.take(entry)
    return _changed(changes, edition, known, there, progress)


def _known(server: Remote, folders: Iterable[Path], progress: Progress) -> Knowledge:
    """Ontology, shapes and authority; raises :class:`StoreError` where the store was made with others."""
    own = [folder.resolve() for folder in folders]
    if server.version != __version__ or not server.made_with([str(folder) for folder in own]):
        raise StoreError(
            str(server.where),
            "was made with another version, or other ontology or authority files, than are here",
            "name its own folders with --authority, or make it anew with: memgraph build",
        )
    progress("reading ontology, shapes and authority")
    known = knowledge(own)
    refuse_faults(str(server.where), known.ground.staged())
    return known


def _entries(server: Remote) -> dict[str, dict[str, str]]:
    """The reports on a server, as lines of a manifest; where their texts are is not known."""
    return {
        name: {"id": name, "path": name, "sha256": text, "yaml": beside, "stamp": ""}
        for name, (text, beside) in server.sums().items()
    }


def _opened(changes: Changes, known: Knowledge) -> Edition:
    return Edition(changes, known.ground, stated(changes.server, known.ground))


def _changed(
    changes: Changes, edition: Edition, known: Knowledge, there: dict[str, dict[str, str]], progress: Progress
) -> store.Manifest:
    """Send what an edition changed."""
    counts, tally = edition.close()
    server = changes.server
    if server.checked() != changes.before:
        raise StoreError(str(server.where), "was written by someone else meanwhile", "run the command again")
    progress("no check query found a fault; writing the store")
    put = {name: partial(changes.come, name) for name in changes.touched()}
    _send(server, sorted(changes.dropped), sorted(changes.taken, key=str), put, counts, progress)
    ordered = tuple(there[name] for name in sorted(there))
    return store.Manifest(
        store.FORMAT, __version__, ordered, known.folders, known.sha256, counts, tally._asdict(), {}, []
    )


def _lines(quads: Iterable[ox.Quad]) -> bytes:
    data = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(data, bytes)
    return data


def _send(
    server: Remote,
    drop: Sequence[str],
    take: Sequence[ox.Quad],
    put: Graphs,
    counts: Mapping[str, int],
    progress: Progress,
) -> None:
    """Drop graphs, take quads out and put others in, then have the server count what it holds.

    ``put`` gives the quads for each graph, ``counts`` is how many must be there in the end.
    """
    progress(f"sending to {server.where}")
    # What is sent is counted, and only so far: the graphs that it goes to can be large.
    sent = islice(chain(take, *(quads() for quads in put.values())), MOST + 1)
    pieces = bool(server.dialect == "virtuoso" or server.where.graphs or sum(1 for _ in sent) > MOST)
    try:
        if pieces:
            progress(f"{server.where}: in pieces; until all are there, readers are told that nothing is")
            _in_pieces(server, drop, take, put)
        else:
            parts = [_dropped(name) for name in drop]
            parts += [_data("DELETE", quads) for quads in _by_graph(take)]
            parts += [_data("INSERT", quads()) for quads in put.values()]
            _update(server, b" ;\n".join(parts))
    except StoreError as error:
        if not pieces and isinstance(error, Refused) and error.status < 500:
            raise  # nothing was done
        unknown = "nothing is there" if pieces else "the old or the new is there"
        raise StoreError(error.place, error.what, error.todo, (*error.details, f"{unknown}; run it again")) from None
    for name in sorted({*drop, *put, *(str(quad.graph_name).strip("<>") for quad in take)}):
        if (found := server.count(name)) != (wanted := counts.get(name, 0)):
            what = f"holds {found:,} triples of <{name}>, not the {wanted:,} that it should"
            raise StoreError(str(server.where), what, "look into the server's log, and build it again")


def _in_pieces(server: Remote, drop: Sequence[str], take: Sequence[ox.Quad], put: Graphs) -> None:
    _update(server, _data("DELETE", [_MARK]))
    for name in drop:
        _update(server, _dropped(name))
    for quads in _by_graph(take):
        for piece in _pieces(quads, _SMALL):
            _update(server, _data("DELETE", piece))
    where = _graphs(server)
    for name, given in put.items():
        for piece in _pieces((quad for quad in given() if quad != _MARK), _PIECE):
            if where:  # adds to what is there (SPARQL 1.1 Graph Store HTTP Protocol, section 5.5)
                server.transfer.send(
                    "POST",
                    where,
                    body=_lines(piece),
                    headers={"Content-Type": "application/n-triples"},
                    parameters={"graph": name},
                    seconds=max(_SECONDS, server.transfer.seconds),
                )
            else:
                _update(server, _data("INSERT", piece))
    _update(server, _data("INSERT", [_MARK]))


def _by_graph(quads: Sequence[ox.Quad]) -> Iterator[list[ox.Quad]]:
    for name in sorted({str(quad.graph_name) for quad in quads}):
        yield [quad for quad in quads if str(quad.graph_name) == name]


def _pieces(quads: Iterable[ox.Quad], size: int) -> Iterator[list[ox.Quad]]:
    rest = iter(quads)
    while piece := list(islice(rest, size)):
        yield piece


def _graphs(server: Remote) -> str:
    """Where a server keeps graphs: as it is told, and for Virtuoso where that has them."""
    return server.where.graphs or (_virtuoso(server, "graphs") if server.dialect == "virtuoso" else "")


# Virtuoso's paths, for anyone and for those whose names it asks for (Digest).
_VIRTUOSO = {"update": ("/sparql", "/sparql-auth"), "graphs": ("/sparql-graph-crud", "/sparql-graph-crud-auth")}


def _virtuoso(server: Remote, service: str) -> str:
    parts = urlsplit(server.where.query)
    return urlunsplit((parts.scheme, parts.netloc, _VIRTUOSO[service][bool(server.transfer.known)], "", ""))


def _update(server: Remote, text: bytes) -> None:
    where = server.where.update
    if server.dialect == "virtuoso" and where == server.where.query and server.transfer.known:
        where = _virtuoso(server, "update")
    server.transfer.send(
        "POST", where, body=text, headers={"Content-Type": _UPDATE}, seconds=max(_SECONDS, server.transfer.seconds)
    )


def _dropped(name: str) -> bytes:
    return f"DROP SILENT GRAPH <{name}>".encode()


def _data(what: str, quads: Iterable[ox.Quad]) -> bytes:
    """INSERT DATA or DELETE DATA of quads of one graph: N-Triples are what they take."""
    held = list(quads)
    return b"%s DATA { GRAPH %s {\n%s} }" % (what.encode(), str(held[0].graph_name).encode(), _lines(held))
