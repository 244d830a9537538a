"""The report and the notebooks as people use them: in a browser, from disk and in JupyterLab.

Skipped where Chromium is not installed (Debian: apt-get install chromium).
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from nbconvert.preprocessors import ClearOutputPreprocessor

sync = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")

QUIET = ("--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update "
         "--disable-sync").split()  # fmt: skip  # noqa: SIM905
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 400, "height": 800}
WAIT = 60  # seconds, on a machine that is busy


@pytest.fixture(scope="module")
def browser():
    with sync.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser):
    """Opens a tab, which may ask for nothing that is not on this disk (or machine), and complain of nothing."""
    contexts, wrong = [], []

    def watch(request):
        if urlsplit(request.url).hostname not in (None, "127.0.0.1"):
            wrong.append(f"asked for {request.url}")

    def open_tab(viewport=WIDE, **options):
        context = browser.new_context(viewport=viewport, **options)
        contexts.append(context)
        context.on("request", watch)
        context.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        return context.new_page()

    yield open_tab
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture(scope="module")
def report(committed):
    return (committed / "report").as_uri()


def one_of_each_kind(committed: Path) -> list[str]:
    """A page of each kind: of the documents and notebooks, those with the most in them."""
    folder = committed / "report"
    largest = [max((folder / kind).glob("*.html"), key=lambda page: page.stat().st_size) for kind in
               ("documents", "notebooks")]  # fmt: skip
    pages = [folder / name for name in ("index.html", "quality.html", "run.html", "tables/memberships.html")]
    return [page.as_uri() for page in (*pages, *largest)]


def at_highlight(tab) -> str:
    """The text of the highlight at which the tab has come to stand."""
    assert "/documents/" in tab.url and "#" in tab.url
    target = tab.locator("mark:target")
    sync.expect(target).to_be_in_viewport()
    table, start = urlsplit(tab.url).fragment.rsplit("-", 1)
    assert table in target.get_attribute("class") and start.isdecimal()
    return target.inner_text()


def test_a_mark_of_each_figure_leads_to_its_evidence(opened, report, committed):
    tab = opened(java_script_enabled=False)
    tab.goto(f"{report}/index.html")
    stems = [figure.get_attribute("id") for figure in tab.locator("figure").all()]
    assert sorted(stems) == sorted(path.stem for path in committed.glob("*.svg"))
    for stem in stems:
        tab.goto(f"{report}/index.html")
        marks = tab.locator(f"#{stem} svg a:not(:has(text))")
        assert marks.count(), stem
        marks.nth(marks.count() // 2).click(force=True)  # where it lies under another mark, on that one
        tab.wait_for_url(lambda address: not address.startswith(f"{report}/index.html"))
        if "/tables/" in tab.url:  # it stands for many rows
            tab.locator("tbody tr:visible td a[href*='#']").first.click()
        if "#" in tab.url:
            assert at_highlight(tab), stem
        else:
            assert re.search("/(documents|notebooks)/", tab.url) and tab.locator("h1").first.is_visible(), stem


def test_from_a_highlight_to_its_row_and_back_for_every_kind(opened, report, committed):
    tab = opened()
    followed = set()
    for path in sorted((committed / "report" / "documents").glob("*.html")):
        tab.goto(path.as_uri())
        kinds = tab.locator("article mark[id]").evaluate_all("all => [...new Set(all.map(one => one.className))]")
        for kind in set(kinds) - followed:
            mark = tab.locator(f"article mark.{kind}[id]").first
            mark.click()
            row = tab.locator("tr:target")
            sync.expect(row).to_be_in_viewport()
            row.locator("td a").first.click()
            said = at_highlight(tab)
            tab.go_back()
            row.locator("th a").click()  # the same row in the page of the whole table
            assert f"/tables/{urlsplit(tab.url).fragment.rsplit('-row-')[0]}.html" in tab.url
            sync.expect(row).to_be_in_viewport()
            row.locator("td a[href*='#']").click()
            assert at_highlight(tab) == said
            followed.add(kind)
    assert followed == {"alliances", "memberships", "funding", "policies", "targets"}


def column(tab, name: str) -> list[str]:
    heads = tab.locator("thead th").all_inner_texts()
    return tab.locator(f"tbody tr:visible > :nth-child({heads.index(name) + 1})").all_inner_texts()


def test_a_table_is_sorted_and_filtered(opened, report):
    tab = opened()
    tab.goto(f"{report}/tables/funding.html")
    unsorted = column(tab, "row")
    for order, sign in (("ascending", 1), ("descending", -1)):
        tab.get_by_role("button", name="amount", exact=True).click()
        sync.expect(tab.locator(f"th[aria-sort={order}]")).to_have_count(1)
        amounts = [float(text.replace(",", "")) if text else sign * float("inf") for text in column(tab, "amount")]
        assert amounts == sorted(amounts, reverse=sign < 0) != sorted(amounts, reverse=sign > 0)
    assert sorted(column(tab, "row"), key=int) == unsorted
    tab.get_by_label("Filter").fill('kind=subsidy "million yuan"')
    assert set(column(tab, "kind")) == {"subsidy"}
    assert all("million yuan" in text for text in tab.locator("tbody tr:visible").all_inner_texts())
    assert tab.get_by_role("status").inner_text() == f"{len(column(tab, 'kind'))} of {len(unsorted)} rows"
    tab.get_by_label("Filter").fill("")
    assert len(column(tab, "kind")) == len(unsorted)


def test_the_count_of_a_flag_leads_to_the_rows_that_carry_it(opened, report):
    tab = opened()
    tab.goto(f"{report}/quality.html")
    link = tab.locator("a[href^='tables/funding.html?flags=']").first
    flag, count = link.get_attribute("href").partition("=")[2], int(link.inner_text())
    link.click()
    flags = column(tab, "flags")
    assert len(flags) == count > 0 and all(flag in text.split(" | ") for text in flags)


def test_a_mark_for_many_rows_leads_to_these_rows(opened, report):
    tab = opened()
    tab.goto(f"{report}/index.html")
    tab.locator("#membership-share-share-university a").click()
    tab.wait_for_url("**/tables/memberships.html?**")
    assert set(column(tab, "sector")) == {"university"} and set(column(tab, "named")) == {"true"}
    assert set(column(tab, "role")) <= {"initiator", "member", "chair"}


def test_all_can_be_read_without_script(opened, committed):
    tab = opened(java_script_enabled=False)
    for page in one_of_each_kind(committed):
        tab.goto(page)
        hidden = [one for one in tab.locator("main h1, main h2, tr, article, figure, .notebook").all()
                  if not one.is_visible()]  # fmt: skip
        assert hidden == [], page
        assert tab.locator("button, input").count() == 0, page  # nothing that would do nothing


def test_the_keyboard_skips_to_the_content_and_shows_where_it_is(opened, report):
    tab = opened()
    tab.goto(f"{report}/index.html")
    tab.keyboard.press("Tab")
    skip = tab.get_by_role("link", name="Skip to the content")
    sync.expect(skip).to_be_focused()
    sync.expect(skip).to_be_in_viewport()
    tab.keyboard.press("Enter")
    sync.expect(tab.locator("main")).to_be_focused()
    tab.goto(f"{report}/tables/funding.html")
    head = tab.get_by_role("button", name="kind", exact=True)
    tab.get_by_label("Filter").focus()
    for _ in range(20):  # through the scrolling region and the columns before
        tab.keyboard.press("Tab")
        if head.evaluate("one => one === document.activeElement"):
            break
    assert head.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    tab.keyboard.press("Enter")
    assert column(tab, "kind") == sorted(column(tab, "kind"))


@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide", "narrow and dark"])
def test_nothing_keeps_people_from_reading_a_page(opened, committed, viewport, scheme):
    tab = opened(viewport, color_scheme=scheme)
    for page in one_of_each_kind(committed):
        tab.goto(page)
        found = axe.Axe().run(tab, options={"resultTypes": ["violations"], "preload": False}).response
        assert found["passes"], page
        serious = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in serious] == [], page
        assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"], page


@pytest.fixture(scope="module")
def project(root, committed, tmp_path_factory) -> Path:
    """A copy of the project, its notebooks without outputs."""
    copy = tmp_path_factory.mktemp("project")
    shutil.copytree(committed, copy / "figures")
    (copy / "notebooks").mkdir()
    for path in (root / "notebooks").glob("*.ipynb"):
        notebook = ClearOutputPreprocessor().preprocess(nbformat.read(path, as_version=4), {})[0]
        nbformat.write(notebook, copy / "notebooks" / path.name)
    for name in ("analysis", "seeds", "tests", "pyproject.toml"):
        (copy / name).symlink_to(root / name)
    return copy


@pytest.fixture(scope="module")
def lab(project, root, tmp_path_factory):
    """Address and token of a JupyterLab on this machine that knows nothing of the user's settings."""
    home, token = tmp_path_factory.mktemp("home"), "of-this-test"
    chosen = {
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        "notebook-extension/tracker": {"windowingMode": "none"},  # cells out of sight are there, too
    }
    for name, content in chosen.items():
        path = home / "lab" / "user-settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content))
    places = {"HOME": home, "JUPYTER_CONFIG_DIR": home, "JUPYTER_RUNTIME_DIR": home / "runtime", "PYTHONPATH": root}
    options = ["ServerApp.ip=127.0.0.1", "ServerApp.port=0", f"ServerApp.root_dir={project}",
               f"IdentityProvider.token={token}", "ServerApp.open_browser=False", "ServerApp.allow_root=True"]  # fmt: skip
    command = [sys.executable, "-m", "jupyterlab", *(f"--{option}" for option in options)]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            command, env=os.environ | {name: str(path) for name, path in places.items()}, stdout=log, stderr=log
        )
    try:
        yield until(lambda: re.search(r"http://127\.0\.0\.1:[1-9]\d*/", (home / "log").read_text()))[0], token
    finally:
        server.terminate()
        server.wait(WAIT)


