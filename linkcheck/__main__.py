"""`python -m linkcheck`, and what the installed command runs.

Worker processes import the main module again: so it holds nothing that only a command line needs.
"""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command."""
    from linkcheck.cli.main import main as run  # noqa: PLC0415 - see above

    run()


if __name__ == "__main__":
    main()
