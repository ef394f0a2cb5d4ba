"""What the record answers by itself: from a decision, from a request, and from who finishes the form.

Gives {question: said} in one language; what only a person can know is left out. No child is named: a form
says which record it is about by its reference.
"""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from sharewell import rules
from sharewell.domain.decisions import cases
from sharewell.domain.decisions import queries as decisions
from sharewell.domain.decisions import states as decision_states
from sharewell.domain.decisions.cover import AGREEMENT, ASSESSMENT, NOTICE
from sharewell.domain.decisions.models import CoverFound
from sharewell.domain.deliveries.models import Delivery
from sharewell.domain.deliveries.states import NEVER_LEFT
from sharewell.domain.organisations.models import in_language
from sharewell.domain.organisations.states import WAYS
from sharewell.domain.requests.states import CHECKLIST, DECISION, POLICE, REQUEST

# Where the answer to a request's question stands on the decision form.
FROM_REQUEST = {
    "requester": ("requester", "person"), "date": ("received",), "data": ("description",),
    "purpose": ("purpose",), "each-item": ("necessary",), "basis": ("basis",), "conditions": ("conditions",),
    "power": ("power",), "urgency": ("dates",), "handling": ("keep",), "security": ("security",),
}  # fmt: skip


def filled(form, lang):
    """{question: said} from everything that this form is about, in `lang`."""
    with override(lang):
        found = _from_request(form, lang) if form.request_id else {}
        if form.decision_id:
            record = _Record(form.decision, lang)
            found |= {key: said for key, said in _BY_KIND[form.kind](record).items() if said}
        elif form.kind == POLICE:
            found |= _by_the_rules(form, lang)
        elif form.kind == DECISION:
            found.setdefault("receiver", in_language(form.organisation, "name", lang))
        elif form.kind == REQUEST and not form.is_received:
            found |= {"requester": _who(form.begun_by, lang), "date": _iso(form.begun_at)}
        elif form.kind == REQUEST:
            found |= {"asked": in_language(form.organisation, "name", lang), "date": _iso(form.begun_at)}
        if form.kind == REQUEST and form.worry_id:
            found |= _about_the_worry(form.worry, lang)
    return found


def finishing(form, by, at, lang):
    """What finishing the form answers: who, and when."""
    with override(lang):
        who = _who(by, lang)
        return {"decided-by": who, "signature": who, "date": _day(at)}


def _from_request(form, lang):
    said = {key: row["said"] for key, row in form.request.answers.items()}
    said = filled(form.request, lang) | {key: text for key, text in said.items() if text}
    found = {
        target: text for key, targets in FROM_REQUEST.items() for target in targets if (text := said.get(key))
    }
    return found | {"receiver": in_language(form.organisation, "name", lang)}


def _about_the_worry(worry, lang):
    case = worry.answers.get("worry", {})
    said = {"references": _("Our reference: %(reference)s") % {"reference": worry.reference}}
    if case.get("purpose"):
        said["purpose"] = rules.current().say("worry.purpose", case["purpose"], lang)
    if case.get("risk"):
        said["urgency"] = rules.current().say("worry.risk", case["risk"], lang)
    return said


def _by_the_rules(form, lang):
    """Where no decision is recorded yet: the footing by the rules, once it is said who asks and why."""
    said = {key: row["said"] for key, row in form.answers.items()}
    who, why = said.get("authority"), said.get("aim")
    is_known = who in ("police", "nca") and why in ("protect", "crime")
    if not is_known or said.get("personal") == "no":
        return {}
    facts = decisions.known_of(form.organisation) | {
        "recipient.kind": who, "recipient.nation": form.organisation.nation, "worry.purpose": why,
        "information.identifies": True, "asked.by": _ASKED_BY.get(said.get("compelled"), "recipient"),
    }  # fmt: skip
    outcome = rules.current().decide(cases.nested(facts), lang)
    grounds = [
        row["id"]
        for sort in ("bases", "conditions")
        for row in outcome[sort]
        if row["standing"] == "recommended"
    ]
    powers = [row["id"] for row in outcome["gateways"]]
    found = {"basis": _cited(outcome, grounds), "power": _cited(outcome, powers)}
    return {key: text for key, text in found.items() if text}


def _cited(outcome, ids):
    """Rules with where they stand in law, a line each."""
    lines = []
    for name in ids:
        source = outcome["cited"].get(name)
        lines.append(f"{source['title']} ({source['instrument']}, {source['provision']})" if source else name)
    return "\n".join(lines)


