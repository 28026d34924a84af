"""`{% live_region %}`: the attributes by which a region of a page hears its streams."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from esn.live.streams import Region

register = template.Library()


@register.simple_tag
def live_region(region: Region) -> SafeString:
    """`data-live="c:sales=12"`; a set gets the cursors of its streams in `data-live-at`, those at 0 left out.

    The view makes `region` with `esn.live.streams.region()` BEFORE it reads the rows.
    """
    named = ",".join(f"{name}={region.cursors.get(name, 0)}" for name in region.names)
    held = ",".join(f"{key}={seq}" for key, seq in region.cursors.items() if seq and key not in region.names)
    if not held:
        return format_html('data-live="{}"', named)
    return format_html('data-live="{}" data-live-at="{}"', named, held)
