# `make` alone lists what there is. `make run` and `make test` set everything up by themselves.
.DEFAULT_GOAL := help
.PHONY: help run test nightly mutation check fix docs lock bench clean

BIN := .venv/bin
# The parts that decide something about a person: every branch of theirs is tested.
DECIDES := src/procerus/criteria/*,src/procerus/packs/*,src/procerus/headache/*,src/procerus/pathway/*,src/procerus/injection/*
# Their tests; counting branches takes as long as they do, so that only CI does it, and only here.
HEART := tests/unit tests/packs tests/spec tests/agreement
# What is held against a clock runs by itself, afterwards: two browsers at once are slower than either.
NOT_ALONE := not nightly and not ci and not alone

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1 \2/p' Makefile | awk '{printf "  %-4s %-8s", $$1, $$2; $$1=$$2=""; print}'

# These ask nothing of a database that the other tests of the clinic do not.
EITHER_DATABASE := $(addprefix --ignore=tests/clinic/test_,access_matrix.py login_in_a_browser.py sheet_in_a_browser.py demo.py)

run: ## set up, then start a clinic of made-up people at http://127.0.0.1:8000
	@scripts/setup run
	@$(BIN)/procerus serve --demo --data .demo

test: check ## set up and run the tests; with CI=true every one of them
	@scripts/system-packages
	@$(BIN)/coverage erase
	$(BIN)/pytest -n 2 $(if $(CI),--cov --cov-report=) $(HEART)
	$(if $(CI),$(BIN)/coverage report --include='$(DECIDES)' --skip-covered --fail-under=100)
	$(BIN)/pytest -n 2 -m '$(NOT_ALONE)' $(addprefix --ignore=,$(HEART))
	$(BIN)/pytest -m alone tests/browser tests/phone
	scripts/with-postgres $(BIN)/pytest -n 2 $(if $(CI),tests/clinic $(EITHER_DATABASE)) tests/postgres

nightly: check ## longer proofs: many more examples, then code broken on purpose
	PROCERUS_EXAMPLES=$${PROCERUS_EXAMPLES:-10000} $(BIN)/pytest -n 2 -m 'not alone'
	$(BIN)/pytest -m alone tests/browser tests/phone
	$(MAKE) mutation

# mutmut runs a copy of the code, in mutants/; PYTHONPATH must not lead back to the code itself.
mutation: check ## break criteria/, injection/ and pathway/ on purpose, and see that a test notices; hours
	rm -rf mutants
	env -u PYTHONPATH PROCERUS_EXAMPLES=20 $(BIN)/mutmut run
	$(BIN)/python scripts/mutants.py

check: ## formatting, lint, types and who may import whom
	@scripts/setup dev
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	PROCERUS_DATA=.venv/checked $(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo >.venv/imports.log || { cat .venv/imports.log; exit 1; }

fix: ## repair formatting and lint, and renew the made parts of the reference
	@scripts/setup dev
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/ruff format --quiet .
	$(BIN)/python scripts/reference.py

docs: ## build the documentation into site/
	@scripts/setup dev
	$(BIN)/zensical build --clean --strict

lock: ## pin the dependencies again, with hashes
	scripts/lock

bench: ## measure the figures of the documentation on this machine
	@scripts/setup dev
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

clean: ## remove everything that was built, .venv too
	rm -rf .venv .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage .coverage.* htmlcov dist build site mutants .cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
