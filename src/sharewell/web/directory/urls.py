from django.urls import path

from sharewell.web.directory import views

app_name = "directory"
urlpatterns = [
    path("", views.all_entries, name="all"),
    path("<uuid:pk>/", views.one, name="one"),
    path("<uuid:pk>/wrong/", views.wrong, name="wrong"),
    path("<uuid:pk>/correct/", views.correct, name="correct"),
    path("areas/<uuid:pk>/wrong/", views.wrong_area, name="wrong_area"),
    path("areas/<uuid:pk>/correct/", views.correct_area, name="correct_area"),
    path("contacts/<uuid:pk>/", views.contact, name="contact"),
]
