"""Take the pictures of the README again, of the bundled posts (public domain) and nothing else.

    python scripts/pictures.py [HOME]

HOME is a home of the bundled posts; without it one is made, which takes some minutes. Cards of
three brands and a shortlist are made in a copy of it. PNG files go to `.screenshots/`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TO = ROOT / ".screenshots"
CHROMIUM = Path("/usr/bin/chromium")
PORT = 8977
OVERHEARD = [sys.executable, "-m", "engine.cli.main"]
BRIEF = "skin care for dry and acne-prone skin"
BRANDS = ("CeraVe", "Cetaphil", "Neutrogena")
LARGEST = 150_000  # bytes
QUERY = urlencode({"brief": BRIEF})


def main() -> None:
    """Serve a copy of the home and look at its pages."""
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        if len(sys.argv) > 1:
            shutil.copytree(sys.argv[1], home)
        else:
            run(home, "import", str(ROOT / "engine/demo/posts.jsonl.zst"))
        for brand in BRANDS:
            if not (home / "brands" / f"{brand.lower()}.toml").exists():
                run(home, "brand", "add", brand)
        run(home, "shortlist", "save", "skin care", BRIEF)
        with served(home), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1180, "height": 690})
            look(page)
            browser.close()


def look(page: Page) -> None:
    """Open each page and keep what is seen of it."""
    url = f"http://127.0.0.1:{PORT}"
    page.goto(f"{url}/search?{QUERY}")
    keep(page, "search")
    page.click(".card h2 a >> nth=0")
    page.wait_for_selector("#cadence-head")
    page.locator("#cadence-head").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.halves').scrollIntoView({block: 'center'})")
    keep(page, "creator")
    page.goto(f"{url}/map?{QUERY}")
    page.wait_for_selector(".scripted")
    page.locator(".ch-plane .ch-dot:not(.ch-faint)").last.hover(force=True)
    keep(page, "map")
    page.goto(f"{url}/voice?brand={','.join(brand.lower() for brand in BRANDS)}&by=month")
    keep(page, "voice")
    page.goto(f"{url}/shortlists/skin%20care")
    keep(page, "shortlist")


def keep(page: Page, name: str) -> None:
    """Write what the window shows to `.screenshots/`."""
    path = TO / f"{name}.png"
    page.screenshot(path=path)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {size:,} bytes")
    if size > LARGEST:
        raise SystemExit(f"{name} is larger than {LARGEST:,} bytes")


def run(home: Path, *arguments: str) -> None:
    """Run a command of the program over the home."""
    subprocess.run([*OVERHEARD, "--home", str(home), *arguments], check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip


@contextmanager
def served(home: Path) -> Iterator[None]:
    """Serve the home for as long as the context lasts."""
    server = subprocess.Popen([*OVERHEARD, "--home", str(home), "serve", "--port", str(PORT)],
                              stderr=subprocess.PIPE, text=True)  # fmt: skip
    try:
        for line in server.stderr or ():
            if "the page is at" in line:
                break
        yield
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
