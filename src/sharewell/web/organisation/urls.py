from django.urls import path

from sharewell.web.organisation import gaps, hub, views

app_name = "organisation"
urlpatterns = [
    path("", hub.hub, name="hub"),
    path("own-law/", views.ours, name="ours"),
    path("policy-document/", views.policy_document, name="policy_document"),
    path("release-by-two/", views.release_by_two, name="release_by_two"),
    path("start-dates/add/", views.add_start, name="add_start"),
    path("start-dates/<uuid:start>/withdraw/", views.withdraw, name="withdraw_start"),
    path("gaps/", gaps.all_gaps, name="gaps"),
    path("gaps/<uuid:gap>/", gaps.one, name="gap"),
]
