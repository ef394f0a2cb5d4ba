from django.urls import path

from sharewell.web.signing import views

app_name = "signing"
urlpatterns = [
    path("agreement/<uuid:pk>/", views.one, name="one"),
    path("agreement/<uuid:pk>/comment/", views.comment, name="comment"),
    path("agreement/<uuid:pk>/sign/", views.sign, name="sign"),
    path("agreement/<uuid:pk>/decline/", views.decline, name="decline"),
    path("agreement/<uuid:pk>/print/<str:form>", views.paper, name="paper"),
    path("agreement/<uuid:pk>/changes/", views.changes, name="changes"),
    path("agreement/<uuid:pk>/close", views.close, name="close"),
    path("not-us/<str:token>", views.not_us, name="not_us"),
    path("<str:token>/fresh", views.fresh, name="fresh"),
    path("<str:token>", views.open_, name="open"),
]
