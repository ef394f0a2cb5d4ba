"""What was sent, as files to keep: the package as one accessible PDF, and the receipt."""

from django.conf import settings
from django.utils.translation import gettext as _

from sharewell.domain.audit import witnesses
from sharewell.domain.audit.keys import log_keys
from sharewell.domain.deliveries import packages, reading
from sharewell.domain.deliveries.models import Answer, Attachment, Delivery


def package_pdf(delivery: Delivery, *, hides: bool = False) -> bytes:
    """The package that was sent, its files' pages and pictures included, in the language of the moment. The
    sender's own copy `hides` the safe addresses that went to the recipient.
    """
    package = packages.read(bytes(delivery.package))
    wanted = [paper["id"] for paper in package["papers"] if "id" in paper]
    rows = Attachment.objects.filter(pk__in=wanted).prefetch_related("previews")
    papers = {str(one.pk): _shown(one) for one in rows}
    return reading.package_pdf(
        package, at=delivery.sent_at, answer_by=delivery.answer_by, papers=papers, hides=hides
    )


def _shown(paper: Attachment) -> reading.Shown:
    """What a sheet can show of a file: its pages or pictures, and the words of what has no pages."""
    if paper.is_picture:
        return reading.Shown(pictures=[(paper.kind, bytes(paper.data), "")])
    pictures = [
        ("png", bytes(page.data), paper.pages[page.number - 1] if paper.kind == "pdf" else "")
        for page in paper.previews.all()
    ]
    return reading.Shown(pictures, "" if paper.kind == "pdf" else "\n\n".join(paper.pages))


def file_name(delivery: Delivery, lang: str) -> str:
    """A name that tells nobody anything: the reference alone."""
    return f"{'pecyn' if lang == 'cy' else 'package'}-{delivery.reference}.pdf"


def receipt(answer: Answer) -> str:
    """A receipt as plain text. It names no child; the checkpoint pins the log to what it was at that
    moment.
    """
    lines = [
        _("Receipt"),
        "",
        _("Reference: %(reference)s") % {"reference": answer.delivery.reference},
        _("SHA-256 of what was sent: %(hash)s") % {"hash": answer.delivery.package_sha256},
        _("Answer: %(kind)s") % {"kind": answer.kind},
        _("At: %(at)s") % {"at": answer.at.isoformat(timespec="seconds")},
        "",
        _(
            "The sender's log at that moment. Keep it: with it anybody can show later whether the "
            "log was rewritten."
        ),
        "",
        witnesses.shown_since(answer.checkpoint, _handed_before(answer)),
        _("Its public key. Compare it once with the one that the sender tells you by telephone or on paper:"),
        str(log_keys().current),
        *(["", *(change.text for change in log_keys().changes)] if log_keys().changes else []),
        "",
        _("To check it later: %(address)s") % {"address": f"{settings.SITE_URL}/log/"},
        "",
    ]
    return "\n".join(lines)


def _handed_before(answer: Answer) -> str | None:
    """The checkpoint on the receipt before this one to the same recipient, which this one must follow."""
    decision = answer.delivery.decision
    earlier = Answer.objects.filter(
        delivery__decision__recipient=decision.recipient_id,
        delivery__decision__contact=decision.contact_id,
        at__lt=answer.at,
    )
    return earlier.order_by("-at").values_list("checkpoint", flat=True).first()
