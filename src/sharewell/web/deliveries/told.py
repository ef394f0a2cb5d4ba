"""They were told another way: by telephone, or through their own form. An equal of sending."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from sharewell.domain.deliveries import actions, cautions, choices, ownform, packages, reading
from sharewell.domain.deliveries.leaving import let_released_through
from sharewell.domain.deliveries.states import FORM, TOLD_ANOTHER_WAY
from sharewell.domain.errors import Refusal
from sharewell.web.accounts.step_up import asks_again
from sharewell.web.deliveries.forms import OwnFormForm, TelephoneForm
from sharewell.web.deliveries.pages import as_file, of_a_delivery


@require_http_methods(["GET", "POST"])
@of_a_delivery
def told(request, delivery):
    if not delivery.is_preparing:
        return redirect("deliveries:sent", delivery.pk)
    if delivery.way not in TOLD_ANOTHER_WAY:
        raise Http404
    things = choices.things_for(delivery)
    if cautions.holds_back(cautions.cautions_for(delivery, things)):
        return redirect("deliveries:check", delivery.pk)
    form = (OwnFormForm if delivery.way == FORM else TelephoneForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {k: v for k, v in form.cleaned_data.items() if k not in ("on", "clock")}
        try:
            actions.tell_another_way(
                delivery=delivery,
                shown=request.POST.get("shown", ""),
                by=request.user,
                told_at=form.told_at(),
                **facts,
            )
        except Refusal as error:
            form.add_error(None, str(error))
        else:
            return redirect("deliveries:sent", delivery.pk)
    package = packages.build(delivery, things)
    context = {
        "delivery": delivery,
        "form": form,
        "shown": packages.digest(package),
        "seen": reading.read_out(packages.read(package), hides=True),
        "headings": ownform.headings(delivery, packages.read(package), hides=True)
        if delivery.way == FORM
        else [],
        "papers": packages.read(package)["papers"],
    }
    page = "deliveries/own_form.html" if delivery.way == FORM else "deliveries/telephone.html"
    return render(request, page, context)


@require_safe
@of_a_delivery
@asks_again
def form_pdf(request, delivery):
    """What goes into their form, heading by heading, as one PDF to upload there."""
    if delivery.way != FORM:
        raise Http404
    package = bytes(delivery.package) if delivery.package else packages.build(delivery)
    let_released_through(delivery)
    data = ownform.form_pdf(delivery, packages.read(package))
    return as_file(data, "application/pdf", ownform.file_name(get_language()))
