"""The way to a server, as the tests of the relay use it: that of the program."""

from __future__ import annotations

import ssl

from peertube_desktop.api.upstream import Upstreams

upstreams = Upstreams(ssl.create_default_context(), user_agent="tests")
opener = upstreams.open
