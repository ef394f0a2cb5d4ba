from django.urls import path

from sharewell.web.agreeing import later, quality, rounds, signatures

app_name = "agreeing"
urlpatterns = [
    path("<uuid:agreement>/", rounds.one, name="one"),
    path("<uuid:agreement>/before-the-parties/", rounds.put, name="put"),
    path("<uuid:agreement>/versions/<int:number>/", rounds.read, name="read"),
    path("<uuid:agreement>/versions/<int:number>/print/<str:form>", rounds.paper, name="paper"),
    path("<uuid:agreement>/versions/<int:number>/changes/", rounds.changes, name="changes"),
    path(
        "<uuid:agreement>/versions/<int:number>/changes/<str:form>", rounds.changes_paper,
        name="changes_paper",
    ),
    path("<uuid:agreement>/versions/<int:number>/comment/", rounds.comment, name="comment"),
    path("comments/<uuid:comment>/", rounds.settle, name="settle"),
    path("<uuid:agreement>/quality/submit/", quality.submit, name="submit"),
    path("<uuid:agreement>/quality/", quality.assure, name="assure"),
    path("<uuid:agreement>/quality/take-back/", quality.take_back, name="take_back"),
    path("<uuid:agreement>/signing/", signatures.open_signing, name="open_signing"),
    path("<uuid:agreement>/signing/stop/", signatures.stop, name="stop"),
    path("<uuid:agreement>/sign/", signatures.sign, name="sign"),
    path("<uuid:agreement>/decline/", signatures.decline, name="decline"),
    path("parties/<uuid:party>/link/", signatures.link, name="link"),
    path("parties/<uuid:party>/signatory/", signatures.signatory, name="signatory"),
    path("<uuid:agreement>/review/", later.review, name="review"),
    path("<uuid:agreement>/next-version/", later.anew, name="anew"),
    path("<uuid:agreement>/end/", later.withdraw, name="withdraw"),
    path("<uuid:agreement>/join/", later.join, name="join"),
    path("parties/<uuid:party>/confirm/", later.confirm, name="confirm"),
    path("parties/<uuid:party>/leave/", later.leave, name="leave"),
]  # fmt: skip