class _Record:
    """A decision with its frozen case and outcome, said in one language."""

    def __init__(self, decision, lang):
        self.decision, self.lang = decision, lang
        self.case, _english = decisions.frozen(decision)
        self.outcome = decisions.outcome_of(decision, lang)
        self.rules = rules.load(bytes(decision.rules.data))
        cover = CoverFound.objects.filter(decision=decision).first()
        self.cover = cover.words if cover else {}
        sent = Delivery.objects.filter(decision=decision).exclude(state__in=NEVER_LEFT)
        self.sent = list(sent)

    def fact(self, key):
        """A fact of the case in words; nothing where it is not known."""
        table, name = key.split(".")
        value = self.case.get(table, {}).get(name)
        return "" if value in (None, "unknown") else self.rules.say(key, value, self.lang)

    def is_so(self, key):
        table, name = key.split(".")
        return self.case.get(table, {}).get(name)

    def grounds(self, sort):
        """The bases or conditions that are recommended, with where they stand in law."""
        return self.cited(row["id"] for row in self.outcome[sort] if row["standing"] == "recommended")

    def cited(self, ids):
        return _cited(self.outcome, ids)

    def to(self):
        return str(self.decision.to)

    def who_decided(self):
        return _who(self.decision.by, self.lang)

    def ours(self):
        return in_language(self.decision.worry.organisation, "name", self.lang)

    def telling(self):
        words = str(decision_states.TELLING.get(self.decision.telling, ""))
        return ". ".join(filter(None, (words, self.decision.telling_reason)))

    def how_sent(self):
        """How and when it went, a line each; nothing where it has not gone."""
        return "\n".join(
            _("%(way)s, %(when)s") % {"way": WAYS.get(row.way, row.way), "when": _moment(row.sent_at)}
            for row in self.sent
        )

    def sent_kept_back(self):
        """(how many things went, what stayed behind and why, a line each)."""
        out = [f"{row['what']}: {row['why']}" for each in self.sent for row in each.left_out]
        return "\n".join(dict.fromkeys(out))

    def why(self):
        purpose = self.fact("worry.purpose")
        return "\n".join(filter(None, (purpose, self.decision.reason)))

    def security(self):
        if any(row.way in ("inbox", "link") for row in self.sent):
            return _(
                "Sealed on the way and at rest. The recipient says who they are, and by a link also gives a "
                "code that reached them another way. Each opening is recorded."
            )
        return ""

    def kinds_written(self):
        """How many entries of each kind the record had, so that fact and opinion were kept apart."""
        entries = [
            row for row in decisions.entries_of(self.decision.worry) if row.recorded_at <= self.decision.at
        ]
        kinds = {}
        for row in entries:
            kinds[str(row.kind_words)] = kinds.get(str(row.kind_words), 0) + 1
        counted = ", ".join(f"{words}: {count}" for words, count in kinds.items())
        if not counted:
            return ""
        return _("Each entry is marked as what it is, with who said it and when. %(counted)s.") % {
            "counted": counted
        }

    def is_sensitive(self):
        said = []
        if self.is_so("information.special"):
            said.append(_("Yes, special category data"))
        if self.is_so("information.offence"):
            said.append(_("Yes, about offences"))
        if not said and self.is_so("information.special") is False:
            said.append(_("No"))
        return ". ".join(said)

    def named(self, paper):
        """A paper that covered the share, with its reference; nothing where there was none."""
        found = self.cover.get(paper)
        if not found:
            return ""
        title = found["title"][self.lang] or found["title"]["en" if self.lang == "cy" else "cy"]
        return f"{title} ({found['reference']})" if found.get("reference") else title

    def rights(self):
        notice = self.named(NOTICE)
        return _("As our privacy notice says: %(notice)s") % {"notice": notice} if notice else ""

    def review(self):
        """The day on which the agreement, or else the decision, is looked at again."""
        agreed = self.cover.get(AGREEMENT, {}).get("review_on")
        on = date.fromisoformat(agreed) if agreed else self.decision.review_on
        return "\n".join(filter(None, (self.named(AGREEMENT), _day(on))))

    def agreement(self):
        """ "yes", "single" or "" as the case has it."""
        if self.cover.get(AGREEMENT) or self.is_so("arrangement.agreement") == "in-force":
            return "yes"
        return "single" if self.is_so("arrangement.pattern") == "one-off" else ""

    def assessment(self):
        return "yes" if self.assessed() else ""

    def assessed(self):
        """The impact assessment that covered it; else what the case says of one, where it says so."""
        done = self.is_so("arrangement.dpia") == "done"
        return self.named(ASSESSMENT) or (self.fact("arrangement.dpia") if done else "")


