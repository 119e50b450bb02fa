"""Every address that lychee finds in our mixed corpus is found, or left out for a reason given.

lychee (https://lychee.cli.rs) checks every address of a file; linkcheck checks the sources an
article cites. What only lychee finds is therefore listed here with the reason; anything else that
only lychee finds is a fault of ours.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from linkcheck.text.urls import normalize

LYCHEE = Path(sys.executable).with_name("lychee")

CORPUS = {
    "reference.md": """# Links of all kinds

An [inline](https://one.org/1) one, [titled](https://one.org/2 "title"), <https://one.org/3>, bare
https://one.org/4, in brackets (https://one.org/5), at an end https://one.org/6. Then [by name][n],
[collapsed][], [shortcut] and a footnote.[^1] An ![image](https://one.org/image.png).

- item [*emphasised*](https://one.org/7)
  - nested <a href="https://one.org/8">raw *HTML*</a>

> quoted [link](<https://one.org/9 with space>)

| [cell](https://one.org/10) | x |
|---|---|
| y | https://one.org/11 |

`[code](https://one.org/code)` and [brackets](https://one.org/a_(b)) and [escapes](https://one.org/a\\_b)

    [indented](https://one.org/code2)

```
https://one.org/code3
```

[n]: https://one.org/12
[collapsed]: <https://one.org/13> 'title'
[shortcut]: https://one.org/14?a=1&amp;b=2
[^1]: A note with https://one.org/15.
""",
    "page.html": """<!doctype html><html><head><link rel="canonical" href="https://two.org/canonical">
<link rel=stylesheet href="https://two.org/style.css"></head><body>
<nav><a href="https://two.org/menu">menu</a></nav>
<p>One <a href="https://two.org/1">link</a>, <a href='https://two.org/2'>two</a>, <a href=https://two.org/3>three</a>,
<A HREF="https://two.org/4?a=1&amp;b=2">four</A>, <a class=x href="https://two.org/5" target=_blank><b>five</b></a>
<ul><li><a href="https://two.org/6">unclosed<li><a href="https://two.org/7">items</a></ul>
<table><tr><td><a href="https://two.org/8">cell</a></table>
<img src="https://two.org/picture.jpg"><script src="https://two.org/script.js"></script>
<iframe src="https://two.org/frame"></iframe><!-- <a href="https://two.org/comment">no</a> -->
<pre><a href="https://two.org/pre">code</a></pre></body></html>
""",
    "plain.txt": """Plain text

Seen at https://three.org/1, (https://three.org/2), "https://three.org/3" and
https://three.org/wiki/Talks_(Paris). Then https://three.org/новини/київ?q=тест; and
<https://three.org/4>, https://three.org/5! https://three.org:8080/6?x=1&y=2#part.
""",
}
EXPLAINED = {
    "https://one.org/image.png": "a picture is no source",
    "https://two.org/canonical": "the article's own address",
    "https://two.org/style.css": "part of the page, no source",
    "https://two.org/menu": "navigation is not the article's",
    "https://two.org/picture.jpg": "a picture is no source",
    "https://two.org/script.js": "part of the page, no source",
    "https://two.org/frame": "embedded, not cited",
}


@pytest.mark.parametrize("name", CORPUS)
def test_every_address_that_lychee_finds(tmp_path: Path, name: str) -> None:
    """A source would not be checked although another checker sees it."""
    path = tmp_path / name
    path.write_text(CORPUS[name], encoding="utf-8")
    lychee = subprocess.run(
        [LYCHEE, "--dump", "--no-progress", path], capture_output=True, text=True, check=True
    )
    theirs = {_key(line) for line in lychee.stdout.split() if line.startswith("http")}
    ours = subprocess.run(
        [sys.executable, "-m", "linkcheck", "extract", path],
        capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    found = {_key(json.loads(line)["url"]) for line in ours.stdout.splitlines()}
    assert len(theirs) >= 8
    missed = theirs - found - set(EXPLAINED)
    assert not missed
    # The reverse would be an invention, but for what lychee leaves out.
    assert found - theirs <= {
        _key("https://one.org/9 with space"),  # in angle brackets, which CommonMark allows
    }


def _key(url: str) -> str:
    return normalize(url)
