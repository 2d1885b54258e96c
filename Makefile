# One command each: `make help` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Stamps: installing again only when the pinned requirements change keeps the second run quick.
CREATED := $(VENV)/.created
RUN_READY := $(VENV)/.run-requirements
TEST_READY := $(VENV)/.test-requirements

TEMPLATE := $(VENV)/messages.pot
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard matchmaker/translations/*/LC_MESSAGES/*.po))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test soak lint format messages

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: $(RUN_READY) $(CATALOGUES) ## Start the service with its own database and demo data (PORT, HOST, INSTANCE_DIR, DEMO_PASSWORD)
	@exec $(BIN)/python -m matchmaker

test: $(TEST_READY) $(CATALOGUES) ## Run all tests but the long ones
	$(BIN)/python -m pytest -n 3 -m "not soak"

soak: $(TEST_READY) $(CATALOGUES) ## Run the long tests
	$(BIN)/python -m pytest -m soak

lint: $(TEST_READY) ## Check style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(TEST_READY) ## Put the code into the agreed format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(RUN_READY) ## Bring the texts of the code into the French catalogue, to be translated there
	@$(BIN)/pybabel --quiet extract --mapping-file matchmaker/translations/babel.cfg --keyword _l --keyword lazy_gettext \
		--no-wrap --sort-by-file --add-location file --output-file $(TEMPLATE) matchmaker
	@$(BIN)/pybabel --quiet update --locale fr --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap \
		--input-file $(TEMPLATE) --output-dir matchmaker/translations

$(CREATED):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "The venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(RUN_READY): requirements.txt $(CREATED)
	@echo "Installing what the service needs ..."
	@$(PIP) install -r requirements.txt
	@touch $@

$(TEST_READY): tests/requirements.txt $(RUN_READY)
	@echo "Installing the tools for tests and lint ..."
	@$(PIP) install -r tests/requirements.txt
	@touch $@

%.mo: %.po | $(RUN_READY)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
