"""A citation and the page it leads to, side by side, and the way from one to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.models import Field, Match
from linkcheck.reports.formats.html.markup import (
    DOT,
    SPACE,
    Html,
    address,
    element,
    foreign,
    join,
    language_name,
)

if TYPE_CHECKING:
    from linkcheck.models import Evidence, Hop, Resolution, Verdict

__all__ = ["details"]

_RESULTS = {
    Match.MATCH: ("\N{CHECK MARK}", "same"),
    Match.MISMATCH: ("\N{MULTIPLICATION X}", "differs"),
    Match.UNVERIFIABLE: ("?", "unknown"),
    Match.ABSENT: ("\N{EN DASH}", "not said"),
}
_NOTHING = element("span", "\N{EN DASH}", class_="muted")


def details(verdict: Verdict) -> Html:
    """Return all that a verdict rests on."""
    parts = (_comparison(verdict), _way(verdict.resolution), _facts(verdict))
    return element("div", *parts, class_="panel")


def _comparison(verdict: Verdict) -> Html:
    citation, page = verdict.citation, verdict.page
    told = {evidence.field: evidence for evidence in verdict.evidence}
    rows = [
        _row(
            "Title",
            told.get(Field.TITLE),
            citation.title and foreign(citation.title, citation.title_language),
            page and page.title and foreign(page.title, page.language.tag),
        ),
        _row(
            "Publisher",
            told.get(Field.PUBLISHER),
            citation.publisher and foreign(citation.publisher),
            page and page.publishers and foreign(page.publishers[0].text),
        ),
        _row(
            "Author",
            told.get(Field.AUTHOR),
            citation.author and foreign(citation.author),
            page and page.authors and foreign(", ".join(page.authors[:5])),
        ),
        _row(
            "Date",
            told.get(Field.DATE),
            citation.date and foreign(citation.date),
            page and page.published and foreign(page.published[:10]),
        ),
        _row(
            "Language",
            told.get(Field.LANGUAGE),
            _language(citation.language or citation.title_language),
            page and _language(page.language.tag),
        ),
        *(
            _row(each.field.value.capitalize(), each, None, None)
            for each in verdict.evidence
            if each.field in {Field.QUOTATION, Field.FRAGMENT}
        ),
        _address_row(verdict),
    ]
    heads = [
        element("th", head, scope="col")
        for head in ("Field", "The article says", "The page says", "Result")
    ]
    return element(
        "table",
        element("caption", "The citation and the page", class_="unseen"),
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
        class_="compared",
    )


def _row(name: str, evidence: Evidence | None, cited: object, found: object) -> Html:
    """Return what both say of one field; where the two were compared, just what was compared."""
    left = cited if isinstance(cited, Html) else None
    right = found if isinstance(found, Html) else None
    if evidence is not None:
        plain = name != "Language"
        left = left or (foreign(evidence.cited) if evidence.cited else None)
        if evidence.found and plain:
            right = foreign(evidence.found)
        right = right or (foreign(evidence.found) if evidence.found else None)
        if right is not None and evidence.source not in {None, "title", "declared", "page"}:
            right = Html(right + SPACE + element("span", f"({evidence.source})", class_="muted"))
        mark, word = _RESULTS[evidence.match]
        kind = evidence.match.value
        score = evidence.score
    else:
        mark, word = "\N{EN DASH}", "not compared" if left and right else "not said"
        kind, score = "absent", None
    notes = [word]
    if evidence is not None and evidence.relation and evidence.relation != word:
        notes.append(evidence.relation)
    result = [_mark(mark), SPACE, join(DOT, [element("span", note) for note in notes])]
    if score is not None:
        result += [SPACE, element("span", f"{score:.2f}", class_="muted", title="score, 0 to 1")]
    return element(
        "tr",
        element("th", name, scope="row"),
        element("td", left or _NOTHING, data_label="article"),
        element("td", right or _NOTHING, data_label="page"),
        element("td", *result, class_=f"result {kind}"),
    )


def _address_row(verdict: Verdict) -> Html:
    url, answer = verdict.citation.url, verdict.resolution
    final = answer.final_url if answer and answer.status is not None else None
    if final is None:
        mark, word, kind = "\N{EN DASH}", "no answer" if url else "not said", "absent"
    elif final == url:
        mark, word, kind = "\N{CHECK MARK}", "same", "match"
    else:
        mark, word, kind = "\N{RIGHTWARDS ARROW}", "led elsewhere", "unverifiable"
    return element(
        "tr",
        element("th", "Address", scope="row"),
        element("td", address(url) if url else _NOTHING, data_label="article"),
        element("td", address(final) if final else _NOTHING, data_label="page"),
        element("td", _mark(mark), SPACE, element("span", word), class_=f"result {kind}"),
    )


def _way(answer: Resolution | None) -> Html:
    if answer is None or not (answer.hops or answer.failure):
        return Html()
    hops = [_hop(hop) for hop in answer.hops]
    if answer.failure is not None:
        told = [text for text in (answer.failure.value, answer.detail) if text]
        failure = join(DOT, [element("span", text) for text in told])
        hops.append(element("li", element("span", "no answer", class_="code"), SPACE, failure))
    return Html(element("p", "The way there", class_="label") + element("ol", *hops, class_="way"))


def _hop(hop: Hop) -> Html:
    code = str(hop.status) if hop.status is not None else "\N{EN DASH}"
    notes = [hop.method if hop.method != "GET" else "", hop.via if hop.via != "request" else ""]
    if hop.elapsed >= 0.005:
        notes.append(f"{hop.elapsed:.2f} s")
    # Those headers are kept that say why an answer came out as it did; these two always are.
    notes += [
        f"{name}: {value}"
        for name, value in hop.headers
        if name not in {"content-type", "content-length"}
    ]
    told = join(DOT, [element("span", note) for note in notes if note])
    return element(
        "li",
        element("span", code, class_="code"),
        SPACE,
        address(hop.url),
        SPACE,
        element("span", told, class_="muted"),
    )


def _facts(verdict: Verdict) -> Html:
    citation, answer, page = verdict.citation, verdict.resolution, verdict.page
    history = verdict.history
    facts: list[tuple[str, Html]] = []

    def fact(name: str, *values: str | Html | None) -> None:
        shown = [value if isinstance(value, Html) else foreign(value) for value in values if value]
        if shown:
            facts.append((name, join(DOT, shown)))

    fact("In the article", citation.section, citation.context)
    fact(
        "Archived copy",
        citation.archive_url and address(citation.archive_url),
        citation.archive_date,
    )
    if page is not None:
        sure = f"{page.liveness.confidence:.2f}" if page.liveness.confidence < 1 else None
        fact("Kind of page", page.liveness.kind.value, sure, *page.liveness.reasons)
        fact("Read as", page.content_type, page.encoding)
        editions = page.alternates[:12]
        fact(
            "Other editions",
            *(Html(_language(tag) + SPACE + address(url)) for tag, url in editions),
        )
    if answer is not None:
        fact(
            "Requested",
            answer.fetched_at.replace("T", " ").replace("Z", " UTC"),
            f"{answer.attempts} times" if answer.attempts > 1 else None,
            "from an earlier run" if history.cached else None,
        )
        if history.failures:
            since = f" since {history.failing_since[:10]}" if history.failing_since else ""
            fact("Failed", f"{history.failures} times{since}")
    fact("url-status", verdict.url_status.value if verdict.url_status else None)
    pairs = [element("div", element("dt", name), element("dd", value)) for name, value in facts]
    return element("dl", *pairs) if pairs else Html()


def _mark(mark: str) -> Html:
    return element("span", mark, class_="mark", aria_hidden="true")


def _language(tag: str | None) -> Html:
    return foreign(language_name(tag)) if tag and tag != "und" else Html()
