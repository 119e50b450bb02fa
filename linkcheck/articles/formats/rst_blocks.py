"""The block structure of reStructuredText: which lines are a paragraph, an item, a title, code.

Only what matters for citations is read: text with its places, targets and substitutions. The rules
are those of the reStructuredText Markup Specification
(https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html). Directives that are not known
count as containers, as in a document of Sphinx whose extensions are not installed.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.articles.blocks import LABEL_LEVEL, BlockKind
from linkcheck.articles.formats.rst_lines import Lines
from linkcheck.articles.formats.rst_tables import Row, begins_table, read_table
from linkcheck.data import load_toml

if TYPE_CHECKING:
    from linkcheck.articles.flow import Span

__all__ = ["Flow", "Image", "Structure", "reference_name"]


_DEEPEST = 40
"""What is nested deeper is read as paragraphs."""
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1*\Z")
_BULLET = re.compile(r"[-*+•‣⁃](?:[ \t]+|\Z)")
_ENUMERATOR = re.compile(
    r"(?:\((?:\d+|[a-zA-Z]|[ivxlcdm]+|[IVXLCDM]+|#)\)"
    r"|(?:\d+|[a-zA-Z]|[ivxlcdm]+|[IVXLCDM]+|#)[.)])(?:[ \t]+|\Z)"
)
_FIELD = re.compile(r":(?![: ])(?P<name>(?:[^:\\]|\\.|:(?!(?:[ `]|\Z)))+):(?:[ \t]+|\Z)")
_EXPLICIT = re.compile(r"\.\.(?:[ \t]+|\Z)")
_NOTE = re.compile(r"\[(?:\d+|#?[\w.:+-]*|\*)\](?:[ \t]+|\Z)")
_TARGET = re.compile(r"_(?![ ])(?P<name>`[^`]+`|(?:[^:\\]|\\.|:(?![ ]|\Z))+?):(?:[ \t]+|\Z)")
_ANONYMOUS = re.compile(r"__(?::)?(?:[ \t]+|\Z)")
_SUBSTITUTION = re.compile(r"\|(?![ ])(?P<name>[^|]+)\|[ \t]+")
_DIRECTIVE = re.compile(r"(?P<name>\w(?:[\w.+:-]*\w)?)[ ]?::(?:[ \t]+|\Z)")
_LINE_BLOCK = re.compile(r"\|(?:[ \t]+|\Z)")
_DOCTEST = re.compile(r">>>(?:[ ]|\Z)")

_PICTURES = frozenset({"figure", "image"})


@functools.cache
def _directives(kind: str) -> frozenset[str]:
    """Return the directives of a kind."""
    return frozenset(load_toml("articles-rst")[kind])


class Image(NamedTuple):
    """A picture that may lead somewhere.

    Attributes:
        alt: where its text stands, or None.
        target: where the address or the name of a target stands, or None.
    """

    alt: Span | None
    target: Span | None


class Flow(NamedTuple):
    """A run of text with inline markup.

    Attributes:
        kind: what part it has.
        level: as of blocks.
        spans: its lines or stretches of lines, as offsets.
        image: the picture that it is; it has no text then.
        first: False for a further paragraph of an item or note.
        is_html: True for raw HTML, whose whole is the only span.
    """

    kind: BlockKind
    level: int
    spans: tuple[Span, ...]
    image: Image | None = None
    first: bool = True
    is_html: bool = False


class Structure:
    """The blocks of a text, its targets and substitutions.

    Args:
        text: the text, every line end one line feed.

    Attributes:
        flows: its text, in order.
        title: where the title of the document stands, or None.
        fields: where the fields at its top stand, by name in lower case.
        targets: where the addresses of named targets stand, or what they lead to, by name.
        anonymous: the same of anonymous targets, in order.
        substitutions: what stands for `|name|`, by name.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.flows: list[Flow] = []
        self.title: Span | None = None
        self.fields: dict[str, Span] = {}
        self.targets: dict[str, tuple[Span, ...]] = {}
        self.anonymous: list[tuple[Span, ...]] = []
        self.substitutions: dict[str, Flow] = {}
        self._styles: list[str] = []
        self._titles: list[tuple[int, Span]] = []
        self._waiting: list[str] = []
        self._depth = 0
        self._info = 0
        self._lines = Lines(text)
        self._body(0, len(self._lines.starts), 0)
        if self.title is None:
            self.title = self._lone_title()

    def _lone_title(self) -> Span | None:
        """Return the title that the whole text is below, if there is one."""
        top = [span for level, span in self._titles if level == 1]
        return top[0] if len(top) == 1 and self.flows[0].spans == (top[0],) else None

    def _add(self, kind: BlockKind, *spans: Span, level: int = 0, first: bool = True) -> None:
        if any(start < end for start, end in spans):
            self.flows.append(Flow(kind, level, spans, first=first))

    def _inner(
        self, line: int, last: int, kind: BlockKind = BlockKind.PARAGRAPH, *, skip: int = 0
    ) -> None:
        """Read lines as a body of their own; the first begins behind a mark of some length."""
        self._lines.skip_mark(line, skip)
        indent = (
            self._lines.least_indent(line + 1, last)
            if skip
            else self._lines.least_indent(line, last)
        )
        if skip and self._lines.indents[line] >= 0:
            self._lines.indents[line] = indent = max(indent, 0)
        if indent < 0:
            return
        if self._depth >= _DEEPEST:
            self._flat(line, last, kind)
            return
        self._depth += 1
        self._body(line, last, indent, kind)
        self._depth -= 1

    def _flat(self, line: int, last: int, kind: BlockKind) -> None:
        """Add lines as paragraphs, whatever is in them."""
        while line < last:
            behind = self._lines.next_blank(line, last)
            if behind > line:
                self._add(kind, (self._lines.starts[line], self._lines.ends[behind - 1]))
            line = behind + 1

    def _body(
        self, line: int, last: int, indent: int, kind: BlockKind = BlockKind.PARAGRAPH
    ) -> None:
        first = True
        while line < last:
            if self._lines.indents[line] < 0:
                line += 1
                continue
            if self._lines.indents[line] > indent:  # a block quote
                behind = self._lines.next_dedent(line, last, indent)
                self._inner(line, behind, kind if kind is BlockKind.NOTE else BlockKind.PARAGRAPH)
                line = behind
                continue
            text = self._lines.written(line)
            explicit = _EXPLICIT.match(text)
            if explicit is None and not text.startswith("__"):
                self._waiting.clear()
            if explicit is not None:
                line = self._explicit(line, last, indent, explicit.end())
            elif text.startswith("__") and (mark := _ANONYMOUS.match(text)) is not None:
                behind = self._lines.next_dedent(line + 1, last, indent)
                self.anonymous.append(self._lines.spans(line, behind, mark.end()))
                line = behind
            elif (mark := self._item_mark(line, last, indent, text)) is not None:
                behind = self._lines.next_dedent(line + 1, last, indent)
                self._inner(line, behind, BlockKind.ITEM, skip=mark.end())
                line = behind
            elif (mark := _FIELD.match(text)) is not None:
                line = self._field(line, last, indent, mark)
            elif begins_table(text):
                line = self._table(line, last)
            elif _DOCTEST.match(text):
                line = self._lines.next_blank(line, last)
            elif (mark := _LINE_BLOCK.match(text)) is not None:
                behind = line + 1
                while behind < last and self._lines.indents[behind] > indent:
                    behind += 1
                self._add(kind, *self._lines.spans(line, behind, mark.end()))
                line = behind
            else:
                below = self._adorned(line, last, indent)
                if below is None:
                    below = self._paragraph(line, last, indent, kind, first=first)
                    first = False
                line = below

    def _item_mark(self, line: int, last: int, indent: int, text: str) -> re.Match[str] | None:
        mark = _BULLET.match(text)
        if mark is not None:
            return mark
        mark = _ENUMERATOR.match(text)
        following = line + 1
        if mark is None or following >= last or self._lines.indents[following] != indent:
            return mark
        # "A. Smith said" in running text: the next line would be indented, or have its number.
        return mark if _ENUMERATOR.match(self._lines.written(following)) else None

    # --- titles and paragraphs ----------------------------------------------------------------

    def _adorned(self, line: int, last: int, indent: int) -> int | None:
        """Read a title or a transition; return the line behind it, or None where there is none."""
        text = self._lines.written(line)
        if _ADORNMENT.match(text):
            following = self._lines.written(line + 2) if line + 2 < last else ""
            if line + 2 < last and following == text and self._lines.indents[line + 1] >= 0:
                return self._titled(line + 1, line + 3, text[0] * 2)
            ends = line + 1 >= last or self._lines.indents[line + 1] < 0
            return line + 1 if ends and len(text) >= 4 else None
        if line + 1 >= last or self._lines.indents[line + 1] != indent:
            return None
        below = self._lines.written(line + 1)
        if not _ADORNMENT.match(below) or len(below) < min(4, len(text)) or below == "::":
            return None
        return self._titled(line, line + 2, below[0])

    def _titled(self, line: int, behind: int, style: str) -> int:
        if style not in self._styles:
            self._styles.append(style)
        level = min(self._styles.index(style) + 1, 6)
        span = (self._lines.starts[line], self._lines.ends[line])
        self._titles.append((level, span))
        self._add(BlockKind.HEADING, span, level=level)
        return behind

    def _paragraph(self, line: int, last: int, indent: int, kind: BlockKind, *, first: bool) -> int:
        behind = line + 1
        while behind < last and self._lines.indents[behind] == indent:
            behind += 1
        if behind == line + 1 and behind < last and self._lines.indents[behind] > indent:
            return self._definition(line, last, indent)
        start, end = self._lines.starts[line], self._lines.ends[behind - 1]
        if self.text.endswith("::", start, end):
            self._add(kind, (start, end - 2), first=first)
            return self._lines.after_literal(behind, last, indent)
        self._add(kind, (start, end), first=first)
        return behind

    def _definition(self, line: int, last: int, indent: int) -> int:
        behind = self._lines.next_dedent(line + 1, last, indent)
        term = (self._lines.starts[line], self._lines.ends[line])
        written = self.text[slice(*term)]
        linked = "://" in written or "`_" in written
        alone = re.match(r"<?https?://\S+\Z", self._lines.written(line + 1)) is not None
        self._add(BlockKind.ITEM if linked or alone else BlockKind.PARAGRAPH, term)
        self._inner(line + 1, behind, BlockKind.PARAGRAPH if linked or alone else BlockKind.ITEM)
        return behind

    def _field(self, line: int, last: int, indent: int, mark: re.Match[str]) -> int:
        behind = self._lines.next_dedent(line + 1, last, indent)
        info = all(flow.kind is BlockKind.HEADING for flow in self.flows[self._info :])
        if info:
            name = mark["name"].lower()
            end = self._lines.ends[line]
            self.fields.setdefault(name, (min(self._lines.starts[line] + mark.end(), end), end))
        self._inner(line, behind, skip=mark.end())
        if info:
            self._info = len(self.flows)
        return behind

    # --- explicit markup ----------------------------------------------------------------------

    def _explicit(self, line: int, last: int, indent: int, skip: int) -> int:
        behind = self._lines.next_dedent(line + 1, last, indent)
        self._lines.skip_mark(line, skip)
        text = self._lines.written(line)
        if not text:
            # Two dots before a blank line are a comment of their own.
            return line + 1 if line + 1 < last and self._lines.indents[line + 1] < 0 else behind
        if (mark := _TARGET.match(text)) is not None and not text.startswith("__"):
            self._target(reference_name(mark["name"].strip("`")), line, behind, mark.end())
            return behind
        self._waiting.clear()
        if (mark := _NOTE.match(text)) is not None:
            self._inner(line, behind, BlockKind.NOTE, skip=mark.end())
        elif text.startswith("__") and (mark := _ANONYMOUS.match(text)) is not None:
            self.anonymous.append(self._lines.spans(line, behind, mark.end()))
        elif (mark := _SUBSTITUTION.match(text)) is not None:
            self._substitution(mark["name"], line, behind, mark.end())
        elif (mark := _DIRECTIVE.match(text)) is not None:
            self._directive(mark["name"].lower(), line, behind, mark.end())
        return behind

    def _target(self, name: str, line: int, behind: int, skip: int) -> None:
        where = self._lines.spans(line, behind, skip)
        self._waiting.append(name)
        if where:
            # Targets one below the other lead to the same.
            for each in self._waiting:
                self.targets.setdefault(each, where)
            self._waiting.clear()

    def _substitution(self, name: str, line: int, behind: int, skip: int) -> None:
        self._lines.skip_mark(line, skip)
        mark = _DIRECTIVE.match(self._lines.written(line))
        if mark is None:
            return
        name = reference_name(name)
        kind = mark["name"].lower()
        if kind == "image":
            options = self._options(line, behind)
            image = Image(options.get("alt"), options.get("target"))
            self.substitutions.setdefault(name, Flow(BlockKind.PARAGRAPH, 0, (), image))
        elif kind == "replace":
            flow = Flow(BlockKind.PARAGRAPH, 0, self._lines.spans(line, behind, mark.end()))
            self.substitutions.setdefault(name, flow)

    def _directive(self, name: str, line: int, behind: int, skip: int) -> None:
        if name == "raw" and self._lines.written(line)[skip:].strip().lower() == "html":
            self._options(line, behind)
            inside = [n for n in range(line + 1, behind) if self._lines.indents[n] >= 0]
            if inside:
                span = (self._lines.starts[inside[0]], self._lines.ends[inside[-1]])
                self.flows.append(Flow(BlockKind.PARAGRAPH, 0, (span,), is_html=True))
            return
        if name in _directives("verbatim"):
            return
        name = name.rpartition(":")[2]
        argument = (
            min(self._lines.starts[line] + skip, self._lines.ends[line]),
            self._lines.ends[line],
        )
        options = self._options(line, behind)
        said = self.text[slice(*argument)]
        if name in _PICTURES:
            if "target" in options:
                image = Image(options.get("alt"), options["target"])
                self.flows.append(Flow(BlockKind.PARAGRAPH, 0, (), image))
            skip = self._lines.ends[line] - self._lines.starts[line]
        elif name == "title":
            self.title = argument
            return
        elif name in _directives("titled"):
            self._add(BlockKind.HEADING, argument, level=LABEL_LEVEL)
            skip = self._lines.ends[line] - self._lines.starts[line]
        elif name == "seealso":
            # The name is shown as a heading, and what is in it are sources.
            begin = self._lines.starts[line]
            start = begin + self.text[begin : begin + skip].lower().rfind("seealso")
            self._add(BlockKind.HEADING, (start, start + len(name)), level=LABEL_LEVEL)
        elif name not in _directives("prose") and "://" not in said and "`" not in said:
            skip = self._lines.ends[line] - self._lines.starts[line]
        self._inner(line, behind, skip=skip)
        if name == "seealso":
            end = self._lines.ends[behind - 1]
            self.flows.append(Flow(BlockKind.HEADING, LABEL_LEVEL, ((end, end),)))

    def _options(self, line: int, behind: int) -> dict[str, Span]:
        """Take the options of a directive from its lines, and return where each stands."""
        found: dict[str, Span] = {}
        for number in range(line + 1, behind):
            if self._lines.indents[number] < 0:
                break
            mark = _FIELD.match(self._lines.written(number))
            if mark is None:
                if found:
                    self._lines.indents[number] = -1  # an option goes on
                continue
            start = min(self._lines.starts[number] + mark.end(), self._lines.ends[number])
            found[mark["name"].lower()] = (start, self._lines.ends[number])
            self._lines.indents[number] = -1
        return found

    def _table(self, line: int, last: int) -> int:
        rows = (
            Row(self._lines.starts[n], self._lines.indents[n], self._lines.written(n))
            for n in range(line, last)
        )
        length, cells = read_table(rows)
        for cell in cells:
            self._add(BlockKind.PARAGRAPH, *cell)
        return line + length


def reference_name(text: str) -> str:
    """Return a name as references are compared: white space and case folded."""
    return " ".join(text.replace("\\", "").lower().split())
