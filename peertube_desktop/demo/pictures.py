"""Pictures that are sent: avatars, banners and thumbnails."""

from __future__ import annotations

import time

from .checks import Wrong
from .errors import Problems
from .forms import read_form
from .http import Request
from .sessions import RefusedError
from .shapes import Shapes

MAGIC = (b"\xff\xd8", b"\x89PNG", b"GIF8", b"RIFF")
LARGEST = 4 << 20


def read_picture(shapes: Shapes, problems: Problems, request: Request, name: str) -> int:
    """Keeps the picture of that field; gives its number. Refuses none, too large ones, and what is no picture."""
    form = read_form(request)
    data = form.data(name)
    if data is None or len(data) > LARGEST or not data.startswith(MAGIC):
        message = (
            "This file is not supported or too large. Please, make sure it is of the following type : "
            ".png, .jpeg, .jpg, .gif, .webp"
        )
        raise RefusedError(problems.wrong(request, [Wrong(name, None, message)]))
    return shapes.shelf.keep_picture(data, form.files[name].kind, time.time())
