"""The same as `linkcheck`, under a name that no other package has.

LinkChecker installs a package of the name `linkcheck`, too. In an environment with both, neither
works; this one then says so, instead of failing in some module of the other.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkcheck import *  # noqa: F403
    from linkcheck import __all__ as __all__

_OF_LINKCHECKER = "lc_cgi.py"


def refuse_linkchecker() -> None:
    """Refuse to go on where LinkChecker has put its modules among ours.

    Raises:
        ImportError: it has; the message says what to do.
    """
    found = PathFinder.find_spec("linkcheck", sys.path)
    for folder in (found.submodule_search_locations or ()) if found is not None else ():
        if Path(folder, _OF_LINKCHECKER).exists():
            message = (
                f"LinkChecker has put its own package 'linkcheck' into {folder}, where "
                "linkcheck-bilingual has its own, and neither works: run "
                "'pip uninstall --yes linkchecker linkcheck-bilingual' and "
                "'pip install linkcheck-bilingual', and install LinkChecker into an environment "
                "of its own, such as pipx makes"
            )
            raise ImportError(message, name="linkcheck")


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        refuse_linkchecker()
        return getattr(import_module("linkcheck"), name)

    def __dir__() -> list[str]:
        refuse_linkchecker()
        return dir(import_module("linkcheck"))
