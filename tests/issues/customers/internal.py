"""What is ours alone: potatoes that went through everything, a word of its own in every field that can hold words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils import timezone

from feeds.actions import comments, communities, keeping, posts
from feeds.actions.files import upload
from feeds.models import Community
from issues import events
from issues.actions import (
    asking,
    boards,
    contacts,
    customers,
    eating,
    extending,
    feast,
    handoffs,
    hours,
    joining,
    merging,
    news_templates,
    potatoes,
    questions,
    resolving,
    splitting,
    talking,
    tasks,
    waiting,
)
from issues.actions.drafts import TaskDraft
from issues.models import Contact, CustomerLink, Issue, NewsStage, Task
from people.actions.absences import start_absence
from people.actions.skills import set_skills
from people.models import Person, Team
from tests import world as making
from tests.world import World

TEXTS = (models.CharField, models.TextField, models.FileField, models.JSONField)
WORD = re.compile(r"canary[a-z]+")
NO_WORDS = frozenset({
    "issues.CustomerLink.digest", "issues.CustomerLetter.nonce", "issues.Rota.zone", "issues.CommunityNumber.name",
    "issues.CommunityHours.zone", "issues.CommunityHours.week", "issues.Issue.heat_terms", "issues.Climb.rule",
    "issues.ClimbStep.people", "issues.Audit.mended", "issues.Audit.lacking", "feeds.Post.card_kind",
    "issues.LatestMove.token", "issues.LatestMove.rows",
    "feeds.Post.reaction_counts", "feeds.Comment.reaction_counts", "feeds.Attachment.key", "feeds.Attachment.file",
    "feeds.Attachment.media_type", "feeds.Sent.digest", "feeds.Reaction.emoji", "people.Person.password",
    "people.Person.zone", "people.Person.photo", "people.LoginSession.session_key", "people.LoginSession.session_data",
    "people.LoginSession.agent",
})  # fmt: skip
"""Columns of text in which nobody writes words: numbers, digests, names of zones and kinds that the program sets."""
REASONED = re.compile(r"record\(events\.(\w+)[^\n]*? reason=[a-z]")


def of(name: str) -> str:
    """The word that stands in that field and nowhere else."""
    return f"canary{name}"


def columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of issues, feeds and people that can hold words: texts without a list of choices."""
    for label in ("issues", "feeds", "people"):
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.fields:
                kept = field.base_field if isinstance(field, ArrayField) else field
                is_text = isinstance(kept, TEXTS) and not kept.choices
                if is_text and f"{model._meta.label}.{field.name}" not in NO_WORDS:
                    yield model, field.name


def in_column(model: type[models.Model], name: str) -> set[str]:
    """The words of ours in all rows of a column."""
    return set(WORD.findall(str(list(model._default_manager.values_list(name, flat=True)))))


def events_with_a_reason() -> set[str]:
    """The names of the events that an action of the potato records with somebody's reason."""
    sources = Path(settings.BASE_DIR, "issues", "actions").glob("*.py")
    found = {name for source in sources for name in REASONED.findall(source.read_text())}
    return {getattr(events, name).name for name in found}


@dataclass
class Story:
    """The potatoes, and a link of Helen's to each."""

    issues: list[Issue]
    paths: list[str]


def told(world: World, helen: Contact) -> Story:
    """Six potatoes, each at another point of its life; Otto holds them, Maya moderates, Ines eats, Rita hunts."""
    den, otto = _den(world), _otto(world)
    communities.add_member(den, by=world.maya, person=otto)
    customers.update_customer(helen.customer, by=world.rita, version=None, segment=of("segment"))
    plot = _Plot(world, den, otto, helen)
    issues = [plot.eaten(), plot.waiting(), plot.closed(), plot.discarded(), plot.assigned(), plot.merged()]
    links = [customers.issue_link(issue, by=world.maya, contact=helen)[1] for issue in issues]
    making.client_of(world.maya).get(f"/issues/{issues[0].pk}/helpers/")
    return Story(issues, ["/s/" + link.rsplit("/s/", 1)[1] for link in links])


