"""`python -m linkcheck`: the command."""

from __future__ import annotations

from linkcheck.cli import main

if __name__ == "__main__":
    main()
