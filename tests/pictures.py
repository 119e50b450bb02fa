"""Make the README's pictures from the real program: `python -m tests.pictures [FOLDER]`.

The terminal's is what `linkcheck demo` writes to a terminal, the HTML report's is what Chromium
shows of `linkcheck demo --format html`, in both themes. Needs Chromium and the extra `test`.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "examples" / "pictures"
COMMAND = (sys.executable, "-m", "linkcheck", "demo", "--lang", "en")
COLUMNS = 104
# Rich's own fonts would be fetched from elsewhere; the reader's are as good.
SVG = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
SIZE = {"width": 1180, "height": 1180}


def terminal() -> str:
    """Return a picture (SVG) of what the demonstration writes to a terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 60, COLUMNS, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(COLUMNS)}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [*COMMAND, "--no-progress"], cwd=ROOT, env=environment, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:  # the other end is closed, which Linux tells so
            break
        if not part:
            break
        written += part
    os.close(ours)
    if process.wait() != 0:
        raise SystemExit(written.decode())
    text = written.decode().replace("\r\n", "\n").strip("\n")
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - a device
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True)
        console.print(Text("$ linkcheck demo\n", style="bold"), Text.from_ansi(text), sep="\n")
        return console.export_svg(title="linkcheck", theme=DIMMED_MONOKAI, code_format=SVG)


def browser(folder: Path) -> None:
    """Write pictures of the demonstration's HTML report, light and dark."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        report = Path(place) / "report.html"
        subprocess.run([*COMMAND, "--format", "html", "--output", report], cwd=ROOT, check=True)
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for scheme, name in (("light", "report.png"), ("dark", "report-dark.png")):
            page = chromium.new_page(
                viewport={"width": SIZE["width"], "height": SIZE["height"]},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page.goto(report.as_uri())
            page.screenshot(path=folder / name)
        chromium.close()


def main() -> None:
    """Make all pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "terminal.svg").write_text(terminal(), encoding="utf-8")
    browser(folder)


if __name__ == "__main__":
    main()
