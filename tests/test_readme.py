"""The README says what is so: its Python blocks run, its commands exist, what it links to is there."""

import re
import shlex

import pytest

from analysis.cli import parser


@pytest.fixture(scope="module")
def readme(root) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def blocks(readme: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", readme, re.S | re.M)


def test_python_blocks_run_one_after_the_other(readme, root, monkeypatch):
    monkeypatch.chdir(root)
    names: dict = {"__name__": "readme"}
    for number, block in enumerate(blocks(readme, "python"), 1):
        exec(compile(block, f"README.md, Python block {number}", "exec"), names)
    assert blocks(readme, "python")


def test_commands_are_understood(readme):
    lines = [
        line
        for block in blocks(readme, "(?:sh|bash|console|shell)")
        for line in block.replace("\\\n", " ").splitlines()
    ]
    commands = [
        shlex.split(line.removeprefix("$ "), comments=True)[3:]
        for line in lines
        if line.removeprefix("$ ").startswith("python -m analysis ")
    ]
    for command in commands:
        parser().parse_args(command)
    assert commands


def test_links_lead_to_files_of_the_project(readme, root):
    links = [link for link in re.findall(r"\]\(([^)\s#]+)", readme) if "://" not in link]
    assert [link for link in links if not (root / link).exists()] == []
    assert links
