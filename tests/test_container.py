"""The container image. No test builds it: that takes Docker and a registry."""

from __future__ import annotations

import json
import re
import tomllib

from tests.documents import ROOT

TEXT = (ROOT / ".github" / "Dockerfile").read_text(encoding="utf-8")
# One entry for each instruction, with the lines that continue it.
STEPS = [
    line.split(None, 1)
    for line in re.sub(r"\\\n\s*", "", re.sub(r"(?m)^#.*\n", "", TEXT)).splitlines()
    if line
]


def given(instruction: str) -> list[str]:
    """Return what follows each use of an instruction."""
    return [rest for name, rest in STEPS if name == instruction]


def test_image_copies_what_the_project_is_built_from() -> None:
    """The build would end in an error, or the image have no program in it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    copied = {name for rest in given("COPY") if "--from" not in rest for name in rest.split()[:-1]}
    assert all((ROOT / name).exists() for name in copied)
    needed = {*project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"], "pyproject.toml",
              project["project"]["readme"], "LICENSE"}  # fmt: skip
    assert needed <= copied
    (installed,) = re.findall(r'pip install [^"]*"\.\[(.+?)\]"', TEXT)
    assert set(installed.split(",")) <= project["project"]["optional-dependencies"].keys()
    (program,) = json.loads(given("ENTRYPOINT")[0])
    assert program in project["project"]["scripts"]


def test_image_has_a_python_that_is_supported() -> None:
    """The installation in the image would be refused."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for base in given("FROM"):
        version = re.match(r"python:(3\.\d+)-slim\b", base)
        assert version is not None, f"{base} has no fixed version"
        assert f":: Python :: {version[1]}" in text


def test_image_follows_the_rules_that_hadolint_has() -> None:
    """The image would run as root, grow with every build, or hide that a step failed."""
    names = [name for name, _ in STEPS]
    assert set(names) <= {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT", "CMD"}
    assert given("USER") == ["linkcheck"]
    assert names.index("USER") > max(place for place, name in enumerate(names) if name == "RUN")
    for script in given("RUN"):
        assert "|" not in script  # a step fails with the last command of a pipe only
        assert ";" not in script
        assert "sudo" not in script
        if "apt-get install" in script:
            assert "--no-install-recommends" in script
            assert "rm -rf /var/lib/apt/lists/*" in script
        if "pip install" in script:
            assert "--no-cache-dir" in script
    for folder in given("WORKDIR"):
        assert folder.startswith("/")
    for command in (*given("ENTRYPOINT"), *given("CMD")):
        assert json.loads(command)  # in the exec form, so that signals arrive
