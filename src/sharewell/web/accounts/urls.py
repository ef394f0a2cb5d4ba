"""Our own pages about signing in; allauth's stand beside them."""

from django.urls import path

from sharewell.web.accounts import step_up, views

app_name = "accounts"
urlpatterns = [
    path("second-factor/", views.second_factor, name="second_factor"),
    path("kept/", views.kept, name="kept"),
    path("again/", step_up.again, name="again"),
    path("stay/", views.stay, name="stay"),
]
