"""The profile files inside the langdetect package, which are not part of its interface.

langdetect has no public way to read its profiles: `langdetect.detector_factory` loads all 55 of
them (2 MB of JSON) to detect a language its own way. We read those that are needed, and do not
import its modules, which takes 5 ms. `tests/languages/test_langdetect_files.py` fails when a
release moves or changes the files.
"""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

import msgspec

__all__ = ["letter_groups"]


class _Profile(msgspec.Struct):
    freq: dict[str, int]


def letter_groups(name: str) -> dict[str, int]:
    """Return how often each group of one to three letters was met in a language.

    Args:
        name: of the profile: a language, such as "uk" or "zh-cn".
    """
    source = distribution("langdetect").locate_file(f"langdetect/profiles/{name}")
    return msgspec.json.decode(Path(str(source)).read_bytes(), type=_Profile).freq
