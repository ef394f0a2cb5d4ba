"""Who to ring now, and writing down what was done."""

from django.urls import path

from sharewell.web.danger import views

app_name = "danger"
urlpatterns = [
    path("", views.now, name="now"),
    path("area/<uuid:area>/", views.now, name="area"),
    path("write/", views.write, name="write"),
    path("write/paper/", views.paper, name="paper"),
]
