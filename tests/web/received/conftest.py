from tests.web.deliveries.conftest import case, to_gp, town  # noqa: F401
