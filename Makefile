# The project's commands: `make demo` serves the examples, `make test` checks everything,
# `make matrix` every server with every client.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 3000
VENV := .venv
BIN := $(VENV)/bin

# A stamp says that this set of packages is installed as pyproject.toml now asks for it.
SERVER := $(VENV)/.installed-server
DEV := $(VENV)/.installed-dev

MATRIX := build/conformance

.PHONY: demo test lint matrix bench mutants clean
.DEFAULT_GOAL := demo

demo: $(SERVER)
	$(BIN)/hlive serve examples.gallery:app --host $(HOST) --port $(PORT)

test: lint
	scripts/system-packages.sh
	$(BIN)/pytest --numprocesses 2 # browsers wait as often as they work

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/mypy

matrix: $(DEV)
	scripts/system-packages.sh
	mkdir -p $(MATRIX)
	$(BIN)/hlive-conformance run --matrix --json $(MATRIX)/results.json \
		--junit $(MATRIX)/results.xml --html $(MATRIX)/report.html

bench: $(DEV)
	$(BIN)/python -m benchmarks all

mutants: $(DEV)
	nice -n 19 $(BIN)/mutmut run --max-children 1
	$(BIN)/mutmut results

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis mutants
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(SERVER): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[server]'
	touch $@

$(DEV): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@ $(SERVER)
