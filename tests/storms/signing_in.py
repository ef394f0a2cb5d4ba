"""Signs somebody in while nothing can be written, and out again.

`python -m tests.storms.signing_in EMAIL PASSWORD`; prints JSON.
"""

import json
import sys

import django


def main(email: str, password: str) -> None:
    from django.contrib.auth import get_user_model
    from django.test import Client

    from sharewell.web.demo.people import code_of
    from tests.storms.walking import read_only

    read_only()
    person = get_user_model().objects.get(email=email)
    client = Client(raise_request_exception=False)
    first = client.post("/accounts/login/", {"login": email, "password": password})
    print(first.status_code, first.content.decode()[-3000:]) if first.status_code != 302 else 0
    second = client.post(first["Location"], {"code": code_of(person.pk)[0]})
    home = client.get("/home/")
    steps = {"password": first.status_code, "code": second.status_code, "home": home.status_code}
    cookie = client.cookies["sessionid"].value
    steps["out"] = client.post("/accounts/logout/").status_code
    again = Client(raise_request_exception=False)
    again.cookies["sessionid"] = cookie
    steps["replayed"] = again.get("/home/").status_code
    print(json.dumps({**steps, "name": person.name in home.content.decode()}))


if __name__ == "__main__":
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.storms.settings"
    django.setup()
    main(*sys.argv[1:])
