# make report   documents -> tables -> figures -> figures/report/index.html
# make test     everything that must hold
# make lab      JupyterLab on the notebooks
# make notebooks  run the committed notebooks again, in place
# Needs git, make and Python 3.11 or later; PYTHON=... chooses one.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
# Modules for their doctests; notebooks run again by nbval, each in one process (loadscope), outputs compared.
TESTS := analysis tests notebooks --quiet --numprocesses auto --dist loadscope \
	--doctest-modules --ignore-glob "analysis/lexicon/build_*.py" --nbval --nbval-current-env
# Nothing of the user's own site-packages or settings may decide what comes out.
export PYTHONNOUSERSITE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup report test lab notebooks clean
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

setup: $(VENV)/.installed

# The stamp is newer than what it was made from, or everything is installed anew.
$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, $(PYTHON) is " \
		+ sys.version.split()[0] + ". Choose another: make PYTHON=/path/to/python3")'
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (once; some minutes) ..."
	@$(RUN) -m pip install -qq --constraint constraints.txt --editable '.[test]'
	@touch $@

report: setup
	@$(RUN) -m analysis report

test: setup
	@$(RUN) -m pytest $(TESTS)

lab: setup
	@$(RUN) -m jupyterlab --ServerApp.ip=127.0.0.1 --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks

notebooks: setup
	@$(RUN) -m analysis.notebooks

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
