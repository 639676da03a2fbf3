"""Who asks a server: a name and password or a token, from the environment or a file, for one host alone."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from memgraph.address import Address
from memgraph.errors import CallError

FILE = "MEMGRAPH_NETRC"
# What can stand after "Bearer" (RFC 6750, section 2.1).
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
# What the environment says is for one server in a process: the first that is asked.
_bound: list[str] = []


class Credentials(NamedTuple):
    """A name and a password, or a token. Neither is ever shown."""

    user: str
    password: str
    token: str

    def __repr__(self) -> str:
        return "Credentials(…)"


def credentials(where: Address) -> Credentials | None:
    """What to show this server, if anything; raises :class:`CallError` for what is half or unsafe."""
    user, password, token = (os.environ.get(f"MEMGRAPH_{name}", "") for name in ("USER", "PASSWORD", "TOKEN"))
    if not (user or password or token):
        return _from_file(where, os.environ[FILE]) if os.environ.get(FILE) else None
    if token and (user or password):
        raise CallError("MEMGRAPH_TOKEN", "stands beside MEMGRAPH_USER or MEMGRAPH_PASSWORD", "unset one of them")
    if not token and not (user and password):
        missing = "MEMGRAPH_PASSWORD" if user else "MEMGRAPH_USER"
        raise CallError(missing, "is not set, but the other of the two is", "set both")
    if any(not char.isprintable() for char in user + password + token):
        raise CallError("MEMGRAPH_TOKEN" if token else "MEMGRAPH_PASSWORD", "has control characters", "write it anew")
    if token and not _TOKEN.fullmatch(token):
        what = "has characters that no bearer token has (RFC 6750)"
        raise CallError("MEMGRAPH_TOKEN", what, "write it anew: letters from A to Z, digits and . _ ~ + / - =")
    if _bound and _bound[0] != where.origin:
        raise CallError(
            where.origin,
            f"the name, password or token of the environment is for {_bound[0]} alone",
            f"unset it, and name each host in a file ({FILE})",
        )
    _bound[:] = [where.origin]
    return Credentials(user, password, token)


def _from_file(where: Address, name: str) -> Credentials | None:
    """The entry of a host in a file in the form of netrc, which no one else may read."""
    from netrc import NetrcParseError, netrc  # only who has such a file pays for it

    try:
        status = os.stat(name)
        if os.name == "posix" and (status.st_mode & 0o077 or status.st_uid not in (0, os.getuid())):
            raise CallError(name, "others can read it, or it is another's", f"run: chmod 600 {name}")
        found = netrc(name).hosts.get(where.host.strip("[]"))
    except OSError as error:
        raise CallError(name, f"cannot be read ({error.strerror})", f"check the path in {FILE}") from None
    except (NetrcParseError, UnicodeDecodeError):  # what it says could show a password
        raise CallError(
            name, "is not in the form of netrc", "write: machine HOST login NAME password PASSWORD"
        ) from None
    return Credentials(found[0], found[2] or "", "") if found else None
