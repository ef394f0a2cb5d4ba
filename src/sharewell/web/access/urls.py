"""An address holds ids and never anything about a child."""

from django.urls import path

from sharewell.web.access import glass, seals, shields, watching

app_name = "access"
urlpatterns = [
    path("", watching.everything, name="all"),
    path("rules/", watching.rules, name="rules"),
    path("looked/", watching.looked, name="looked"),
    path("about-me/", watching.about_me, name="about_me"),
    path("flags/<uuid:pk>/", watching.flag, name="flag"),
    path("worries/<uuid:pk>/looks/", watching.looks, name="looks"),
    path("break-glass/", glass.break_it, name="break_glass"),
    path("glass/<uuid:pk>/", glass.one, name="glass"),
    path("glass/<uuid:pk>/read/", glass.read, name="read"),
    path("worries/<uuid:pk>/seal/", seals.seal, name="seal"),
    path("seals/<uuid:pk>/", seals.lift, name="lift"),
    path("shields/<uuid:pk>/", shields.shield, name="shield"),
]
