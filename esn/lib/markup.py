"""How Markdown is read and written here: the rules for @people, #tags and addresses, and the allowlist behind them.

Everything in it takes time in proportion to the text, hostile text included.
"""

import re
import unicodedata
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from threading import local
from typing import Any
from urllib.parse import quote

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

MAX_NESTING = 12
TOP_HEADING = 3

# Possessive, so that "@rita@corp" does not fall back to "@rit".
HANDLE = re.compile(r"@([a-z0-9](?:[a-z0-9_.-]{0,28}[a-z0-9])?+)(?![^\W_]|@)", re.IGNORECASE)
TAG = re.compile(r"#((?=[\w-]{0,59}[^\W\d_])[^\W_][\w-]{0,59}+)(?![\w-])")
INSIDE_A_WORD = re.compile(r"[^\W_]|[/&=?#@.%+~-]")
BRACKETS = {")": "(", "]": "["}

OWN_FILE = re.compile(r"/files/[\w./-]+\Z", re.ASCII)
ALIGN = re.compile(r"text-align:(left|center|right)")


@dataclass(frozen=True)
class Address:
    """How an address looks before and after the character at which it is noticed."""

    scheme: str
    head: re.Pattern[str]
    rest: re.Pattern[str]


WEB = Address(
    scheme="",
    head=re.compile(r"(?<![a-z0-9.+-])https?\Z", re.IGNORECASE),
    rest=re.compile(r'://[^\W_][^\s<>"`\\^{}|]{0,2000}+'),
)
MAIL = Address(
    scheme="mailto:",
    head=re.compile(r"(?<![\w.+-])[\w.+-]{1,64}\Z", re.ASCII),
    rest=re.compile(r"@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?![\w@-])", re.IGNORECASE | re.ASCII),
)


def own_image(address: str) -> bool:
    """Tell whether an image is one of our files: only those are shown, so that no foreign host learns who reads."""
    return bool(OWN_FILE.match(address)) and ".." not in address


CLEANER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "strong", "em", "s"),
        *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "img"),
    },
    attributes={
        "a": {"href", "title", "data-handle"},
        "img": {"src", "alt", "title", "loading"},
        "ol": {"start"},
    },
    tag_attribute_values={cell: {"align": {"left", "center", "right"}} for cell in ("th", "td")},
    attribute_filter=lambda tag, name, value: None if (tag, name) == ("img", "src") and not own_image(value) else value,
    allowed_classes={"a": {"mention", "tag"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer nofollow",
)


def parser() -> MarkdownIt:
    """Return this thread's parser."""
    return _here.parser


def _mark(state: StateInline, silent: bool, *, kind: str, pattern: re.Pattern[str]) -> bool:  # noqa: FBT001 its caller's
    """Read an @handle or a #tag, unless it stands in a link, an address or a word."""
    found = pattern.match(state.src, state.pos, state.posMax)
    if not found or state.linkLevel or (state.pos and INSIDE_A_WORD.match(state.src[state.pos - 1])):
        return False
    if not silent:
        token = state.push(kind, "a", 0)
        token.content = found[0]
        token.meta["name"] = unicodedata.normalize("NFC", found[1]).lower()
    state.pos = found.end()
    return True


def _address(state: StateInline, silent: bool, *, shape: Address) -> bool:  # noqa: FBT001 its caller's
    """Link a bare address whose head was read as words already and whose rest begins here."""
    if state.linkLevel or not (after := shape.rest.match(state.src, state.pos, state.posMax)):
        return False
    if not (before := shape.head.search(state.src[max(0, state.pos - 65) : state.pos])):
        return False
    tail = _without_punctuation(after[0])
    href = state.md.normalizeLink(shape.scheme + before[0] + tail)
    if not state.md.validateLink(href) or not (silent or state.pending.endswith(before[0])):
        return False
    if not silent:
        state.pending = state.pending[: -len(before[0])]
        _link(state, href, before[0] + tail)
    state.pos += len(tail)
    return True


def _link(state: StateInline, href: str, words: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": href}
    state.push("text", "", 0).content = words
    state.push("link_close", "a", -1)


def _without_punctuation(address: str) -> str:
    """Cut what belongs to the sentence around an address, a closing bracket of that sentence included."""
    address = address.rstrip(".,:;!?'*_~")
    while (opening := BRACKETS.get(address[-1])) and address.count(address[-1]) > address.count(opening):
        address = address[:-1].rstrip(".,:;!?'*_~")
    return address


def _tidy(state: StateCore) -> None:
    """Set headings below those of the page, and alignment where no inline style is needed."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + TOP_HEADING - 1)}"
        if style := ALIGN.match(str(token.attrs.pop("style", ""))):
            token.attrs["align"] = style[1]
        _mark_linked(token.children or ())


def _mark_linked(tokens: Sequence[Token]) -> None:
    """Note on images whether they stand in a link already."""
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type in ("link_open", "link_close") else 0
        token.meta["linked"] = depth > 0


class _Renderer(RendererHTML):
    """HTML for our own tokens, and for images: our files are shown, foreign ones become links."""

    def mention(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        handle = escape(tokens[idx].meta["name"])
        address = env["people"].get(tokens[idx].meta["name"])
        if address is None:
            return escape(tokens[idx].content)
        return f'<a class="mention" data-handle="{handle}" href="{escape(address)}">@{handle}</a>'

    def tag(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        if not env.get("tags", True):
            return escape(tokens[idx].content)
        return f'<a class="tag" href="/?tag={quote(tokens[idx].meta["name"])}">{escape(tokens[idx].content)}</a>'

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        address = str(tokens[idx].attrs["src"])
        alt = escape("".join(child.content for child in tokens[idx].children or ()))
        if own_image(address):
            return f'<img src="{escape(address)}" alt="{alt}" loading="lazy">'
        return alt if tokens[idx].meta["linked"] else f'<a href="{escape(address)}">{alt or escape(address)}</a>'


def _build() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": MAX_NESTING}, renderer_cls=_Renderer)
    md.enable(["table", "strikethrough"])
    md.inline.ruler.before("link", "mention", partial(_mark, kind="mention", pattern=HANDLE))
    md.inline.ruler.before("link", "tag", partial(_mark, kind="tag", pattern=TAG))
    md.inline.ruler.before("link", "web", partial(_address, shape=WEB))
    md.inline.ruler.before("link", "mail", partial(_address, shape=MAIL))
    md.core.ruler.push("tidy", _tidy)
    return md


class _Here(local):
    """One parser a thread: nothing promises that two may share one."""

    def __init__(self) -> None:
        self.parser = _build()


_here = _Here()
