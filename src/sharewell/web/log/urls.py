from django.urls import path

from sharewell.web.log import views

app_name = "log"
urlpatterns = [
    path("", views.log, name="log"),
    path("verifier/", views.verifier, name="verifier"),
    path("proof/<int:old>/<int:size>/", views.proof, name="proof"),
]
