"""The menus of the controls: filled when they open, from what the player says then."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from peertube_desktop.services.player import AudioOutput, Loop, Player
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.player.key_actions import RATES, rate_text
from peertube_desktop.ui.text import clean_line, escape_mnemonic


def _choices(
    menu: QMenu, items: Iterable[tuple[str, bool]], choose: Callable[[int], object]
) -> list[QAction]:
    """Labels of which one is marked; `choose(index)` when another one is wanted."""
    group = QActionGroup(menu)
    actions = []
    for index, (label, chosen) in enumerate(items):
        action = menu.addAction(escape_mnemonic(clean_line(label, 80)))
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(partial(_chosen, choose, index))
        group.addAction(action)
        actions.append(action)
    return actions


def _chosen(choose: Callable[[int], object], index: int, _checked: bool = False) -> None:
    choose(index)


def fill_speed(menu: QMenu, player: Player) -> None:
    """The speeds."""
    rates = sorted({*RATES, player.rate})
    items = [(_("Normal") if rate == 1.0 else rate_text(rate), rate == player.rate) for rate in rates]
    _choices(menu, items, lambda index: player.set_rate(rates[index]))


def fill_quality(menu: QMenu, player: Player) -> None:
    """Automatic and each resolution."""
    qualities = list(player.qualities)
    items = [
        (quality_label(player, quality.height), quality.height == player.quality) for quality in qualities
    ]
    _choices(menu, items, lambda index: player.set_quality(qualities[index].height))
    if not qualities:
        menu.addAction(_("There is only one")).setEnabled(False)


def quality_label(player: Player, height: int) -> str:
    """`1080p`, `720p60`; what automatic shows now in brackets."""
    labels = {quality.height: quality.label for quality in player.qualities}
    if height:
        return labels.get(height) or _("{n}p").format(n=height)
    shown = player.shown_height
    if not shown:
        return _("Automatic")
    now = labels.get(shown) or _("{n}p").format(n=shown)
    return _("Automatic ({quality})").format(quality=now)


def fill_captions(menu: QMenu, player: Player) -> None:
    """Off and each language."""
    tracks = list(player.captions)
    languages = ["", *(track.language for track in tracks)]
    items = [(_("Off"), not player.caption)]
    for track in tracks:
        label = track.label or track.language
        made = _("{language} (automatic)").format(language=label) if track.automatic else label
        items.append((made, track.language == player.caption))
    _choices(menu, items, lambda index: player.set_caption(languages[index]))
    if not tracks:
        menu.addAction(_("This video has no captions")).setEnabled(False)


def fill_loop(menu: QMenu, player: Player) -> None:
    """Repeat all of it, or from A to B."""
    loop = player.loop
    whole = menu.addAction(_("Repeat the video"))
    whole.setCheckable(True)
    whole.setChecked(loop == Loop())
    whole.triggered.connect(lambda on: player.set_loop(Loop() if on else None))
    start = menu.addAction(_("Repeat from here (A)"))
    start.triggered.connect(lambda: player.set_loop(_from_here(player)))
    end = menu.addAction(_("Repeat up to here (B)"))
    end.triggered.connect(lambda: player.set_loop(_up_to_here(player)))
    off = menu.addAction(_("Do not repeat"))
    off.setEnabled(loop is not None)
    off.triggered.connect(lambda: player.set_loop(None))
    for action in (whole, start, end):
        action.setEnabled(player.seekable and player.duration > 0)


def _from_here(player: Player) -> Loop:
    end = player.loop.end if player.loop is not None else None
    start = player.position
    return Loop(start, end if end is not None and end > start else None)


def _up_to_here(player: Player) -> Loop:
    start = player.loop.start if player.loop is not None else None
    end = player.position
    return Loop(start if start is not None and start < end else None, end)


def fill_audio(menu: QMenu, player: Player, outputs: Iterable[AudioOutput]) -> None:
    """Where the sound goes."""
    all_outputs = [AudioOutput("", _("System default")), *outputs]
    items = [(output.name, output.id == player.audio_device) for output in all_outputs]
    _choices(menu, items, lambda index: player.set_audio_device(all_outputs[index].id))
