"""The page of a potato: what it tells, to whom, what hostile words do to it, and how many queries it takes."""

from __future__ import annotations

import pytest

from feeds.actions import posts
from feeds.models import Community
from issues.actions import potatoes, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Hunter, Issue, Question, Task
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.counted import statements
from tests.issues.pages.conftest import At

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def test_the_page_tells_the_story_and_the_state(at: At, carl: Person) -> None:
    page = at(carl).see()
    for words in ("Invoices go out twice", "Aldera Foods", "Maya is on watch", "Rita", "flagged it", "Impact", "Catch"):
        assert words in page


def test_a_secret_potato_is_no_page_for_the_others(
    board_room: Community, maya: Person, carl: Person, client_of: ClientOf
) -> None:
    secret = making.potato(by=maya, title="The merger", community=board_room)
    for path in ("", "regions/", "actions/", "thread/", "sight/", "tasks/", "offer/"):
        assert client_of(carl).get(f"{secret.get_absolute_url()}{path}").status_code == 404
    assert client_of(maya).get(secret.get_absolute_url()).status_code == 200


def test_the_six_bars_are_computed_as_the_page_is_read(at: At, caught: Issue, carl: Person) -> None:
    Issue.objects.filter(pk=caught.pk).update(heat=99, heat_terms={})
    page = at(carl).see()
    for name in ("Impact", "Urgency", "Silence", "Stagnation", "Spread", "Bounce"):
        assert name in page
    assert "medium, key customer" in page
    assert "of 4" in page


def test_comments_and_what_happened_stand_in_one_thread(at: At, caught: Issue, carl: Person, ines: Person) -> None:
    assert at(ines).tap("comment", body="I know the **job**").content.decode().count("<strong>job</strong>") == 1
    assert at(ines).do("comment", body="And more").status_code == 302
    everything, talk, history = (at(carl).see(query) for query in ("", "?tab=talk", "?tab=history"))
    assert "caught it" in everything
    assert "I know the" in everything
    assert "I know the" in talk
    assert "caught it" not in talk.split('id="thread"')[1]
    assert "I know the" not in history
    assert at(carl).see("?tab=nonsense").count('id="thread"') == 1


def test_an_empty_comment_is_refused_and_changes_no_state(at: At, caught: Issue, ines: Person) -> None:
    answer = at(ines).tap("comment", body="  ")
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#composer"
    assert at(ines).do("comment", body="x" * 1_000_000).status_code == 422
    assert at(ines).fresh().status == "caught"


def test_the_thread_pages_back_to_the_first_word(at: At, caught: Issue, carl: Person) -> None:
    assert caught.post is not None
    for number in range(70):
        posts.comment(caught.post, by=carl, body=f"Word {number:03}")
    visitor, seen = at(carl), at(carl).see()
    pages = [seen]
    while 'id="earlier"' in pages[-1]:
        way = pages[-1].split('id="earlier"')[1].split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
        pages.append(visitor.client.get(way, headers={"HX-Request": "true"}).content.decode())
    words = [number for number in range(70) if sum(f"Word {number:03}" in page for page in pages) == 1]
    assert words == list(range(70))
    assert "flagged it" in pages[-1]
    assert visitor.client.get(f"/issues/{caught.pk}/thread/?cursor=forged").status_code == 422


def test_hostile_words_are_shown_and_never_obeyed(rita: Person, carl: Person, client_of: ClientOf) -> None:
    nasty = making.customer(HOSTILE[:100], by=rita)
    issue = making.potato(by=rita, title=HOSTILE, description=f"{HOSTILE}\n\n[x](javascript:alert(1))", customer=nasty)
    issue = potatoes.catch(issue, by=carl)
    tasks.add(issue, by=carl, drafts=[TaskDraft(title=HOSTILE, done_when=HOSTILE, skills=["<b>"])])
    posts.comment(issue.post, by=carl, body=HOSTILE) if issue.post else None
    tasks.give_back(tasks.take(Task.objects.get(), by=carl), by=carl, reason=HOSTILE)
    for url in (issue.get_absolute_url(), "/issues/", nasty.get_absolute_url(), "/customers/", "/issues/new/"):
        page = client_of(rita).get(url).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page


@pytest.mark.parametrize("said", [{"title": ""}, {"title": "x" * 1_000_000}, {"title": "a\x00b"}, {"severity": "?"}])
def test_bad_input_is_refused_on_the_page_and_kept(at: At, potato: Issue, rita: Person, said: dict[str, str]) -> None:
    whole = {"title": "Fine", "description": "Kept words", "severity": "high", "version": potato.version, **said}
    answer = at(rita).do("edit", **whole)
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert at(rita).fresh().title == potato.title


def test_what_the_page_offers_is_not_forbidden(at: At, caught: Issue, bite: Task, world: making.World) -> None:
    for person in (world.rita, world.carl, world.maya, world.ines, world.ada):
        visitor = at(person)
        page = visitor.see()
        offered = {part.split('"')[0] for part in page.split('href="/issues/')[1:]}
        asks = [path for path in offered if path.startswith(f"{caught.pk}/") and path != f"{caught.pk}/"]
        for path in asks:
            assert visitor.client.get(f"/issues/{path}").status_code == 200


def test_the_page_takes_as_many_queries_with_ten_rows_as_with_a_thousand(
    at: At, caught: Issue, bite: Task, carl: Person, ines: Person
) -> None:
    assert caught.post is not None
    posts.comment(caught.post, by=ines, body="One")
    few = _fill(caught, carl, ines, 10)
    many = _fill(caught, carl, ines, 1000)
    assert many == few
    assert many <= 60


def _fill(issue: Issue, carl: Person, ines: Person, size: int) -> int:
    """Rows of every kind that the page shows, and the statements that it then takes."""
    stamp = issue.flagged_at
    rows = [
        Task(issue=issue, title=f"Bite {n}", proposed_by=carl, created=stamp, touched_at=stamp, position=n)
        for n in range(size)
    ]
    Task.objects.bulk_create(rows)
    Question.objects.bulk_create(Question(issue=issue, asked_by=carl, body=f"{n}?", asked_at=stamp) for n in range(10))
    Hunter.objects.get_or_create(issue=issue, person=ines, customer=None, defaults={"joined_at": stamp})
    for number in range(3):
        posts.comment(issue.post, by=carl, body=f"{size} {number}") if issue.post else None
    return statements(making.client_of(carl), issue.get_absolute_url())


@pytest.mark.parametrize("url", ["/issues/", "/issues/?order=new&status=all", "/customers/"])
def test_lists_take_as_many_queries_with_ten_rows_as_with_a_thousand(
    url: str, rita: Person, company: Community
) -> None:
    _many(rita, company, 10)
    few = statements(making.client_of(rita), url)
    _many(rita, company, 1000)
    assert statements(making.client_of(rita), url) == few
    assert few <= 40


def _many(rita: Person, company: Community, size: int) -> None:
    first = making.potato(by=rita, title="The first")
    for number in range(min(size, 30)):
        making.customer(f"Customer {size} {number}", by=rita)
    rows = [
        Issue(
            title=f"{size} {number}", community=company, reporter=rita, owner=first.owner,
            owned_since=first.owned_since,
            flagged_at=first.flagged_at, heat_at=first.flagged_at, progress_at=first.flagged_at, heat=number % 100,
        )
        for number in range(size)
    ]  # fmt: skip
    Issue.objects.bulk_create(rows)
