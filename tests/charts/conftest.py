"""The application over the three articles."""

from tests.api.conftest import client as client
from tests.api.conftest import store as store
