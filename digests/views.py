"""Settings of the digest, stopping it without a login, its pictures, and the mail that stays on this machine."""

from __future__ import annotations

from functools import lru_cache

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from digests import actions, outbox
from digests.forms import RhythmForm
from digests.links import person_of
from esn import elephant
from esn.toasts import say
from people import tabs
from people.http import MemberRequest

PICTURE = 168
MOST_BITES = 999
FOREVER = 365 * 24 * 3600
MAIL_ALONE = {"style-src": ["'unsafe-inline'"], "img-src": ["'self'"], "sandbox": ["allow-popups"]}


@require_http_methods(["GET", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """When my digest comes."""
    form = RhythmForm(request.POST or None, instance=actions.rhythm_of(request.user))
    if form.is_valid():
        actions.set_rhythm(request.user, **form.cleaned_data)
        say(request, _("Kept."))
        return redirect("digests:settings")
    facts = {"form": form, "tabs": tabs.links("digests:settings")}
    return render(request, "digests/settings.html", facts, status=422 if form.errors else 200)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the digest of whoever was sent this link: GET only asks, since mail scanners follow links; POST does it."""
    person = person_of(token)
    if person is None:
        return render(request, "digests/unknown_link.html", status=404)
    if request.method == "POST":
        actions.stop(person)
    with override(person.language):
        answer = render(request, "digests/unsubscribe.html", {"person": person, "is_done": request.method == "POST"})
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_GET
@cache_control(public=True, max_age=FOREVER, immutable=True)
def picture(_request: HttpRequest, done: int, total: int, taken: int) -> HttpResponse:
    """The elephant of a mail, as drawn for these counts; it tells nothing that the address does not."""
    if total > MOST_BITES or done + taken > max(total, 1):
        raise Http404
    states = tuple((piece.name, piece.state) for piece in elephant.pieces(total, done, taken))
    return HttpResponse(_drawn(states), content_type="image/png")


@lru_cache(maxsize=256)
def _drawn(states: tuple[tuple[str, str], ...]) -> bytes:
    parts = [elephant.Piece(name, state) for name, state in states]
    return elephant.to_png(elephant.draw(parts, width=PICTURE, colours=elephant.COLOURS))


@require_GET
def mails(request: MemberRequest) -> HttpResponse:
    """What was written to files because no mail server is set; administrators only."""
    _check(request)
    return render(request, "digests/mails.html", {"mails": outbox.newest(), "folder": outbox.folder() is not None})


@require_GET
@csp_replace(MAIL_ALONE)  # type: ignore[arg-type]  # its types know only views without arguments
def mail(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One of them, as a mail program shows it; alone on its page and without rights there."""
    _check(request)
    letter = outbox.find(name, number)
    if letter is None:
        raise Http404
    if request.GET.get("as") == "text" or not letter.html:
        return HttpResponse(letter.text, content_type="text/plain; charset=utf-8")
    return HttpResponse(letter.html)


def _check(request: HttpRequest) -> None:
    if not getattr(request.user, "is_admin", False):
        raise Http404
