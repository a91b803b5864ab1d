"""Documents that cannot go stale, because tests read them."""

import re
from pathlib import Path

from django.conf import settings

from belediyye.cli import COMMANDS
from belediyye.core.plan_of_house import draw

ROOT = Path(__file__).resolve().parents[1]


def test_the_map_is_fresh() -> None:
    assert (ROOT / "docs" / "map.md").read_text("utf-8") == draw(settings.SOURCE), "./run map draws it anew"


def test_every_setting_is_described() -> None:
    page = (ROOT / "docs" / "operations" / "settings.md").read_text("utf-8")
    text = (settings.SOURCE / "settings.py").read_text("utf-8")
    names = set(re.findall(r'"((?:BELEDIYYE|DATABASE)_[A-Z_]+)"', text))
    assert names and not [name for name in names if f"`{name}`" not in page]


def test_documents_name_only_what_exists() -> None:
    missing = []
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        text = page.read_text("utf-8")
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", text):
            if not (page.parent / target).exists():
                missing.append(f"{page.relative_to(ROOT)} → {target}")
        for command in re.findall(r"`\./run ([a-z-]+)", text):
            if command not in COMMANDS:
                missing.append(f"{page.relative_to(ROOT)}: ./run {command}")
    assert not missing
