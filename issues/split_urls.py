"""The addresses of splitting: by example, and by templates that a community keeps."""

from django.urls import path

from issues.views import splitting, templates

urlpatterns = [
    path("issues/<int:pk>/split/", splitting.page, name="split"),
    path("issues/<int:pk>/recipes/", splitting.recipes, name="recipes"),
    path("issues/<int:pk>/template/", templates.from_issue, name="template-from"),
    path("templates/<int:pk>/", templates.change, name="template"),
    path("templates/<int:pk>/archive/", templates.archive, name="template-archive"),
    path("templates/<int:pk>/back/", templates.bring_back, name="template-back"),
    path("c/<slug:slug>/templates/", templates.listing, name="templates"),
    path("c/<slug:slug>/templates/new/", templates.new, name="template-new"),
]
