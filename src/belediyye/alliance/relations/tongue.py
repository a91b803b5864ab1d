"""Which of the house's two languages the reader reads, and a first capital letter by its rules."""

from django.utils.translation import get_language

from belediyye.core.text import az_upper


def language() -> str:
    """`en` or `az`."""
    return "en" if (get_language() or "az").startswith("en") else "az"


def capital(text: object) -> str:
    """The text with a capital first letter: `inventar` → `İnventar` in Azerbaijani, `inventory` → `Inventory`."""
    words = str(text)
    if not words:
        return ""
    first = words[0].upper() if language() == "en" else az_upper(words[0])
    return first + words[1:]
