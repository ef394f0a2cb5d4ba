from django.urls import path

from sharewell.web.oversight import flows

app_name = "oversight"
urlpatterns = [
    path("flows/", flows.flows, name="flows"),
]
