from django.urls import path

from sharewell.web.policies import bringing, drafting, holding, reading, retention

app_name = "policies"
urlpatterns = [
    path("", reading.every, name="all"),
    path("begin/", drafting.begin, name="begin"),
    path("bring-in/", bringing.bring_in, name="bring_in"),
    path("retention/", retention.schedule, name="retention"),
    path("retention/print/<slug:form>/", retention.print_schedule, name="print_retention"),
    path("retention/<slug:record>/", retention.period, name="period"),
    path("retention/<slug:record>/usual/", retention.usual, name="usual"),
    path("versions/<uuid:version>/", reading.version, name="version"),
    path("versions/<uuid:version>/read/", reading.confirm, name="read"),
    path("versions/<uuid:version>/print/<slug:form>/", reading.print_version, name="print"),
    path("drafts/<uuid:draft>/", drafting.draft, name="draft"),
    path("drafts/<uuid:draft>/sections/add/", drafting.add, name="add"),
    path("drafts/<uuid:draft>/sections/<slug:section>/", drafting.section, name="section"),
    path("drafts/<uuid:draft>/sections/<slug:section>/remove/", drafting.remove, name="remove"),
    path("drafts/<uuid:draft>/language/<slug:lang>/", drafting.language, name="language"),
    path("drafts/<uuid:draft>/drop/", drafting.drop, name="drop"),
    path("drafts/<uuid:draft>/publish/", holding.publish, name="publish"),
    path("<uuid:policy>/", reading.one, name="one"),
    path("<uuid:policy>/details/", drafting.details, name="details"),
    path("<uuid:policy>/next/", drafting.next_version, name="next"),
    path("<uuid:policy>/readers/", reading.readers, name="readers"),
    path("<uuid:policy>/review/", holding.review, name="review"),
    path("<uuid:policy>/withdraw/", holding.withdraw, name="withdraw"),
]
