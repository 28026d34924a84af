"""What Celery wakes: one tick that looks what is due and who must be told."""

from celery import shared_task
from django.utils import timezone

from esn.activity.due import every, forget_done, run_due, run_recurring
from esn.activity.models import Tick
from esn.activity.outlets import tell_all


@shared_task(name="esn.tick", ignore_result=True)
def tick() -> None:
    """Look now. Overlapping ticks share the work; a missed one is made good by the next."""
    Tick.objects.update_or_create(name="tick", defaults={"at": timezone.now()})
    run_due()
    tell_all()
    run_recurring()


@every(3600, "activity.forget_done")
def forget() -> None:
    """Empty the finished jobs in batches."""
    while forget_done() > 0:
        continue
