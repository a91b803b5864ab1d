"""Takes the pictures in docs/pictures from a running demonstration: ./run screenshots"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
FLAT = "object_kind=building&year=2026&use=dwelling&place_class=baku&baku_zone=1&area_m2=120&relief=pensioner"
# name: who looks, language, width, address
SHOTS = {
    "calculator": (None, "en", 1280, f"/kalkulyator/?{FLAT}"),
    "kalkulyator": (None, "az", 1280, f"/kalkulyator/?{FLAT}"),
    "calculator-phone": (None, "az", 375, f"/kalkulyator/?{FLAT}"),
    "tax": (None, "en", 1280, "/vergilər/property_tax/"),
    "components": (None, "en", 1280, "/üslub/"),
    "desk": ("rauf", "az", 1280, "/"),
    "revenue-home": ("rauf", "az", 1280, "/finance/revenue/"),
    "revenue-home-phone": ("rauf", "en", 375, "/finance/revenue/"),
    "revenue-run": ("rauf", "az", 1280, "/finance/revenue/runs/2/"),
    "revenue-walk": ("rauf", "az", 1280, "/finance/revenue/notices/walk/"),
    "revenue-queue": ("rauf", "az", 1280, "/finance/revenue/bank/queue/"),
    "revenue-debtors": ("rauf", "en", 1280, "/finance/revenue/reports/ageing/"),
}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


def password() -> str:
    """The demonstration's password, read where it is written: this script needs no set-up of Django."""
    cast = (ROOT / "src" / "belediyye" / "core" / "cast.py").read_text("utf-8")
    return next(line.split('"')[1] for line in cast.splitlines() if line.startswith("PASSWORD"))


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def main() -> None:
    program = (
        os.environ.get("BELEDIYYE_CHROMIUM") or shutil.which("chromium") or sys.exit("No Chromium here.")
    )
    port, run = free_port(), [sys.executable, "-m", "belediyye"]
    subprocess.run([*run, "demo", "--build-only"], check=True, cwd=ROOT)
    server = subprocess.Popen([*run, "demo", "--no-browser", "--port", str(port)], cwd=ROOT)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{base}/healthz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.3)
        take(base, program)
    finally:
        server.terminate()
        server.wait(20)


def take(base: str, program: str) -> None:
    """One picture after another, the upper part of each page."""
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        for name, (who, language, width, address) in SHOTS.items():
            context = browser.new_context(viewport={"width": width, "height": 900 if width > 600 else 812})
            context.add_cookies([{"name": "dil", "value": language, "url": base}])
            page = context.new_page()
            if who:
                page.goto(f"{base}/hesab/login/")
                page.fill("input[name=login]", who)
                page.fill("input[name=password]", password())
                page.click("main button[type=submit]")
            page.goto(base + address)
            page.screenshot(path=PICTURES / f"{name}.png")
            print(name)
        browser.close()


if __name__ == "__main__":
    main()
