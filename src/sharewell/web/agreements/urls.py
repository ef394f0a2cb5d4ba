from django.urls import path

from sharewell.web.agreements import flows, parties, questions, views

app_name = "agreements"
urlpatterns = [
    path("", views.every, name="all"),
    path("start/", views.start, name="start"),
    path("<uuid:agreement>/", views.one, name="one"),
    path("<uuid:agreement>/about/", views.about, name="about"),
    path("<uuid:agreement>/read/", views.read, name="read"),
    path("<uuid:agreement>/print/<str:form>", views.print_it, name="print"),
    path("<uuid:agreement>/questions/<str:section>/", questions.section, name="section"),
    path("<uuid:agreement>/parties/", parties.every, name="parties"),
    path("<uuid:agreement>/parties/<uuid:party>/", parties.one, name="party"),
    path("<uuid:agreement>/parties/<uuid:party>/remove/", parties.remove, name="remove_party"),
    path("<uuid:agreement>/flows/", flows.every, name="flows"),
    path("<uuid:agreement>/flows/add/", flows.add, name="add_flow"),
    path("<uuid:agreement>/flows/<uuid:flow>/", flows.one, name="flow"),
    path("<uuid:agreement>/flows/<uuid:flow>/who/", flows.who, name="flow_who"),
    path("<uuid:agreement>/flows/<uuid:flow>/how/", flows.how, name="flow_how"),
    path("<uuid:agreement>/flows/<uuid:flow>/remove/", flows.remove, name="remove_flow"),
    path("<uuid:agreement>/flows/<uuid:flow>/rests-on/<uuid:party>/", flows.ground, name="ground"),
    path("<uuid:agreement>/checks/", flows.checked, name="checks"),
    path("<uuid:agreement>/assessments/", views.assessments, name="assessments"),
]
