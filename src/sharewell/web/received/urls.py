from django.urls import path

from sharewell.web.received import views

app_name = "received"
urlpatterns = [
    path("package/<uuid:pk>/", views.one, name="one"),
    path("package/<uuid:pk>/answer", views.answer, name="answer"),
    path("package/<uuid:pk>/package.pdf", views.package_pdf, name="package-pdf"),
    path("package/<uuid:pk>/files/<uuid:file>", views.picture, name="picture"),
    path("package/<uuid:pk>/files/<uuid:file>/save", views.save_file, name="file"),
    path("package/<uuid:pk>/receipts/<uuid:answer>", views.receipt, name="receipt"),
    path("package/<uuid:pk>/close", views.close, name="close"),
    path("<str:token>/fresh", views.fresh, name="fresh"),
    path("<str:token>", views.open_, name="open"),
]
