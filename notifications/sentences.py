"""What is said of which event: higher floors register a telling for each, and how their things are looked up.

    register("issue.offered", Telling(_("%(who)s tosses you %(thing)s."), topic=Topic.TOSSES, mine=("to",)))
    register_subject("issue", load)

A sentence is made when it is read: in the reader's language, of things that the reader may see at that moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from esn.ui import Action
from notifications.models import Bucket, Notification, Topic
from people.models import Person

Facts = Mapping[str, Any]
MOST_QUOTED = 140
MARK = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Subject:
    """A thing as its reader may see it: what it is called, where it is, and what stands beside it."""

    title: str
    url: str
    meta: str = ""


Loader = Callable[[set[int], Person], Mapping[int, Subject]]
Holders = Callable[[set[int]], Mapping[int, Set[int]]]
Urgent = Callable[[set[int]], Set[int]]
EVERYBODY = ("*",)
HOLDER = "holder"


def _no_words(_facts: Facts) -> Mapping[str, str]:
    return {}


def _never(_facts: Facts) -> bool:
    return False


def _no_actions(_note: Notification, _subject: Subject) -> list[Action]:
    return []


@dataclass(frozen=True)
class Telling:
    """How an event is told.

    `sentence` is lazily translated, with %(who)s for who did it, %(thing)s for its subject, %(NAME)s for what
    `words` gives, and %(NAME)s for the people in the facts named in `people`. It is among the own things of whoever
    stands in one of the facts named in `mine`, of everybody if that is ("*",), of those whose thing it is if that
    names "holder"; of the others it is in `otherwise`, and for them of the topic `lesser`, if there is one. Those that
    `folds` says yes to are told a person in one line, whose data say how many `others` it speaks for.
    """

    sentence: str | Promise
    topic: Topic
    lesser: Topic | None = None
    mine: tuple[str, ...] = ()
    otherwise: Bucket = Bucket.FOLLOWING
    icon: str = "flame"
    people: tuple[str, ...] = ()
    words: Callable[[Facts], Mapping[str, str]] = _no_words
    folds: Callable[[Facts], bool] = _never
    actions: Callable[[Notification, Subject], list[Action]] = _no_actions

    def bucket(self, facts: Facts, person_id: int, holders: Set[int]) -> Bucket:
        """The tab of the inbox in which this person finds it; `holders` are those whose thing it is."""
        near: set[object] = set(holders) if HOLDER in self.mine else set()
        for name in self.mine:
            fact = facts.get(name)
            near.update(fact if isinstance(fact, list) else [fact])
        return Bucket.MINE if self.mine == EVERYBODY or person_id in near else self.otherwise

    def topic_in(self, bucket: str) -> Topic:
        """The topic by which a person says whether he wants to hear of it."""
        return self.lesser if self.lesser and bucket != Bucket.MINE else self.topic


@dataclass(frozen=True)
class Line:
    """A notification as its reader sees it: the same sentence as safe HTML and as text."""

    note: Notification
    html: SafeString
    text: str
    subject: Subject
    icon: str
    actions: list[Action] = field(default_factory=list)


tellings: dict[str, Telling] = {}
loaders: dict[str, Loader] = {}
ownerships: dict[str, Holders] = {}
emergencies: dict[str, Urgent] = {}


def register(name: str, telling: Telling) -> None:
    """Events of this name are told so; others are told to nobody."""
    tellings[name] = telling


def register_subject(kind: str, load: Loader, *, holders: Holders | None = None, urgent: Urgent | None = None) -> None:
    """Things of this kind are found by `load(ids, person)`: only those that the person may see, in few queries.

    `holders(ids)` gives, for each thing, the people whose own it is; `urgent(ids)` those that are an emergency.
    """
    loaders[kind] = load
    if holders is not None:
        ownerships[kind] = holders
    if urgent is not None:
        emergencies[kind] = urgent


def visible(kind: str, ids: Iterable[int], person: Person) -> set[int]:
    """The ids among `ids` of the things that the person may see now."""
    return set(subjects(kind, set(ids), person))


def holders_of(kind: str, ids: set[int]) -> Mapping[int, Set[int]]:
    """The people whose own each thing is."""
    return ownerships[kind](ids) if kind in ownerships and ids else {}


def urgent(kind: str, ids: set[int]) -> Set[int]:
    """The ids of the things that are an emergency now."""
    return emergencies[kind](ids) if kind in emergencies and ids else frozenset()


def subjects(kind: str, ids: set[int], person: Person) -> Mapping[int, Subject]:
    """The things of a kind that the person may see now, by id; none of a kind that nobody registered."""
    return loaders[kind](ids, person) if kind in loaders and ids else {}


def lines(notes: Iterable[Notification], person: Person) -> list[Line]:
    """The notifications in words, without those whose thing the person may no longer see.

    One look-up for each kind of thing and one for the people named, whatever the number of notifications.
    """
    told = [note for note in notes if note.name in tellings]
    wanted: dict[str, set[int]] = {}
    for note in told:
        wanted.setdefault(note.kind, set()).add(note.object_id)
    found = {kind: subjects(kind, ids, person) for kind, ids in wanted.items()}
    names = _names(told)
    return [
        _line(note, found[note.kind][note.object_id], names, person)
        for note in told
        if note.object_id in found[note.kind]
    ]


def _names(notes: list[Notification]) -> dict[int, str]:
    ids = {note.data.get(name) for note in notes for name in tellings[note.name].people}
    named = Person.objects.filter(pk__in=ids - {None}) if ids - {None} else Person.objects.none()
    return dict(named.values_list("pk", "name"))


def _line(note: Notification, subject: Subject, names: Mapping[int, str], person: Person) -> Line:
    telling = tellings[note.name]
    words = {name: _known(note.data.get(name), names, person) for name in telling.people}
    words.update(telling.words(note.data))
    words["who"] = note.actor.name if note.actor else "Potluck"
    words["thing"] = subject.title
    sentence = str(telling.sentence)
    return Line(
        note=note,
        html=_as_html(sentence, words, note.get_absolute_url()),
        text=_as_text(sentence, words),
        subject=subject,
        icon=telling.icon,
        actions=telling.actions(note, subject) if note.read_at is None else [],
    )


def _known(person_id: int | None, names: Mapping[int, str], reader: Person) -> str:
    return reader.name if person_id == reader.pk else names.get(person_id or 0, "?")


def _as_text(sentence: str, words: Mapping[str, str]) -> str:
    return MARK.sub(lambda found: words.get(found[1], ""), sentence)


def _as_html(sentence: str, words: Mapping[str, str], url: str) -> SafeString:
    blank = dict.fromkeys(MARK.findall(sentence), "")
    thing = format_html('<a href="{}">{}</a>', url, words["thing"])
    pattern = MARK.sub(r"{\1}", sentence.replace("{", "{{").replace("}", "}}"))
    has_thing = "thing" in blank
    who = format_html("<b>{}</b>", words["who"] if has_thing else format_html('<a href="{}">{}</a>', url, words["who"]))
    return format_html(pattern, **(blank | dict(words) | {"who": who, "thing": thing}))


def quote(text: object) -> str:
    """What somebody wrote, cut to a line."""
    line = " ".join(str(text or "").split())
    return line if len(line) <= MOST_QUOTED else line[: MOST_QUOTED - 1].rstrip() + "…"
