"""Addresses of one visitor's session."""

from __future__ import annotations

import pytest

from linkcheck.text.sessions import has_session


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.example/a;jsessionid=1F2E3D?x=1", True),
        ("https://news.example/a?PHPSESSID=abc", True),
        ("https://news.example/(S(lit3py55t21z5v55vlm25s55))/a.aspx", True),
        ("https://news.example/a?sid=a3f5c7e9b1d2f4a6c8", True),
        ("https://news.example/article.php?sid=12", False),
        ("https://news.example/session/2014", False),
        ("http://exa[mple.com/?sid=a3f5c7e9b1d2f4a6c8", False),
    ],
)
def test_sessions(url: str, expected: bool) -> None:
    """A visitor's own address would be put into articles, or a story's be left out of them."""
    assert has_session(url) is expected
