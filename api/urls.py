"""The addresses of the API, and the pages about it."""

from django.urls import path

from api import views
from api.v1 import api, docs

urlpatterns = [
    path("api/v1/", api.urls),
    path("api/docs", docs, name="api-docs"),
    path("settings/tokens/", views.tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revoke/", views.revoke, name="token-revoke"),
]
