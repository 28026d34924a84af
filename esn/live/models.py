"""The log of the sockets: streams with gapless counters, and their recent events."""

from collections.abc import Iterable

from django.db import models
from django.db.models.functions import Now


class StreamQuerySet(models.QuerySet["Stream"]):
    """Which streams?"""

    def numbered(self, keys: Iterable[str]) -> dict[str, "Stream"]:
        """Lock the streams of these keys in id order, creating what is missing; writers wait here for each other.

        Missing rows are inserted before any row is locked, by their keys: two writers never wait in a circle.
        """
        wanted = set(keys)
        missing = wanted.difference(self.filter(key__in=wanted).values_list("key", flat=True))
        if missing:
            self.bulk_create([self.model(key=key) for key in sorted(missing)], ignore_conflicts=True)
        locked = self.filter(key__in=wanted).order_by("id").select_for_update(no_key=True)
        return {stream.key: stream for stream in locked}


class Stream(models.Model):
    """One order of events; `seq` is the number of the newest, everything up to `floor` is forgotten."""

    key = models.CharField(max_length=120, unique=True)
    seq = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(default=0)

    objects = StreamQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(floor__lte=models.F("seq")), name="live_stream_floor")]

    def __str__(self) -> str:
        return self.key


class LiveEvent(models.Model):
    """One frame of a stream; kept for some days, so that a socket can resume."""

    pk = models.CompositePrimaryKey("stream_id", "seq")
    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="events", db_index=False)
    seq = models.BigIntegerField()
    op = models.CharField(max_length=8)
    dom_id = models.CharField(max_length=120, blank=True)
    html = models.JSONField(default=dict)
    author = models.BigIntegerField(null=True)
    reader = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "live_event"
        indexes = [models.Index(fields=["at"], name="live_event_at")]

    def __str__(self) -> str:
        return f"{self.stream_id}:{self.seq}"
