"""What people write: checked, turned from Markdown into safe HTML, and back into plain text.

`render` is the only way for foreign text into a page: Markdown without HTML, then an allowlist of tags.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from django.utils.translation import gettext as _
from markdown_it.token import Token

from esn.lib.errors import Refused
from esn.lib.markup import CLEANER, parser

MAX_BODY = 40_000
MOST_FIGURES = 18

OVERRIDES = re.compile("[\u202d\u202e]")
FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks by their category that show nothing."""

PLAIN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r'<a href="((?:https?|tel):[^"]+)"[^>]*>(?!\1</a>)(.*?)</a>', re.DOTALL), r"\2 (\1)"),
    (re.compile(r'<img [^>]*?alt="([^"]*)"[^>]*>'), r"[\1]"),
    (re.compile(r"<li>\n?(?:<p>)?"), "- "),
    (re.compile(r"<hr[^>]*>"), "---\n"),
    (re.compile(r"</t[hd]>\n?<t[hd][^>]*>"), " | "),
    (re.compile(r"</tr>\n(?:</thead>\n<tbody>\n)?(?:<tr>\n)?"), ""),
    (re.compile(r"</(?:p|h\d|ul|ol|pre|blockquote|table)>\n?"), "\n\n"),
    (re.compile(r"<[^>]+>"), ""),
    (re.compile(r"\n{3,}"), "\n\n"),
)


@dataclass(frozen=True)
class Rendered:
    """Safe HTML, the handles of the people it links to, and its tags, both in small letters."""

    html: str
    handles: frozenset[str]
    tags: frozenset[str]


def render(source: str, *, people: Mapping[str, str], tags: bool = True) -> Rendered:
    """Return Markdown as safe HTML; `people` maps the handles that may be linked to their addresses.

    Other mentions stay words, and tags too unless `tags` are linked. Raises Refused for text that could not be stored.
    """
    md, env = parser(), {"people": people, "tags": tags}
    tokens = md.parse(check_text(source, most=MAX_BODY, name="body"), env)
    html = CLEANER.clean(md.renderer.render(tokens, md.options, env))
    return Rendered(html, _found(tokens, "mention") & people.keys(), _found(tokens, "tag"))


def handles_in(source: str) -> frozenset[str]:
    """Return the handles that the text mentions, in small letters, whether or not anybody bears them."""
    return _found(_tokens(source), "mention")


def tags_in(source: str) -> frozenset[str]:
    """Return the tags of the text, in small letters."""
    return _found(_tokens(source), "tag")


def check_text(value: str, *, most: int, name: str) -> str:
    """Return the text with plain line ends. Raises Refused, under the field `name`, if it cannot be kept.

    That is U+0000 and lone surrogates, which PostgreSQL and UTF-8 have no place for, and more than `most` characters.
    A text of which nothing is seen is empty; characters that turn around what stands beside them are left out.
    """
    if "\0" in value or not _is_unicode(value):
        raise Refused(_("This holds characters that are not text. Please remove them."), field=name)
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    if len(value) > most:
        sentence = _("This is %(length)d characters long; %(most)d are possible.")
        raise Refused(sentence % {"length": len(value), "most": most}, "too_long", name)
    return OVERRIDES.sub("", value) if any(map(_is_seen, value)) else ""


def check_line(value: str, *, most: int, name: str) -> str:
    """Return the text as one line, its words one space apart. Raises Refused as `check_text`."""
    return " ".join(check_text(value, most=most, name=name).split())


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter)[0] not in "CZ" and letter not in FILLERS


def whole_number(raw: str) -> int | None:
    """Return the number that these figures are, or None: for what is no number, or too long for a column of ids."""
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) <= MOST_FIGURES else None


def plain(html: str) -> str:
    """Return what `render` made as plain text for a mail: blocks apart, foreign addresses behind their words."""
    for pattern, text in PLAIN:
        html = pattern.sub(text, html)
    return unescape(html).strip()


def _tokens(source: str) -> list[Token]:
    return parser().parse(check_text(source, most=MAX_BODY, name="body"), {"people": {}})


def _found(tokens: Sequence[Token], kind: str) -> frozenset[str]:
    inner = (child for token in tokens for child in token.children or ())
    return frozenset(token.meta["name"] for token in inner if token.type == kind)


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
