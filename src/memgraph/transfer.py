"""HTTP as a remote store is asked: one request, and one whole answer or a refusal.

A server is not trusted: no redirect is followed, nothing compressed is taken, and an answer has a
longest size and time. The caller's credentials go to the address of the store alone.
"""

from __future__ import annotations

import http.client
import os
import queue
import re
import threading
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import requests
import urllib3
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from requests.utils import parse_dict_header

from memgraph import __version__
from memgraph.address import Address
from memgraph.credentials import Credentials, credentials
from memgraph.errors import CallError, StoreError

_CONNECT = 5.0
_CHUNK = 1 << 16
# A server that sends one of these has left something out, whatever its status says: our own, Virtuoso's two.
_CUT = ("X-Result-Truncated", "X-SPARQL-MaxRows", "X-SQL-State")


class Reply(NamedTuple):
    """A whole answer: its media type, its bytes, and what the server calls itself."""

    kind: str
    body: bytes
    server: str


class Refused(StoreError):
    """The server answered with a status that is no success."""

    def __init__(self, place: str, status: int, what: str, todo: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(place, what, todo, details)
        self.status = status


class _Token(AuthBase):
    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class _Digest(HTTPDigestAuth):
    """Digest by a challenge that has come (RFC 7616), without reading the body that came with it."""

    def __init__(self, known: Credentials, challenge: str) -> None:
        super().__init__(known.user, known.password)
        self._challenge = parse_dict_header(re.split(r"digest\s+", challenge, maxsplit=1, flags=re.IGNORECASE)[-1])

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        self.init_per_thread_state()
        self._thread_local.chal = self._challenge
        proof = None
        if {"realm", "nonce"} <= self._challenge.keys():
            proof = self.build_digest_header(str(request.method), str(request.url))
        if proof is None:
            raise StoreError(
                _place(str(request.url)),
                "asks for the password in a form of Digest that is not known here",
                "let it take MD5 or SHA-256 with qop=auth, or Basic over https",
            )
        request.headers["Authorization"] = proof
        return request


def number(name: str, default: float) -> float:
    """A limit that the environment may set; raises :class:`CallError` where it is no number above 0."""
    given = os.environ.get(name)
    try:
        value = float(given) if given else default
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise CallError(name, f"{given!r} is no number above 0", "set it to one, or unset it")
    return value


class Transfer:
    """Requests to one server."""

    def __init__(self, where: Address) -> None:
        self.where = where
        self.known: Credentials | None = credentials(where)
        self.seconds = number("MEMGRAPH_TIMEOUT", 60)
        self.longest = int(number("MEMGRAPH_MAX_MB", 256) * 1_000_000)
        self._session = requests.Session()
        # Neither ~/.netrc nor a proxy of the environment: credentials go to the named host alone.
        self._session.trust_env = False
        self._session.verify = os.environ.get("SSL_CERT_FILE") or True
        self._session.headers.update({"User-Agent": f"memgraph/{__version__}", "Accept-Encoding": "identity"})
        if self.known and self.known.token:
            self._session.auth = _Token(self.known.token)

    def send(
        self,
        method: str,
        url: str,
        accept: str = "*/*",
        form: Sequence[tuple[str, str]] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        parameters: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> Reply:
        """One request with its whole answer; raises :class:`StoreError`, :class:`Refused` for a status of failure.

        ``seconds`` is how long all of it may take.
        """
        limit = seconds or self.seconds
        deadline = time.monotonic() + limit
        request = requests.Request(
            method,
            url,
            data=list(form) if form is not None else body,
            params=dict(parameters or {}),
            headers={"Accept": accept, **(headers or {})},
        )
        # In a thread of its own, since a server can drip its headers as slowly as it likes.
        box: queue.SimpleQueue[Reply | BaseException] = queue.SimpleQueue()

        def work() -> None:
            try:
                box.put(self._exchange(request, deadline))
            except BaseException as error:
                box.put(error)

        threading.Thread(target=work, daemon=True).start()
        try:
            found = box.get(timeout=limit + 0.5)
        except queue.Empty:
            found = TimeoutError()
        if isinstance(found, Reply):
            return found
        raise self._said(url, found, limit) from None

    def _exchange(self, request: requests.Request, deadline: float) -> Reply:
        if isinstance(self._session.auth, _Digest):
            self._session.auth = None  # each proof is for one challenge
        answer = self._asked(request, deadline)
        if answer.status_code == 401 and self.known and not self._session.auth:
            # Asked for: by its challenge the server says in which form (RFC 9110, section 11.6.1).
            wanted = answer.headers.get("WWW-Authenticate", "")
            answer.close()
            if "digest" in wanted.lower():
                self._session.auth = _Digest(self.known, wanted)
            else:  # in UTF-8 (RFC 7617, section 2.1)
                self._session.auth = HTTPBasicAuth(self.known.user.encode(), self.known.password.encode())
            answer = self._asked(request, deadline)
        with answer:
            if not 200 <= answer.status_code < 300:
                raise self._refused(answer, deadline)
            place = _place(answer.url)
            if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
                raise StoreError(place, "sends its answer compressed, unasked", "turn that off at the server")
            for name in _CUT:
                if name in answer.headers:
                    said = _clean(f"{name}: {answer.headers[name]}")
                    raise StoreError(
                        place, f"the answer is cut short ({said})", "ask for less, or raise the server's limit"
                    )
            body = self._body(answer, deadline, self.longest, place)
            kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if kind == "application/n-triples" and not _ends(answer):
                raise StoreError(
                    place, "does not say where its answer ends", "let it send Content-Length, or in chunks"
                )
            return Reply(kind, body, _clean(answer.headers.get("Server", "").strip()))

    def _asked(self, request: requests.Request, deadline: float) -> requests.Response:
        left = max(0.1, deadline - time.monotonic())
        return self._session.send(
            self._session.prepare_request(request),
            stream=True,
            allow_redirects=False,
            timeout=(min(_CONNECT, left), left),
        )

    @staticmethod
    def _body(answer: requests.Response, deadline: float, longest: int, place: str) -> bytes:
        parts, size = [], 0
        while part := answer.raw.read1(_CHUNK, decode_content=False):
            size += len(part)
            parts.append(part)
            if size > longest:
                raise StoreError(
                    place,
                    f"the answer is longer than {longest / 1e6:g} MB",
                    "ask for less, or set MEMGRAPH_MAX_MB to more",
                )
            if time.monotonic() > deadline:
                raise TimeoutError
        length = answer.headers.get("Content-Length", "")
        if length.isdigit() and int(length) != size and "Transfer-Encoding" not in answer.headers:
            raise http.client.IncompleteRead(b"", int(length) - size)
        return b"".join(parts)

    def _refused(self, answer: requests.Response, deadline: float) -> StoreError:
        place, status = _place(answer.url), answer.status_code
        if 300 <= status < 400:
            target = _clean(answer.headers.get("Location", "nowhere"))
            return Refused(
                place, status, f"sends on to {target}, which is not followed", "name that address, if you trust it"
            )
        try:
            said = self._body(answer, deadline, _CHUNK, place).decode("utf-8", "replace")
        except (StoreError, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError):
            said = ""
        page = "html" in answer.headers.get("Content-Type", "").lower()
        lines = () if page else tuple(_clean(line) for line in said.splitlines() if line.strip())[:6]
        what, todo = {
            400: ("the server cannot read the request", "mend what is asked"),
            401: ("the server does not take the credentials", "check MEMGRAPH_USER and MEMGRAPH_PASSWORD")
            if self.known
            else (
                "the server wants to know who asks",
                "set MEMGRAPH_USER and MEMGRAPH_PASSWORD, or MEMGRAPH_TOKEN, or name a file in MEMGRAPH_NETRC",
            ),
            403: ("the server forbids it", "ask as one who may"),
            404: ("there is nothing at this address", "name the one where the server answers queries"),
            405: ("the server does not do this at this address", "name the one where the server answers queries"),
        }.get(status, ("the server could not answer", "try again later, or look into its log"))
        return Refused(place, status, f"{what} (status {status})", todo, lines)

    @staticmethod
    def _said(url: str, error: BaseException, limit: float) -> BaseException:
        """A fault of the transfer, said once for all the ways in which libraries say it."""
        place = _place(url)
        if isinstance(error, StoreError | CallError | KeyboardInterrupt):
            return error
        if isinstance(error, requests.exceptions.SSLError):
            why = _clean(str(error.args[0] if error.args else error))
            return StoreError(
                place,
                "its certificate is not trusted",
                "name the certificates that you trust in SSL_CERT_FILE",
                (why,),
            )
        if isinstance(error, requests.exceptions.ConnectTimeout):
            return StoreError(place, f"no connection within {min(_CONNECT, limit):g} s", "check the address")
        if isinstance(error, TimeoutError | requests.exceptions.Timeout | urllib3.exceptions.TimeoutError):
            return StoreError(
                place, f"no whole answer within {limit:g} s", "ask for less, or set MEMGRAPH_TIMEOUT to more seconds"
            )
        if isinstance(error, urllib3.exceptions.HTTPError | http.client.HTTPException):
            return StoreError(place, "the answer is cut short or broken", "try again", (_clean(str(error)),))
        if isinstance(error, requests.RequestException | OSError):
            why = _clean(str(error))
            broken = "IncompleteRead" in why or "RemoteDisconnected" in why or "BadStatusLine" in why
            what, todo = (
                ("the answer is cut short or broken", "try again")
                if broken
                else ("cannot be reached", "check the address, and whether the server runs")
            )
            return StoreError(place, what, todo, (why,))
        # By its kind alone: what it says can show the name, the password or the token.
        return StoreError(place, f"cannot be asked ({type(error).__name__})", "check the address and who asks")


def _ends(answer: requests.Response) -> bool:
    """Whether the end of a body can be told from a broken connection."""
    return "Content-Length" in answer.headers or "chunked" in answer.headers.get("Transfer-Encoding", "").lower()


def _place(url: str) -> str:
    return url.partition("?")[0]


def _clean(text: str) -> str:
    """What a server said, short and without the characters that a terminal would obey."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    return plain if len(plain) <= 300 else plain[:300] + " …"
