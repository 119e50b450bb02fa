"""Values that several searches wait for."""

from __future__ import annotations

import asyncio

import pytest

from linkcheck.text.once import Once


async def test_many_wait_for_one() -> None:
    """Sixteen searches in one site would fetch its list of pages sixteen times."""
    once: Once[str, str] = Once(8)
    made: list[str] = []

    async def make() -> str:
        made.append("x")
        await asyncio.sleep(0.01)
        return "list"

    assert await asyncio.gather(*(once.get("a", make) for _ in range(16))) == ["list"] * 16
    assert made == ["x"]


async def test_failures_are_not_kept() -> None:
    """A site that failed once would count as one without pages for the whole run."""
    once: Once[str, str] = Once(8)
    answers = iter([None, "list"])

    async def make() -> str | None:
        return next(answers)

    async def broken() -> str:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await once.get("a", broken)
    assert [await once.get("a", make) for _ in range(3)] == [None, "list", "list"]


async def test_only_so_many_are_kept() -> None:
    """A run over very many sites would fill the memory."""
    once: Once[int, int] = Once(2)

    async def make() -> int:
        return 1

    for key in range(5):
        await once.get(key, make)
    assert [key in once for key in range(5)] == [False, False, False, True, True]
    assert not once._locks
