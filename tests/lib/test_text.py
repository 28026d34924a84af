"""What people write becomes safe HTML in bounded time, and words again for mails."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esn.lib.errors import Refused
from esn.lib.markup import CLEANER
from esn.lib.text import MAX_BODY, Rendered, check_text, handles_in, plain, render, tags_in, whole_number
from tests.lib.hostile import MARKUP, SLOW, VECTORS, Judge, drawn_out

PEOPLE = {"rita": "/people/rita/", "carl.b": "/people/carl.b/"}
CPU_SECONDS = 4
PIECES = [
    "[",
    "](",
    ")",
    "![",
    "<",
    ">",
    "&",
    "`",
    "*",
    "_",
    "|",
    "\n",
    "- ",
    "> ",
    "#",
    "@rita",
    "http://a.b",
    "'",
    '"',
]
PROSE = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join)


def html(source: str) -> str:
    return render(source, people=PEOPLE).html


@contextmanager
def cpu_budget() -> Iterator[None]:
    """Stops work that burns more processor time than any body may; waiting costs nothing."""

    def stop(*_: object) -> None:
        raise AssertionError("rendering has no end")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


def test_people_who_may_be_linked_are_and_others_stay_words() -> None:
    found = render("Thanks @Rita and @carl.b. Hello @ines!", people=PEOPLE)
    assert found.handles == {"rita", "carl.b"}
    assert 'href="/people/carl.b/"' in found.html
    assert 'data-handle="rita"' in found.html
    assert "</a>. Hello @ines!" in found.html


def test_what_only_looks_like_a_mention_is_none() -> None:
    source = r"rita@rita.fr x@rita \@rita `@rita` http://a.b/@rita [@rita](http://a.b) @rita@corp /@rita @ritaé @ ritas"
    assert handles_in(source) == set()
    assert handles_in("```\n@rita\n```\n\n    @rita") == set()


def test_a_mention_may_stand_in_brackets_emphasis_lists_tables_and_titles() -> None:
    source = "(@a1) **@b2** _@c3_ cc:@d4 “@e5”\n\n- @f6\n\n# @g7\n\n| @h8 |\n| - |\n| @i9, |"
    assert handles_in(source) == {"a1", "b2", "c3", "d4", "e5", "f6", "g7", "h8", "i9"}


def test_tags_are_words_in_small_letters_with_a_letter_in_them() -> None:
    assert tags_in("#Réseau #a-1, (#b_2) #123 x#no http://a.b/#no &#35; #été2026 ## #") == {
        "réseau",
        "a-1",
        "b_2",
        "été2026",
    }
    assert render("#Réseau", people={}).tags == {"réseau"}
    assert '<a class="tag" href="/?tag=r%C3%A9seau"' in html("#Réseau")
    assert "#Réseau</a>" in html("#Réseau")


def test_a_tag_at_the_start_of_a_line_is_no_title_and_titles_stand_below_those_of_the_page() -> None:
    assert "<h" not in html("#urgent")
    assert html("# One\n\n###### Six") == "<h3>One</h3>\n<h6>Six</h6>\n"


def test_bare_addresses_become_links_without_the_sentence_around_them() -> None:
    found = html("See (https://a.b/c_(d)?x=1&y=2), **http://e.f/** or rita@example.com. Not readme.md, not www.g.h")
    for href in ("https://a.b/c_(d)?x=1&amp;y=2", "http://e.f/", "mailto:rita@example.com"):
        assert f'<a href="{href}" rel="noopener noreferrer nofollow">' in found
    assert found.count("<a ") == 3


def test_pictures_of_ours_are_shown_and_foreign_ones_are_links() -> None:
    assert '<img src="/files/abc/" alt="Leak" loading="lazy">' in html("![Leak](/files/abc/)")
    assert html("![Leak](https://a.b/i.png)").startswith('<p><a href="https://a.b/i.png"')
    assert "<img" not in html("![x](//a.b/i.png) ![x](/files/../logout) ![x](/admin/)")
    assert html("[![in](https://a.b/i.png)](https://a.b)").count("<a ") == 1


def test_tables_lines_and_lists_read_as_they_were_typed() -> None:
    assert '<td align="right">2</td>' in html("| a | b |\n| - | -: |\n| 1 | 2 |")
    assert html("one\ntwo") == "<p>one<br>\ntwo</p>\n"
    assert '<ol start="3">' in html("3. c\n4. d")
    assert "<s>old</s>" in html("~~old~~")


def test_the_same_text_always_gives_the_same() -> None:
    assert render("Hi @rita #x", people=PEOPLE) == render("Hi @rita #x", people=PEOPLE)
    assert render("", people={}) == Rendered("", frozenset(), frozenset())


def test_the_corpus_is_large_enough() -> None:
    assert len(set(VECTORS)) > 800


def test_nothing_of_the_corpus_gets_through() -> None:
    offences = {source: Judge(html(source)).offences for source in VECTORS}
    assert {source: found for source, found in offences.items() if found} == {}


def test_an_address_of_a_person_is_escaped_like_everything_else() -> None:
    found = render("@rita", people={"rita": '"><script>alert(1)</script>'}).html
    assert "<script" not in found
    assert not Judge(found).offences


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_survives_as_words(markup: str) -> None:
    assert "alert(1)" not in markup or "alert(1)" in plain(html(f"`` {markup} ``"))


@given(PROSE)
def test_whatever_is_typed_the_result_is_on_the_list_and_cleaning_it_again_changes_nothing(source: str) -> None:
    found = html(check_or_drop(source))
    assert not Judge(found).offences
    assert CLEANER.clean(found) == found


def check_or_drop(source: str) -> str:
    """The text without what no text may hold."""
    return "".join(c for c in source if c != "\0" and not "\ud800" <= c <= "\udfff")


@pytest.mark.parametrize("shape", SLOW, ids=repr)
def test_the_longest_hostile_body_is_rendered_within_the_budget(shape: str) -> None:
    with cpu_budget():
        plain(html(drawn_out(shape)))


@pytest.mark.parametrize("source", [">" * MAX_BODY, "".join(f"[a{n}]: /u\n" for n in range(3000)), "a" * MAX_BODY])
def test_other_long_bodies_are_rendered_within_the_budget(source: str) -> None:
    with cpu_budget():
        html(source)


@pytest.mark.parametrize("value", ["a\0b", "a\ud800b", "\udfff"])
def test_what_no_database_takes_is_refused_under_its_field(value: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_text(value, most=10, name="title")
    assert (refusal.value.field, refusal.value.code, refusal.value.status) == ("title", "invalid", 422)
    with pytest.raises(Refused):
        html(value)


def test_text_has_a_length_and_plain_line_ends() -> None:
    assert check_text("a\r\nb\rc", most=5, name="body") == "a\nb\nc"
    assert check_text("😀" * 5, most=5, name="body") == "😀" * 5
    with pytest.raises(Refused, match="This is 6 characters long; 5 are possible") as refusal:
        check_text("abcdef", most=5, name="body")
    assert refusal.value.code == "too_long"
    with pytest.raises(Refused):
        html("x" * (MAX_BODY + 1))


def test_a_mail_reads_it_as_words() -> None:
    source = (
        "# News\n\nHello @rita, see [the *page*](https://a.b/?x=1&y=2) or https://c.d/ & <b>.\n"
        "Next line\n\n- one\n- two\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n![Leak](/files/x/)\n\n---\n\n> said"
    )
    assert plain(html(source)) == (
        "News\n\nHello @rita, see the page (https://a.b/?x=1&y=2) or https://c.d/ & <b>.\n"
        "Next line\n\n- one\n- two\n\na | b\n1 | 2\n\n[Leak]\n\n---\n\nsaid"
    )


@pytest.mark.parametrize(
    ("raw", "number"),
    [("12", 12), ("007", 7), ("", None), ("-1", None), ("1.5", None), ("٣", None), ("²", None), ("9" * 19, None)],
)
def test_a_number_is_figures_that_an_id_can_have(raw: str, number: int | None) -> None:
    assert whole_number(raw) == number
