"""The tags that every page is drawn with: icons, people, elephants, heat, times and sizes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esn import elephant as animal
from esn import moments, ui

register = template.Library()
NOTHING = SafeString("")
CURRENT = SafeString(' aria-current="page"')


@register.simple_tag
def icon(name: str, look: str = "") -> SafeString:
    """A lucide icon, hidden from readers: `look` is any of xs, sm, fill. Say what it means in text beside it."""
    classes = " ".join(["i", *(f"i--{word}" for word in look.split())])
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        classes,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def brand_mark(width: int = 34) -> SafeString:
    """The elephant of the product's name."""
    return format_html(
        '<svg width="{}" height="{}" viewBox="0 0 168 120" aria-hidden="true"><use href="{}#i-brand"/></svg>',
        width,
        round(width * 120 / 168),
        static("img/icons.svg"),
    )


@register.simple_tag
def avatar(person: ui.Face | None, size: str = "") -> SafeString:
    """A person's photo or initials (`size` xs, md, lg, xl); nobody is a dashed circle. Write the name beside it."""
    classes = "av" + (f" av--{size}" if size else "")
    if person is None:
        hand = icon("hand", "sm") if size in ("md", "lg", "xl") else ""
        return format_html('<span class="{} av--nobody" aria-hidden="true">{}</span>', classes, hand)
    photo = getattr(person, "photo_url", "")
    if photo:
        return format_html('<img class="{}" src="{}" alt="" loading="lazy" decoding="async">', classes, photo)
    letters = getattr(person, "initials", "") or ui.initials(str(person.name))
    return format_html(
        '<span class="{}" data-hue="{}" aria-hidden="true">{}</span>', classes, ui.hue(person.pk), letters
    )


@register.simple_tag
def avatars(people: Iterable[ui.Face]) -> SafeString:
    """Some people, overlapping."""
    return format_html('<span class="avs">{}</span>', format_html_join("", "{}", ((avatar(p),) for p in people)))


@register.simple_tag
def elephant(total: int, done: int, taken: int, size: str = "", words: str = "bites") -> SafeString:
    """The elephant in pieces with its text equivalent.

    `size` is sm, md, lg or xl; `words` is bites, parts for customers, or none for a mere emblem.
    """
    sprite = static("img/elephant.svg")
    uses = (
        (sprite, piece.name, format_html(' data-s="{}"', piece.state) if piece.state else "")
        for piece in animal.pieces(total, done, taken)
    )
    return format_html(
        '<svg class="{}" viewBox="0 0 168 120" role="img" aria-label="{}">{}</svg>',
        "elephant" + (f" elephant--{size}" if size else ""),
        _say(total, done, taken, words),
        format_html_join("", '<use href="{}#e-{}"{}/>', uses),
    )


def _say(total: int, done: int, taken: int, words: str) -> str:
    if words == "none":
        return _("An elephant")
    return parts_say(total, done, taken) if words == "parts" else bites_say(total, done, taken)


@register.simple_tag
def bites_say(total: int, done: int, taken: int = 0) -> str:
    """`5 of 10 bites eaten, 2 being eaten`."""
    if total < 1:
        return _("not split yet")
    text = ngettext("%(done)d of %(total)d bite eaten", "%(done)d of %(total)d bites eaten", total)
    more = ngettext(", %(taken)d being eaten", ", %(taken)d being eaten", taken) if taken else ""
    return (text + more) % {"done": done, "total": total, "taken": taken}


@register.simple_tag
def parts_say(total: int, done: int, taken: int = 0) -> str:
    """The same for customers, to whom a bite is a part."""
    if total < 1:
        return _("not divided yet")
    text = ngettext("%(done)d of %(total)d part is done", "%(done)d of %(total)d parts are done", total)
    more = ngettext(", %(taken)d is under way", ", %(taken)d are under way", taken) if taken else ""
    return (text + more) % {"done": done, "total": total, "taken": taken}


@register.simple_tag
def heat(value: int | None, look: str = "", of: int | None = None) -> SafeString:
    """The heat badge: number and word; `look` num hides the word from the eye, sm makes it small.

    `of` is the potato's id, by which the badge moves while it is looked at.
    """
    if value is None:
        return NOTHING
    words = look.split()
    return format_html(
        '<span class="{}" data-band="{}"{}>{}<b>{}</b> <span{}>{}</span></span>',
        " ".join(["heat", *(f"heat--{word}" for word in words)]),
        ui.band(value),
        format_html(' data-heat-of="{}"', of) if of else "",
        "" if "num" in words else icon("flame", "xs"),
        value,
        SafeString(' class="vh"') if "num" in words else "",
        band_word(value),
    )


