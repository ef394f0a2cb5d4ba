"""What somebody typed, kept sealed in their session until they have shown who they are."""

import base64
import json

from sharewell.domain.sealed import ring

KEPT = "kept_form"
LARGEST = 256 * 1024
_SEALED_FOR = "session.kept-form"


def keep_form(request, typed, is_again=False):
    """Keep it; says whether it could be. `typed` is [[name, value]]; `is_again`: nobody was signed out."""
    kept = json.dumps(
        {"path": request.path, "typed": typed, "files": bool(request.FILES), "is_again": is_again}
    ).encode()
    if len(kept) > LARGEST:
        return False
    request.session[KEPT] = base64.b64encode(ring().seal(kept, _SEALED_FOR)).decode()
    return True


def kept_form(request):
    """{"path", "typed": [[name, value]], "files", "is_again"} as it was kept, or nothing."""
    sealed = request.session.get(KEPT)
    return json.loads(ring().unseal(base64.b64decode(sealed), _SEALED_FOR)) if sealed else None
