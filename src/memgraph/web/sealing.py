"""What a worker gives up before it evaluates strangers' queries: memory, processor time, new files and sockets.

POSIX only; elsewhere the guard and the time limit are what protects.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import resource
except ImportError:  # no POSIX
    resource = None  # type: ignore[assignment]

# 0, 1 and 2 are taken: whatever opens a file or a socket needs a fourth.
_NO_MORE_FILES = 3


def keep_small(memory: int) -> None:
    """Take at most so many bytes more than now, and leave no core dump behind."""
    if resource is not None:
        pages = Path("/proc/self/statm")
        taken = int(pages.read_text().split()[0]) * resource.getpagesize() if pages.exists() else 0
        resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def sealed(seconds: float) -> Iterator[None]:
    """No new file and no socket inside, and an end by the kernel should the service not be there to make it.

    The engine would call any host that a query names; so that no cleverness in a query matters, a
    call is made impossible. The tables of the store are open already.
    """
    if resource is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(used.ru_utime + used.ru_stime + seconds) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (until, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_NO_MORE_FILES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))
