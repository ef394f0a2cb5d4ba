"""The product's own settings, in a home of a test's own; only mail and files stay in memory."""

from sharewell.config.settings import PASSWORD_HASHERS as THE_PRODUCTS
from tests.settings import *  # noqa: F403

PASSWORD_HASHERS = THE_PRODUCTS
