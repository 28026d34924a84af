"""The addresses of potatoes, bites, tosses, news and customers."""

from django.urls import include, path

from issues.views import auditing, bite, customers, flagging, helping, listing, moves, news, potato, tasks

app_name = "issues"

potatoes = [
    path("", listing.listing, name="list"),
    path("new/", flagging.new, name="new"),
    path("similar/", flagging.similar, name="similar"),
    path("<int:pk>/", potato.page, name="issue"),
    path("<int:pk>/regions/", potato.fresh, name="regions"),
    path("<int:pk>/thread/", potato.thread, name="thread"),
    path("<int:pk>/comment/", potato.comment, name="comment"),
    path("<int:pk>/sight/", potato.sight, name="sight"),
    path("<int:pk>/helpers/", helping.page, name="helpers"),
    path("<int:pk>/forecast/", auditing.forecasted, name="forecast"),
    path("<int:pk>/follow/", moves.follow, name="follow"),
    path("<int:pk>/unfollow/", moves.unfollow, name="unfollow"),
    path("<int:pk>/join/", flagging.join, name="join"),
    path("<int:pk>/news/", news.publish, name="news"),
    path("<int:pk>/leave/<int:hunter>/", flagging.leave, name="leave"),
    path("<int:pk>/links/", news.links, name="links"),
    path("<int:pk>/tasks/", tasks.add, name="add"),
    path("<int:pk>/tasks/paste/", tasks.paste, name="paste"),
    path("<int:pk>/<slug:move>/", moves.move, name="act"),
]
bites = [
    path("<int:pk>/", bite.page, name="task"),
    path("<int:pk>/talk/", bite.talks, name="talk"),
    path("<int:pk>/reorder/", tasks.reorder, name="reorder"),
    path("<int:pk>/take/", tasks.move, {"move": "take"}, name="take"),
    path("<int:pk>/<slug:move>/", tasks.move, name="task-act"),
]
people = [
    path("", customers.listing, name="customers"),
    path("new/", customers.new, name="customer-new"),
    path("suggest", customers.suggest, name="customer-suggest"),
    path("<int:pk>/", customers.customer, name="customer"),
    path("<int:pk>/edit/", customers.edit, name="customer-edit"),
    path("<int:pk>/archive/", customers.archive, name="customer-archive"),
    path("<int:pk>/restore/", customers.restore, name="customer-restore"),
    path("<int:pk>/contacts/", customers.add_contact, name="contact-add"),
    path("<int:pk>/contacts/<int:contact>/", customers.edit_contact, name="contact-edit"),
    path("<int:pk>/contacts/<int:contact>/remove/", customers.remove_contact, name="contact-remove"),
]
urlpatterns = [
    path("", include("issues.split_urls")),
    path("settings/suggested/", helping.suggested, name="suggested"),
    path("issues/", include(potatoes)),
    path("tasks/", include(bites)),
    path("customers/", include(people)),
    path("handoffs/<int:pk>/<slug:move>/", moves.handoff, name="handoff"),
    path("questions/<int:pk>/answer/", moves.answer, name="answer"),
    path("links/<int:pk>/revoke/", news.revoke, name="revoke"),
    path("links/<int:pk>/rotate/", news.rotate, name="rotate"),
    path("HP-<str:key>", listing.by_key, name="key"),
    path("", include("issues.board_urls")),
    path("", include("issues.status_urls")),
]
