"""Text that means harm: what would run if it got through, what would never end, and an allowlist of its own."""

from html.parser import HTMLParser
from itertools import product

BODY = 40_000

ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\tjavascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "javascript&#x3a;alert(1)",
    "&#106;avascript:alert(1)",
    "&#0000106&#0000097vascript:alert(1)",
    "javascript%3Aalert(1)",
    "jav&#x09;ascript:alert(1)",
    "jav&NewLine;ascript:alert(1)",
    "\x01javascript:alert(1)",
    "\ufeffjavascript:alert(1)",
    "\u00a0javascript:alert(1)",
    "javascript://example.org/%0aalert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "data:image/png;base64,iVBORw0KGgo=",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "feed:javascript:alert(1)",
    "view-source:javascript:alert(1)",
    'http://example.org/"onmouseover="alert(1)',
    "http://example.org/'onmouseover='alert(1)",
    "http://example.org/><script>alert(1)</script>",
    "//example.org/track.png",
    "/files/../admin/",
    "/files/a.png?x=javascript:alert(1)",
    "\\\\example.org\\a.png",
)
CARRIERS = (
    "{}",
    "[x]({})",
    "[x](<{}>)",
    '[x]({} "title")',
    "[x][1]\n\n[1]: {}",
    "![x]({})",
    "![x](<{}>)",
    "[![x]({})]({})",
    "<{}>",
    "# [x]({})",
    "| a |\n| - |\n| [x]({}) |",
    "> - [*x*]({})",
)
MARKUP = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//example.org/a.js></sCrIpT>",
    "<script\n>alert(1)</script\n>",
    "<<script>alert(1)//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=`x`onerror=alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=x onclick=alert(1)>x</a>",
    "<form action=javascript:alert(1)><input type=submit>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<body onload=alert(1)>",
    "<base href=//example.org/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//example.org/a.css>",
    "<style>@import '//example.org/a.css'</style>",
    "<div style=background:url(//example.org/a.png)>x</div>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><x/>",
    "<x hx-get=/logout hx-trigger=load>",
    "<div data-live='c:sales=0'>x</div>",
    "<marquee onstart=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<script>alert(1)\\</script>",
    "<scr\u200bipt>alert(1)</scr\u200bipt>",
)
PLACES = (
    "{}",
    "a {} b",
    "- {}",
    "> {}",
    "# {}",
    "[{}](http://example.org)",
    "![{}](/files/a/)",
    '[x](http://example.org "{}")',
    "```{}\n{}\n```",
    "`{}`",
    "**{}** ~~{}~~",
    "| {} |\n| - |\n| {} |",
    "@rita{} #tag{}",
)
VECTORS = (
    *(carrier.replace("{}", address) for carrier, address in product(CARRIERS, ADDRESSES)),
    *(place.replace("{}", markup) for place, markup in product(PLACES, MARKUP)),
)

SLOW = (
    *("[", "![", "[]((", "![[]()", "[a](", "[a](b", "[a]", "[a]: ", "[](<", "]", "![](", "[[a]("),
    *("*", "_", "*a_", "**a *b ", "~~a", "`", "`a", "``a` ", "\\", "> ", "- ", "* * ", "  - a\n", "1. ", "\t", "\n"),
    *("|a", "|a|b\n|-|-\n", "# a\n", "<", "<a ", "<!--", "</", "&", "&#", "&a", "://", "http://", "http://a(", "//"),
    *("http://a.b/(", "www.a.com ", "a@b.c ", "@", "@a", "@a.", "(@a", "x@", "@x@", "#", "#a", "#_", "#a-", "(#1"),
    *("a.", "a-", "a:", ":", "é", "😀", "mailto:a@", "[x](/a 'b", "a@" + "b." * 9),
)


def drawn_out(shape: str) -> str:
    """A shape repeated to the longest text that is taken."""
    return (shape * BODY)[:BODY]


ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in ("p", "br", "hr", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "strong")},
    **{tag: set() for tag in ("em", "s", "ul", "li", "table", "thead", "tbody", "tr")},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
    "a": {"href", "title", "rel", "class", "data-handle"},
    "img": {"src", "alt", "title", "loading"},
}


class Judge(HTMLParser):
    """Reads HTML as a browser would and notes all that is not on the list."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.offences: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name not in ALLOWED.get(tag, set()):
                self.offences.append(f"{tag} {name}={value}")
            elif name == "href" and not self.is_address(value or ""):
                self.offences.append(f"href {value}")
            elif name == "src" and not (value or "").startswith("/files/"):
                self.offences.append(f"src {value}")
        if tag not in ALLOWED:
            self.offences.append(tag)

    def handle_comment(self, data: str) -> None:
        self.offences.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.offences.append(f"declaration {decl}")

    def handle_pi(self, data: str) -> None:
        self.offences.append(f"instruction {data}")

    @staticmethod
    def is_address(value: str) -> bool:
        """No scheme, or a harmless one, as a browser reads it: without control characters and blanks."""
        bare = "".join(c for c in value if c > " ").lower()
        scheme, colon, _rest = bare.partition(":")
        return not colon or scheme in {"http", "https", "mailto", "tel"} or not scheme.replace("-", "").isalnum()
