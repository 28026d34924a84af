"""Views that are kept and shared, limits that warn and never block, the wall, the workbook."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.test import Client

from esn.activity.models import Activity
from esn.lib.errors import Conflict, Forbidden
from issues.actions import boards, joining, potatoes
from issues.lifecycle import Status
from issues.models import BoardView, ColumnLimit, Issue
from tests import world as making
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_view_keeps_the_filters_and_lanes_of_the_address(world: World, client_of: ClientOf) -> None:
    client = client_of(world.carl)
    form = client.get("/board/views/?lane=holder&min_heat=25&nonsense=1").content.decode()
    assert 'value="lane=holder&amp;min_heat=25"' in form
    client.post("/board/views/", {"name": "Hot by holder", "query": "min_heat=25&lane=holder&evil=1"})
    view = BoardView.objects.get()
    assert view.get_absolute_url() == "/board/?lane=holder&min_heat=25"
    page = client.get(view.get_absolute_url()).content.decode()
    assert re.search(r'href="/board/\?lane=holder&amp;min_heat=25" aria-current="true">Hot by holder', page)


def test_a_view_is_mine_until_it_is_shared(world: World, client_of: ClientOf) -> None:
    boards.save_view(by=world.carl, name="Mine alone", query="")
    boards.save_view(by=world.carl, name="Ours", query="", community=world.sales)
    page = client_of(world.maya).get("/board/").content.decode()
    assert "Ours · " in page
    assert "Mine alone" not in page
    with pytest.raises(Exception, match="cannot share"):
        boards.save_view(by=world.carl, name="Spy", query="", community=world.board_room)


def test_a_view_is_renamed_and_deleted_by_its_maker_or_a_moderator(world: World, client_of: ClientOf) -> None:
    view = boards.save_view(by=world.carl, name="Ours", query="", community=world.sales)
    client_of(world.maya).post(f"/board/views/{view.pk}/rename/", {"name": "Better"})
    assert BoardView.objects.get().name == "Better"
    with pytest.raises(Forbidden):
        boards.delete_view(view, by=world.rita)
    client_of(world.carl).post(f"/board/views/{view.pk}/delete/")
    assert not BoardView.objects.exists()
    assert client_of(world.carl).post(f"/board/views/{view.pk}/delete/").status_code == 404


def test_a_name_that_is_taken_or_empty_is_refused_and_stays_typed(world: World, client_of: ClientOf) -> None:
    boards.save_view(by=world.carl, name="Hot", query="")
    other = boards.save_view(by=world.carl, name="Cold", query="")
    client = client_of(world.carl)
    page = client.post("/board/views/", {"name": "Hot", "query": "owner=carl"})
    assert page.status_code == 422
    assert "You have a view of this name already" in page.content.decode()
    assert 'value="owner=carl"' in page.content.decode()
    page = client.post(f"/board/views/{other.pk}/rename/", {"name": "Hot"})
    assert "There is a view of this name already" in page.content.decode()
    assert client.post("/board/views/", {"name": " ", "query": ""}).status_code == 422


def test_thirty_views_are_enough(world: World) -> None:
    for number in range(boards.MOST_VIEWS):
        boards.save_view(by=world.carl, name=f"View {number}", query="")
    with pytest.raises(Conflict, match="thirty"):
        boards.save_view(by=world.carl, name="One more", query="")


def test_a_limit_warns_and_blocks_nobody(world: World, client_of: ClientOf) -> None:
    client = client_of(world.maya)
    client.post("/c/sales/limits/", {"caught": "1"})
    issues = [making.potato(by=world.rita, title=f"P {n}", community=world.sales) for n in range(2)]
    potatoes.catch(issues[0], by=world.carl)
    assert "1 of at most" in client.get("/board/?community=sales").content.decode()
    assert 'class="row wip"' not in client.get("/board/").content.decode()
    assert potatoes.catch(issues[1], by=world.carl).status == Status.CAUGHT
    page = client_of(world.carl).get("/board/").content.decode()
    assert re.search(r'class="row wip".*?Sales: 2, at\s+most 1 wanted', page, re.DOTALL)
    narrowed = client_of(world.carl).get("/board/?community=sales&owner=rita").content.decode()
    assert re.search(r"2, at\s+most 1 wanted", narrowed)


def test_only_moderators_set_limits_and_the_history_says_so(world: World, client_of: ClientOf) -> None:
    assert client_of(world.carl).get("/c/sales/limits/").status_code == 404
    with pytest.raises(Forbidden):
        boards.set_column_limits(world.sales, by=world.carl, limits={Status.CAUGHT: 3})
    client = client_of(world.maya)
    client.post("/c/sales/limits/", {"caught": "3", "waiting": "5"})
    assert Activity.objects.filter(name="community.column_limits_set").count() == 1
    client.post("/c/sales/limits/", {"caught": "", "waiting": "5"})
    assert list(ColumnLimit.objects.values_list("status", "most")) == [("waiting", 5)]
    refused = client.post("/c/sales/limits/", {"caught": "0", "waiting": "5"})
    assert refused.status_code == 422
    assert 'value="0"' in refused.content.decode()


def test_a_limit_of_a_closed_community_is_not_told(world: World, client_of: ClientOf) -> None:
    boards.set_column_limits(world.board_room, by=world.maya, limits={Status.FLAGGED: 1})
    for number in range(2):
        making.potato(by=world.maya, title=f"Hush {number}", community=world.board_room)
    assert world.board_room.name not in client_of(world.carl).get("/board/").content.decode()


def test_the_wall_shows_the_board_of_its_address_in_the_dark(potato: Issue, world: World, client_of: ClientOf) -> None:
    other = making.potato(by=world.rita, title="Elsewhere", community=world.sales)
    page = client_of(world.carl).get("/board/wall/?community=sales").content.decode()
    assert 'data-theme="dark"' in page
    assert f"mini-{other.pk}" in page
    assert f"mini-{potato.pk}" not in page
    assert "data-live=" in page
    assert client_of(world.gus).get("/board/wall/").status_code == 200
    assert Client().get("/board/wall/").status_code == 302


def test_the_workbook_has_a_sheet_a_table_and_no_formula(world: World, client_of: ClientOf) -> None:
    issue = making.potato(by=world.maya, title="There and back", community=world.sales)
    issue = joining.move(issue, by=world.maya, community=world.company)
    joining.move(issue, by=world.maya, community=world.sales)
    answer = client_of(world.carl).get("/insights/figures.xlsx")
    assert answer["Content-Disposition"].endswith('.xlsx"')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        sheets = "".join(book.read(name).decode() for name in book.namelist() if "worksheets/" in name)
    assert names[:3] == ["Times", "Distribution", "Shares"]
    assert "Ping-pong" in names
    assert issue.key in sheets
    assert "<f>" not in sheets
