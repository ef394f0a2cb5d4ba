from django.urls import path

from sharewell.web.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.all_, name="all"),
    path("<uuid:pk>/", views.one, name="one"),
    path("<uuid:pk>/open", views.open_, name="open"),
    path("<uuid:pk>/answer", views.answer, name="answer"),
    path("<uuid:pk>/hand-on", views.hand_on, name="hand-on"),
    path("<uuid:pk>/package.pdf", views.package_pdf, name="package-pdf"),
    path("<uuid:pk>/files/<uuid:file>", views.picture, name="picture"),
    path("<uuid:pk>/files/<uuid:file>/save", views.save_file, name="file"),
    path("<uuid:pk>/receipts/<uuid:answer>", views.receipt, name="receipt"),
]
