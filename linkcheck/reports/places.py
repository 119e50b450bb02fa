"""Name an article and a finding so that other programs find them again.

Build servers show a finding beside the line it is about, which needs the path as they know it,
and tell a new finding from one they have seen, which needs a name that outlives edits above it.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from linkcheck.models import GIVEN
from linkcheck.reports.safe import mask_credentials
from linkcheck.text.paths import within

if TYPE_CHECKING:
    from linkcheck.models import Finding, Problem, Verdict

__all__ = ["Fingerprints", "Places"]

# Where GitHub and GitLab say that the checked-out repository stands.
_ROOT_VARIABLES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.-]*://")


class Places:
    """Articles' paths as seen from the root of the repository that holds them.

    Args:
        root: of the repository; where None, what the build server says if we stand inside it,
            the nearest folder upwards with a `.git`, or the present folder.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = os.path.realpath(root or _root())
        self._known: dict[str, str | None] = {}

    def relative(self, path: str) -> str | None:
        """Return a path inside the root, with slashes; None for what is not inside."""
        if path not in self._known:
            self._known[path] = self._relative(path)
        return self._known[path]

    def named(self, path: str) -> str:
        """Return the path inside the root, or the path as it is, secrets masked."""
        return self.relative(path) or mask_credentials(path)

    def uri(self, path: str) -> str:
        """Return a URI: relative to the root inside it, absolute elsewhere (RFC 3986)."""
        if _ADDRESS.match(path):
            return quote(mask_credentials(path), safe="/:?#[]@!$&'()*+,;=%~")
        relative = self.relative(path)
        if relative is not None:
            return quote(os.fsencode(relative), safe="/@!$&'()*+,;=~")
        return "file://" + quote(os.fsencode(Path(path).absolute().as_posix()))

    def _relative(self, path: str) -> str | None:
        if _ADDRESS.match(path):
            return None
        return path if path in {"-", GIVEN} else within(path, self._root)


class Fingerprints:
    """Names of findings and problems that stay the same while the article around them is edited.

    A name is made of the article's path, the rule and the source, not of lines; equal ones of
    one article are numbered.

    Args:
        places: how paths are named.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self._seen: Counter[bytes] = Counter()

    def of(self, verdict: Verdict, finding: Finding) -> str:
        """Return the name of the next finding: 32 hexadecimal digits."""
        citation = verdict.citation
        # Without its secrets, so that the name neither tells them nor changes with them.
        source = mask_credentials(citation.url or citation.title or "")
        return self._numbered(citation.location.path, finding.rule.value, source)

    def of_problem(self, problem: Problem) -> str:
        """Return the name of the next problem: 32 hexadecimal digits."""
        return self._numbered(problem.path, problem.message)

    def _numbered(self, path: str, *parts: str) -> str:
        key = "\0".join((self._places.named(path), *parts)).encode("utf-8", "surrogatepass")
        self._seen[key] += 1
        return sha256(key + b"\0%d" % self._seen[key]).hexdigest()[:32]


def _root() -> Path:
    here = Path.cwd().resolve()
    for name in _ROOT_VARIABLES:
        told = os.environ.get(name)
        if told and here.is_relative_to(Path(told).resolve()):
            return Path(told)
    return next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
