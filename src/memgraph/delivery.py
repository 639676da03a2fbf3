"""Reports into a store on a server: made here, then sent, graph by graph or all in one update.

One SPARQL Update request is one transaction on the servers that have them, so it is the first choice.
Where a server takes no large one, graphs are replaced one by one (Graph Store Protocol, section 5.3)
between the removal of the dataset graph and its return: until then readers are told that nothing is there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pyoxigraph as ox

from memgraph import __version__, builder, generations, store
from memgraph.address import Address
from memgraph.build import Progress
from memgraph.errors import CallError, MemgraphError, StoreError
from memgraph.hashing import fingerprint
from memgraph.remote import Remote, open_remote
from memgraph.staleness import knowledge_files
from memgraph.transfer import Refused
from memgraph.vocab import DATASET_GRAPH, ONTOLOGY_GRAPH

# The longest update that is sent in one piece; servers parse all of it before they begin.
LONGEST = 64_000_000
_SECONDS = 600.0
_UPDATE = "application/sparql-update; charset=utf-8"


def build(
    paths: Sequence[Path], where: Address, folders: Iterable[Path] = (), progress: Progress = lambda _: None
) -> tuple[store.Manifest, list[MemgraphError]]:
    """Make the store on a server of exactly these reports, as :func:`memgraph.builder.build` does in a folder."""
    server = Remote(where)
    before = server.present()  # nothing is made for a server that does not answer
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "store"
        manifest, refused = builder.build(paths, here, folders, progress)
        made = store.open_store(here)
        _send(server, made, made.graphs(), set(before) - set(made.graphs()), progress)
    return manifest, refused


def add(
    paths: Sequence[Path],
    where: Address,
    replace_same: bool = False,
    progress: Progress = lambda _: None,
    folders: Iterable[Path] = (),
) -> tuple[store.Manifest, list[MemgraphError]]:
    """Add reports to a store on a server, as :func:`memgraph.builder.add` does in a folder.

    All of it is read first. The authority must be that with which it was made.
    """
    server = open_remote(where)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "store"
        before = _fetched(server, here, folders, progress)
        manifest, refused = builder.add(paths, here, replace_same, progress)
        _send_changed(server, before, store.open_store(here), progress)
    return manifest, refused


def remove(
    ids: Sequence[str], where: Address, progress: Progress = lambda _: None, folders: Iterable[Path] = ()
) -> store.Manifest:
    """Take reports out of a store on a server, as :func:`memgraph.builder.remove` does in a folder."""
    server = open_remote(where)
    if missing := [one for one in ids if one not in server.reports()]:
        raise CallError(missing[0], "is not in the store", f"there are: {', '.join(server.reports()) or 'no reports'}")
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "store"
        before = _fetched(server, here, folders, progress)
        manifest = builder.remove(ids, here, progress)
        _send_changed(server, before, store.open_store(here), progress)
    return manifest


def _fetched(server: Remote, here: Path, folders: Iterable[Path], progress: Progress) -> store.Store:
    """A copy of the store on a server, in a folder; raises :class:`StoreError` where it was made with other entries."""
    own = tuple(str(folder.resolve()) for folder in folders)
    if server.version != __version__ or not server.made_with(own):
        raise StoreError(
            str(server.where),
            "was made with another version, or other ontology or authority files, than are here",
            "name its folders with --authority, or make it anew with: memgraph build",
        )
    progress(f"reading {server.where}")
    staged = ox.Store()
    for graph in server.graphs():
        staged.bulk_extend(server.quads(graph))
    files = knowledge_files(own)
    entries = tuple(
        {"id": name, "path": name, "sha256": text, "yaml": beside, "stamp": ""}
        for name, (text, beside) in server.sums().items()
    )
    counts = {name.value: 0 for name in staged.named_graphs()}
    manifest = store.Manifest(store.FORMAT, __version__, entries, own, fingerprint(files), counts, {}, [])
    with generations.building(here):
        generations.write(here, staged, manifest)
    return store.open_store(here)


def _send_changed(server: Remote, before: store.Store, after: store.Store, progress: Progress) -> None:
    old = set(before.graphs())
    # The ontology graph is the same, since it was made with the same files; its blank nodes bear other labels.
    changed = [
        name
        for name in after.graphs()
        if name not in old or (name != ONTOLOGY_GRAPH and set(before.quads(name)) != set(after.quads(name)))
    ]
    if set(server.quads(DATASET_GRAPH)) != set(before.quads(DATASET_GRAPH)):  # it has the SHA-256 of all that is there
        raise StoreError(str(server.where), "was written by someone else meanwhile", "run the command again")
    _send(server, after, changed, old - set(after.graphs()), progress)


def _send(server: Remote, made: store.Store, graphs: Sequence[str], gone: Iterable[str], progress: Progress) -> None:
    """Replace graphs on a server and drop others, and count what is there then."""
    bodies = {name: _triples(made, name) for name in graphs}
    gone = list(gone)
    if not bodies and not gone:
        return
    size = sum(map(len, bodies.values()))
    progress(f"sending {len(bodies)} graphs, {size / 1e6:.1f} MB, to {server.where}")
    one_by_one = server.dialect == "virtuoso" or server.where.graphs or size > LONGEST
    try:
        if one_by_one:
            progress(f"{server.where}: graph by graph; until it is done, readers are told that nothing is there")
            _one_by_one(server, bodies, gone)
        else:
            _update(server, b";\n".join([*map(_dropped, gone), *(_put(*one) for one in bodies.items())]))
    except StoreError as error:
        if isinstance(error, Refused) and error.status < 500 and not one_by_one:
            raise
        unknown = "part of it may be stored" if one_by_one else "all or nothing of it may be stored"
        raise StoreError(error.place, error.what, error.todo, (*error.details, f"{unknown}; run it again")) from None
    for name in graphs:
        stored, sent = server.count(name), len(set(bodies[name].splitlines()))
        if stored != sent:
            raise StoreError(
                str(server.where), f"stored {stored:,} of {sent:,} triples of <{name}>", "look into the server's log"
            )


def _one_by_one(server: Remote, bodies: dict[str, bytes], gone: Iterable[str]) -> None:
    """The dataset graph goes first and comes last."""
    protocol = bool(_graphs(server))
    for name in (DATASET_GRAPH, *gone):
        if protocol:
            _graph(server, "DELETE", name)
        else:
            _update(server, _dropped(name))
    for name, body in sorted(bodies.items(), key=lambda one: one[0] == DATASET_GRAPH):
        if protocol:
            _graph(server, "PUT", name, body)
        else:
            _update(server, _put(name, body))


def _graphs(server: Remote) -> str:
    """Where a server keeps graphs: as it is told, and for Virtuoso where that has them."""
    if server.where.graphs or server.dialect != "virtuoso":
        return server.where.graphs
    # Where names are asked for (Digest), it is another address.
    path = "/sparql-graph-crud-auth" if server.transfer.known else "/sparql-graph-crud"
    parts = urlsplit(server.where.query)
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _graph(server: Remote, method: str, name: str, body: bytes | None = None) -> None:
    try:
        server.transfer.send(
            method,
            _graphs(server),
            body=body,
            headers={"Content-Type": "application/n-triples"} if body is not None else {},
            parameters={"graph": name},
            seconds=max(_SECONDS, server.transfer.seconds),
        )
    except Refused as error:
        if method != "DELETE" or error.status != 404:  # gone already
            raise


def _update(server: Remote, text: bytes) -> None:
    seconds = max(_SECONDS, server.transfer.seconds)
    server.transfer.send("POST", server.where.update, body=text, headers={"Content-Type": _UPDATE}, seconds=seconds)


def _dropped(name: str) -> bytes:
    return f"DROP SILENT GRAPH <{name}>".encode()


def _put(name: str, triples: bytes) -> bytes:
    """An update that replaces a graph; N-Triples are what INSERT DATA takes."""
    return b"%s;\nINSERT DATA { GRAPH <%s> {\n%s} }" % (_dropped(name), name.encode(), triples)


def _triples(made: store.Store, name: str) -> bytes:
    data = ox.serialize((quad.triple for quad in made.quads(name)), format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(data, bytes)
    return data
