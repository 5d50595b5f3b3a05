"""Playing media: libVLC behind a loopback relay. Knows no Qt, no httpx, nothing of the API."""
