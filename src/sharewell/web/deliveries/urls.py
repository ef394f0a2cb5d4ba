from django.urls import path

from sharewell.web.deliveries import check, files, follow, items, told

app_name = "deliveries"
urlpatterns = [
    path("<uuid:pk>/items", items.items, name="items"),
    path("<uuid:pk>/release/<str:what>", items.release, name="release"),
    path("<uuid:pk>/files/<uuid:file>", files.look, name="file"),
    path("<uuid:pk>/files/<uuid:file>/content", files.content, name="content"),
    path("<uuid:pk>/files/<uuid:file>/page/<int:number>.png", files.page, name="page"),
    path("<uuid:pk>/check", check.check, name="check"),
    path("<uuid:pk>/text/<str:key>", check.text, name="text"),
    path("<uuid:pk>/told", told.told, name="told"),
    path("<uuid:pk>/form.pdf", told.form_pdf, name="form-pdf"),
    path("<uuid:pk>/", follow.sent, name="sent"),
    path("<uuid:pk>/package.pdf", follow.package_pdf, name="package-pdf"),
    path("<uuid:pk>/drop", follow.drop, name="drop"),
    path("<uuid:pk>/looked", follow.looked, name="looked"),
    path("<uuid:pk>/recall", follow.recall, name="recall"),
    path("<uuid:pk>/renew", follow.renew, name="renew"),
    path("<uuid:pk>/chase", follow.chase, name="chase"),
    path("<uuid:pk>/answer", follow.answer, name="answer"),
]