def _otto(world: World) -> Person:
    team = Team.objects.create(slug=of("teamslug"), name=of("team"), place=of("teamplace"))
    otto = making.person(
        of("handle"), f"Otto {of('lastname')}", by=world.ada, title=of("jobtitle"), place=of("place"), about=of("about")
    )
    Person.objects.filter(pk=otto.pk).update(team=team)
    away = timezone.now() + dt.timedelta(days=30)
    start_absence(otto, by=otto, starts_at=away, ends_at=away + dt.timedelta(days=1), note=of("absence"))
    return Person.objects.get(pk=otto.pk)


def _den(world: World) -> Community:
    """A community with everything that can be written about it."""
    maya = world.maya
    den = making.community(of("community"), by=maya, slug=of("slug"), members=[world.rita, world.ines, world.carl])
    den = communities.update_community(den, by=maya, description=of("den"))
    Community.objects.filter(pk=den.pk).update(external_ref=of("externalgroup"))
    splitting.keep_template(den, by=maya, name=of("template"), about=of("fits"), lines=of("lines"))
    words = {(NewsStage.PROGRESS.value, "en"): of("opening"), (NewsStage.SOLVED.value, "fr"): of("opening")}
    news_templates.set_templates(den, by=maya, words=words)
    days = ["09:00-17:00"] * 5 + [""] * 2
    hours.set_hours(den, by=maya, zone="Europe/Paris", days=days, holidays=f"2027-03-01 {of('holiday')}", version=None)
    boards.save_view(by=maya, name=of("view"), query=f"q={of('query')}", community=den)
    for knows in (world.ines, world.carl):
        set_skills(knows, by=knows, names=[of("skill")])
    keeping.follow_tag(of("followed"), by=maya)
    _talked(den, maya)
    return den


def _talked(den: Community, maya: Person) -> None:
    post = posts.publish(by=maya, community=den, body=f"{of('before')} #{of('tag')}")
    posts.edit(post, by=maya, body=f"{of('post')} #{of('tag')}")
    said = posts.comment(post, by=maya, body=of("saidbefore"))
    comments.edit_comment(said, by=maya, body=of("said"))


