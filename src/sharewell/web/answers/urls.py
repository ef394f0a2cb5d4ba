"""The answer."""

from django.urls import path

from sharewell.web.answers import views

app_name = "answers"
urlpatterns = [path("", views.answer, name="answer")]
