"""Which colour matrix a video was made with, from the first bytes of an mp4 file.

libVLC knows and does not tell. The levels of one video share the matrix of their source, so that a guess by
the height alone would change the colours at each switch of the quality.
"""

from __future__ import annotations

from peertube_desktop.media.frames import ColourMatrix

HEAD = 64 * 1024
_MATRICES = {1: ColourMatrix.BT709, 4: ColourMatrix.BT601, 5: ColourMatrix.BT601, 6: ColourMatrix.BT601}
_HIGH_PROFILES = frozenset({44, 83, 86, 100, 110, 118, 122, 128, 134, 138, 139, 244})


def guess(height: int) -> ColourMatrix:
    """For a video that does not say, as players do it. `height`: the shorter side of its best level."""
    return ColourMatrix.BT709 if height > 576 else ColourMatrix.BT601


def matrix_in(head: bytes) -> ColourMatrix | None:
    """The matrix told by `head` (the first bytes of an mp4 file), None if it does not tell."""
    return _from_colr(head) or _from_avcc(head)


def _from_colr(head: bytes) -> ColourMatrix | None:
    place = max(head.find(b"colrnclx"), head.find(b"colrnclc"))
    if place < 0 or place + 14 > len(head):
        return None
    return _MATRICES.get(int.from_bytes(head[place + 12 : place + 14], "big"))


def _from_avcc(head: bytes) -> ColourMatrix | None:
    place = head.find(b"avcC")
    if place < 0 or place + 13 > len(head):
        return None
    length = int.from_bytes(head[place + 10 : place + 12], "big")
    unit = head[place + 12 : place + 12 + length]
    if len(unit) != length or length < 5 or unit[0] & 31 != 7:
        return None
    try:
        return _MATRICES.get(_matrix_in_sps(_Bits(unit[1:].replace(b"\0\0\3", b"\0\0"))))
    except IndexError:
        return None


class _Bits:
    """Reads a bit string; IndexError behind its end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def u(self, count: int) -> int:
        """An unsigned number of `count` bits."""
        value = 0
        for _ in range(count):
            value = value << 1 | self._data[self._at >> 3] >> (7 - (self._at & 7)) & 1
            self._at += 1
        return value

    def ue(self) -> int:
        """An unsigned Exp-Golomb number."""
        zeros = 0
        while not self.u(1):
            zeros += 1
            if zeros > 32:
                raise IndexError
        return (1 << zeros) - 1 + self.u(zeros)

    def se(self) -> int:
        """A signed Exp-Golomb number."""
        code = self.ue()
        return (code + 1) // 2 if code & 1 else -(code // 2)


def _matrix_in_sps(bits: _Bits) -> int:
    """matrix_coefficients of an H.264 sequence parameter set (ITU-T H.264, 7.3.2.1.1, E.1.1); 2: untold."""
    profile = bits.u(8)
    bits.u(16)
    bits.ue()
    if profile in _HIGH_PROFILES:
        chroma = bits.ue()
        if chroma == 3:
            bits.u(1)
        bits.ue(), bits.ue(), bits.u(1)
        if bits.u(1):
            for index in range(12 if chroma == 3 else 8):
                if bits.u(1):
                    _skip_scaling_list(bits, 16 if index < 6 else 64)
    bits.ue()
    order = bits.ue()
    if order == 0:
        bits.ue()
    elif order == 1:
        bits.u(1), bits.se(), bits.se()
        for _ in range(min(bits.ue(), 255)):
            bits.se()
    bits.ue(), bits.u(1), bits.ue(), bits.ue()
    if not bits.u(1):
        bits.u(1)
    bits.u(1)
    if bits.u(1):
        for _ in range(4):
            bits.ue()
    return _matrix_in_vui(bits) if bits.u(1) else 2


def _matrix_in_vui(bits: _Bits) -> int:
    if bits.u(1) and bits.u(8) == 255:
        bits.u(32)
    if bits.u(1):
        bits.u(1)
    if bits.u(1):
        bits.u(4)
        if bits.u(1):
            bits.u(16)
            return bits.u(8)
    return 2


def _skip_scaling_list(bits: _Bits, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.se() + 256) % 256
        last = following or last
