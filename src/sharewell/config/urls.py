"""Every address of the service. English stands at the root, Welsh under /cy/; reading one changes nothing."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

pages = [
    path("", include("sharewell.web.front.urls")),
    path("about/", include("sharewell.web.about.urls")),
    path("law/", include("sharewell.web.law.urls")),
    path("log/", include("sharewell.web.log.urls")),
    path("danger/", include("sharewell.web.danger.urls")),
    path("questions/", include("sharewell.web.questions.urls")),
    path("answer/", include("sharewell.web.answers.urls")),
    path("accounts/", include("sharewell.web.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("home/", include("sharewell.web.home.urls")),
    path("worries/", include("sharewell.web.worries.urls")),
    path("access/", include("sharewell.web.access.urls")),
    path("deliveries/", include("sharewell.web.deliveries.urls")),
    path("inbox/", include("sharewell.web.inbox.urls")),
    path("received/", include("sharewell.web.received.urls")),
    path("directory/", include("sharewell.web.directory.urls")),
    path("organisation/", include("sharewell.web.organisation.urls")),
    path("organisation/forms/", include("sharewell.web.requests.urls")),
    path("organisation/self-assessment/", include("sharewell.web.oversight.self_assessment_urls")),
    path("oversight/", include("sharewell.web.oversight.urls")),
    path("policies/", include("sharewell.web.policies.urls")),
    path("notices/", include("sharewell.web.policies.public_urls")),
    path("agreements/", include("sharewell.web.agreements.urls")),
    path("register/", include("sharewell.web.register.urls")),
    path("public-register/", include("sharewell.web.register.public_urls")),
    path("agreeing/", include("sharewell.web.agreeing.urls")),
    path("signing/", include("sharewell.web.signing.urls")),
    path("assessments/", include("sharewell.web.assessments.urls")),
    path("people/", include("sharewell.web.people.urls")),
]
if settings.DEMO:
    pages.append(path("demo/", include("sharewell.web.demo.urls")))

urlpatterns = i18n_patterns(*pages, prefix_default_language=False)

handler400 = "sharewell.web.layout.errors.bad_request"
handler403 = "sharewell.web.layout.errors.forbidden"
handler404 = "sharewell.web.layout.errors.not_found"
handler500 = "sharewell.web.layout.errors.broken"
