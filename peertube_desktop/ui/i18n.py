"""Text for people, through gettext: `_("…")` and `ngettext("…", "…", n)`."""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Sequence

from PySide6.QtCore import QLocale

from peertube_desktop.ui.resources import resource

DOMAIN = "peertube-desktop"


class _Catalogue:
    """The translations in use. English, the language of the source, until `use_languages` was called."""

    def __init__(self) -> None:
        self.translations: _gettext.NullTranslations = _gettext.NullTranslations()


_catalogue = _Catalogue()


def use_languages(languages: Sequence[str]) -> None:
    """Take the first of `languages` (such as `fr`, `pt_BR`) there is a translation for, else English."""
    _catalogue.translations = _gettext.translation(
        DOMAIN, str(resource("translations")), languages=list(languages), fallback=True
    )


def translated_languages() -> list[tuple[str, str]]:
    """The languages there is a translation for: code, and name in that language."""
    found = []
    for catalogue in sorted(resource("translations").glob(f"*/LC_MESSAGES/{DOMAIN}.mo")):
        code = catalogue.parent.parent.name
        found.append((code, QLocale(code).nativeLanguageName() or code))
    return found


def _(message: str) -> str:
    """`message` in the person's language."""
    return _catalogue.translations.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of the message that goes with the number `n`."""
    return _catalogue.translations.ngettext(singular, plural, n)
