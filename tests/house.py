"""A house with one of each thing in it, and the addresses of the site filled with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from api.actions import create_token
from feeds.actions import communities, posts
from issues.actions import contacts, customers, handoffs, potatoes, questions, splitting, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Issue
from people.actions import people
from tests import world as making
from tests.world import World


@dataclass(frozen=True)
class House:
    """The company, a caught potato with bites, and what its addresses are filled with."""

    world: World
    issue: Issue
    values: dict[str, Any]
    starts: list[str] = field(default_factory=list)


def built(world: World) -> House:
    """One of each thing that has an address, all to be seen by everybody in sales."""
    aldera = making.customer(by=world.rita)
    contact = contacts.add_contact(aldera, by=world.rita, name="Helen", email="helen@aldera.example", language="en")
    issue = making.potato(by=world.rita, customer=aldera, community=world.sales)
    fresh = making.potato(by=world.rita, title="Another one", community=world.sales)
    potatoes.catch(issue, by=world.maya)
    first, *_rest = tasks.add(issue, by=world.maya, drafts=[TaskDraft("Write the query"), TaskDraft("Tell them")])
    tasks.take(first, by=world.maya)
    handoff = handoffs.offer(issue, by=world.maya, to=world.carl)
    question = questions.ask(issue, by=world.carl, body="Which invoices?")
    link, address = customers.issue_link(issue, by=world.maya, contact=contact)
    post = posts.publish(by=world.maya, community=world.sales, body="Hello @carl #greeting", kind="question")
    comment = posts.comment(post, by=world.carl, body="Hello yourself")
    invitation = communities.invite(world.lab, by=world.maya, person=world.carl)
    people.follow(world.carl, by=world.maya)
    token, _secret = create_token(by=world.maya, name="script", scopes=("read",))
    template = splitting.keep_template(world.sales, by=world.maya, name="Doubles", lines="Read the log (S)")
    values = {
        "issues:pk": issue.pk, "board:pk": fresh.pk, "tasks:pk": first.pk, "handoffs:pk": handoff.pk,
        "questions:pk": question.pk, "links:pk": link.pk, "customers:pk": aldera.pk, "posts:pk": post.pk,
        "comments:pk": comment.pk, "invitations:pk": invitation.pk, "s:token": address.rstrip("/").split("/")[-1],
        "settings:pk": token.pk, "handle": "carl", "slug": "sales", "c:slug": "sales", "c:pk": 1, "c:handle": "carl",
        "issues:move": "offer", "tasks:move": "finish", "handoffs:move": "accept", "HP-<str:key>:key": issue.pk,
        "api:issue_id": issue.pk, "api:task_id": first.pk, "api:handoff_id": handoff.pk, "api:post_id": post.pk,
        "api:customer_id": aldera.pk, "api:slug": "sales", "api:handle": "carl", "customers:contact": contact.pk,
        "templates:pk": template.pk, "api:template_id": template.pk, "api:comment_id": comment.pk,
        "int": 1, "str": "x", "uuid": "6f1f6b8e-6a3e-4f0e-9b57-0d0c4e0f9a11", "path": "1",
    }  # fmt: skip
    moves = ("offer", "assign", "wait", "resolve", "merge", "move", "discard", "appeal", "reopen", "ask", "close")
    bites = ("finish", "return", "review", "cancel", "block", "split", "ask", "edit")
    starts = [
        "/", "/c/", "/c/new/", "/c/sales/settings/", "/c/sales/members/", "/c/sales/watch/", "/c/sales/hours/",
        "/people/", "/people/invite/", "/people/carl/", "/issues/new/", "/customers/new/", "/inbox/", "/table/",
        "/board/", "/insights/", "/search/?q=invoices", "/settings/profile/", issue.get_absolute_url(),
        fresh.get_absolute_url(), f"/posts/{post.pk}/", f"/posts/{post.pk}/edit/", f"/customers/{aldera.pk}/edit/",
        *(f"/issues/{issue.pk}/{move}/" for move in moves), *(f"/tasks/{first.pk}/{move}/" for move in bites),
    ]  # fmt: skip
    return House(world, issue, values, starts)
