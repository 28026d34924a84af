"""The addresses of the frame itself."""

from django.urls import path

from esn import look

app_name = "frame"
urlpatterns = [
    path("brand.css", look.brand_css, name="brand"),
    path("manifest.webmanifest", look.manifest, name="manifest"),
    path("sw.js", look.service_worker, name="worker"),
    path("offline/", look.offline, name="offline"),
    path("theme/", look.theme, name="theme"),
    path("preview/", look.preview, name="preview"),
    path("parts/", look.parts, name="parts"),
]
