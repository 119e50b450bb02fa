"""Describe the configuration file to editors, which then complete and check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from linkcheck.config.options import OPTIONS
from linkcheck.config.sections import SECTIONS

if TYPE_CHECKING:
    from linkcheck.config.options import Option

__all__ = ["schema"]


def _with_names(option: Option) -> Any:
    """Return the type of an option's value, with the names that a registry has."""
    if option.names is None:
        return option.kind
    return Annotated[option.kind, msgspec.Meta(extra_json_schema={"enum": list(option.names())})]


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a configuration file, for editors that complete and check it."""
    fields: list[tuple[str, Any, Any]] = []
    rows = [(option.parameter, _with_names(option), option.help) for option in OPTIONS]
    for key, section in SECTIONS.items():
        each: Any = section.struct
        kind = list[each] if section.listed else dict[str, each]
        rows.append((key.replace("-", "_"), kind, section.help))
    for name, kind, text in rows:
        described: Any = Annotated[kind, msgspec.Meta(description=text)]
        fields.append((name, described | msgspec.UnsetType, msgspec.UNSET))
    file = msgspec.defstruct(
        "linkcheck", fields, rename="kebab", forbid_unknown_fields=True, kw_only=True
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "linkcheck.toml, or [tool.linkcheck] of pyproject.toml",
        **msgspec.json.schema(file),
    }
