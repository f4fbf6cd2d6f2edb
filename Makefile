# Every target makes what it needs; none needs another one first. `make` alone lists them.

PYTHON ?= python3
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
AUTOGRADER := $(BIN)/autograder

.DEFAULT_GOAL := help
.PHONY: help setup demo test coverage release site docs grade report check audit bench lint lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## make the environment in .venv
	@echo "$(VENV) is ready"

# What judges our pages in the tests; a course that has no tests of ours does without.
JUDGE := $(wildcard tests/support/axe.lock)

# pip must find every package in the lock, with its hash; our own package is then linked in without asking for more,
# and compiled, which pip does only for what it copies.
$(READY): pyproject.toml requirements.lock $(JUDGE)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed, $(PYTHON) is not. Try: make $(or $(MAKECMDGOALS),setup) PYTHON=python3.11" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
		echo "$(PYTHON) cannot make environments. On Debian or Ubuntu: apt install python3-venv" >&2; exit 2; }
	@echo "Setting up $(VENV): two minutes, once."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(if $(JUDGE),$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $(JUDGE))
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q autograder
	@touch $@

demo: $(READY) ## release, make up a class in build/demo/submitted, grade it into build/demo/grades
	@$(AUTOGRADER) demo

# A module's tests stay together, so that what they share is made once.
test: $(READY) ## run the tests
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

coverage: $(READY) ## run tests and print which lines they reach, in workers too: make coverage T=tests/student
	@$(BIN)/python tests/support/measure_coverage.py $(T)

release: $(READY) ## make assignments/ from solutions/
	@$(AUTOGRADER) release

grade: $(READY) ## grade submitted/ into grades/
	@$(AUTOGRADER) grade submitted --out grades

# OUT, LAST (last year's grades) and SUBMITTED may be set: make report OUT=build/demo/grades SUBMITTED=build/demo/submitted
OUT ?= grades
SUBMITTED ?= submitted
report: $(READY) ## write grades/report/index.html, the pages that an instructor opens first
	@$(AUTOGRADER) report $(OUT) --submitted $(SUBMITTED) $(if $(LAST),--last-year $(LAST))

# Without a warning; LINKS=1 asks each address outside whether it is there.
docs: $(READY) ## build the documentation into build/docs: make docs LINKS=1 also asks whether links lead somewhere
	@rm -rf build/docs
	@$(BIN)/sphinx-build -q -E -n -W --keep-going -d build/docs-read docs build/docs
	@$(if $(LINKS),$(BIN)/sphinx-build -q -b linkcheck -d build/docs-read docs build/docs-links)
	@echo "docs: build/docs/index.html"

site: $(READY) ## write site/, the lessons as pages, and as notebooks that run in the browser
	@$(AUTOGRADER) site

# On this machine alone, without a browser of its own: it prints the address, with its token.
# What was given there before is brought back first.
formgrader: $(READY) ## open the grades in nbgrader's formgrader: make formgrader G=grades
	@test ! -f $(or $(G),grades)/exports/nbgrader/gradebook.db || \
		$(AUTOGRADER) import nbgrader $(or $(G),grades)/exports/nbgrader --out $(or $(G),grades)
	@$(AUTOGRADER) export nbgrader $(or $(G),grades)
	@cd $(or $(G),grades)/exports/nbgrader && $(CURDIR)/$(BIN)/jupyter server --ServerApp.ip=127.0.0.1 --ServerApp.allow_root=True \
		--ServerApp.open_browser=False --ServerApp.default_url=/formgrader --ServerApp.jpserver_extensions="{'nbgrader': True}"

check: $(READY) ## check your work on one assignment: make check A=chain_rule
	@test -n "$(A)" || { echo "Which assignment? make check A=NAME, one of:" $(notdir $(wildcard assignments/*)) >&2; exit 2; }
	@$(AUTOGRADER) check assignments/$(A)

audit: $(READY) ## prove that the checks reject known mistakes and accept right answers
	@$(AUTOGRADER) audit --certificate $(OUT)/report

# SIZES=10,100,1000,10000 takes half an hour more; PEERS=1 installs nbgrader and Otter, each by itself, and grades with them.
SIZES ?= 10,100,1000
bench: $(READY) ## measure what grading costs, into build/bench/bench.md: make bench SIZES=10,100 PEERS=1
	@$(BIN)/python -m bench --sizes $(SIZES) $(if $(PEERS),--peers)

lint: $(READY) ## ruff, mypy, and the contracts of the rooms
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo 2>/dev/null || $(BIN)/lint-imports --no-cache

# Keeps the versions that are locked already where it can; `make lock LOCK=--upgrade` takes the newest.
# One version of a package for all Pythons ("fewest"), so that a grade depends on as little as possible.
lock: ## write requirements.lock again, after a dependency changed in pyproject.toml (needs uv)
	@command -v $(UV) >/dev/null || { echo "uv is needed: https://docs.astral.sh/uv/ (or: pipx install uv)" >&2; exit 2; }
	@$(UV) pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --all-extras --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(LOCK) \
		--output-file requirements.lock pyproject.toml

clean: ## remove what was made, except for assignments/ and grades/
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
