from django.urls import path

from sharewell.web.about import views

app_name = "about"
urlpatterns = [
    path("", views.page, {"name": "about"}, name="about"),
    path("accessibility/", views.page, {"name": "accessibility"}, name="accessibility"),
    path("privacy/", views.page, {"name": "privacy"}, name="privacy"),
]
