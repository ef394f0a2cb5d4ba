"""Our own pages about signing in; allauth's stand beside them."""

from django.urls import path

from sharewell.web.accounts import devices, step_up, views
from sharewell.web.accounts.sign_on import views as sign_on

app_name = "accounts"
urlpatterns = [
    path("second-factor/", views.second_factor, name="second_factor"),
    path("kept/", views.kept, name="kept"),
    path("devices/", devices.all_devices, name="devices"),
    path("devices/<uuid:device>/sign-out/", devices.sign_out, name="sign_out_device"),
    path("devices/sign-out/", devices.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("again/", step_up.again, name="again"),
    path("organisation/<slug:provider>/", sign_on.begin, name="sign_on"),
    path("organisation/<slug:provider>/back/", sign_on.back, name="sign_on_back"),
    path("stay/", views.stay, name="stay"),
]
