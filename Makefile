PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
  $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
BIN := .venv/bin
PINNED := --require-hashes --no-deps --only-binary :all:
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet $(PINNED)
# uv needs a fifth of the time, but knows nothing of pip's settings (mirrors, certificates): where it fails, pip does it.
INSTALL = { $(BIN)/python -m uv pip install --python $(BIN)/python --compile-bytecode --quiet $(PINNED) -r $< 2>/dev/null || $(PIP) -r $<; }
WORKERS ?= 2

.PHONY: help run test test-long lint fmt bench lock shots test-debian messages

help:                           ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /make \1\t/'

run: .venv/.run                 ## the application with the demo company on this machine
	@exec $(BIN)/python -m embedded $(ARGS)

test: .venv/.dev                ## every test, with a real browser
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

test-long: .venv/.dev           ## ten thousand random operations, a thousand runs of ladders (an hour)
	@ESN_OPERATIONS=10000 ESN_SIMULATIONS=1000 $(BIN)/python -m pytest -n $(WORKERS) \
	  tests/issues/test_machine.py tests/issues/ladders/test_simulated.py $(ARGS)

test-debian: .venv/.dev         ## the production processes on Debian's PostgreSQL and Redis (apt; for CI)
	@$(BIN)/python -m tests.debian

lint: .venv/.dev                ## every check that needs no server
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@PYTHONPATH=. $(BIN)/lint-imports --config pyproject.toml
	@$(BIN)/mypy
	@find templates -name '*.html' | xargs $(BIN)/djade --target-version 5.2 --check
	@$(BIN)/djlint templates --lint --quiet

fmt: .venv/.dev                 ## put code and templates in order
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format --quiet
	@find templates -name '*.html' | xargs $(BIN)/djade --target-version 5.2 || true

bench: .venv/.dev               ## the measurements of bench/, as ratios (FULL=1: all sizes; ARGS="feed board": only these)
	@$(BIN)/python -m bench $(ARGS)

shots: .venv/.dev               ## screenshots of every page into docs/img
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m pytest tests/shots.py -n 0 $(ARGS)

messages: .venv/.dev            ## collect and compile what is translated (needs GNU gettext)
	@$(BIN)/python manage.py makemessages --locale fr --no-obsolete --add-location file \
	  --ignore '.venv/*' --ignore '.data/*' --ignore 'static/vendor/*' --ignore 'tests/*' --ignore 'bench/*'
	@$(BIN)/python manage.py compilemessages --locale fr --ignore '.venv'

.venv/.python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed (Debian: apt install python3-venv)"; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(PIP) -r requirements-uv.txt || true
	@touch $@

.venv/.run: requirements-run.txt | .venv/.python
	@echo "installing what the application needs (once) ..."
	@$(INSTALL)
	@touch $@

.venv/.dev: requirements-dev.txt | .venv/.python
	@echo "installing what the tests need (once) ..."
	@$(INSTALL)
	@touch $@ .venv/.run

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
lock: .venv/.python             ## new pins, with hashes
	$(COMPILE) --upgrade -o requirements-uv.txt requirements-uv.in
	$(COMPILE) --upgrade -o requirements-dev.txt requirements-dev.in
	$(COMPILE) -c requirements-dev.txt -o requirements-run.txt requirements-run.in
	$(COMPILE) -c requirements-dev.txt -o requirements.txt requirements.in
