"""What was sent, as files to keep: the package as one accessible PDF, and the receipt."""

from django.utils.translation import gettext as _

from sharewell.domain.deliveries import packages, reading
from sharewell.domain.deliveries.models import Answer, Attachment, Delivery


def package_pdf(delivery: Delivery) -> bytes:
    """The package that was sent, in the language of the moment."""
    package = packages.read(bytes(delivery.package))
    wanted = [p["id"] for p in package["papers"] if p["kind"] in ("jpeg", "png") and "id" in p]
    papers = {str(one.pk): bytes(one.data) for one in Attachment.objects.filter(pk__in=wanted)}
    return reading.package_pdf(package, at=delivery.sent_at, answer_by=delivery.answer_by, papers=papers)


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
        answer.checkpoint,
    ]
    return "\n".join(lines)
