# Pasokh. `make` alone prints this help; `make run` and `make test` do all their own set-up.
.DEFAULT_GOAL := help
.PHONY: help simulate run stop status logs demo-reset test test-unit test-scenarios test-browser check format bench migration docs train predict exam replay lock clean environment

BOOTSTRAP := tools/python -m
PY := .venv/bin/python
WORKERS ?= 2
INSIDE := bot/.venv/bin/python
PYTEST := $(PY) -m pytest
# Compiled files stay, whatever the machine says: from them Rasa starts in a third of the time, and the service in half.
unexport PYTHONDONTWRITEBYTECODE

help:  ## This help
	@awk 'BEGIN {FS = ":.*## "} /^#@ / {printf "\n%s\n", substr($$0, 4)} /^[a-z-]+:.*## / {printf "  make %-16s%s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo

#@ Use it
run:  ## Set up what is missing, start everything, print the addresses and log-ins
	@$(BOOTSTRAP) tools.starting

stop:  ## End what `make run` started
	@$(BOOTSTRAP) tools.stopping

status:  ## Which programs run, and what the service says about its health
	@$(BOOTSTRAP) tools.showing

logs:  ## Follow the programs' logs (Ctrl+C leaves them running)
	@ls var/log/*.log >/dev/null 2>&1 || { echo "No logs yet: make run writes them."; exit 1; }
	@tail -n 20 -F var/log/*.log

demo-reset:  ## Throw the demo's data away and seed it anew
	@$(BOOTSTRAP) tools.resetting

#@ Work on it
# What needs the trained assistant or a browser, and what measures, stands apart from the units.
HERE_NOT := --ignore tests/scenarios --ignore tests/browser --ignore tests/load

test: environment train  ## All tests: units and contracts, then scenarios and browser with the real assistant
	$(PYTEST) -n $(WORKERS) --dist loadfile tests $(HERE_NOT)
	$(PYTEST) $(wildcard tests/scenarios tests/browser)

test-unit: environment  ## Units and contracts only (no Rasa, no browser)
	$(PYTEST) -n $(WORKERS) --dist loadfile tests $(HERE_NOT) --ignore tests/bot

test-scenarios: environment train  ## Whole complaints through the real programs
	$(PYTEST) tests/scenarios

test-browser: environment train  ## The pages in Chromium, in both languages
	$(PYTEST) tests/browser

simulate: environment  ## Live through a whole year with 2,000 complaints and judge it
	YEAR_COMPLAINTS=$(or $(COMPLAINTS),2000) $(PYTEST) -s tests/year

check: environment  ## Lint, types, layers, migrations, catalogues, house rules
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m handoff check-migrations
	$(PYTEST) tests/test_house_rules.py tests/handoff/i18n -k "house or complete"

format: environment  ## Bring the code into its form
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

bench: environment train  ## Measure it under load, or parts of it: make bench PARTS=desk
	$(PY) -m tests.load $(PARTS) $(if $(PAGE),--page)

migration: environment  ## Write a migration: make migration SAY="what it does"
	$(PY) -m tools.migrating "$(SAY)"

docs: environment  ## Write the pages that are made from the code
	$(PY) -m tools.documenting

predict: environment train  ## What the assistant makes of sentences: make predict IN=in.jsonl OUT=out.jsonl
	@test -n "$(IN)" -a -n "$(OUT)" || { echo "usage: make predict IN=in.jsonl OUT=out.jsonl"; exit 2; }
	@$(PY) -m tools.predicting "$(IN)" "$(OUT)"

exam: environment train  ## How well the assistant understands: figures and curves in artefacts/understanding/
	@mkdir -p var/log
	@$(INSIDE) -m bot.trials.examining 2>var/log/exam.log || { tail -5 var/log/exam.log; exit 1; }

replay: environment train  ## Recorded talks through the whole product: make replay IN=dialogues.jsonl OUT=out.jsonl
	@$(PY) -m tests.replay "$(IN)" "$(OUT)"

train: environment  ## Train the assistant if its data changed
	@$(PY) bot/train.py

lock:  ## Write both lock files anew (UPGRADE=1 takes newer versions)
	@$(BOOTSTRAP) tools.locking $(if $(UPGRADE),--upgrade)

clean:  ## Remove caches, models and artefacts; data and environments stay
	@$(BOOTSTRAP) tools.cleaning

environment:
	@$(BOOTSTRAP) tools.environments
