"""The demo's pages; `config/urls.py` includes them only where the service was started by `dev.py demo`."""

from django.urls import path

from sharewell.web.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.people, name="people"),
    path("code/<uuid:person_id>/", views.code, name="code"),
    path("mails/", views.mails, name="mails"),
    path("mails/<int:number>/", views.mail, name="mail"),
]
