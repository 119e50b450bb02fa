"""Put proposals into the articles: exact stretches, and nothing else.

A file is changed only if it is still the one that was read, if every stretch is what was read
there, and if its bytes can be written back as they were.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
from bisect import bisect_left, insort
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.articles.formats.registry import format_read_as, sniffed
from linkcheck.articles.frontmatter import read_front_matter
from linkcheck.articles.source import LONGEST, decode_source
from linkcheck.articles.writing import CannotWriteError, Edit, Writer, edited
from linkcheck.errors import ArticleError, UsageError
from linkcheck.models import Report
from linkcheck.models.base import Value
from linkcheck.text.files import replace_bytes
from linkcheck.text.paths import STANDARD_INPUT, within
from linkcheck.text.urls import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from linkcheck.models import Citation, Finding, Proposal, Rule, Verdict

__all__ = ["ADDRESSES", "Change", "FileChange", "Skipped", "apply"]

ADDRESSES = frozenset({"new-address", "other-edition", "archive"})
"""Kinds of proposals that change an address and no word that readers see."""

_LINE = r"[^\n]*\n|[^\n]+"  # as git divides lines: at line feeds alone
_NO_NEWLINE = "\\ No newline at end of file\n"
_SPECIAL = re.compile(r'[\x00-\x1f\x7f"\\]')


class Change(Value, frozen=True):
    """One proposal that is applied.

    Attributes:
        path: the file.
        line: where, counted from 1.
        column: counted from 1, in characters.
        rule: the finding that it answers.
        old: the address or title before, or None where there was none.
        new: the one in its place.
        kind: of the proposal.
        reason: why it is believed to be right.
        confidence: how likely it is right, from 0 to 1.
        archive: name of the archive whose copy is put there, or None.
        snapshot: the day and time of that copy, or None.
        digest: of its content, as the archive names it, or None.
    """

    path: str
    line: int
    column: int
    rule: Rule
    new: str
    kind: str
    old: str | None = None
    reason: str | None = None
    confidence: float | None = None
    archive: str | None = None
    snapshot: str | None = None
    digest: str | None = None


class Skipped(Value, frozen=True):
    """A proposal that is not applied, and why.

    Attributes:
        path: the file.
        line: where.
        rule: the finding that it would answer.
        reason: why not.
    """

    path: str
    line: int
    rule: Rule
    reason: str


class FileChange(NamedTuple):
    """What proposals make of one file.

    Attributes:
        path: the file.
        changes: what is changed, in the order of the file.
        skipped: what is not, and why.
        before: its bytes.
        after: its bytes then.
        edits: for each change what makes it, in offsets of the text; nothing where another change
            makes it too.
        encoding: what it is written in.
    """

    path: str
    changes: tuple[Change, ...]
    skipped: tuple[Skipped, ...]
    before: bytes
    after: bytes
    edits: tuple[tuple[Edit, ...], ...]
    encoding: str

    @property
    def name(self) -> str:
        """The file as a patch or a review names it: its path from the current folder."""
        inside = within(self.path, os.path.realpath(Path.cwd()))
        return inside or Path(self.path).as_posix().lstrip("/")

    def diff(self) -> str:
        """Return the change as a patch, in text to look at; empty where there is none."""
        old, new = (
            re.findall(_LINE, data.decode(self.encoding, "surrogateescape"))
            for data in (self.before, self.after)
        )
        one, other = (_patch_name(f"{side}/{self.name}") for side in "ab")
        lines = difflib.unified_diff(old, new, one, other)
        return "".join(line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}" for line in lines)

    def patch(self) -> bytes:
        """Return the change as a patch that git applies, in the file's own encoding."""
        old, new = (re.findall(_LINE.encode(), data) for data in (self.before, self.after))
        one, other = (os.fsencode(_patch_name(f"{side}/{self.name}")) for side in "ab")
        lines = difflib.diff_bytes(difflib.unified_diff, old, new, one, other)
        end = b"\n" + _NO_NEWLINE.encode()
        return b"".join(line if line.endswith(b"\n") else line + end for line in lines)

    def write(self) -> None:
        """Put the new bytes in place of the file, whole or not at all, its mode kept.

        Raises:
            ArticleError: the file was changed meanwhile, or cannot be written.
        """
        if self.before == self.after:
            return
        target = Path(os.path.realpath(self.path))
        try:
            if target.read_bytes() != self.before:
                raise ArticleError("has changed since it was read; left unchanged", path=self.path)
            replace_bytes(target, self.after)
        except OSError as error:
            message = f"cannot be written: {error.strerror or error}"
            raise ArticleError(message, path=self.path) from error


