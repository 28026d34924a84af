"""The board, the table, the figures and the watch."""

from django.urls import path

from issues.views import auditing, board, hours, hunting, insights, ladders, news_templates, rules, table, watch

urlpatterns = [
    path("board/", board.page, name="board"),
    path("board/<int:pk>/move/", board.move, name="board-move"),
    path("table/", table.page, name="table"),
    path("insights/", insights.page, name="insights"),
    path("insights/figures.csv", insights.table, name="insights-csv"),
    path("insights/mine/", hunting.melting, name="melting"),
    path("c/<slug:slug>/news/", news_templates.page, name="news-templates"),
    path("c/<slug:slug>/hours/", hours.page, name="hours"),
    path("c/<slug:slug>/hours/end/", hours.follow_company, name="hours-end"),
    path("c/<slug:slug>/ladders/", ladders.page, name="ladders"),
    path("c/<slug:slug>/ladders/<slug:which>/", ladders.edit, name="ladder"),
    path("c/<slug:slug>/ladders/<slug:which>/end/", ladders.drop, name="ladder-end"),
    path("audit/", auditing.audit, name="audit"),
    path("c/<slug:slug>/rules/", rules.page, name="rules"),
    path("c/<slug:slug>/rules/<slug:name>/reset/", rules.reset, name="rules-reset"),
    path("c/<slug:slug>/watch/", watch.page, name="watch"),
    path("c/<slug:slug>/watch/end/", watch.end_rota, name="watch-end"),
    path("c/<slug:slug>/watch/swaps/<int:pk>/<slug:move>/", watch.answer, name="watch-swap"),
    path("c/<slug:slug>/watch/shifts/<int:pk>/take-back/", watch.take_back, name="watch-take-back"),
]
