"""Playing what people say: posts, comments, replies, reactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from demo.scripts import Beat, Scene
from demo.stage import Stage
from esn.activity.clock import at, now
from esn.activity.spine import record
from feeds import events
from feeds.actions import posts
from feeds.actions.counting import recount
from feeds.models import Comment, Post, Reaction
from feeds.models.reactions import EMOJI
from people.models import Person


@dataclass
class Thread:
    """A post and the comment that was made last."""

    stage: Stage
    post: Post
    last: Comment | None = None

    def play(self, beat: Beat) -> bool:
        """Do what the beat says if it is talk; whether it was."""
        people = [self.stage.people[handle] for handle in beat.who if handle in self.stage.people]
        if beat.verb in EMOJI:
            self._react(people, beat.verb)
        elif beat.verb == "keeps":
            posts.bookmark(self.post, by=people[0])
        elif beat.verb in {"comment", "reply", "best"}:
            reply_to = self.last if beat.verb == "reply" else None
            self.last = posts.comment(self.post, by=people[0], body=beat.rest, reply_to=reply_to)
            if beat.verb == "best":
                posts.mark_best(self.last, by=self.post.author)
        else:
            return False
        return True

    def _react(self, people: Sequence[Person], emoji: str) -> None:
        """Reactions of several people at once, counted once."""
        Reaction.objects.bulk_create(
            Reaction(post=self.post, person=person, emoji=emoji, created=now()) for person in people
        )
        recount(self.post)
        for person in people:
            audience = [self.post.author_id] if self.post.author_id != person.pk else []
            record(events.reacted, self.post, by=person, emoji=emoji, audience=audience)


def play(stage: Stage, scene: Scene) -> None:
    """Say what a scene of the talk says; its title is the community and the kind of post."""
    slug, _space, kind = scene.title.partition(" ")
    with at(stage.calendar.moment(scene.head["at"])):
        author = stage.people[scene.head["by"]]
        post = posts.publish(by=author, community=stage.communities[slug], kind=kind or "update", body=scene.text)
    thread = Thread(stage, post)
    for beat in scene.beats:
        with at(stage.calendar.moment(beat.at)):
            if not thread.play(beat):
                raise ValueError(f"nobody knows how to “{beat.verb}”")
