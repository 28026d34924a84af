"""Communities over HTTP: who sees, joins, asks, invites, leads, leaves, opens and closes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from esn.activity.due import run_due
from esn.lib.errors import Conflict, Forbidden, Refused
from feeds.actions import communities, opening, posts
from feeds.models import Community, Invitation, Membership, Post, PostTag
from people.actions.people import change_role, create_person, deactivate, reactivate
from people.models import Person
from tests.cast import ClientOf
from tests.feeds.conftest import many_posts


def test_everybody_but_guests_belongs_to_the_company(
    rita: Person, gus: Person, ada: Person, company: Community
) -> None:
    members = set(company.memberships.values_list("person__handle", flat=True))
    assert members == {"rita", "carl", "maya", "ines", "ada"}
    nina = create_person(by=ada, handle="nina", name="Nina Newcomer")
    assert company.memberships.filter(person=nina).exists()
    assert Community.objects.get(pk=company.pk).member_count == 6


def test_nobody_leaves_or_is_removed_from_the_company(
    rita: Person, maya: Person, client_of: ClientOf, company: Community
) -> None:
    assert client_of(rita).post("/c/company/leave/").status_code == 409
    assert client_of(maya).post("/c/company/members/rita/remove/").status_code == 409
    with pytest.raises(Conflict):
        communities.update_community(company, by=maya, kind="closed")


def test_rita_makes_a_community_and_moderates_it(rita: Person, client_of: ClientOf) -> None:
    answer = client_of(rita).post("/c/new/", {"name": "Field  trips", "kind": "open", "description": "Out"})
    assert answer["Location"] == "/c/field-trips/"
    made = Community.objects.get(slug="field-trips")
    assert (made.name, made.member_count) == ("Field trips", 1)
    assert made.memberships.get().is_moderator


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " ", "kind": "open"}, "This field is required."),
        ({"name": "X" * 81, "kind": "open"}, "80"),
        ({"name": "X", "kind": "hidden"}, "hidden"),
        ({"name": "X", "kind": "open", "slug": "sales"}, "This address is taken."),
        ({"name": "X", "kind": "open", "slug": "A b"}, "Use small letters"),
        ({"name": "X", "kind": "open", "slug": "new"}, "some words are reserved"),
    ],
)
def test_what_a_community_cannot_be_is_explained_and_kept(
    rita: Person, sales: Community, client_of: ClientOf, typed: dict[str, str], sentence: str
) -> None:
    answer = client_of(rita).post("/c/new/", {**typed, "description": "What I had written"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "What I had written" in answer.content.decode()


def test_guests_make_no_communities(gus: Person, client_of: ClientOf) -> None:
    assert client_of(gus).get("/c/new/").status_code == 403


def test_a_closed_community_shows_an_outsider_its_name_and_size_alone(
    rita: Person, maya: Person, lab: Community, client_of: ClientOf
) -> None:
    posts.publish(by=maya, community=lab, body="Formula X")
    page = client_of(rita).get("/c/lab/").content.decode()
    assert "Lab" in page
    assert "2 members" in page
    assert "Formula X" not in page
    assert client_of(rita).get("/c/lab/members/").status_code == 404


def test_a_secret_community_is_not_there_for_others(
    rita: Person, ada: Person, board_room: Community, client_of: ClientOf
) -> None:
    client = client_of(rita)
    assert client.get("/c/board_room/").status_code == 404
    assert client.post("/c/board_room/join/").status_code == 404
    assert "Board room" not in client.get("/c/?q=board").content.decode()
    assert client_of(ada).get("/c/board_room/").status_code == 200


def test_a_guest_sees_no_community_but_his_own(gus: Person, client_of: ClientOf) -> None:
    client = client_of(gus)
    assert client.get("/c/sales/").status_code == 200
    for slug in ("company", "lab", "board_room"):
        assert client.get(f"/c/{slug}/").status_code == 404
        assert client.post(f"/c/{slug}/join/").status_code == 404


def test_ines_joins_an_open_community_and_leaves_it(ines: Person, sales: Community, client_of: ClientOf) -> None:
    client = client_of(ines)
    client.post("/c/sales/join/")
    client.post("/c/sales/join/")
    assert Membership.objects.filter(person=ines, community=sales).count() == 1
    assert "Sales" in client.get("/").content.decode()
    client.post("/c/sales/leave/")
    assert Community.objects.get(pk=sales.pk).member_count == 4


def test_one_asks_to_join_a_closed_community_and_a_moderator_lets_in(
    rita: Person, maya: Person, ines: Person, lab: Community, client_of: ClientOf
) -> None:
    client_of(rita).post("/c/lab/join/")
    request = Invitation.objects.get()
    assert request.is_request
    assert "asks to come in" in client_of(maya).get("/c/lab/members/").content.decode()
    assert client_of(ines).post(f"/invitations/{request.pk}/accept/").status_code == 404
    assert client_of(rita).post(f"/invitations/{request.pk}/accept/").status_code == 403
    client_of(maya).post(f"/invitations/{request.pk}/accept/")
    assert client_of(rita).get("/c/lab/members/").status_code == 200


def test_an_invitation_is_accepted_or_declined_by_the_one_invited(
    rita: Person, carl: Person, maya: Person, lab: Community, client_of: ClientOf
) -> None:
    client = client_of(maya)
    for handle in ("rita", "@Carl"):
        client.post("/c/lab/invite/", {"handle": handle})
    first, second = Invitation.objects.order_by("pk")
    assert "Maya Roth invites you" in client_of(rita).get("/c/").content.decode()
    assert client_of(carl).post(f"/invitations/{first.pk}/accept/").status_code == 404
    client_of(rita).post(f"/invitations/{first.pk}/accept/")
    client_of(carl).post(f"/invitations/{second.pk}/decline/")
    assert set(lab.memberships.values_list("person__handle", flat=True)) == {"maya", "ines", "rita"}
    assert not Invitation.objects.exists()


def test_inviting_nobody_or_a_member_is_explained(maya: Person, lab: Community, client_of: ClientOf) -> None:
    client = client_of(maya)
    nobody = client.post("/c/lab/invite/", {"handle": "zoe"})
    assert nobody.status_code == 422
    assert "Nobody here is called that." in nobody.content.decode()
    assert "Inès Varga is in already." in client.post("/c/lab/invite/", {"handle": "ines"}).content.decode()


def test_members_of_a_closed_community_do_not_invite(ines: Person, rita: Person, lab: Community) -> None:
    with pytest.raises(Forbidden):
        communities.invite(lab, by=ines, person=rita)


def test_a_guest_comes_in_by_invitation_but_never_into_the_company(
    gus: Person, maya: Person, lab: Community, company: Community
) -> None:
    communities.invite(lab, by=maya, person=gus)
    communities.accept(Invitation.objects.get(person=gus), by=gus)
    assert lab.memberships.filter(person=gus).exists()
    with pytest.raises(Conflict):
        communities.add_member(company, by=maya, person=gus)
    with pytest.raises(Forbidden):
        communities.set_role(lab, by=maya, person=gus, role="moderator")


def test_the_last_moderator_names_another_before_going(
    maya: Person, ines: Person, lab: Community, client_of: ClientOf
) -> None:
    client = client_of(maya)
    assert client.post("/c/lab/leave/").status_code == 409
    assert client.post("/c/lab/members/maya/role/", {"role": "member"}).status_code == 409
    client.post("/c/lab/members/ines/role/", {"role": "moderator"})
    assert client.post("/c/lab/leave/").status_code == 302
    assert client_of(ines).get("/c/lab/settings/").status_code == 200


def test_moderators_alone_change_settings_roles_and_members(
    ines: Person, rita: Person, lab: Community, client_of: ClientOf
) -> None:
    client = client_of(ines)
    assert client.get("/c/lab/settings/").status_code == 403
    assert client.post("/c/lab/members/maya/remove/").status_code == 403
    assert client.post("/c/lab/members/ines/role/", {"role": "moderator"}).status_code == 403
    assert client_of(rita).post("/c/lab/settings/", {"name": "Mine"}).status_code == 403


def test_whoever_is_removed_sees_nothing_any_more(
    maya: Person, ines: Person, lab: Community, client_of: ClientOf
) -> None:
    post = posts.publish(by=maya, community=lab, body="Formula X")
    client = client_of(ines)
    assert "Formula X" in client.get("/").content.decode()
    client_of(maya).post("/c/lab/members/ines/remove/")
    assert "Formula X" not in client.get("/").content.decode()
    assert client.get(f"/posts/{post.pk}/").status_code == 404


def test_who_is_let_go_belongs_nowhere_and_each_community_keeps_a_moderator(
    maya: Person, ada: Person, lab: Community, company: Community, ines: Person
) -> None:
    deactivate(maya, by=ada)
    assert not maya.memberships.exists()
    assert lab.memberships.get(person=ines).is_moderator
    assert company.memberships.moderators().exists()
    reactivate(maya, by=ada)
    assert list(maya.memberships.values_list("community__slug", flat=True)) == ["company"]


def test_an_employee_who_becomes_a_guest_is_neither_in_the_company_nor_leads(
    rita: Person, carl: Person, ada: Person
) -> None:
    field = communities.create_community(by=rita, name="Field")
    communities.add_member(field, by=rita, person=carl)
    change_role(rita, by=ada, role="guest")
    assert set(rita.memberships.values_list("community__slug", "role")) == {("sales", "member"), ("field", "member")}
    assert field.memberships.get(person=carl).is_moderator
    change_role(rita, by=ada, role="employee")
    assert rita.memberships.filter(community__slug="company").exists()


def test_in_an_announcement_community_only_moderators_post_and_all_comment(
    maya: Person, rita: Person, sales: Community, client_of: ClientOf
) -> None:
    communities.update_community(sales, by=maya, is_announcement_only=True)
    refused = client_of(rita).post("/posts/", {"body": "x", "community": "sales"}, HTTP_HX_REQUEST="true")
    assert "Only moderators post in this community." in refused.content.decode()
    post = posts.publish(by=maya, community=Community.objects.get(pk=sales.pk), body="News")
    assert client_of(rita).post(f"/posts/{post.pk}/comments/", {"body": "Ah"}).status_code == 302


def test_two_moderators_do_not_overwrite_each_others_settings(
    maya: Person, sales: Community, client_of: ClientOf
) -> None:
    client = client_of(maya)
    typed = {"name": "Sales team", "kind": "open", "description": "We sell", "version": sales.version}
    assert client.post("/c/sales/settings/", typed).status_code == 302
    late = client.post("/c/sales/settings/", {**typed, "description": "We hunt"})
    assert late.status_code == 409
    assert "We hunt" in late.content.decode()


def test_a_dot_stands_until_one_has_looked(rita: Person, carl: Person, sales: Community, client_of: ClientOf) -> None:
    posts.publish(by=carl, community=sales, body="News")
    client = client_of(rita)
    rail = client.get("/people/").content.decode().split('aria-label="Main"')[1].split("</nav>")[0]
    assert "unread" in rail
    client.get("/c/sales/")
    rail = client.get("/people/").content.decode().split('aria-label="Main"')[1].split("</nav>")[0]
    assert "unread" not in rail
    assert "unread" not in client_of(carl).get("/people/").content.decode().split("</nav>")[0]


def test_closing_hides_at_once_and_the_posts_follow_in_batches(
    maya: Person, ines: Person, sales: Community, client_of: ClientOf
) -> None:
    many_posts(opening.BATCH + 5, by=maya, community=sales)
    post = posts.publish(by=maya, community=sales, body="Was open #feast")
    epoch = sales.epoch
    communities.update_community(sales, by=maya, kind="closed")
    assert client_of(ines).get(f"/posts/{post.pk}/").status_code == 404
    assert "Was open" not in client_of(ines).get("/?tag=feast").content.decode()
    assert Community.objects.get(pk=sales.pk).epoch == epoch + 1
    assert Post.objects.filter(community=sales, is_public=True).count() == 6
    run_due()
    assert not Post.objects.filter(community=sales, is_public=True).exists()
    assert not PostTag.objects.filter(community=sales, is_public=True).exists()


def test_a_post_that_came_in_while_it_closed_is_found_by_the_second_look(maya: Person, sales: Community) -> None:
    communities.update_community(sales, by=maya, kind="closed")
    late = posts.publish(by=maya, community=sales, body="I thought it open")
    Post.objects.filter(pk=late.pk).update(is_public=True)
    run_due(at=timezone.now() + dt.timedelta(seconds=61))
    assert not Post.objects.get(pk=late.pk).is_public


def test_opening_goes_the_other_way_round(maya: Person, rita: Person, lab: Community, client_of: ClientOf) -> None:
    many_posts(opening.BATCH + 5, by=maya, community=lab)
    communities.update_community(lab, by=maya, kind="open")
    halfway = Community.objects.get(pk=lab.pk)
    assert (halfway.kind, halfway.is_opening) == ("closed", True)
    assert "Post 3" not in client_of(rita).get("/c/lab/").content.decode()
    run_due()
    opened = Community.objects.get(pk=lab.pk)
    assert (opened.kind, opened.is_opening) == ("open", False)
    assert not Post.objects.filter(community=lab, is_public=False).exists()
    assert client_of(rita).get("/c/lab/members/").status_code == 200


def test_a_small_community_opens_at_once(maya: Person, lab: Community) -> None:
    post = posts.publish(by=maya, community=lab, body="Soon open")
    communities.update_community(lab, by=maya, kind="open")
    assert Community.objects.get(pk=lab.pk).is_open
    assert Post.objects.get(pk=post.pk).is_public


def test_an_unknown_setting_is_refused(maya: Person, sales: Community) -> None:
    with pytest.raises(Refused):
        communities.update_community(sales, by=maya, slug="elsewhere")
