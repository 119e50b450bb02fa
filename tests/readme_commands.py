"""Print one of the README's two set-up commands, so that CI runs the very line users copy.

Usage: python tests/readme_commands.py demo|tests
"""

from __future__ import annotations

import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
ENDINGS = {"demo": "linkcheck demo", "tests": "-m pytest -n auto"}


def command(name: str) -> str:
    """Return the README's command of that name.

    Raises:
        LookupError: the README has no such line, or several.
    """
    lines = [
        line
        for line in README.read_text(encoding="utf-8").splitlines()
        if line.startswith("python3 -m venv") and line.endswith(ENDINGS[name])
    ]
    if len(lines) != 1:
        message = f"README.md should have one line for {name!r}, but has {len(lines)}"
        raise LookupError(message)
    return lines[0]


if __name__ == "__main__":
    print(command(sys.argv[1]))
