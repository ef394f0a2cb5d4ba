"""The self-assessment. An address holds an id and the name of a standard."""

from django.urls import path

from sharewell.web.oversight import self_assessment

app_name = "self_assessment"
urlpatterns = [
    path("", self_assessment.everything, name="all"),
    path("<uuid:pk>/", self_assessment.one, name="one"),
    path("<uuid:pk>/finish/", self_assessment.finish, name="finish"),
    path("<uuid:pk>/form.<slug:form>", self_assessment.paper, name="paper"),
    path("<uuid:pk>/<slug:standard>/", self_assessment.part, name="part"),
]
