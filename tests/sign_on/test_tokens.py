"""A token counts only where the provider itself signed it, for us, for this try, by a known algorithm."""

import json
import threading
import time
from base64 import urlsafe_b64encode
from dataclasses import replace
from hashlib import sha256
from hmac import digest
from http.server import BaseHTTPRequestHandler, HTTPServer

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sharewell.config.single_sign_on import Provider
from sharewell.web.accounts.sign_on import people, protocol
from tests.people import build_town

ISSUER = "https://login.example"
ABOUT = {"issuer": ISSUER} | {
    name: f"{ISSUER}/{page}"
    for name, page in (("authorization_endpoint", "ask"), ("token_endpoint", "token"), ("jwks_uri", "keys"))
}
OURS = Provider("o", {}, ISSUER, "sharewell", "secret", ("A school",))
THEIR_KEY, ANOTHER = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


def public(key):
    return json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) | {"kid": "one"}


def claims(this):
    now = int(time.time())
    return {"iss": ISSUER, "aud": "sharewell", "sub": "s", "iat": now, "exp": now + 60, "nonce": this.nonce}


def part(data):
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unsigned(given, alg="none"):
    return f"{part({'alg': alg, 'kid': 'one', 'typ': 'JWT'})}.{part(given)}."


def shared(given):
    """Signed with the provider's public key, as if that were a secret between us."""
    pem = THEIR_KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    text = f"{part({'alg': 'HS256', 'kid': 'one', 'typ': 'JWT'})}.{part(given)}"
    return f"{text}.{part(digest(pem, text.encode(), sha256))}"


def changed(given):
    head, _, tail = signed(given).split(".")
    return f"{head}.{part(given | {'sub': 'somebody else'})}.{tail}"


def signed(given, key=THEIR_KEY, **headers):
    return jwt.encode(given, key, algorithm="RS256", headers={"kid": "one"} | headers)


FALSE = {
    "unsigned": unsigned,
    "unsigned, and said to be": lambda given: unsigned(given, "RS256"),
    "signed by another key": lambda given: signed(given, ANOTHER),
    "signed with the public key as a secret": shared,
    "changed after it was signed": changed,
    "with a key of its own": lambda given: signed(given, ANOTHER, jwk=public(ANOTHER)),
    "that says where its key is": lambda given: signed(given, ANOTHER, jku="https://evil.example/keys"),
    "by a key of another name": lambda given: signed(given, kid="two"),
    "without a nonce, like one for an interface": lambda given: signed(
        {name: value for name, value in given.items() if name != "nonce"}, typ="at+jwt"
    ),
    "for somebody else as well": lambda given: signed(given | {"azp": "another"}),
    "that is none": lambda given: "x.y.z",
    "that is not there": lambda given: None,
}


@pytest.fixture
def said(monkeypatch):
    """What the provider says of the token that a test gives it; every address that was asked."""
    asked, answers = [], {"/keys": {"keys": [public(THEIR_KEY)]}, "/.well-known/openid-configuration": ABOUT}

    def fetch(_, address, **more):
        asked.append(address)
        return answers[address.removeprefix(ISSUER)]

    monkeypatch.setattr(protocol, "_fetch", fetch)
    return asked, answers


def test_a_token_as_it_should_be_is_taken(said):
    this = protocol.Try.begin()
    said[1]["/token"] = {"id_token": signed(claims(this) | {"email": "a@school.example"})}
    assert protocol.said(OURS, this, "https://us.example/back", "code")["sub"] == "s"


@pytest.mark.parametrize("what", FALSE)
def test_a_token_is_refused(said, what):
    this = protocol.Try.begin()
    asked, answers = said
    answers["/token"] = {"id_token": FALSE[what](claims(this) | {"email": "a@school.example"})}
    with pytest.raises(protocol.NotSaid):
        protocol.said(OURS, this, "https://us.example/back", "code")
    assert all(address.startswith(ISSUER) for address in asked)


@pytest.mark.parametrize("issuer", ["https://evil.example", "", f"{ISSUER}.evil.example", f"{ISSUER}/other"])
def test_a_description_of_another_issuer_is_refused(said, issuer):
    said[1]["/.well-known/openid-configuration"] = ABOUT | {"issuer": issuer}
    with pytest.raises(protocol.DoesNotAnswer):
        protocol.said(OURS, protocol.Try.begin(), "https://us.example/back", "code")


@pytest.mark.parametrize("name", ABOUT)
@pytest.mark.parametrize("value", [None, 7, [], {"a": 1}])
def test_a_description_that_does_not_say_where_to_ask_is_refused(said, name, value):
    said[1]["/.well-known/openid-configuration"] = ABOUT | {name: value}
    with pytest.raises(protocol.DoesNotAnswer):
        protocol.way_there(OURS, protocol.Try.begin(), "https://us.example/back")


@pytest.mark.parametrize("keys", [None, "none", 7, [], [None], ["x"], [{}], [{"kty": "RSA"}], {"kty": 5}])
def test_keys_that_are_none_open_nothing(said, keys):
    this = protocol.Try.begin()
    said[1].update({"/keys": {"keys": keys}, "/token": {"id_token": signed(claims(this))}})
    with pytest.raises(protocol.NotSaid):
        protocol.said(OURS, this, "https://us.example/back", "code")


@pytest.mark.parametrize("nonce", ["\u00e9", 7, None, ["x"], ""])
def test_a_nonce_that_is_none_is_refused(said, nonce):
    this = protocol.Try.begin()
    said[1]["/token"] = {"id_token": signed(claims(this) | {"nonce": nonce})}
    with pytest.raises(protocol.NotSaid):
        protocol.said(OURS, this, "https://us.example/back", "code")


@pytest.mark.parametrize("groups", [7, None, {"a": 1}, [7, None, ["leads"]], ""])
def test_groups_that_are_none_give_no_role(db, groups):
    teacher = build_town().teacher
    provider = replace(OURS, roles_claim="groups", roles={"leads": "safeguarding-lead"})
    people.follow_role(provider, {"groups": groups}, teacher)
    teacher.refresh_from_db()
    assert teacher.role == "practitioner"


def test_a_provider_that_leads_elsewhere_is_not_followed():
    asked = []

    class Leading(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Leading)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(protocol.DoesNotAnswer):
            protocol._about(Provider("o", {}, f"http://127.0.0.1:{server.server_port}", "c", "s", ()))
    finally:
        server.shutdown()
        server.server_close()
    assert asked == ["/.well-known/openid-configuration"]
