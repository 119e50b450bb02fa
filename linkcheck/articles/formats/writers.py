"""Writers of the formats whose links are a mark around a title or an attribute."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING

import msgspec

from linkcheck.articles.json_places import NotReadError, object_members
from linkcheck.articles.writing import CannotWriteError, Edit, Writer

if TYPE_CHECKING:
    from linkcheck.articles.json_places import Member
    from linkcheck.models import Citation, Snapshot, UrlStatus

__all__ = ["AsciidocWriter", "HtmlWriter", "JsonWriter", "MarkdownWriter", "RstWriter"]

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})\b[^<>]{0,500}>")
_ATTRIBUTE = re.compile(r"\{\w[\w-]{0,99}\}")
_FIRST_MEMBER = re.compile(r'\{(?P<gap>\s*)"(?:[^"\\]|\\.){1,200}"(?P<colon>\s*:\s*)')
_BETWEEN_MEMBERS = re.compile(r'\s*,(?P<gap>\s*)"')
_VOID = frozenset({"br", "img", "wbr"})


class MarkdownWriter(Writer):
    """Writes `[title](address)`."""

    def __init__(self) -> None:
        super().__init__("[]*'")

    def spelled(self, url: str, written: str | None) -> str:
        """Return an address; brackets that are not in pairs would end the link."""
        spelled = super().spelled(url, written)
        if _has_odd_brackets(spelled):
            spelled = spelled.replace("(", "%28").replace(")", "%29")
        return spelled

    def linked(self, text: str, citation: Citation, url: str) -> list[Edit]:
        """Return the edit that makes a link of the title, or adds the address to the item."""
        place = self.title(text, citation)
        address = self.spelled(url, None)
        if place is None or re.search(r"[\[\]\n\r`<>]", text[slice(*place)]) is not None:
            (edit,) = super().linked(text, citation, url)
            return [edit._replace(text=edit.text.replace(edit.text.strip(), f"<{address}>"))]
        start, end = place
        return [Edit(start, start, "["), Edit(end, end, f"]({address})")]


def _has_odd_brackets(url: str) -> bool:
    depth = 0
    for char in url:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return True
    return depth != 0


class RstWriter(Writer):
    """Writes `` `title <address>`__ ``."""

    def linked(self, text: str, citation: Citation, url: str) -> list[Edit]:
        """Return the edit that makes a link of the title, or adds the address to the item."""
        place = self.title(text, citation)
        if place is None or re.search(r"[`<>_*|\\\n\r]", text[slice(*place)]) is not None:
            return super().linked(text, citation, url)
        start, end = place
        around = text[start - 1 : start] + text[end : end + 1]
        if set(around) & set("`*|_"):  # inline markup cannot be nested
            return super().linked(text, citation, url)
        return [Edit(start, start, "`"), Edit(end, end, f" <{self.spelled(url, None)}>`__")]


class AsciidocWriter(Writer):
    """Writes `address[title]`."""

    def __init__(self) -> None:
        super().__init__("[]")

    def leads_to(self, written: str, url: str) -> bool:
        """Tell whether a stretch is an address; what attributes in it stand for is not known."""
        first, *further = _ATTRIBUTE.split(self.meant(written))
        if not further:
            return super().leads_to(written, url)
        return url.startswith(first) and url.endswith(further[-1])

    def linked(self, text: str, citation: Citation, url: str) -> list[Edit]:
        """Return the edit that makes a link of the title, or adds the address to the item."""
        place = self.title(text, citation)
        if place is None or re.search(r"[\[\]\n\r]", text[slice(*place)]) is not None:
            return super().linked(text, citation, url)
        start, end = place
        return [Edit(start, start, f"{self.spelled(url, None)}["), Edit(end, end, "]")]


class HtmlWriter(Writer):
    """Writes `<a href="address">title</a>`.

    Args:
        robust: also say in attributes what the copy is a copy of, and of when
            (https://robustlinks.mementoweb.org/spec/).
        adds: see `Writer`.
    """

    def __init__(self, *, robust: bool = False, adds: bool = True) -> None:
        super().__init__("'", adds=adds)
        self._robust = robust

    def robust(self) -> HtmlWriter:
        """Return one that says in attributes what an archived copy is a copy of."""
        return HtmlWriter(robust=True, adds=self._adds)

    def spelled(self, url: str, written: str | None) -> str:
        """Return an address as an attribute's value."""
        return super().spelled(url, written).replace("&", "&amp;")

    def archived(
        self, text: str, citation: Citation, snapshot: Snapshot, status: UrlStatus | None
    ) -> list[Edit]:
        """Return the edits; with Robust Links, attributes name the original and the day."""
        edits = super().archived(text, citation, snapshot, status)
        if not self._robust or citation.url is None:
            return edits
        end = citation.location.end
        quote = text[end : end + 1]
        if quote not in {'"', "'"}:
            return edits
        said = f' data-originalurl="{escape(citation.url)}" data-versiondate="{snapshot.time[:10]}"'
        return [*edits, Edit(end + 1, end + 1, said)]

    def linked(self, text: str, citation: Citation, url: str) -> list[Edit]:
        """Return the edits that make a link of the title, its tags balanced."""
        if not self._adds:
            return super().linked(text, citation, url)
        address = self.spelled(url, None)
        for place in (self.title(text, citation), _span(citation)):
            whole = _balanced(text, *place) if place is not None else None
            if whole is not None:
                start, end = whole
                return [Edit(start, start, f'<a href="{address}">'), Edit(end, end, "</a>")]
        raise CannotWriteError("the HTML tags around the source are not balanced")


def _span(citation: Citation) -> tuple[int, int]:
    return citation.location.start, citation.location.end


def _balanced(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a stretch, or one with tags beside it, whose tags all open and close in it."""
    for _ in range(4):
        opened: list[str] = []
        missing = ""
        for tag in _TAG.finditer(text, start, end):
            name = tag[2].lower()
            if name in {"a", "li", "p", "div"}:
                return None  # a link, or more than one line of text
            if name in _VOID or tag[0].endswith("/>"):
                continue
            if not tag[1]:
                opened.append(name)
            elif not opened or opened.pop() != name:
                missing = name
                break
        if missing:
            before = re.compile(rf"<{missing}\b[^<>]{{0,500}}>\Z", re.IGNORECASE)
            found = before.search(text, max(0, start - 520), start)
            if found is None:
                return None
            start = found.start()
        elif opened:
            found = re.compile(rf"</{opened[-1]}\s*>", re.IGNORECASE).match(text, end)
            if found is None:
                return None
            end = found.end()
        else:
            return start, end
    return None


def _object_of(text: str, citation: Citation) -> tuple[int, int, dict[str, Member]] | None:
    """Return where the object of a source begins and ends, and its members.

    None where the source is not an object, or is in the text of one. The source's place is the
    object, or what is in it from its first value on.
    """
    place = citation.location
    if text[place.start : place.start + 1] == "{":
        begin, end = place.start, place.end
    else:
        begin, end = text.rfind("{", 0, place.start), place.end + 1
    if begin < 0:
        return None
    try:
        members, read = object_members(text, begin)
    except NotReadError:
        return None
    return (begin, end, members) if read == end else None


class JsonWriter(Writer):
    """Writes an address inside a JSON string, in whatever form the text in it has.

    Args:
        member: of the object of a source, to hold an address that it does not have; None where
            sources are no objects.
    """

    def __init__(self, member: str | None = None) -> None:
        super().__init__(adds=member is not None)
        self._member = member

    def linked(self, text: str, citation: Citation, url: str) -> list[Edit]:
        """Return the edit that adds the address as the last member of the source's object."""
        found = _object_of(text, citation) if self._member is not None else None
        if found is None:
            raise CannotWriteError("an address cannot be added to a source of this format")
        start, end, members = found
        value = json.dumps(self.spelled(url, None), ensure_ascii=False)
        if self._member in members:
            old = members[self._member]
            if old.value not in {"", None}:
                message = f"the source has a member {self._member} that is not an address"
                raise CannotWriteError(message)
            return [Edit(old.start, old.end, value)]
        first = _FIRST_MEMBER.match(text, start)
        if first is None:
            raise CannotWriteError("the source is not in the file as linkcheck reads it")
        last = start + len(text[start : end - 1].rstrip())
        between = _BETWEEN_MEMBERS.match(text, next(iter(members.values())).end)
        gap = between["gap"] if between is not None else first["gap"]
        return [Edit(last, last, f',{gap}"{self._member}"{first["colon"]}{value}')]

    def meant(self, written: str) -> str:
        """Return an address without the escapes of JSON and of the text in it."""
        try:
            return super().meant(str(json.loads(f'"{written}"')))
        except ValueError:
            return super().meant(written)

    def spelled(self, url: str, written: str | None) -> str:
        """Return an address with the escapes that the one it replaces has."""
        spelled = super().spelled(url, written)
        if written is not None and "&amp;" in written:
            spelled = spelled.replace("&", "&amp;")
        escaped = msgspec.json.encode(spelled).decode()[1:-1]
        return escaped.replace("/", "\\/") if written is not None and "\\/" in written else escaped
