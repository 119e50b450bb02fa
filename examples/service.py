"""Check citations over HTTP: uvicorn service:app (needs fastapi and uvicorn).

curl -d '[{"id": 1, "url": "https://…", "title": "…"}]' -H 'content-type: application/json' \
        localhost:8000/check
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, HTTPException, Request

import linkcheck

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

SETTINGS = linkcheck.Settings(fetch=linkcheck.FetchSettings(total_timeout=20))
MOST = 100


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[Mapping[str, linkcheck.Checker]]:
    """Keep one checker for all requests: they share its connections."""
    async with linkcheck.Checker(SETTINGS, keep="calls") as checker:
        yield {"checker": checker}


app = FastAPI(title="linkcheck", lifespan=lifespan)


@app.post("/check")
async def check(citations: list[dict[str, Any]], request: Request) -> dict[str, Any]:
    """Return the report on the citations of one request, in the form of `--format json`."""
    if len(citations) > MOST:
        raise HTTPException(413, f"at most {MOST} citations at once")
    verdicts = request.state.checker.check_citations(citations)
    try:
        async for _ in verdicts:
            pass
    except linkcheck.UsageError as error:  # which names the citation and its field
        raise HTTPException(422, str(error)) from error
    report: linkcheck.Report = verdicts.report()
    return report.to_dict()
