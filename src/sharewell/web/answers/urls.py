"""The answer."""

from django.urls import path

from sharewell.web.answers import views, what_if

app_name = "answers"
urlpatterns = [
    path("", views.answer, name="answer"),
    path("what-if/", what_if.what_if, name="what_if"),
    path("what-if/put-back/", what_if.put_back, name="put_back"),
    path("what-if/<slug:name>/", what_if.question, name="what_if_question"),
]
