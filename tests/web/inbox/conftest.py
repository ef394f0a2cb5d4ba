from tests.web.deliveries.conftest import case, to_council  # noqa: F401