@dataclass(frozen=True)
class _Plot:
    """One story each."""

    world: World
    den: Community
    otto: Person
    helen: Contact

    def _flag(self, name: str, **more: Any) -> Issue:
        paper = upload(by=self.world.rita, file=SimpleUploadedFile(f"{of('file')}.txt", b"paper"))
        told = f"{of('description')} #{of('tag')}"
        flagged = potatoes.Flag(of(f"title{name}"), told, self.helen.customer, self.den, files=[paper], **more)
        return potatoes.flag(flagged, by=self.world.rita)

    def _held(self, name: str, **more: Any) -> Issue:
        issue = potatoes.catch(self._flag(name, **more), by=self.otto)
        customers.publish_news(issue, by=self.otto, body="We look at it. Which numbers?")
        return issue

    def _bites(self, issue: Issue, *names: str) -> list[Task]:
        due = timezone.now() + dt.timedelta(days=2)
        drafts = [
            TaskDraft(of(name), of("when"), skills=[of("skill")], due_at=due, reviewer=self.world.maya)
            for name in names
        ]
        return tasks.add(issue, by=self.otto, drafts=drafts)

    def eaten(self) -> Issue:
        """In progress, with a bite in every state; tossed, refused, asked about, talked about."""
        otto, ines, rita, carl = self.otto, self.world.ines, self.world.rita, self.world.carl
        issue = self._held("eaten", source="log", external_id=of("externalid"))
        Issue.objects.filter(pk=issue.pk).update(source=of("source"))
        done, stuck, later, gone, _left = self._bites(issue, "done", "stuck", "later", "gone", "left")
        self._reviewed(tasks.take(done, by=ines, reason=of("takes")))
        eating.block(tasks.take(stuck, by=ines), by=ines, reason=of("blocked"))
        self._extended(tasks.take(later, by=ines))
        tasks.give_back(tasks.take(gone, by=carl), by=carl, reason=of("returns"))
        asking.ask_person(gone, by=otto, to=carl, note=of("asks"))
        tasks.cancel(gone, by=otto, reason=of("cancels"))
        talking.discuss(stuck, by=ines, body=of("bitetalk"))
        asked = questions.ask(issue, by=otto, body=of("question"), choices=[of("choice")])
        questions.answer(asked, by=rita, body=of("answer"))
        handoffs.refuse(handoffs.offer(issue, by=otto, to=ines, reason=of("offer")), by=ines, reason=of("refusal"))
        assert issue.post is not None
        posts.comment(issue.post, by=otto, body=of("comment"))
        return issue

    def _reviewed(self, task: Task) -> None:
        maya, ines = self.world.maya, self.world.ines
        eating.finish(task, by=ines, effort="S")
        eating.review(task, by=maya, verdict="rework", reason=of("rework"))
        eating.finish(task, by=ines, effort="S")
        eating.review(task, by=maya, verdict="accept", reason=of("accepts"))

    def _extended(self, task: Task) -> None:
        ines, due = self.world.ines, timezone.now()
        for day, answer in ((3, extending.grant_extension), (4, None), (5, extending.refuse_extension)):
            later = due + dt.timedelta(days=day)
            extending.extend(task, by=ines, due_at=later, reason=of("moretime"))
            if answer is extending.grant_extension:
                extending.grant_extension(task, by=self.otto)
            elif answer is extending.refuse_extension:
                extending.refuse_extension(task, by=self.otto, reason=of("notime"))
            else:
                extending.extend(task, by=self.otto, due_at=later, reason=of("grants"))

    def waiting(self) -> Issue:
        """Waits for the customer."""
        issue = self._held("waits")
        until = timezone.now() + dt.timedelta(days=2)
        return waiting.wait(issue, by=self.otto, waiting_for="customer", until=until, reason=of("waits"))

    def closed(self) -> Issue:
        """Resolved, opened again, closed; its eaters thanked, and judged by a colleague of Helen's."""
        otto, rita = self.otto, self.world.rita
        issue = self._held("closed")
        recipe = resolving.Recipe(of("cause"), of("cure"), of("lesson"))
        resolving.resolve(issue, by=otto, recipe=recipe, effort="S")
        resolving.reopen(issue, by=rita, reason=of("reopened"))
        for task in issue.tasks.filter(status="open"):
            eating.finish(tasks.take(task, by=self.world.ines), by=self.world.ines, effort="S")
        customers.publish_news(issue, by=otto, body="It is gone now.")
        resolving.resolve(issue, by=otto, recipe=recipe)
        feast.thank(issue, by=rita)
        link = self._link_of_another(issue)
        customers.say(link, body=of("message"))
        customers.confirm_solved(link)
        customers.rate(link, score=4, word=of("rating"))
        return issue

    def _link_of_another(self, issue: Issue) -> CustomerLink:
        maya = self.world.maya
        marc = contacts.add_contact(
            self.helen.customer, by=maya, name=f"Marc {of('contact')}", email=f"{of('mail')}@a.example"
        )
        return customers.issue_link(issue, by=maya, contact=marc)[0]

    def discarded(self) -> Issue:
        """Set aside, and once more after an appeal."""
        maya, rita = self.world.maya, self.world.rita
        issue = potatoes.discard(self._flag("discarded"), by=maya, reason=of("discards"))
        potatoes.appeal(issue, by=rita, reason=of("appeals"))
        return potatoes.reject_appeal(issue, by=maya, reason=of("rejects"))

    def assigned(self) -> Issue:
        """Given to Otto by a moderator, who lets the hunter catch it too."""
        issue = handoffs.assign(self._flag("assigned"), by=self.world.maya, to=self.otto, reason=of("assigns"))
        return potatoes.allow_hunter(issue, by=self.world.maya, reason=of("allows"))

    def merged(self) -> Issue:
        """Helen's, into which another customer's was merged that had news of its own, and a third customer joined."""
        maya, otto = self.world.maya, self.otto
        whole = self._held("whole")
        other = making.customer(of("othercustomer"), by=maya)
        contacts.add_contact(other, by=maya, name=of("othercontact"), email="other@other.example")
        part = making.potato(by=self.world.rita, title=of("part"), customer=other, community=self.den)
        customers.publish_news(potatoes.catch(part, by=otto), by=otto, body=of("othersnews"))
        merging.merge(part, by=otto, into=whole)
        joining.join(whole, by=maya, customer=making.customer(of("thirdcustomer"), by=maya))
        return whole


def missing(pairs: Iterable[tuple[type[models.Model], str]]) -> set[str]:
    """The columns that hold no word of ours."""
    return {f"{model._meta.label}.{name}" for model, name in pairs if not in_column(model, name)}
