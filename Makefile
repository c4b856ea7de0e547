# Two commands matter: `make demo` and `make test`. Both set up everything they need and may be run again.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: demo test check docs quality build wheel clean lock

demo: $(VENV)/.run
	$(BIN)/whoholds demo demo

test: check $(VENV)/.system
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered --cov-fail-under=90 -q
	$(BIN)/python scripts/coverage_floors.py

check: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src

docs: $(VENV)/.dev
	$(BIN)/python scripts/reference.py
	$(BIN)/mkdocs build --strict -q

quality: $(VENV)/.dev
	$(BIN)/python scripts/quality.py

build: $(VENV)/.dev
	scripts/build_twice.sh $(CURDIR)/$(BIN)/python

wheel: build
	scripts/wheel_demo.sh $(CURDIR)/$(BIN)/python

lock: $(VENV)/.dev
	scripts/lock.sh

clean:
	rm -rf demo site dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* node_modules
	find src tests -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "whoholds needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps -e .
	touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements/dev.txt
	$(PIP) install --no-deps -e .
	touch $@ $(VENV)/.run

# The page's tests drive Debian's Chromium.
$(VENV)/.system: | $(VENV)/bin/python
	scripts/system_packages.sh
	touch $@
