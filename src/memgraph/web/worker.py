"""A worker: a process that opens the current generation read-only and answers over the pipe at its stdin.

Started as ``python -m memgraph.web.worker STORE LIMITS`` with LIMITS as JSON. Its first frame names
the generation that it opened, or says why it could not.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from memgraph.errors import MemgraphError, StoreError
from memgraph.store import Store, open_store
from memgraph.web import answering, documents, endpoint, openapi
from memgraph.web.frames import Reader, Reply, packed, receive, send
from memgraph.web.limits import Limits
from memgraph.web.negotiation import PAGES
from memgraph.web.refusal import Refused, refuse
from memgraph.web.sealing import keep_small

# What a request can ask for by its "ask".
ANSWERS: dict[str, Callable[[Store, Limits, dict[str, Any]], Reply]] = {
    "query": answering.query,
    "canned": answering.canned,
    "known": documents.known,
    "thing": documents.thing,
    "ontology": documents.ontology,
    "graph": documents.graph,
    "dump": documents.dump,
    "void": documents.void,
    "description": endpoint.description,
    "openapi": openapi.document,
    # Made of a template as pages are, so loaded when first asked for.
    "drawing": lambda *given: import_module("memgraph.web.pictures").drawing(*given),
}


def answer(store: Store, limits: Limits, request: dict[str, Any]) -> Reply:
    """The answer to a request, for people as a page; every fault becomes a reply."""
    ask, people = request["ask"], "language" in request
    # A page's module is loaded when it is first asked for.
    answering = getattr(import_module(f"memgraph.web.{PAGES[ask][0]}"), ask) if people else ANSWERS[ask]
    try:
        made: Reply = answering(store, limits, request)
        return made
    except Refused as error:
        refused = error
    except MemgraphError as error:
        refused = Refused(400, error)
    except OSError as error:
        refused = refuse(503, "store", f"cannot be read ({error})", "tell whoever runs this service")
    except (RuntimeError, ValueError) as error:
        if "orruption" in str(error):
            refused = refuse(503, "store", f"is damaged ({error})", "tell whoever runs this service")
        else:
            refused = refuse(400, "query", f"cannot be evaluated ({error})", "mend it")
    if people:
        shown: Reply = import_module("memgraph.web.pages").refusal(refused, request)
        return shown
    return refused.reply()


def generation(store: Store) -> str:
    """What tells one generation from any other, also from one of the same number in a store made anew."""
    return f"{store.folder.name}-{zlib.crc32((store.folder / 'manifest.json').read_bytes()):08x}"


def main() -> None:
    """Answer until the service goes."""
    # Ctrl-C is for the service, which then closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = socket.socket(fileno=os.dup(0))
    limits = Limits(*json.loads(sys.argv[2]))
    try:
        store = open_store(Path(sys.argv[1]))
        name = generation(store)
    except (StoreError, OSError) as error:
        connection.sendall(packed({"refused": str(error)}))
        return
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):  # the engine's last words are not for the terminal
        os.dup2(nothing, descriptor)
    gc.collect()
    gc.freeze()
    keep_small(limits.memory)
    connection.sendall(packed({"generation": name}))
    reader = Reader()
    while request := receive(connection, reader):
        send(connection, answer(store, limits, request))


if __name__ == "__main__":
    main()