def apply(
    verdicts: Report | Iterable[Verdict],
    *,
    select: Collection[Rule] | None = None,
    min_confidence: float = 0.9,
    digests: Mapping[str, str] | None = None,
    robust_links: bool = False,
    wanted: Callable[[Change], bool] | None = None,
) -> list[FileChange]:
    """Return what the proposals of some verdicts make of their files; nothing is written yet.

    Args:
        verdicts: a report, or verdicts.
        select: rules whose proposals are applied; by default all that propose an address.
        min_confidence: proposals below it are left out.
        digests: SHA-256 of the files as they were read, in hexadecimal; a file that is another now
            is left as it is. A report brings its own.
        robust_links: in HTML, say in attributes what an archived copy is a copy of.
        wanted: asked about each change, in the order of the report; by default all are wanted.
    """
    if isinstance(verdicts, Report):
        digests = verdicts.digests if digests is None else digests
        verdicts = verdicts.verdicts
    by_path: dict[str, list[tuple[Verdict, Finding, Proposal]]] = {}
    for verdict in verdicts:
        for finding in verdict.findings:
            proposal = finding.proposal
            if proposal is None or not _is_chosen(finding, proposal, select, min_confidence):
                continue
            if wanted is None or wanted(_change(verdict, finding, proposal)):
                path = verdict.citation.location.path
                by_path.setdefault(path, []).append((verdict, finding, proposal))
    return [
        _of_file(path, chosen, (digests or {}).get(path), robust_links=robust_links)
        for path, chosen in by_path.items()
    ]


def _is_chosen(
    finding: Finding, proposal: Proposal, select: Collection[Rule] | None, least: float
) -> bool:
    if select is None:
        if proposal.kind not in ADDRESSES:
            return False
    elif finding.rule not in select:
        return False
    return proposal.confidence is not None and proposal.confidence >= least


def _of_file(
    path: str,
    wanted: list[tuple[Verdict, Finding, Proposal]],
    digest: str | None,
    *,
    robust_links: bool,
) -> FileChange:
    """Return what proposals make of one file."""

    def refused(reason: str, data: bytes = b"") -> FileChange:
        skipped = tuple(_skipped(verdict, finding, reason) for verdict, finding, _ in wanted)
        return FileChange(path, (), skipped, data, data, (), "utf-8")

    if path == STANDARD_INPUT or is_address(path):
        return refused("only files can be changed: name the article's file")
    try:
        with Path(path).open("rb") as file:
            data = file.read(LONGEST + 1)
    except OSError as error:
        return refused(f"the file cannot be read: {error.strerror or error}")
    if digest is not None and hashlib.sha256(data).hexdigest() != digest:
        return refused("the file has changed since it was read: check it again", data)
    try:
        form = format_read_as(path, wanted[0][0].article_format)
    except UsageError as error:
        return refused(str(error), data)
    if form is not None and form.decode is not None:
        return refused(f"files of the format {form.name} are not changed", data)
    try:
        source = decode_source(data, path)
    except ArticleError as error:
        return refused(error.message, data)
    head = data[: len(data) - len(source.text.encode(source.encoding, "replace"))]
    try:
        whole = head + source.text.encode(source.encoding)
    except UnicodeEncodeError:
        whole = b""
    if whole != data:
        return refused("the file is not valid text in its encoding", data)
    if form is None:
        form, _ = sniffed(source.text)
    writer = form.writer
    if writer is None:
        return refused(f"files of the format {form.name} are not changed", data)
    if robust_links:
        writer = writer.robust()
    front = read_front_matter(source).end if form.front_matter else 0
    changes: list[Change] = []
    edits: list[tuple[Edit, ...]] = []
    skipped: list[Skipped] = []
    taken = _Edits()
    for verdict, finding, proposal in wanted:
        try:
            if proposal.kind == "title":
                made = _title(source.text, verdict.citation, proposal)
            else:
                made = writer.proposed(
                    source.text, verdict.citation, proposal, verdict.url_status, front
                )
            for edit in made:
                edit.text.encode(source.encoding)
        except CannotWriteError as error:
            skipped.append(_skipped(verdict, finding, str(error)))
            continue
        except UnicodeEncodeError:
            reason = f"it cannot be written in the file's encoding ({source.encoding})"
            skipped.append(_skipped(verdict, finding, reason))
            continue
        made = [edit for edit in made if source.text[edit.start : edit.end] != edit.text]
        if not made:
            continue  # it has been applied before
        if any(map(taken.overlaps, made)):
            if not all(edit in taken for edit in made):  # two citations of one address agree
                skipped.append(
                    _skipped(verdict, finding, "another proposal changes the same words")
                )
                continue
            made = []
        for edit in made:
            taken.add(edit)
        changes.append(_change(verdict, finding, proposal))
        edits.append(tuple(made))
    text = edited(source.text, taken.sorted)
    after = head + text.encode(source.encoding)
    return FileChange(
        path, tuple(changes), tuple(skipped), data, after, tuple(edits), source.encoding
    )


