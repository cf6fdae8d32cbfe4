"""`python -m kg.training`: makes the weights that the package ships."""

import sys

from kg.errors import KgError
from kg.training.commands import app

try:
    app(prog_name="python -m kg.training")
except KgError as error:
    sys.exit(str(error))
