"""The first page, and the way out."""

from django.urls import path

from sharewell.web.front import views

app_name = "front"
urlpatterns = [
    path("", views.front, name="front"),
    path("leave/", views.leave, name="leave"),
]
