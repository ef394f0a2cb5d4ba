"""The law behind the answers."""

from django.urls import path

from sharewell.web.law import views

app_name = "law"
urlpatterns = [
    path("", views.index, name="index"),
    path("changes/", views.changes, name="changes"),
    path("cases/", views.cases, name="cases"),
    path("cases/<slug:name>/", views.case, name="case"),
    path("readings/<slug:name>/", views.reading, name="reading"),
    path("data/", views.data, name="data"),
    path("data/<str:name>", views.data_file, name="data_file"),
    path("<slug:slug>/", views.provision, name="provision"),
    path("<slug:slug>/correction/", views.correction, name="correction"),
]
