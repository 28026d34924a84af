"""Templates kept by hand: made from a potato's bites or written, changed, put away, and offered where one splits."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from esn.activity.models import Activity
from esn.lib.errors import Conflict, Forbidden, Refused
from feeds.models import Community
from issues.actions import potatoes, splitting, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Issue, SplitTemplate
from people.models import Person
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db
LINES = "Find the job (XS)\nSwitch it off (M)"


@pytest.fixture
def kept(sales: Community, carl: Person) -> SplitTemplate:
    """One of Carl's."""
    return splitting.keep_template(sales, by=carl, name="Double run", about="A job ran twice", lines=LINES)


def test_the_bites_of_a_potato_become_a_template(potato: Issue, carl: Person, client_of: ClientOf) -> None:
    caught = potatoes.catch(potato, by=carl)
    tasks.add(caught, by=carl, drafts=[TaskDraft("Find the job", size="XS"), TaskDraft("Switch it off", size="M")])
    browser, address = client_of(carl), f"/issues/{caught.pk}/template/"
    page = browser.get(address).content.decode()
    assert LINES in page
    assert browser.post(address, {"name": "Double run", "lines": LINES}).status_code == 302
    assert SplitTemplate.objects.get().community == caught.community
    assert "Switch it off" in browser.get(f"/c/{caught.community.slug}/templates/").content.decode()


def test_it_is_offered_where_a_potato_of_its_community_is_split(
    kept: SplitTemplate, sales: Community, potato: Issue, world: World, client_of: ClientOf
) -> None:
    Issue.objects.filter(pk=potato.pk).update(community=sales)
    browser, address = client_of(world.carl), f"/issues/{potato.pk}/split/"
    assert "Double run" in browser.get(address).content.decode()
    laid_out = browser.get(f"{address}?template={kept.pk}").content.decode()
    assert 'value="Switch it off"' in laid_out
    assert laid_out.count('-pick" checked') == 2
    assert browser.get(f"{address}?template=999999").status_code == 404
    Issue.objects.filter(pk=potato.pk).update(community=world.company)
    assert browser.get(f"{address}?template={kept.pk}").status_code == 404


def test_it_is_changed_by_who_kept_it_or_a_moderator_alone(
    kept: SplitTemplate, rita: Person, maya: Person, client_of: ClientOf
) -> None:
    said = {"name": "Double run", "about": "", "lines": "Only this", "version": kept.version}
    assert client_of(rita).post(f"/templates/{kept.pk}/", said).status_code == 403
    assert client_of(maya).post(f"/templates/{kept.pk}/", said).status_code == 302
    assert SplitTemplate.objects.get().lines == "Only this"
    with pytest.raises(Conflict, match="Somebody changed it"):
        splitting.change_template(kept, by=maya, version=kept.version, name="x", lines="y")
    with pytest.raises(Forbidden):
        splitting.archive_template(kept, by=rita)


def test_put_away_it_is_offered_no_longer_and_comes_back(
    kept: SplitTemplate, carl: Person, client_of: ClientOf
) -> None:
    browser = client_of(carl)
    assert browser.post(f"/templates/{kept.pk}/archive/").status_code == 302
    assert not SplitTemplate.objects.kept().exists()
    again = splitting.keep_template(kept.community, by=carl, name="double RUN", lines=LINES)
    with pytest.raises(Refused, match="this name"):
        splitting.bring_template_back(kept, by=carl)
    splitting.archive_template(again, by=carl)
    browser.post(f"/templates/{kept.pk}/back/")
    assert SplitTemplate.objects.kept().get() == kept
    names = Activity.objects.filter(kind="community", name__startswith="template.").values_list("name", flat=True)
    assert {"template.kept", "template.archived", "template.back"} <= set(names)


@pytest.mark.parametrize(
    "said",
    [
        {"name": "", "lines": LINES},
        {"name": "n" * 90, "lines": LINES},
        {"name": "nul \x00", "lines": LINES},
        {"name": "fine", "lines": " \n - \n"},
        {"name": "fine", "lines": "x" * 300},
        {"name": "fine", "lines": "\n".join(f"Bite {number}" for number in range(101))},
        {"name": "fine", "lines": "x" * 1_000_000},
    ],
)
def test_what_cannot_be_kept_is_refused_at_the_form(
    said: dict[str, str], sales: Community, carl: Person, client_of: ClientOf
) -> None:
    assert client_of(carl).post(f"/c/{sales.slug}/templates/new/", said).status_code == 422
    assert not SplitTemplate.objects.exists()


def test_nobody_finds_those_of_a_community_he_cannot_see(world: World, client_of: ClientOf) -> None:
    secret = splitting.keep_template(world.board_room, by=world.maya, name="Quiet", lines=LINES)
    browser = client_of(world.carl)
    assert browser.get(f"/templates/{secret.pk}/").status_code == 404
    assert browser.post(f"/templates/{secret.pk}/archive/").status_code == 404
    assert browser.get("/c/board_room/templates/").status_code == 404
    with pytest.raises(Forbidden):
        splitting.keep_template(world.sales, by=world.gus, name="By a guest", lines=LINES)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_keep_the_same_name_one_is_first(sales: Community, carl: Person) -> None:
    answers: list[object] = []
    start = threading.Barrier(8)

    def keep() -> None:
        start.wait()
        try:
            answers.append(splitting.keep_template(sales, by=carl, name="Double run", lines=LINES))
        except Refused as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    crowd = [threading.Thread(target=keep) for _ in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert answers.count("taken") == 7
    assert SplitTemplate.objects.count() == 1
