"""OpenID Connect with one provider: the way there, and what it says on the way back, checked.

After OpenID Connect Core 1.0 and RFC 9700: authorisation code with PKCE (S256), a state and a nonce for each
try, the token's signature against the provider's keys, its issuer, audience, times and nonce.
"""

import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode, urlsplit

import jwt
import requests

_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")  # none shared
_PATIENCE = (3, 5)  # seconds to connect, and between two bytes
_LARGEST = 512 * 1024
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_SLOW_CLOCKS = 60  # seconds by which the two clocks may differ


class NotSaid(Exception):
    """The provider did not say, in a way that we can check, who this is."""


class DoesNotAnswer(Exception):
    """The provider cannot be reached, or answers with an error of its own."""


@dataclass(frozen=True)
class Try:
    """One try at signing in: what only this browser and the provider know until it is over."""

    state: str
    nonce: str
    verifier: str
    began: int  # seconds since 1970
    is_again: bool = False  # whether somebody who is signed in shows anew who they are

    @classmethod
    def begin(cls, is_again=False):
        """A new one."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)), int(time.time()), is_again)


def way_there(provider, this, redirect_uri):
    """The address of the provider's own page."""
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri,
        "scope": "openid email profile",
        "state": this.state,
        "nonce": this.nonce,
        "code_challenge": urlsafe_b64encode(sha256(this.verifier.encode()).digest()).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    if this.is_again:
        asked |= {"prompt": "login", "max_age": "0"}
    address = _about(provider)["authorization_endpoint"]
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"


def said(provider, this, redirect_uri, code):
    """The claims of whoever signed in there. Raises `NotSaid` or `DoesNotAnswer`."""
    about = _about(provider)
    tokens = _fetch(
        requests.post, about["token_endpoint"], auth=(provider.client_id, provider.client_secret),
        data={"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri,
              "code_verifier": this.verifier},
    )  # fmt: skip
    claims = _checked(provider, about, tokens.get("id_token"), this)
    if "email" not in claims and about.get("userinfo_endpoint"):
        bearer = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
        more = _fetch(requests.get, about["userinfo_endpoint"], headers=bearer)
        if more.get("sub") != claims["sub"]:
            raise NotSaid("the two answers are about two people")
        claims = more | claims
    return claims


def _about(provider):
    """What the provider says of itself; about itself alone."""
    about = _fetch(requests.get, f"{provider.issuer}/.well-known/openid-configuration")
    if str(about.get("issuer")).rstrip("/") != provider.issuer:
        raise DoesNotAnswer("it says that it is another issuer")
    if not all(isinstance(about.get(name), str) for name in _NEEDED):
        raise DoesNotAnswer("it does not say where to ask")
    return about


def _fetch(method, address, **asked):
    """The JSON at an address of the provider, within limits; a redirect is not followed."""
    try:
        with method(address, timeout=_PATIENCE, allow_redirects=False, stream=True, **asked) as answer:
            body = answer.raw.read(_LARGEST + 1, decode_content=True)
            if answer.status_code in (400, 401, 403):
                raise NotSaid(f"refused with {answer.status_code}")
            if answer.status_code != 200 or len(body) > _LARGEST:
                raise DoesNotAnswer(f"answered {answer.status_code}")
            found = requests.compat.json.loads(body)
    except (requests.RequestException, OSError, ValueError, RecursionError) as error:
        raise DoesNotAnswer(type(error).__name__) from error
    if not isinstance(found, dict):
        raise DoesNotAnswer("answered with something else")
    return found


def _checked(provider, about, token, this):
    """The claims of an ID token that is the provider's, ours, of now, and of this very try."""
    if not isinstance(token, str):
        raise NotSaid("there is no ID token")
    try:
        claims = jwt.decode(
            token, _key(about, token), algorithms=_ALGORITHMS, audience=provider.client_id,
            issuer=about["issuer"], leeway=_SLOW_CLOCKS,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
        )  # fmt: skip
    except (jwt.PyJWTError, AttributeError, TypeError, ValueError) as error:  # keys that are no keys, too
        raise NotSaid(type(error).__name__) from error
    if not hmac.compare_digest(str(claims["nonce"]).encode(), this.nonce.encode()):
        raise NotSaid("the token is of another try")
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise NotSaid("the token was made for another client")
    if this.is_again and not _is_fresh(claims, this):
        raise NotSaid("nobody was asked again there")
    return claims


def _is_fresh(claims, this):
    """Whether the person showed who they are there after this try began."""
    at = claims.get("auth_time")
    return isinstance(at, int | float) and at >= this.began - _SLOW_CLOCKS


def _key(about, token):
    keys = jwt.PyJWKSet.from_dict(_fetch(requests.get, about["jwks_uri"])).keys
    named = jwt.get_unverified_header(token).get("kid")
    fitting = [key for key in keys if named is None or key.key_id == named]
    if len(fitting) != 1:
        raise jwt.InvalidKeyError("no single key fits")
    return fitting[0]
