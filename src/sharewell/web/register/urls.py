from django.urls import path

from sharewell.web.register import bringing, views

app_name = "register"
urlpatterns = [
    path("", views.every, name="all"),
    path("spreadsheet/", views.spreadsheet, name="spreadsheet"),
    path("bring-in/", bringing.choose, name="bring_in"),
    path("bring-in/spreadsheet/", bringing.spreadsheet, name="bring_in_spreadsheet"),
    path("papers/<uuid:pk>/", bringing.confirm, name="confirm"),
    path("papers/<uuid:pk>/original/", bringing.original, name="original"),
    path("papers/<uuid:pk>/throw-away/", bringing.throw_away, name="throw_away"),
    path("<uuid:pk>/", views.one, name="one"),
    path("<uuid:pk>/print/<slug:form>/", views.print_one, name="print"),
    path("<uuid:pk>/policy/", views.policy, name="policy"),
    path("<uuid:pk>/public/", views.publish, name="publish"),
]
