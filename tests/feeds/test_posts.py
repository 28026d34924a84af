"""Posts over HTTP: saying something, seeing it, changing it, taking it down, and everything sent wrongly."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from esn.activity import history
from esn.lib.errors import Conflict, Forbidden
from feeds.actions import posts
from feeds.models import Community, Post, Reaction
from people.models import Person
from tests.cast import ClientOf

HTMX = {"HX-Request": "true"}


@pytest.fixture
def post(rita: Person, sales: Community) -> Post:
    return posts.publish(by=rita, community=sales, body="Aldera called **again**")


def test_a_post_of_rita_is_on_carls_home(rita: Person, carl: Person, client_of: ClientOf) -> None:
    answer = client_of(rita).post("/posts/", {"body": "Hello *all*", "community": "sales"})
    assert answer.status_code == 302
    page = client_of(carl).get("/").content.decode()
    assert "Hello <em>all</em>" in page
    assert "Rita Vogel" in page


def test_without_a_place_a_post_goes_to_the_company(rita: Person, company: Community, client_of: ClientOf) -> None:
    client_of(rita).post("/posts/", {"body": "For everybody"})
    assert Post.objects.get().community == company


def test_a_script_gets_the_card_back_to_put_on_top(rita: Person, client_of: ClientOf) -> None:
    answer = client_of(rita).post("/posts/", {"body": "Quick"}, headers=HTMX)
    assert answer.status_code == 200
    assert f'id="post-{Post.objects.get().pk}"' in answer.content.decode()


@pytest.mark.parametrize("slug", ["lab", "board_room", "nowhere"])
def test_a_post_to_a_community_that_one_cannot_see_finds_no_such_place(
    rita: Person, lab: Community, board_room: Community, client_of: ClientOf, slug: str
) -> None:
    assert client_of(rita).post("/posts/", {"body": "Let me in", "community": slug}).status_code == 404
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("   ", "Write something first."),
        ("x" * 1_000_000, "This is 1000000 characters long; 40000 are possible."),
        ("a\x00b", "This holds characters that are not text."),
    ],
)
def test_a_body_that_cannot_be_is_explained_and_kept(
    rita: Person, client_of: ClientOf, body: str, sentence: str
) -> None:
    answer = client_of(rita).post("/posts/", {"body": body, "kind": "question", "community": "sales"}, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert body.strip()[:50].replace("\x00", "") in page.replace("\x00", "")
    assert answer["HX-Retarget"] == "#composer"
    assert not Post.objects.exists()


def test_without_scripts_the_composer_comes_back_as_a_page(rita: Person, client_of: ClientOf) -> None:
    answer = client_of(rita).post("/posts/", {"body": "", "community": "sales"})
    assert answer.status_code == 422
    assert "Write something first." in answer.content.decode()


class Elements(HTMLParser):
    """Collects what a page would run or fetch though a person wrote it."""

    def __init__(self) -> None:
        super().__init__()
        self.harm: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = [f"{tag} {name}={value}" for name, value in attrs if harmful(tag, name, value or "")]
        self.harm += told + ([tag] if tag in ("style", "iframe") else [])


def harmful(tag: str, name: str, value: str) -> bool:
    foreign = name == "src" and not value.startswith("/")
    return name.startswith("on") or foreign or value.lower().startswith(("javascript:", "data:"))


def harm_in(page: str) -> list[str]:
    parser = Elements()
    parser.feed(page)
    return parser.harm


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[press](javascript:alert(1))",
        "![x](https://spy.example/pixel.png)",
        "[x]: data:text/html,<script>alert(1)</script>\n[x]",
        '<a href="https://x.example" onclick="alert(1)">x</a>',
        "<style>body{display:none}</style>",
    ],
)
def test_an_attack_is_shown_as_the_words_it_is(rita: Person, carl: Person, client_of: ClientOf, attack: str) -> None:
    client_of(rita).post("/posts/", {"body": attack, "community": "sales"})
    stream = client_of(carl).get("/").content.decode().split('id="feed"')[1]
    assert harm_in(stream) == []


def test_a_mention_is_told_to_whoever_may_see_it_only(maya: Person, rita: Person, ines: Person, lab: Community) -> None:
    post = posts.publish(by=maya, community=lab, body="@ines and @rita, look")
    row = history.of("post", post.pk).get()
    assert row.audience == [ines.pk]
    assert row.facts["mentioned"] == [ines.pk]


def test_a_mention_links_to_the_person(rita: Person, carl: Person, client_of: ClientOf) -> None:
    client_of(rita).post("/posts/", {"body": "Thanks @carl, not @nobody", "community": "sales"})
    assert 'href="/people/carl/"' in Post.objects.get().body_html
    assert "@nobody</a>" not in Post.objects.get().body_html


def test_praise_goes_to_whom_it_mentions_first(rita: Person, carl: Person, maya: Person, client_of: ClientOf) -> None:
    client = client_of(rita)
    assert client.post("/posts/", {"body": "Bravo", "kind": "praise"}, headers=HTMX).status_code == 422
    client.post("/posts/", {"body": "Bravo @carl and @maya", "kind": "praise"})
    assert Post.objects.get().praised == carl
    assert client.post("/posts/", {"body": "I am great @rita", "kind": "praise"}, headers=HTMX).status_code == 422


def test_announcements_are_for_moderators(rita: Person, maya: Person, client_of: ClientOf) -> None:
    said = {"body": "Hear hear", "kind": "announcement", "community": "sales"}
    refused = client_of(rita).post("/posts/", said, headers=HTMX)
    assert refused.status_code == 422
    assert "Only moderators make announcements." in refused.content.decode()
    assert client_of(maya).post("/posts/", said).status_code == 302


def test_an_unknown_kind_is_refused(rita: Person, client_of: ClientOf) -> None:
    assert client_of(rita).post("/posts/", {"body": "x", "kind": "poem"}, headers=HTMX).status_code == 422


def test_the_author_edits_and_what_it_said_before_is_kept(
    rita: Person, carl: Person, post: Post, client_of: ClientOf
) -> None:
    client = client_of(rita)
    form = client.get(f"/posts/{post.pk}/edit/").content.decode()
    assert "Aldera called **again**" in form
    client.post(f"/posts/{post.pk}/edit/", {"body": "Aldera called twice #phone", "version": post.version})
    page = client_of(carl).get(f"/posts/{post.pk}/").content.decode()
    assert "Aldera called twice" in page
    assert "edited" in page
    assert "Aldera called **again**" in client_of(carl).get(f"/posts/{post.pk}/history/").content.decode()
    assert Post.objects.get().tags == ["phone"]


def test_two_edits_of_one_version_do_not_overwrite_each_other(rita: Person, post: Post, client_of: ClientOf) -> None:
    client = client_of(rita)
    client.post(f"/posts/{post.pk}/edit/", {"body": "First", "version": 1})
    late = client.post(f"/posts/{post.pk}/edit/", {"body": "My long second thought", "version": 1})
    page = late.content.decode()
    assert late.status_code == 409
    assert "My long second thought" in page
    assert "Somebody changed this while you were writing." in page
    assert Post.objects.get().body == "First"


def test_nobody_else_edits_or_deletes_but_a_moderator_may_take_it_down(
    carl: Person, maya: Person, post: Post, client_of: ClientOf
) -> None:
    client = client_of(carl)
    assert client.get(f"/posts/{post.pk}/edit/").status_code == 403
    assert client.post(f"/posts/{post.pk}/edit/", {"body": "Mine"}).status_code == 403
    assert client.post(f"/posts/{post.pk}/delete/").status_code == 403
    assert client_of(maya).post(f"/posts/{post.pk}/delete/").status_code == 302
    assert client.get(f"/posts/{post.pk}/").status_code == 404


def test_whoever_deleted_a_post_can_undo_it(rita: Person, carl: Person, post: Post, client_of: ClientOf) -> None:
    client = client_of(rita)
    gone = client.post(f"/posts/{post.pk}/delete/", headers=HTMX)
    assert f"/posts/{post.pk}/restore/" in gone.content.decode()
    assert "Aldera called" not in client_of(carl).get("/").content.decode()
    assert client_of(carl).post(f"/posts/{post.pk}/restore/").status_code == 404
    client.post(f"/posts/{post.pk}/restore/")
    assert "Aldera called" in client_of(carl).get("/").content.decode()


def test_the_menu_offers_what_the_reader_may_do(rita: Person, carl: Person, post: Post, client_of: ClientOf) -> None:
    own = client_of(rita).get(f"/posts/{post.pk}/menu/").content.decode()
    assert "/edit/" in own
    assert "/delete/" in own
    foreign = client_of(carl).get(f"/posts/{post.pk}/menu/").content.decode()
    assert "/edit/" not in foreign
    assert "/delete/" not in foreign


def test_a_reaction_is_given_shown_and_taken_back(carl: Person, post: Post, client_of: ClientOf) -> None:
    client = client_of(carl)
    given = client.post(f"/posts/{post.pk}/react/", {"emoji": "thanks"}, headers=HTMX).content.decode()
    assert 'data-marks="thanks"' in given
    assert Post.objects.get().reaction_counts == {"thanks": 1}
    assert 'data-marks="thanks"' in client.get("/").content.decode()
    client.post(f"/posts/{post.pk}/react/", {"emoji": "thanks"}, headers=HTMX)
    assert Post.objects.get().reaction_counts == {}


def test_a_reaction_given_twice_counts_once(carl: Person, post: Post) -> None:
    posts.react(post, by=carl, emoji="like")
    posts.react(post, by=carl, emoji="like")
    assert Post.objects.get().reaction_counts == {"like": 1}
    assert Reaction.objects.count() == 1
    assert history.of("post", post.pk).filter(name="post.reacted").count() == 1


def test_an_unknown_reaction_is_refused_with_a_sentence(carl: Person, post: Post, client_of: ClientOf) -> None:
    answer = client_of(carl).post(f"/posts/{post.pk}/react/", {"emoji": "bomb"}, headers=HTMX)
    assert answer.status_code == 422
    assert "This reaction is not known." in answer.content.decode()


def test_a_bookmark_is_for_oneself_and_ends_with_sight(
    ines: Person, maya: Person, lab: Community, client_of: ClientOf
) -> None:
    post = posts.publish(by=maya, community=lab, body="The recipe")
    client_of(ines).post(f"/posts/{post.pk}/bookmark/")
    assert "The recipe" in client_of(ines).get("/bookmarks/").content.decode()
    assert "The recipe" not in client_of(maya).get("/bookmarks/").content.decode()
    from_lab = lab.memberships.get(person=ines)
    from_lab.delete()
    assert "The recipe" not in client_of(ines).get("/bookmarks/").content.decode()


def test_what_is_said_in_private_answers_404_to_others(
    rita: Person, maya: Person, lab: Community, client_of: ClientOf
) -> None:
    post = posts.publish(by=maya, community=lab, body="Between us #secret")
    client = client_of(rita)
    for path in ("", "edit/", "menu/", "history/", "reactions/"):
        assert client.get(f"/posts/{post.pk}/{path}").status_code == 404
    for path in ("react/", "bookmark/", "comments/", "delete/", "restore/"):
        assert client.post(f"/posts/{post.pk}/{path}", {"emoji": "like", "body": "x"}).status_code == 404
    assert "Between us" not in client.get("/?tag=secret").content.decode()
    assert "secret" not in client.get("/tags/suggest?q=sec").content.decode()


def test_a_guest_sees_his_communities_alone(
    gus: Person, rita: Person, company: Community, post: Post, client_of: ClientOf
) -> None:
    other = posts.publish(by=rita, community=company, body="For employees")
    client = client_of(gus)
    page = client.get("/").content.decode()
    assert "Aldera called" in page
    assert "For employees" not in page
    assert client.get(f"/posts/{other.pk}/").status_code == 404
    assert client.post("/posts/", {"body": "x", "community": "company"}).status_code == 404
    assert client.post("/posts/", {"body": "I am here", "community": "sales"}).status_code == 302


def test_a_followed_tag_brings_posts_home(carl: Person, maya: Person, client_of: ClientOf) -> None:
    from_elsewhere = client_of(maya)
    from_elsewhere.post("/c/new/", {"name": "Elsewhere", "kind": "open"})
    client = client_of(carl)
    client.post("/tags/follow/", {"tag": "#Feast"})
    from_elsewhere.post("/posts/", {"body": "Cake for all #feast", "community": "elsewhere"})
    assert "Cake for all" in client.get("/").content.decode()
    assert "#feast" in client.get("/tags/suggest?q=fe").content.decode()
    client.post("/tags/follow/", {"tag": "feast"})
    assert "Cake for all" not in client.get("/").content.decode()
    assert "Cake for all" in client.get("/?tag=feast").content.decode()


def test_the_preview_shows_what_will_be_shown(rita: Person, client_of: ClientOf) -> None:
    client = client_of(rita)
    assert "<strong>bold</strong>" in client.post("/preview/", {"body": "**bold** <b>x</b>"}).content.decode()
    assert client.post("/preview/", {"body": ""}).content == b""


def test_a_card_post_is_changed_where_its_thing_is(rita: Person, sales: Community, echo: object, post: Post) -> None:
    card = posts.publish_card(by=rita, community=sales, kind="echo", object_id=post.pk)
    with pytest.raises(Conflict):
        posts.edit(card, by=rita, body="x")
    with pytest.raises(Conflict):
        posts.delete(card, by=rita)


def test_a_post_moves_with_its_tags_and_its_openness(
    rita: Person, carl: Person, maya: Person, sales: Community, lab: Community, client_of: ClientOf
) -> None:
    post = posts.publish(by=maya, community=sales, body="Moves #soon")
    posts.move_post(post, by=maya, community=lab)
    assert client_of(carl).get(f"/posts/{post.pk}/").status_code == 404
    assert not Post.objects.get().is_public
    assert not Post.objects.get().post_tags.get().is_public


def test_the_one_who_may_not_read_may_not_post_by_the_action_either(rita: Person, lab: Community) -> None:
    with pytest.raises(Forbidden):
        posts.publish(by=rita, community=lab, body="x")


def test_home_goes_on_page_by_page_and_says_where_it_ends(rita: Person, sales: Community, client_of: ClientOf) -> None:
    for number in range(25):
        posts.publish(by=rita, community=sales, body=f"Number {number}.")
    client = client_of(rita)
    first = client.get("/").content.decode()
    assert "Number 24." in first
    assert "Number 4." not in first
    more = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    rest = client.get(more, headers=HTMX).content.decode()
    assert "Number 4." in rest
    assert "That is all there is." in rest
    assert "<html" not in rest
    assert "Number 4." in client.get(more).content.decode()
    assert client.get("/?cursor=wrong").status_code == 422


def test_an_empty_home_teaches(gus: Person, sales: Community, client_of: ClientOf) -> None:
    assert "Join a community" in client_of(gus).get("/").content.decode()
