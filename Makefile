# Everything runs from nothing but Python ≥ 3.11 with pip and make: `make demo`, `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
# Tests run on all cores, at most four, each file in one process; TEST_WORKERS= runs them one after the other.
TEST_WORKERS ?= --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: help demo test check format clean

help:
	@echo "make demo    build the sample graph and serve it (DEMO_ARGS=--check: ask three questions and end)"
	@echo "make test    lint, types and all tests"
	@echo "make check   lint and types only"
	@echo "make format  put the code in order"

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,training]'
	touch $@

demo: $(STAMP)
	$(BIN)/kg demo $(DEMO_ARGS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check
	$(BIN)/pytest $(TEST_WORKERS) $(TEST_ARGS)

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
