"""Settings and waiting times that can be used, and those that cannot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from linkcheck.errors import UsageError
from linkcheck.web import FetchSettings
from linkcheck.web.retries import retry_after
from linkcheck.web.settings import HostSettings


@pytest.mark.parametrize(
    "change",
    [
        {"allow_networks": ("local",)},
        {"attempts": 0},
        {"read_timeout": 0.0},
        {"host_interval": -1.0},
        {"contact": "a\r\nX-Evil: 1"},
        {"user_agent": "редакція"},
    ],
)
def test_unusable_settings(change: dict[str, Any]) -> None:
    """A slip in the settings would show as an odd failure of every link."""
    with pytest.raises(UsageError, match=next(iter(change)).partition("_")[0] + "|network"):
        FetchSettings(**change)


def test_settings_show_no_secret() -> None:
    """A cookie or a key would stand in whatever logs the settings."""
    host = HostSettings(headers={"Cookie": "sesame"}, per_host=3)
    shown = repr(FetchSettings(hosts={"a.example": host}))
    assert "sesame" not in shown
    assert "'Cookie': '***'" in shown
    assert "per_host=3" in shown


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Fri, 01 Mar 2024 12:00:30 GMT", 30.0),
        ("Fri, 01 Mar 2024 11:00:00 GMT", 0.0),
        ("9" * 400, float("9" * 12)),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
        ("Fri, 99 Mar 2024 11:00:00 GMT", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    """A site that says when to come back would be asked too early, or never."""
    assert retry_after(value, datetime(2024, 3, 1, 12, tzinfo=UTC)) == seconds
