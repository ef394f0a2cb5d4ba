from django.urls import path

from sharewell.web.register import public

app_name = "public_register"
urlpatterns = [
    path("", public.every, name="all"),
    path("policy-shapes.ttl", public.shapes, name="shapes"),
    path("<uuid:organisation>/", public.register_of, name="of"),
    path("agreements/<uuid:pk>/", public.one, name="one"),
    path("agreements/<uuid:pk>/print/<slug:form>/", public.print_one, name="print"),
    path("agreements/<uuid:pk>/policy/", public.policy, name="policy"),
]
