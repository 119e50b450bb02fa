"""`python -m linkcheck_bilingual`, and what the installed command runs.

Worker processes import the main module again: so it holds nothing that only a command line needs.
"""

from __future__ import annotations

import sys

from linkcheck_bilingual import refuse_linkchecker

__all__ = ["main"]


def main() -> None:
    """Run the command, or say in one line why it cannot be run."""
    try:
        refuse_linkchecker()
    except ImportError as error:
        print(f"linkcheck: {error}", file=sys.stderr)
        sys.exit(2)
    from linkcheck.__main__ import main as run  # noqa: PLC0415 - see above

    run()


if __name__ == "__main__":
    main()
