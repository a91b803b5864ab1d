"""Which of the house's two languages the reader reads, for labels of pure modules that come in both."""

from django.utils.translation import get_language


def language() -> str:
    """`en` or `az`."""
    return "en" if (get_language() or "az").startswith("en") else "az"
