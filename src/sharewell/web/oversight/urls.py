from django.urls import path

from sharewell.web.oversight import flows, record

app_name = "oversight"
urlpatterns = [
    path("flows/", flows.flows, name="flows"),
    path("record/", record.record, name="record"),
    path("record/print/<slug:form>/", record.paper, name="record_paper"),
    path("record/spreadsheet/", record.spreadsheet, name="record_spreadsheet"),
]
