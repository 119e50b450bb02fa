"""Say which citations need an editor, and what to put there: check_article.py [ARTICLE…]."""

from __future__ import annotations

import sys

import linkcheck
from linkcheck.cli.demo import demo


def main(paths: list[str]) -> None:
    """Check the articles, or without any the demonstration's own on its recorded web."""
    if paths:
        report = linkcheck.propose(paths)
    else:
        with demo() as files:
            offline = linkcheck.Settings(replay=str(files.recording))
            report = linkcheck.propose([*files.articles, files.broken], offline)
    for verdict in report.verdicts:
        where = verdict.citation.location
        for finding in verdict.findings:
            # !r keeps the letters of all languages and disarms control characters.
            print(f"{where.path!r}:{where.line} {finding.rule}: {finding.message!r}")
            if finding.proposal is not None:
                print(f"    put there: {finding.proposal.replacement!r}")
    for problem in report.problems:  # what could not be read
        print(f"{problem.path!r}: {problem.message!r}")
    print(f"{len(report.verdicts)} citations, {report.errors} errors")


if __name__ == "__main__":
    main(sys.argv[1:])
