"""Case and diacritics ignored: how names are compared and slugs are made."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Text for comparing and searching: case-folded, without combining marks (NFKD)."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
