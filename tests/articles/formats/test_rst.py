"""reStructuredText: every link is found at its place, in whatever block it is."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from linkcheck.articles.formats.registry import formats
from linkcheck.articles.source import decode_source
from tests.articles.formats.test_formats import check_places

if TYPE_CHECKING:
    from linkcheck.models import Article

DOCUTILS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "report_level": 5,
    "halt_level": 6,
    "warning_stream": io.StringIO(),
}

DOCUMENT = """\
.. a comment with https://no.example/comment
   that goes on https://no.example/comment2

=====================
A week at the harbour
=====================
:Author: Nina https://web.example/author
:Date: 2019-05-04
:Language: en

Crews `left <https://web.example/left>`_ early. [#]_ The port_ is old, and so is the
`long
pier`_. An `unnamed one`__ and another__. See https://web.example/bare_name, *twice*.
Not code: ``https://no.example/literal``. A |badge|, |ship|_ and |phrase|.

Heading
-------

- A bullet: `first <https://web.example/first>`__

  Its second paragraph, https://web.example/second
- `port`_ again

1. One: https://web.example/one
#. Two: https://web.example/two

Term with `link <https://web.example/term>`_
    What it means.

    Quoted, https://web.example/quoted

    -- Someone, https://web.example/someone

| A line https://web.example/line
| Another
  that goes on https://web.example/goes-on

Code::

    https://no.example/literal-block

.. code-block:: python

   "https://no.example/code"

.. figure:: a.png
   :target: https://web.example/figure
   :alt: A ship

   A caption, https://web.example/caption

   The legend: `source <https://web.example/legend>`_

.. image:: a.png
   :target: port_

.. note:: Note with https://web.example/note
   that goes on

   and `more <https://web.example/more>`_.

+-----------+------------------------------+
| A cell    | `split                       |
|           | <https://web.example/cell>`_ |
+-----------+------------------------------+
| https://web.example/spanned              |
+-----------+------------------------------+

=====  =========================
A      B
=====  =========================
x      https://web.example/table
y      `w <https://web.example/simple>`_
=====  =========================

.. [#] A note, https://web.example/footnote
.. [NAME] A citation, `c <https://web.example/citation>`_

>>> open("https://no.example/doctest")

.. _port: https://web.example/port
.. _long pier:
   https://web.example/
   pier
.. __: https://web.example/anonymous
__ port_
.. |badge| image:: b.svg
   :target: https://web.example/badge
.. |ship| replace:: a *ship*
.. _ship: https://web.example/ship
.. |phrase| replace:: some `words <https://web.example/words>`__
"""


def read(text: str) -> Article:
    """Read a text, and check that every place in it is right."""
    (article,) = formats()["rst"].articles(decode_source(text.encode(), "a.rst"))
    check_places(article, text)
    return article


def urls(text: str) -> list[str | None]:
    """Return the addresses of a text in order."""
    return [citation.url for citation in read(text).citations]


def test_as_docutils() -> None:
    """A link that readers see would not be checked, or one be checked that nobody sees."""
    tree = publish_doctree(DOCUMENT, settings_overrides=DOCUTILS)
    wanted = {str(node["refuri"]) for node in tree.findall(nodes.reference) if "refuri" in node}
    assert not any("no.example" in url for url in wanted)
    assert set(urls(DOCUMENT)) == wanted
    article = read(DOCUMENT)
    assert article.title == "A week at the harbour"
    assert article.published == "2019-05-04"
    assert article.language == "en"


@pytest.mark.parametrize(
    "name",
    ["seealso", "todo", "versionadded", "ifconfig", "tabs", "only", "card", "tip", "my:own"],
)
def test_directives_that_extensions_add(name: str) -> None:
    """Sources in a document of Sphinx would be lost where docutils does not know the directive."""
    text = f".. {name}:: 3.1\n   :option: x\n\n   `A story <https://x.example/a>`_ and\n\n   - https://x.example/b\n"
    assert urls(text) == ["https://x.example/a", "https://x.example/b"]


def test_directives_with_an_argument_that_is_text() -> None:
    """A link on the line of the directive would be lost."""
    text = ".. deprecated:: 2.0 use https://x.example/a\n\n.. tab:: `B <https://x.example/b>`_\n"
    assert urls(text) == ["https://x.example/a", "https://x.example/b"]


def test_notes_hide_nothing_behind_them() -> None:
    """One footnote that is numbered by itself would hide the links around it."""
    text = (
        "Rain fell. [#]_ Then `sun <https://x.example/1>`_ in 2017.\n\n"
        "Wind, `storm <https://x.example/2>`_. [#b]_\n\n"
        ".. [#] Herald, https://x.example/3\n.. [#b] `Post <https://x.example/4>`_\n"
    )
    assert urls(text) == [f"https://x.example/{n}" for n in range(1, 5)]


def test_words_of_roles_are_no_sources() -> None:
    """Links to other pages of the same documents would be reported as sources without address."""
    text = (
        "References\n----------\n\n- :doc:`Guide <guide>` and :func:`run`\n- `other page`_\n- |x|\n"
    )
    assert [c.title for c in read(text).citations if c.url is None] == []


def test_seealso_is_a_list_of_sources_and_ends() -> None:
    """A wrong page behind Sphinx's own list of sources would pass, or prose count as a source."""
    text = (
        ".. seealso::\n\n   - Herald: `Ships leave the old harbour <https://x.example/a>`_\n\n"
        "- Wash your hands\n- Read the guide\n"
    )
    (citation,) = read(text).citations
    assert (citation.inline, citation.publisher) == (False, "Herald")


def test_targets_with_their_address_below() -> None:
    """A target whose address is on the next line, or in two lines, would be lost."""
    text = "The Post's_ and `a b`_.\n\n.. _Post's:\n   https://x.example/1\n.. _x:\n.. _a b:\n  https://x.example/\n  2\n"
    assert urls("`Post's`_ and `a b`_ and x_.\n" + text.partition("\n")[2]) == [
        "https://x.example/1", "https://x.example/2", "https://x.example/2",
    ]  # fmt: skip


def test_a_role_that_links_by_itself() -> None:
    """An address that is written nowhere would not be checked."""
    text = "As :pep:`8` and :rfc:`the rules <2822>` say.\n"
    assert urls(text) == [
        "https://peps.python.org/pep-0008/",
        "https://datatracker.ietf.org/doc/html/rfc2822.html",
    ]


def test_escapes_in_addresses() -> None:
    """An address with an escaped underscore would be cut."""
    text = "See https://x.example/a\\_b and `T <https://x.example/c\\_d>`_ or \\*not\\* this_.\n\n.. _this: https://x.example/e\\_\n"
    assert urls(text) == ["https://x.example/a_b", "https://x.example/c_d", "https://x.example/e_"]


def test_windows_line_ends_and_tabs() -> None:
    """Every place in a file from another system would be wrong."""
    text = "Т\r\n=\r\n\r\n1.\tOne: `Два\r\n\tслова <https://x.example/a>`_\r\n\r\n\tMore https://x.example/b\r\n"
    assert urls(text) == ["https://x.example/a", "https://x.example/b"]


def test_speed() -> None:
    """A folder of documentation would take as long to read as to check."""
    text = DOCUMENT * 5
    source = decode_source(text.encode(), "a.rst")
    list(formats()["rst"].articles(source))
    started = time.process_time()
    list(formats()["rst"].articles(source))
    assert (time.process_time() - started) / len(text) * 10_000 < 0.1  # 10 ms on a quiet machine
