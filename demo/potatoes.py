"""Playing what happens to a potato: each verb of a script is one action."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from demo.photo import damaged_label
from demo.scripts import Beat, Scene
from demo.stage import Stage
from demo.talk import Thread
from esn.activity.clock import at
from feeds.actions.files import upload
from feeds.models import Attachment
from issues.actions import customers, eating, handoffs, joining, merging, potatoes, questions, resolving, tasks, waiting
from issues.actions.drafts import TaskDraft, parse_list
from issues.actions.potatoes import Flag
from issues.models import CustomerLink, Handoff, Issue, Question, Task
from people.models import Person

_SKILLS = re.compile(r"\s*\[(?P<skills>[^\]]+)\]")
QUICKEST = 12
"""Seconds that even the shortest sentence takes to flag; a longer one takes longer."""


@dataclass
class Play:
    """A potato on its way, and what its script has brought up so far."""

    stage: Stage
    issue: Issue
    tasks: list[Task] = field(default_factory=list)
    link: CustomerLink | None = None
    handoff: Handoff | None = None
    question: Question | None = None

    def chosen(self, numbers: str) -> list[Task]:
        """The bites of these numbers, such as `1,3`."""
        return [self.tasks[int(number) - 1] for number in numbers.split(",")]


Verb = Callable[[Play, Person, str], object]


def flag(stage: Stage, scene: Scene) -> Issue:
    """Flag the potato of a scene."""
    head = scene.head
    by = stage.people[head["by"]]
    with at(stage.calendar.moment(head["at"])):
        return potatoes.flag(
            Flag(
                title=scene.title,
                description=scene.text,
                customer=stage.customers.get(head.get("for", "")),
                community=stage.communities[head["in"]],
                severity=head["severity"],
                due_at=stage.calendar.moment(head["due"]) if "due" in head else None,
                files=_files(by) if "photo" in head else (),
                took=dt.timedelta(seconds=QUICKEST + 7 * len(scene.title) // 10),
            ),
            by=by,
        )


def _files(by: Person) -> Sequence[Attachment]:
    return [upload(by=by, file=damaged_label())]


def play(stage: Stage, scene: Scene) -> None:
    """Let a scene happen from the flagging to where it stands today."""
    issue = flag(stage, scene)
    if issue.post is None:
        raise ValueError(f"{issue} has no post")
    thread, potato = Thread(stage, issue.post), Play(stage, issue)
    for beat in scene.beats:
        with at(stage.calendar.moment(beat.at)):
            if not thread.play(beat):
                _act(potato, beat)


def _act(potato: Play, beat: Beat) -> None:
    if beat.verb in CUSTOMERS_VERBS:
        CUSTOMERS_VERBS[beat.verb](potato, beat.rest)
        return
    by = potato.stage.people[beat.who[0]]
    VERBS[beat.verb](potato, by, beat.rest)


def _split(potato: Play, by: Person, rest: str) -> None:
    potato.tasks += tasks.add(potato.issue, by=by, drafts=[_draft(line) for line in rest.split(";")])


def _draft(line: str) -> TaskDraft:
    """`Title [Skill, Skill] (M) :: done when`, all but the title left out at will."""
    said, _mark, done_when = line.partition("::")
    found = _SKILLS.search(said)
    draft = parse_list(_SKILLS.sub("", said))[0]
    skills = tuple(name.strip() for name in found["skills"].split(",")) if found else ()
    return replace(draft, done_when=done_when.strip(), skills=skills)


def _take(potato: Play, by: Person, rest: str) -> None:
    for task in potato.chosen(rest):
        tasks.take(task, by=by)


def _start(potato: Play, by: Person, rest: str) -> None:
    for task in potato.chosen(rest):
        eating.start(task, by=by)


def _eat(potato: Play, by: Person, rest: str) -> None:
    """Take and finish: `1 M`."""
    numbers, _space, effort = rest.partition(" ")
    for task in potato.chosen(numbers):
        tasks.take(task, by=by)
        eating.finish(task, by=by, effort=effort)


def _finish(potato: Play, by: Person, rest: str) -> None:
    numbers, _space, effort = rest.partition(" ")
    for task in potato.chosen(numbers):
        eating.finish(task, by=by, effort=effort)


def _with_reason(action: Callable[..., object]) -> Verb:
    """A verb for one bite that gives a reason: `2 the key is missing`."""

    def run(potato: Play, by: Person, rest: str) -> None:
        number, _space, reason = rest.partition(" ")
        action(potato.chosen(number)[0], by=by, reason=reason)

    return run


def _to(potato: Play, rest: str) -> tuple[Person, str]:
    handle, _space, reason = rest.partition(" ")
    return potato.stage.people[handle], reason


def _offer(potato: Play, by: Person, rest: str) -> None:
    to, reason = _to(potato, rest)
    potato.handoff = handoffs.offer(potato.issue, by=by, to=to, reason=reason)


def _answer_toss(action: Callable[..., object]) -> Verb:
    def run(potato: Play, by: Person, rest: str) -> None:
        action(potato.handoff, by=by, **({"reason": rest} if rest else {}))

    return run


def _assign(potato: Play, by: Person, rest: str) -> None:
    to, reason = _to(potato, rest)
    handoffs.assign(potato.issue, by=by, to=to, reason=reason)


def _wait(potato: Play, by: Person, rest: str) -> None:
    kind, until, reason = rest.split(" ", 2)
    waiting.wait(potato.issue, by=by, waiting_for=kind, until=potato.stage.calendar.moment(until), reason=reason)


def _ask(potato: Play, by: Person, rest: str) -> None:
    body, *choices = rest.split(" | ")
    potato.question = questions.ask(potato.issue, by=by, body=body, choices=choices)


def _answer(potato: Play, by: Person, rest: str) -> None:
    if potato.question is not None:
        questions.answer(potato.question, by=by, body=rest)


def _news(potato: Play, by: Person, rest: str) -> None:
    customers.publish_news(potato.issue, by=by, body=rest)


def _link(potato: Play, by: Person, rest: str) -> None:
    contact = potato.issue.customer.contacts.get(name=rest) if potato.issue.customer else None
    if contact is not None:
        potato.link, _url = customers.issue_link(potato.issue, by=by, contact=contact)


def _resolve(potato: Play, by: Person, rest: str) -> None:
    """`S` in one go, or `cause | cure | lesson`, or both: `S cause | cure | lesson`."""
    found = re.match(r"(?:(XS|S|M|L)(?:\s|$))?(.*)", rest)
    effort, recipe = (found[1] or "", found[2]) if found else ("", "")
    parts = [part.strip() for part in recipe.split("|")]
    told = resolving.Recipe(*parts) if recipe else None
    resolving.resolve(potato.issue, by=by, recipe=told, effort=effort)


def _move(potato: Play, by: Person, rest: str) -> None:
    potato.issue = joining.move(potato.issue, by=by, community=potato.stage.communities[rest])


def _join(potato: Play, by: Person, rest: str) -> None:
    joining.join(potato.issue, by=by, customer=potato.stage.customers[rest])


def _merge(potato: Play, by: Person, rest: str) -> None:
    merging.merge(potato.issue, by=by, into=Issue.objects.get(title=rest))


VERBS: dict[str, Verb] = {
    "catch": lambda potato, by, _rest: potatoes.catch(potato.issue, by=by),
    "follow": lambda potato, by, _rest: joining.follow(potato.issue, by=by),
    "discard": lambda potato, by, rest: potatoes.discard(potato.issue, by=by, reason=rest),
    "appeal": lambda potato, by, rest: potatoes.appeal(potato.issue, by=by, reason=rest),
    "resume": lambda potato, by, _rest: waiting.resume(potato.issue, by=by),
    "reopen": lambda potato, by, rest: resolving.reopen(potato.issue, by=by, reason=rest),
    "close": lambda potato, by, _rest: resolving.close(potato.issue, by=by),
    "split": _split,
    "take": _take,
    "start": _start,
    "eat": _eat,
    "finish": _finish,
    "block": _with_reason(eating.block),
    "back": _with_reason(tasks.give_back),
    "drop": _with_reason(tasks.cancel),
    "offer": _offer,
    "accept": _answer_toss(handoffs.accept),
    "refuse": _answer_toss(handoffs.refuse),
    "assign": _assign,
    "wait": _wait,
    "ask": _ask,
    "answer": _answer,
    "news": _news,
    "link": _link,
    "resolve": _resolve,
    "mine-too": _join,
    "move": _move,
    "merge": _merge,
}


def _of_customer(action: Callable[..., object]) -> Callable[[Play, str], object]:
    def run(potato: Play, rest: str) -> None:
        action(potato.link, **({"body": rest} if rest else {}))

    return run


def _rates(potato: Play, rest: str) -> None:
    score, _space, word = rest.partition(" ")
    if potato.link is not None:
        customers.rate(potato.link, score=int(score), word=word)


CUSTOMERS_VERBS: dict[str, Callable[[Play, str], object]] = {
    "says": _of_customer(customers.say),
    "solved": _of_customer(customers.confirm_solved),
    "denies": _of_customer(customers.deny_solved),
    "rates": _rates,
}
