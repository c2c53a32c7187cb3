# geostance: python3 and make are all it takes.
#   make demo    set up, run the nightly flow against the bundled sample newsroom
#   make test    set up, run all tests
#   make check   tests, lint, types
#   make lock    refresh the pinned requirements (needs uv)
#   make train   train the pair classifier anew (a few GB of tools, two hours of a core); MARKED=pairs.jsonl goes on with your own

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Tests wait for servers as much as they compute: three workers are quickest on two processors. 0: none but make's own.
WORKERS ?= 3

.PHONY: demo test check lint types lock train clean

demo: $(VENV)/.ready
	$(BIN)/geostance demo

test: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -n $(WORKERS)

check: test lint types

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready-dev
	$(BIN)/mypy

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	    { echo "geostance needs Python 3.11 to 3.13; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: requirements.lock pyproject.toml | $(BIN)/python
	@echo "setting up $(VENV) (a minute or two, once)"
	$(PIP) --no-deps --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	$(PIP) --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# The build back end stands in requirements.lock: an editable install needs it and nothing else is fetched.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    --group build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    --group build --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

train: $(VENV)/.ready-dev
	$(PIP) --editable '.[train]'
	$(BIN)/python -m models.pairs.train --out models/pairs/pairs.safetensors
ifdef MARKED
	$(BIN)/python -m models.pairs.finetune --start models/pairs/pairs.safetensors --marked $(MARKED) --out models/pairs/pairs.safetensors
endif
	$(BIN)/python -m models.pairs.glance models/pairs/pairs.safetensors $(if $(MARKED),--marked $(MARKED))
	$(BIN)/python -m models.pairs.export models/pairs/pairs.safetensors

clean:
	rm -rf $(VENV) warehouse/demo
