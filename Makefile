# The two commands a newcomer needs: `make demo` and `make test`.
PYTHON ?= python3
EXTRAS ?= models,ocr,dev
BIN := .venv/bin
DATA ?= demo-data

.PHONY: help demo test check serve bench fix clean

help:            ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

.venv/.ready: pyproject.toml constraints.txt
	@echo "Setting up .venv (once; a few minutes) ..."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[$(EXTRAS)]'
	@touch $@

demo: .venv/.ready  ## read the bundled records and show four answers with their evidence
	@$(BIN)/python examples/demo.py $(DATA)

test: .venv/.ready  ## all tests
	$(BIN)/python -m pytest -q -n 2

check: .venv/.ready ## ruff, mypy strict, import rules, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n 2

serve: .venv/.ready ## the web pages and the API on http://127.0.0.1:8017
	$(BIN)/mati --data $(DATA) serve

bench: .venv/.ready ## every benchmark, with ratios to its baseline
	$(BIN)/python -m benchmarks

fix: .venv/.ready   ## let ruff mend what it can
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

clean:           ## remove the environment and the demo's data
	rm -rf .venv demo-data
