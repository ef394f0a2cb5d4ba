"""What can be done with an agreement now by whoever asks: where each step is done, or why not yet."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext_lazy

from sharewell.domain.agreements import states, who_may
from sharewell.domain.agreements.actions.going import has_changed


@dataclass(frozen=True)
class Step:
    """One step: its words and where it is done; `why_not` where it is not open yet.

    A step that undoes (ends it, takes it back) comes last and is never the main one.
    """

    says: str
    href: str = ""
    why_not: str = ""
    is_main: bool = False
    undoes: bool = False


_SAYS = {
    "put": gettext_lazy("Put it before the parties"),
    "submit": gettext_lazy("Submit it for quality assurance"),
    "take_back": gettext_lazy("Take it back from quality assurance"),
    "open_signing": gettext_lazy("Have it signed"),
    "stop": gettext_lazy("Take it back from being signed"),
    "review": gettext_lazy("Record a review"),
    "join": gettext_lazy("Ask another organisation to join"),
    "anew": gettext_lazy("Draft the next version"),
    "withdraw": gettext_lazy("End it"),
}
_ASKS = {
    "put": who_may.put_refusal,
    "submit": who_may.submit_refusal,
    "take_back": who_may.take_back_refusal,
    "open_signing": who_may.open_signing_refusal,
    "stop": who_may.stop_signing_refusal,
    "review": who_may.review_refusal,
    "join": who_may.review_refusal,  # whom it is about is asked on the page
    "anew": who_may.draft_anew_refusal,
    "withdraw": who_may.withdraw_refusal,
}
_UNDO = {"take_back", "stop", "withdraw"}
_LATER = ("review", "join", "anew", "withdraw")


def next_steps(person, agreement) -> list[Step]:
    """The steps that are open to this person, the likeliest first."""
    steps = _to_sign_or_assure(person, agreement)
    if who_may.manage_refusal(person, agreement) is None:
        steps += [_step(name, person, agreement) for name in _names(agreement)]
    steps += _to_comment(person, agreement)
    steps.sort(key=lambda step: step.undoes)
    first = next((step for step in steps if step.href and not step.undoes), None)
    waits = agreement.state != states.IN_FORCE  # nothing presses with what is in force and not due
    return [replace(step, is_main=waits and step is first) for step in steps]


def _names(agreement) -> list[str]:
    kind = who_may.kind_of(agreement)
    assures = ["submit"] if kind and kind.assured_by else ["open_signing"]
    alone = kind is not None and kind.least_parties == 1
    table = {
        states.DRAFT: ["open_signing" if alone else "put"],
        states.CONSULTATION: [*(["put"] if has_changed(agreement) else []), *assures, "withdraw"],
        states.CHANGES_ASKED: [*(["put"] if has_changed(agreement) else []), "submit", "withdraw"],
        states.ASSURANCE: ["take_back", "withdraw"],
        states.ASSURED: ["open_signing", "take_back", "withdraw"],
        states.SIGNING: ["stop", "withdraw"],
        states.IN_FORCE: list(_LATER),
        states.REVIEW_DUE: list(_LATER),
    }
    return table.get(agreement.state, [])


def _step(name, person, agreement) -> Step:
    refusal, undoes = _ASKS[name](person, agreement), name in _UNDO
    if refusal:
        return Step(_SAYS[name], why_not=str(refusal), undoes=undoes)
    return Step(_SAYS[name], reverse(f"agreeing:{name}", args=[agreement.pk]), undoes=undoes)


def _to_sign_or_assure(person, agreement) -> list[Step]:
    """What waits for somebody as a party, as a signatory, or as one who assures its quality."""
    steps, party = [], who_may.party_of(person, agreement)
    if party and who_may.confirm_refusal(person, party) is None:
        says = gettext_lazy("Say whether it holds for your organisation")
        steps.append(Step(says, reverse("agreeing:confirm", args=[party.pk])))
    if party and who_may.sign_refusal(person, party) is None:
        says = gettext_lazy("Read it and sign it")
        steps.append(Step(says, reverse("agreeing:sign", args=[agreement.pk])))
    assurance = agreement.assurances.filter(at=None).select_related("version").first()
    if assurance and who_may.assure_refusal(person, assurance) is None:
        says = gettext_lazy("Look at its quality")
        steps.append(Step(says, reverse("agreeing:assure", args=[agreement.pk])))
    return steps


def _to_comment(person, agreement) -> list[Step]:
    latest = agreement.versions.last()
    if latest is None or who_may.comment_refusal(person, agreement):
        return []
    says = gettext_lazy("Read it and comment")
    return [Step(says, reverse("agreeing:read", args=[agreement.pk, latest.number]))]
