"""An address holds ids and never anything about a child."""

from django.urls import path

from sharewell.web.worries import (
    advice,
    deciding,
    drafts,
    listing,
    members,
    proving,
    raising,
    recipients,
    reviewing,
    safe,
    writing,
)

app_name = "worries"
urlpatterns = [
    path("", listing.all_worries, name="all"),
    path("new/", raising.new, name="new"),
    path("new/someone-else/", recipients.someone_else, name="someone_else"),
    path("drafts/keep/", drafts.keep, name="keep_draft"),
    path("drafts/ask/", advice.ask_from_walk, name="ask_from_walk"),
    path("drafts/<uuid:pk>/carry-on/", drafts.carry_on, name="carry_on"),
    path("drafts/<uuid:pk>/discard/", drafts.discard, name="discard"),
    path("drafts/<uuid:pk>/", drafts.look, name="draft"),
    path("decide/<uuid:pk>/", deciding.decide, name="decide"),
    path("decide/<uuid:pk>/someone-else/", recipients.someone_else_for_decision, name="decide_someone_else"),
    path("advice/<uuid:pk>/", advice.one, name="advice"),
    path("advice/<uuid:pk>/put-away/", advice.put_away, name="put_away"),
    path("decisions/<uuid:pk>/", reviewing.one, name="decision"),
    path("decisions/<uuid:pk>/review/", reviewing.review, name="review"),
    path("decisions/<uuid:pk>/ground/", reviewing.ground, name="ground"),
    path("decisions/<uuid:pk>/prepare/", reviewing.prepare, name="prepare"),
    path("decisions/<uuid:pk>/proof/", proving.pack, name="proof"),
    path("entries/<uuid:pk>/undo/", writing.undo, name="undo"),
    path("entries/<uuid:pk>/correct/", writing.correct, name="correct"),
    path("<uuid:pk>/", listing.one, name="one"),
    path("<uuid:pk>/entry/", writing.add, name="add_entry"),
    path("<uuid:pk>/who/", recipients.who, name="who"),
    path("<uuid:pk>/ask/", advice.ask, name="ask"),
    path("<uuid:pk>/people/", members.add, name="add_member"),
    path("<uuid:pk>/people/<uuid:member>/end/", members.end, name="end_member"),
    path("<uuid:pk>/people/<uuid:member>/extend/", members.extend, name="extend_member"),
    path("<uuid:pk>/close/", listing.close, name="close"),
    path("<uuid:pk>/open/", listing.reopen, name="reopen"),
    path("<uuid:pk>/children/<uuid:child>/person/", writing.add_person, name="add_person"),
    path("<uuid:pk>/children/<uuid:child>/place/", writing.add_place, name="add_place"),
    path("<uuid:pk>/places/<uuid:place>/shield/", safe.shield, name="shield"),
    path("<uuid:pk>/addresses/<uuid:address>/", safe.reveal, name="reveal"),
    path("<uuid:pk>/addresses/<uuid:address>/lift/", safe.lift_shield, name="lift_shield"),
]
