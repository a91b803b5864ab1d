"""docs/map.md, drawn from the code: every room with its sentence, its tables, actions and pages."""

import ast
from pathlib import Path

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from belediyye.core.actions import DECLARED

HEAD = """# The map of the house

Drawn from the code by `./run map`; a test fails when it is old. The order is the ladder, from the cellar up: a room
uses only rooms above it in this list.
"""


def _sentence(folder: Path) -> str:
    return ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or ""


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> list[tuple[str, str, str]]:
    found = []
    for one in patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            found += _routes(one.url_patterns, address)
        elif one.name:
            found.append((one.callback.__module__, one.name, "/" + address))
    return found


def draw(source: Path) -> str:
    """The whole map as Markdown."""
    routes = _routes(get_resolver().url_patterns)
    parts = [HEAD]
    for config in apps.get_app_configs():
        if not config.name.startswith("belediyye."):
            continue
        room = config.name.removeprefix("belediyye.")
        parts.append(f"## `{room.replace('.', '/')}`\n\n{_sentence(source.joinpath(*room.split('.')))}\n")
        tables = ", ".join(f"`{model.__name__}`" for model in config.get_models())
        actions = ", ".join(
            f"`{code}`"
            for code, a in sorted(DECLARED.items())
            if a.function.__module__.startswith(config.name + ".")
        )
        pages = [
            f"`{address}` {name}" for module, name, address in routes if module.startswith(config.name + ".")
        ]
        parts += [f"- {label}: {text}" for label, text in (("tables", tables), ("actions", actions)) if text]
        parts += ["- pages: " + " · ".join(pages)] if pages else []
        parts.append("")
    return "\n".join(parts)
