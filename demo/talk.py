"""Playing what people say: posts, comments, replies, reactions."""

from __future__ import annotations

from dataclasses import dataclass

from demo.scripts import Beat, Scene
from demo.stage import Stage
from esn.activity.clock import at
from feeds.actions import posts
from feeds.models import Comment, Post
from feeds.models.reactions import EMOJI


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
            for person in people:
                posts.react(self.post, by=person, emoji=beat.verb)
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
