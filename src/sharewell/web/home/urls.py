from django.urls import path

from sharewell.web.home import views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("done/<uuid:pk>/", views.done, name="done"),
]
