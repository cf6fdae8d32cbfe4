"""`python -m kg.training`: makes the weights that the package ships."""

from kg.training.commands import app

app(prog_name="python -m kg.training")