def until(asked):
    """What it answers, once that is something."""
    end = time.monotonic() + WAIT
    while not (answer := asked()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)
    return answer


def test_every_notebook_runs_through_in_jupyterlab_and_shows_its_figures(opened, lab, root):
    address, token = lab
    tab = opened()
    tab.set_default_timeout(WAIT * 1000)
    paths = sorted((root / "notebooks").glob("*.ipynb"))
    for path in paths:  # kernels start and run side by side; opened notebooks find theirs
        session = {
            "path": f"notebooks/{path.name}",
            "name": path.name,
            "type": "notebook",
            "kernel": {"name": "python3"},
        }
        answer = tab.request.post(f"{address}api/sessions", headers={"Authorization": f"token {token}"}, data=session)
        assert answer.ok, answer.text()
    tab.goto(f"{address}lab/tree/notebooks?token={token}")
    for path in paths:
        tab.locator(".jp-DirListing-item", has_text=path.name).dblclick()
        sync.expect(tab.locator(".lm-TabBar-tab.jp-mod-current", has_text=path.name)).to_be_visible()
        tab.locator(".jp-NotebookPanel:visible .jp-CodeCell").first.wait_for()
        tab.locator("#jp-main-statusbar").get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        tab.locator("#jp-MainMenu").get_by_text("Run", exact=True).click()
        tab.locator("li[data-command='runmenu:run-all']").click()
    for path in paths:
        tab.locator(".lm-TabBar-tab", has_text=path.name).click()
        panel = tab.locator(".jp-NotebookPanel:visible")
        code = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        figures = sum("image/svg+xml" in output.get("data", {}) for cell in code for output in cell.outputs)
        counts = [f"[{number}]:" for number in range(1, len(code) + 1)]
        sync.expect(panel.locator(".jp-CodeCell .jp-InputPrompt")).to_have_text(counts, timeout=WAIT * 1000)
        assert panel.locator("[data-mime-type$='error'], [data-mime-type$='stderr']").all_inner_texts() == [], path
        drawn = panel.locator(".jp-RenderedSVG :is(img, svg)")
        assert drawn.count() == figures and all(one.is_visible() for one in drawn.all()), path
