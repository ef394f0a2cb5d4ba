from tests.web.deliveries.conftest import case, to_gp  # noqa: F401
