"""The README and the pages of the guide, and the tables that are generated into them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["GUIDE", "README", "ROOT", "Block", "Generated", "blocks", "documentation", "pages"]

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
GUIDE = ROOT / "examples" / "guide"

_BLOCK = re.compile(r"^ *```(?P<kind>\w*)[^\n]*\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """Return the README and all pages of the guide."""
    return [README, *sorted(GUIDE.glob("*.md"))]


def documentation() -> str:
    """Return the text of the README and of the guide."""
    return "\n".join(page.read_text(encoding="utf-8") for page in pages())


@dataclass(frozen=True)
class Block:
    """A block of code in the documentation.

    Args:
        page: where it is.
        kind: its language.
        text: the code.
    """

    page: Path
    kind: str
    text: str

    def __str__(self) -> str:
        """Return a short name, for the names of tests."""
        return f"{self.page.name}-{self.kind}-{self.text.splitlines()[0][:40]}"


def blocks(*kinds: str) -> list[Block]:
    """Return the blocks of code in the documentation.

    Args:
        kinds: their languages; all if none is given.
    """
    return [
        Block(page, block["kind"], block["text"])
        for page in pages()
        for block in _BLOCK.finditer(page.read_text(encoding="utf-8"))
        if not kinds or block["kind"] in kinds
    ]


@dataclass(frozen=True)
class Generated:
    """A part of a page that a program writes, between two comments.

    Args:
        name: its name in the comments.
        page: the page it is in.
        program: the module in `tests` that writes it.
        text: returns what it should be.
    """

    name: str
    page: Path
    program: str
    text: Callable[[], str]

    def _put_into(self, page: str) -> str:
        begin = f"<!-- {self.name}: python -m tests.{self.program} -->\n"
        end = f"<!-- /{self.name} -->\n"
        pattern = re.escape(begin) + ".*?" + re.escape(end)
        new = begin + self.text() + end
        page, count = re.subn(pattern, lambda _: new, page, count=1, flags=re.DOTALL)
        assert count, f"{self.page.name} has no place for {self.name}"
        return page

    @staticmethod
    def outdated(parts: Iterable[Generated]) -> dict[Path, str]:
        """Return the pages that are not as they should be, with their text as it should be."""
        now: dict[Path, str] = {}
        for part in parts:
            text = now.get(part.page) or part.page.read_text(encoding="utf-8")
            now[part.page] = part._put_into(text)
        return {
            page: text for page, text in now.items() if text != page.read_text(encoding="utf-8")
        }

    @staticmethod
    def write(parts: Iterable[Generated]) -> None:
        """Write the pages that are not as they should be."""
        for page, text in Generated.outdated(parts).items():
            page.write_text(text, encoding="utf-8")
