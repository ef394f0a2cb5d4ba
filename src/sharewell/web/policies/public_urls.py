from django.urls import path

from sharewell.web.policies import public

app_name = "notices"
urlpatterns = [
    path("<uuid:organisation>/", public.every, name="all"),
    path("<uuid:organisation>/<uuid:policy>/", public.one, name="one"),
    path("<uuid:organisation>/<uuid:policy>/print/<slug:form>/", public.print_one, name="print"),
]
