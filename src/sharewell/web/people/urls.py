from django.urls import path

from sharewell.web.people import changes, views

app_name = "people"
urlpatterns = [
    path("", views.all_people, name="all"),
    path("add/", views.add, name="add"),
    path("changes/", changes.all_changes, name="changes"),
    path("changes/<uuid:change>/", changes.one, name="change"),
    path("<uuid:person>/", views.one, name="one"),
    path("<uuid:person>/role/", views.role, name="role"),
    path("<uuid:person>/second-step/", views.second_step, name="second_step"),
    path("<uuid:person>/first-code/", views.first_code, name="first_code"),
    path("<uuid:person>/sign-out/", views.sign_out, name="sign_out"),
    path("<uuid:person>/end/", views.end, name="end"),
]
