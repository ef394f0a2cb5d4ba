from tests.web.deliveries.conftest import case, to_council, town  # noqa: F401
