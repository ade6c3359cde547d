"""The picture of the README: the day's list of the demonstration, drawn anew. Everybody on it is made up.

.venv/bin/python scripts/screenshot.py
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "images" / "today.png"
PORT, WIDTH, HEIGHT, LARGEST = 8931, 1200, 640, 150_000
PATIENCE = 180  # seconds until the demonstration is made
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Start a demonstration, log in, take the picture, and stop it."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said.txt"
        command = [
            sys.executable,
            "-m",
            "procerus",
            "serve",
            "--demo",
            "--data",
            f"{folder}/data",
            "--port",
            str(PORT),
        ]
        with said.open("w") as out, subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT) as server:
            try:
                _until_it_answers()
                _take(said.read_text(encoding="utf-8"))
            finally:
                server.terminate()
    size = PICTURE.stat().st_size
    print(f"{PICTURE.relative_to(ROOT)}, {size} bytes")
    if size > LARGEST:
        raise SystemExit(f"It is larger than {LARGEST} bytes.")


def _until_it_answers() -> None:
    for _ in range(PATIENCE):
        try:
            with urlopen(f"http://127.0.0.1:{PORT}/health", timeout=2):
                return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(1)
    raise SystemExit("The demonstration did not start.")


def _take(said: str) -> None:
    found = re.search(r"(nurse@\S+)\s+(\S+)", said)
    browser = next((one for one in map(shutil.which, BROWSERS) if one), None)
    if found is None or browser is None:
        raise SystemExit("There is no log-in of a nurse, or no Chromium.")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", locale="en-GB"
        )
        _log_in(page, *found.groups())
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
        chromium.close()


def _log_in(page: Page, email: str, password: str) -> None:
    page.goto(f"http://127.0.0.1:{PORT}/account/login/")
    page.fill("input[type=email]", email)
    page.fill("input[type=password]", password)
    with page.expect_navigation():
        page.locator("main button").first.click()
    page.goto(page.url)  # once more, without its welcome


if __name__ == "__main__":
    main()
