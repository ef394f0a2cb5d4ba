"""Time-stamps (RFC 3161): that the log stood as it did on that day, by somebody else's clock."""

from collections.abc import Callable
from pathlib import Path
from urllib import request

from cryptography import x509
from django.conf import settings
from django.db import transaction
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    Verifier,
    VerifierBuilder,
    decode_timestamp_response,
)

from sharewell.domain.audit.actions import current_checkpoint, record_event
from sharewell.domain.audit.keys import log_id
from sharewell.domain.audit.models import Checkpoint, TimeStamp
from sharewell.ledger.checkpoints import read_checkpoint

SECONDS, LARGEST = 20, 100_000  # how long the server may take, and how many bytes it may say

Asking = Callable[[str, bytes], bytes]


class NoStamp(Exception):
    """No time-stamp was had: why, and what to do."""


class _Straight(request.HTTPRedirectHandler):
    """Goes where it was sent and nowhere else."""

    def redirect_request(self, *_: object) -> None:
        """An answer that leads elsewhere is an error."""


def ask(address: str, asked: bytes) -> bytes:
    """What the server at `address` answers to a request."""
    if not address.startswith(("http://", "https://")):
        raise NoStamp(f"{address!r} is no address of a time-stamp server: it begins with https://")
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    straight = request.build_opener(_Straight)
    with straight.open(request.Request(address, asked, headers), timeout=SECONDS) as answer:
        return answer.read(LARGEST)


def stamp_log(*, by="system", asking: Asking = ask) -> TimeStamp:
    """Have the log as it stands stamped, check the stamp, and keep it. Raises `NoStamp`."""
    if not settings.TIMESTAMP_SERVER:
        raise NoStamp("no time-stamp server is set: give SHAREWELL_TIMESTAMP_SERVER")
    text = current_checkpoint()
    size = read_checkpoint(text).size
    if kept := TimeStamp.objects.filter(size=size).first():
        return kept
    wanted = TimestampRequestBuilder().data(text.encode()).hash_algorithm(HashAlgorithm.SHA256).build()
    try:
        answer = asking(settings.TIMESTAMP_SERVER, wanted.as_bytes())
        stamp = decode_timestamp_response(answer)
        _verifier(wanted.nonce).verify_message(stamp, text.encode())
    except (OSError, ValueError, VerificationError) as error:
        raise NoStamp(
            f"the time-stamp server at {settings.TIMESTAMP_SERVER} gave no stamp: {error}"
        ) from error
    return _keep(size, answer, stamp.tst_info.gen_time, by)


@transaction.atomic
def _keep(size, token, at, by) -> TimeStamp:
    kept = TimeStamp.objects.create(size=size, token=token, at=at)
    record_event(kind="log-time-stamped", by=by, about=f"log:{log_id()}", commitments={"stamp": token})
    return kept


def check_stamps() -> int:
    """How many checkpoints were stamped; each stamp is checked again. Raises `NoStamp`."""
    texts = dict(Checkpoint.objects.values_list("size", "text"))
    stamps = TimeStamp.objects.all()
    for row in stamps:
        try:
            stamp = decode_timestamp_response(bytes(row.token))
            _verifier(None).verify_message(stamp, texts[row.size].encode())
        except (KeyError, ValueError, VerificationError) as error:
            raise NoStamp(
                f"the time-stamp of the log at {row.size} entries does not hold: {error}"
            ) from error
    return len(stamps)


def _verifier(nonce: int | None) -> Verifier:
    """Trusts the certificates in the file that the settings name, and nothing else."""
    path = Path(settings.TIMESTAMP_ROOTS)
    if not settings.TIMESTAMP_ROOTS or not path.is_file():
        raise NoStamp("give SHAREWELL_TIMESTAMP_ROOTS, a file with the server's root certificate in PEM")
    builder = VerifierBuilder(roots=x509.load_pem_x509_certificates(path.read_bytes()))
    return (builder if nonce is None else builder.nonce(nonce)).build()
