"""The walk through the questions. An address holds the name of a question and never an answer."""

from django.urls import path

from sharewell.web.questions import views

app_name = "questions"
urlpatterns = [
    path("", views.start, name="start"),
    path("again/", views.again, name="again"),
    path("check/", views.check, name="check"),
    path("who-to/kind/", views.kind, name="kind"),
    path("<slug:name>/", views.question, name="question"),
]
