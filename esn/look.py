"""How the product looks and installs itself: company colours, theme, the app on a phone, the sheet of all parts."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from esn import brand, frame, samples
from esn.lib import text
from esn.lib.http import way_back

YEAR = 365 * 24 * 3600


@require_GET
def brand_css(_request: HttpRequest) -> HttpResponse:
    """The company's colours over the product's."""
    response = HttpResponse(brand.stylesheet(settings.COMPANY_COLOUR), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=300)
    return response


@require_GET
def manifest(_request: HttpRequest) -> JsonResponse:
    """What a phone needs to install the product."""
    icons = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size, purpose in ((192, "any"), (512, "any"))
    ]
    icons.append(
        {"src": static("img/icon-maskable.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"}
    )
    body = {
        "name": f"Potluck · {settings.COMPANY_NAME}",
        "short_name": "Potluck",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f7f4ef",
        "theme_color": "#f7f4ef",
        "icons": icons,
        "shortcuts": [
            {"name": _("Flag a hot potato"), "url": "/issues/new/"},
            {"name": _("The table"), "url": "/table/"},
        ],
    }
    return JsonResponse(body, content_type="application/manifest+json")


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that answers when there is no network; served from the root so that it may."""
    response = render(request, "sw.js", content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """The page that a phone keeps: flag without a network. It knows nothing of its reader."""
    return render(request, "offline.html")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark in a cookie, so that the server renders it; anything else follows the system."""
    asked = request.POST.get("next") or request.headers.get("Referer", "")
    response = HttpResponseRedirect(way_back(request, asked))
    chosen = request.POST.get("theme", "")
    if chosen in frame.THEMES:
        response.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What Markdown will look like; mentions stay words until it is sent."""
    return HttpResponse(text.render(request.POST.get("body", ""), people={}).html)


@require_GET
def parts(request: HttpRequest) -> HttpResponse:
    """Every part in every state, for whoever builds a page."""
    if not settings.SHOW_PARTS:
        raise Http404
    return render(request, "ui/parts.html", samples.everything())