def _checklist(record):
    decision = record.decision
    return {
        "purpose": record.why(),
        "necessary": decision.reason,
        "minimum": _kept_back(record),
        "safeguards": record.security(),
        "exemption": record.cited(record.outcome["exemptions"]),
        "dpia": record.assessed() or record.fact("arrangement.dpia"),
        "sensitive": record.is_sensitive(),
        "who": record.to(),
        "how-when": record.how_sent(),
        "secured": record.security(),
        "accurate": record.kinds_written(),
        "basis": "\n".join(
            filter(None, (record.grounds("bases"), record.grounds("conditions"), _powers(record)))
        ),
        "open": record.telling(),
        "responsible": record.who_decided(),
        "rights": record.rights(),
        "review": record.review(),
        "record": _written_down(record),
    }


def _decision(record):
    decision = record.decision
    found = {
        "receiver": record.ours(),
        "controllers": "separate",
        "agreement": record.agreement(),
        "purpose": record.fact("worry.purpose"),
        "basis": record.grounds("bases"),
        "necessary": decision.reason,
        "conditions": record.grounds("conditions"),
        "power": _powers(record),
        "dpia-considered": record.assessment(),
        "dpia-outcome": record.assessed(),
        "security": record.security(),
        "rights": record.rights(),
        "dates": record.how_sent(),
        "decision": decision.choice,
        "reasons": decision.reason,
    }
    asked = record.is_so("asked.by")
    if asked == "nobody":
        found["requester"] = _("Nobody asked: we decided to of our own accord.")
        found["description"] = _("What was written down about our worry %(reference)s, for %(to)s.") % {
            "reference": decision.worry.reference, "to": record.to()}  # fmt: skip
    elif asked in ("recipient", "statutory", "court"):
        found["requester"] = record.to()
    return found


def _police(record):
    decision = record.decision
    compelled = {"recipient": "request", "statutory": "power", "court": "court"}.get(
        record.is_so("asked.by"), ""
    )
    tells = {"would-prejudice": "prejudice", "told": "tell"}.get(record.is_so("views.telling"), "")
    return {
        "authority": {"police": "police", "nca": "nca"}.get(record.is_so("recipient.kind"), ""),
        "personal": "yes" if record.is_so("information.identifies") else "",
        "who": record.to(),
        "purpose": record.fact("worry.purpose"),
        "compelled": compelled,
        "basis": "\n".join(filter(None, (record.grounds("bases"), record.grounds("conditions")))),
        "power": _powers(record),
        "telling": tells,
        "decision": "" if decision.is_to_share else "none",
        "reasons": decision.reason,
        "held-back": record.sent_kept_back(),
        "how-given": record.how_sent(),
    }


def _request(record):
    """What we ask of the other side of a decision: for their footing the rules are asked from their side."""
    return {
        "requester": record.who_decided(),
        "date": _iso(record.decision.at),
        "asked": record.to(),
        "purpose": record.fact("worry.purpose"),
        "urgency": record.fact("worry.risk"),
        "told": record.telling(),
        "references": _("Our reference: %(reference)s") % {"reference": record.decision.worry.reference},
    }


_ASKED_BY = {"power": "statutory", "court": "court"}
_BY_KIND = {CHECKLIST: _checklist, DECISION: _decision, POLICE: _police, REQUEST: _request}


def _powers(record):
    return record.cited(row["id"] for row in record.outcome["gateways"])


def _kept_back(record):
    left = record.sent_kept_back()
    return _("Left out, and why:") + "\n" + left if left else record.fact("information.scope")


def _written_down(record):
    decision = record.decision
    said = _(
        "Recorded on %(when)s by %(who)s. Reference %(reference)s. Rules of %(day)s, version %(version)s."
    )
    return said % {
        "when": _moment(decision.at), "who": record.who_decided(), "reference": decision.worry.reference,
        "day": _day(date.fromisoformat(record.case["date"])), "version": decision.rules.version,
    }  # fmt: skip


def _who(person, lang):
    organisation = in_language(person.organisation, "name", lang)
    return f"{person.name}, {person.role_words}, {organisation}"


def _iso(at):
    """The day of a moment as a question for a day takes it."""
    return timezone.localdate(at).isoformat()


def _day(on):
    """A day in words, or nothing."""
    return date_format(timezone.localdate(on) if hasattr(on, "hour") else on, "j F Y") if on else ""


def _moment(at):
    return date_format(timezone.localtime(at), "j F Y, H:i") if at else ""