@register.filter
def band(value: int | float | None) -> str:
    """The band of a heat, as `data-band` has it."""
    return ui.band(value or 0)


@register.filter
def band_word(value: int | float | None) -> str:
    """The band's word in the reader's language."""
    return ui.band_words()[ui.band(value or 0)]


@register.filter
def hue(value: Any) -> int:
    """The drawn colour of a thing or an id."""
    return ui.hue(int(getattr(value, "pk", value) or 0))


@register.simple_tag
def since(moment: datetime | None, form: str = "") -> SafeString:
    """`12 min ago` or `in 1 h 20`, kept fresh by the page; `form` span says `12 min` alone."""
    if moment is None:
        return NOTHING
    text = moments.span(moment - timezone.now()) if form == "span" else moments.relative(moment)
    return _time(moment, form or "relative", text)


@register.simple_tag
def moment(at: datetime | None) -> SafeString:
    """`16:00`, `tomorrow 18:00`, `3 March`, in the reader's own zone."""
    return _time(at, "moment", moments.short(at)) if at else NOTHING


@register.filter
def day(at: datetime) -> str:
    """`3 March`, with the year when it is another one, by the reader's clock."""
    return moments.day(timezone.localtime(at).date(), today=timezone.localdate())


@register.simple_tag
def full_moment(at: datetime) -> str:
    """`Friday 6 March 2026, 16:00`, for mails, which no script keeps fresh."""
    return moments.full(at)


def _time(at: datetime, form: str, text: str) -> SafeString:
    return format_html(
        '<time-since form="{}"><time datetime="{}" title="{}">{}</time></time-since>',
        form,
        at.isoformat(timespec="seconds"),
        moments.full(at),
        text,
    )


@register.simple_tag
def size_badge(size: str) -> SafeString:
    """A bite's size with its hours spoken."""
    return format_html(
        '<span class="chip chip--size" title="{0}"><span class="vh">{1} </span>{2}</span>',
        size_say(size),
        _("Size"),
        size,
    )


@register.filter
def size_say(size: str) -> str:
    """What a size means: a quarter of an hour, one hour, three, eight."""
    return {
        "XS": _("a quarter of an hour"),
        "S": _("one hour"),
        "M": _("three hours"),
        "L": _("eight hours"),
    }.get(size, size)


@register.filter
def state_icon(state: str) -> str:
    """The icon of a bite's state."""
    icons = {"done": "circle-check", "doing": "circle-dot", "taken": "circle-dot", "review": "eye"}
    icons |= {"blocked": "octagon-alert", "cancelled": "circle-x", "proposed": "circle-plus"}
    return icons.get(state, "circle-dashed")


@register.filter
def state_mark(state: str) -> str:
    """What the outline paints by: eaten, doing, blocked or open."""
    marks = {"done": "eaten", "cancelled": "gone", "taken": "doing", "doing": "doing", "review": "doing"}
    return marks.get(state, "blocked" if state == "blocked" else "open")


@register.filter
def state_say(state: str) -> str:
    """A bite's state in the kitchen's words."""
    return {
        "proposed": _("proposed"),
        "open": _("open"),
        "taken": _("taken"),
        "doing": _("being eaten"),
        "review": _("to be tasted"),
        "blocked": _("stuck"),
        "done": _("eaten"),
        "cancelled": _("off the menu"),
    }.get(state, state)


@register.filter
def tier_say(tier: str) -> str:
    """A customer's tier, said only when it is more than standard."""
    return {"key": _("key"), "strategic": _("strategic")}.get(tier, "")


@register.simple_tag
def sizes() -> tuple[str, ...]:
    """The sizes of bites, the smallest first."""
    return ui.SIZES


@register.filter
def percent(share: float) -> int:
    """A share of one as a whole number of a hundred."""
    return round(max(0.0, min(1.0, share)) * 100)


@register.filter
def called(person: ui.Face) -> str:
    """What colleagues call somebody: the first name."""
    return str(getattr(person, "first_name", "") or person.name)


@register.filter
def minus(first: int, second: int) -> int:
    """What is left of the first without the second."""
    return first - second


@register.simple_tag(takes_context=True)
def here(context: Context, path: str, also: str = "") -> SafeString:
    """`aria-current` when the page is this one or below it; home is only itself."""
    request = context.get("request")
    at = request.path if request else ""
    below = path != "/" and at.startswith(path) and not (path == "/issues/" and at == "/issues/new/")
    current = at == path or below or bool(also and at.startswith(also))
    return CURRENT if current else NOTHING


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """A form field's control in our dress."""
    worn = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"input {worn}".strip()})
