"""The report and the notebooks as people use them: in a real browser, from the disk and in a real JupyterLab.

Skipped, with a word, where Chromium or Playwright is missing; `.ci/run` installs both.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from analysis import batch

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium: apt-get install chromium")

QUIET = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic",
]  # fmt: skip
SERIOUS = ("serious", "critical")
STARTED, RUN = 60, 120  # seconds


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def report(root, tmp_path_factory) -> Path:
    """The report of the seeds, made anew."""
    out = tmp_path_factory.mktemp("browser")
    assert batch.report(root / "seeds", out) == 0
    return out / "report"


class Reader:
    """A page that keeps what went wrong: messages of the console, and requests that left the disk."""

    def __init__(self, context):
        self.page = context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda message: self.wrong.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", self._watch)

    def _watch(self, request) -> None:
        if not request.url.startswith(("file:", "data:")):
            self.wrong.append(request.url)

    def open(self, path: Path):
        self.page.goto(path.as_uri())
        return self.page


@pytest.fixture
def reader(browser):
    context = browser.new_context()
    reader = Reader(context)
    yield reader
    context.close()
    assert reader.wrong == []


def stems(report: Path) -> list[str]:
    return sorted(path.stem for path in report.parent.glob("*.svg"))


def target_is_seen(page) -> bool:
    """Whether what the address points at is highlighted text in the window."""
    return page.evaluate(
        """() => { const found = document.querySelector(':target'); if (!found) return false;
        const box = found.getBoundingClientRect();
        return box.bottom > 0 && box.top < innerHeight && found.textContent.trim().length > 0 }"""
    )


def test_a_mark_of_each_figure_leads_to_its_sentence(reader, report):
    led = {}
    for stem in stems(report):
        page = reader.open(report / "index.html")
        links = page.locator(f'svg a[*|href*="documents/"]:has([id^="{stem}-"]), #{stem} svg a[*|href*="documents/"]')
        if not links.count():
            continue
        address = links.first.evaluate("link => link.href.baseVal || link.getAttribute('href')")
        links.first.locator("path, use, text, rect, circle").first.dispatch_event("click")
        page.wait_for_url("**/documents/**")
        assert page.url.endswith(address.partition("documents/")[2]), stem
        led[stem] = target_is_seen(page)
    assert led.keys() >= {"funding-scale", "membership-composition", "founder-mix"}
    assert [stem for stem, seen in led.items() if not seen] == []


def test_a_highlight_leads_to_its_row_and_back(reader, report):
    page = reader.open(next((report / "documents").glob("000*.html")))
    mark = page.locator('mark[id^="funding-"]').first
    place = mark.get_attribute("id")
    link = mark.locator("xpath=descendant-or-self::*//a | ancestor::a").first
    link.click()
    assert target_is_seen(page)
    page.locator(f':target a[href="#{place}"], a[href="#{place}"]').first.click()
    assert page.url.endswith(f"#{place}") and target_is_seen(page)


def test_a_table_is_sorted_and_filtered(reader, report):
    page = reader.open(report / "tables" / "memberships.html")
    rows = page.locator("table tbody tr:visible")
    total = rows.count()
    page.locator('input[type="search"]').first.fill("university")
    page.wait_for_function(f"document.querySelectorAll('table tbody tr:not([hidden])').length < {total}")
    found = rows.all_inner_texts()
    assert 0 < len(found) < total and all("university" in text.lower() for text in found)
    page.locator('input[type="search"]').first.fill("")
    column = page.locator("table thead th").filter(has_text=re.compile("^organization$|^organization "))
    place = column.first.evaluate("cell => cell.cellIndex")
    column.first.locator("button").click()
    values = [row.locator("td, th").nth(place).inner_text().lower() for row in rows.all()[:15]]
    assert values == sorted(values) and column.first.get_attribute("aria-sort") == "ascending"


def test_everything_can_be_read_without_scripts(browser, report):
    context = browser.new_context(java_script_enabled=False)
    reader = Reader(context)
    page = reader.open(report / "index.html")
    assert page.locator("main svg").count() >= 3
    page.goto((report / "tables" / "funding.html").as_uri())
    assert page.locator("table tbody tr").count() > 10
    page.locator('table a[href*="documents/"]').first.click()
    assert "/documents/" in page.url and page.locator("mark").count() > 5
    context.close()
    assert reader.wrong == []


def test_pages_fit_a_narrow_window(browser, report):
    context = browser.new_context(viewport={"width": 400, "height": 800})
    page = context.new_page()
    wide = []
    for path in pages(report):
        page.goto(path.as_uri())
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            wide.append(path.name)
    context.close()
    assert wide == []


def pages(report: Path) -> list[Path]:
    """One page of each kind, and all that stand alone."""
    kinds = ("documents/000*.html", "documents/002*.html", "tables/funding.html", "notebooks/02*.html", "*.html")
    return [path for kind in kinds for path in sorted(report.glob(kind))]


def test_nothing_serious_stands_in_the_way_of_anybody(reader, report):
    found = {}
    for path in pages(report):
        results = axe.Axe().run(reader.open(path))
        serious = [one for one in results.response["violations"] if one["impact"] in SERIOUS]
        if serious:
            found[path.name] = [(one["id"], one["nodes"][0]["html"][:120]) for one in serious]
    assert found == {}


@pytest.fixture(scope="module")
def lab(root, tmp_path_factory):
    """A JupyterLab server on loopback over a copy of the project; its address with the token."""
    home = tmp_path_factory.mktemp("lab")
    for part in ("notebooks", "seeds", "figures", "tests", "pyproject.toml"):
        source = root / part
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, home / part)
    for path in (home / "notebooks").glob("*.ipynb"):  # nothing is there but what this run shows
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell.update({"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {})
        path.write_text(json.dumps(notebook), encoding="utf-8")
    settings = {
        "notebook-extension/tracker": {"windowingMode": "none"},  # every cell is in the page
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    }
    for name, values in settings.items():
        file = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    token, log = secrets.token_hex(8), home / "server.log"
    sink = log.open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
         "--ServerApp.port=0", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={home}"],
        env={**os.environ, "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "JUPYTER_RUNTIME_DIR": str(home / "run"),
             "PYTHONPATH": str(root)},
        stdout=sink, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield _address(log, server, token), token
    finally:
        server.terminate()
        server.wait(30)
        sink.close()


def _address(log: Path, server: subprocess.Popen, token: str) -> str:
    deadline = time.monotonic() + STARTED
    while time.monotonic() < deadline and server.poll() is None:
        if told := re.search(r"http://127\.0\.0\.1:\d+/", log.read_text(encoding="utf-8")):
            with urlopen(f"{told[0]}api/status?token={token}") as answer:
                assert answer.status == 200
            return told[0]
        time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))


NOTEBOOKS = sorted(path.name for path in (Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_run_all_in_jupyterlab(browser, lab, root, name):
    address, token = lab
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.goto(f"{address}lab/workspaces/{Path(name).stem}/tree/notebooks/{name}?token={token}")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=STARTED * 1000)
    page.locator(
        '.jp-Toolbar-kernelStatus[data-status="idle"], .jp-Notebook-ExecutionIndicator[data-status="idle"]'
    ).first.wait_for(timeout=STARTED * 1000)
    page.locator(".jp-Notebook .jp-CodeCell").first.click()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    cells = json.loads((root / "notebooks" / name).read_text(encoding="utf-8"))["cells"]
    count = sum(cell["cell_type"] == "code" for cell in cells)
    page.wait_for_function(
        """count => { const prompts = [...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt')];
        return prompts.length === count && prompts.at(-1).textContent.includes(`[${count}]`)
            || document.querySelector('[data-mime-type="application/vnd.jupyter.error"]') }""",
        arg=count,
        timeout=RUN * 1000,
    )
    error = page.locator('[data-mime-type="application/vnd.jupyter.error"]')
    assert error.count() == 0, error.first.inner_text()
    drawn = sum("draw.show" in "".join(cell["source"]) for cell in cells)
    assert page.locator(".jp-OutputArea-output svg, .jp-OutputArea-output img").count() >= drawn
    assert page.locator(".jp-OutputArea-output").count() > 0
    context.close()
