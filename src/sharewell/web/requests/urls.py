"""An address holds ids, the name of a form and of one of its stages, and nothing that was typed."""

from django.urls import path

from sharewell.web.requests import beginning, filling_in, finishing, printing

app_name = "requests"
urlpatterns = [
    path("", beginning.everything, name="all"),
    path("begin/<slug:kind>/", beginning.begin, name="begin"),
    path("worries/<uuid:worry>/", beginning.of_worry, name="of_worry"),
    path("<uuid:pk>/", filling_in.one, name="one"),
    path("<uuid:pk>/check/", finishing.check, name="check"),
    path("<uuid:pk>/drop/", finishing.drop, name="drop"),
    path("<uuid:pk>/decide/", beginning.decide_on, name="decide_on"),
    path("<uuid:pk>/link/", finishing.link, name="link"),
    path("<uuid:pk>/form.<slug:form>", printing.paper, name="paper"),
    path("<uuid:pk>/<slug:stage>/", filling_in.stage, name="stage"),
]
