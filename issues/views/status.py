"""The customer's page: by its link alone, without a login, in the contact's language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps

from django.conf import settings
from django.core.cache import cache
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from esn.activity.clock import now
from esn.lib import links, throttle
from esn.lib.errors import Refusal
from feeds.views.files import served
from issues.actions import customers
from issues.models import CustomerLink
from issues.reading import status

Answer = HttpResponse | FileResponse
View = Callable[..., Answer]
SEEN_EVERY = 3600
LANGUAGES = ("en", "fr")
POINTS = ("1", "2", "3", "4", "5")
FILES_A_MINUTE = 300


def by_link(view: View, *, most: int = 60) -> Callable[..., Answer]:
    """Give the view the link that the token opens, in its language; every other token gets one and the same 404.

    A link may be asked `most` times a minute, a network twice as often.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **more: str) -> Answer:
        kind = f"status:{most}"
        wait = throttle.wait(f"{kind}:{throttle.network(request)}", most=2 * most, seconds=60)
        wait = wait or throttle.wait(f"{kind}:{links.digest(token)}", most=most, seconds=60)
        if wait:
            return private(_busy(request, wait))
        link = status.usable_link(token)
        if link is None:
            return private(_gone(request))
        language = request.GET.get("lang", "")
        spoken = language if language in LANGUAGES else link.contact.language
        with translation.override(spoken), timezone.override(settings.COMPANY_ZONE):
            return private(view(request, link, **more))

    return guarded


def private(response: Answer) -> Answer:
    """Kept by nobody, found by nobody, and its address told to no other site."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def _gone(request: HttpRequest) -> HttpResponse:
    """To the byte the same for every token that opens nothing: no form token, one language for the frame."""
    with translation.override("en"):
        return render(request, "issues/status_gone.html", {"csrf_token": ""}, status=404)


def _busy(request: HttpRequest, wait: int) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(wait)
    return response


@require_safe
@by_link
def page(request: HttpRequest, link: CustomerLink) -> HttpResponse:
    """Where it stands."""
    _note_seen(link)
    template = "issues/_status_part.html" if "part" in request.GET else "issues/status.html"
    return render(request, template, _facts(request, link))


@require_POST
@by_link
def answer(request: HttpRequest, link: CustomerLink) -> HttpResponse:
    """Solved, not solved, or a message."""
    body = request.POST.get("body", "")
    try:
        _act(request.POST.get("say", ""), link, body)
    except Refusal as refusal:
        facts = {**_facts(request, link), "problem": refusal.message, "body": body}
        return render(request, "issues/status.html", facts, status=refusal.status)
    return redirect(f"{_address(request)}?thanks=1")


@require_POST
@by_link
def rate(request: HttpRequest, link: CustomerLink) -> HttpResponse:
    """How content he was, in one tap."""
    word, score = request.POST.get("word", ""), request.POST.get("score", "")
    try:
        customers.rate(link, score=int(score) if score in POINTS else 0, word=word)
    except Refusal as refusal:
        facts = {**_facts(request, link), "rate_problem": refusal.message, "word": word}
        return render(request, "issues/status.html", facts, status=refusal.status)
    return redirect(f"{_address(request)}?thanks=1")


@require_safe
@partial(by_link, most=FILES_A_MINUTE)
def file(request: HttpRequest, link: CustomerLink, key: str) -> Answer:
    """A picture or paper that stands in the news of this link's page; any other is as unknown as a wrong link."""
    kept = status.file_of(link, key)
    return served(kept) if kept else _gone(request)


def _act(said: str, link: CustomerLink, body: str) -> None:
    if said == "solved":
        customers.confirm_solved(link)
    elif said == "not_solved":
        customers.deny_solved(link, body=body)
    else:
        customers.say(link, body=body)


def _address(request: HttpRequest) -> str:
    return request.path.removesuffix("answer/").removesuffix("rate/")


def _facts(request: HttpRequest, link: CustomerLink) -> dict[str, object]:
    thanks = _("Thank you. It has arrived.") if "thanks" in request.GET else ""
    address = _address(request)
    facts = {"page": status.of(link, address), "address": address, "thanks": thanks}
    return {**facts, "languages": LANGUAGES, "points": POINTS}


def _note_seen(link: CustomerLink) -> None:
    """When the customer last looked, to the hour."""
    if cache.add(f"seen:{link.pk}", 1, SEEN_EVERY):
        CustomerLink.objects.filter(pk=link.pk).update(seen_at=now())