def _title(text: str, citation: Citation, proposal: Proposal) -> list[Edit]:
    """Return the edit of a title that stands in the text as it was read, without markup."""
    place = Writer.title(text, citation)
    if place is None or text[slice(*place)] != citation.title:
        raise CannotWriteError("there is markup in the title")
    if set(proposal.replacement) & set("<>[]{}|\\`*_\n\r&"):
        raise CannotWriteError("the new title has characters that may be markup")
    return [Edit(*place, proposal.replacement)]


class _Edits:
    """Edits of one text that do not overlap, in order.

    Attributes:
        sorted: the edits, by where they begin.
    """

    def __init__(self) -> None:
        self.sorted: list[Edit] = []

    def __contains__(self, edit: Edit) -> bool:
        place = bisect_left(self.sorted, edit)
        return place < len(self.sorted) and self.sorted[place] == edit

    def add(self, edit: Edit) -> None:
        """Add an edit that overlaps none."""
        insort(self.sorted, edit)

    def overlaps(self, edit: Edit) -> bool:
        """Tell whether an edit changes what another one changes, or adds where it adds."""
        place = bisect_left(self.sorted, edit)
        # None of them overlaps another: besides the neighbours, only one that adds may be between.
        return any(_overlap(edit, other) for other in self.sorted[max(0, place - 2) : place + 2])


def _overlap(one: Edit, other: Edit) -> bool:
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    return one.start < other.end and other.start < one.end


def _change(verdict: Verdict, finding: Finding, proposal: Proposal) -> Change:
    place, snapshot = verdict.citation.location, proposal.snapshot
    is_title = proposal.kind == "title"
    return Change(
        path=place.path,
        line=place.line,
        column=place.column,
        rule=finding.rule,
        old=verdict.citation.title if is_title else verdict.citation.url,
        new=proposal.replacement,
        kind=proposal.kind,
        reason=proposal.why or None,
        confidence=proposal.confidence,
        archive=snapshot.archive if snapshot is not None else None,
        snapshot=snapshot.time if snapshot is not None else None,
        digest=snapshot.digest if snapshot is not None else None,
    )


def _skipped(verdict: Verdict, finding: Finding, reason: str) -> Skipped:
    place = verdict.citation.location
    return Skipped(path=place.path, line=place.line, rule=finding.rule, reason=reason)


def _patch_name(name: str) -> str:
    """Return a file name as git writes it in a patch: quoted if it has special characters."""
    if _SPECIAL.search(name) is None:
        return f"{name}\t" if " " in name else name
    return '"{}"'.format(_SPECIAL.sub(lambda found: f"\\{ord(found[0]):03o}", name))
