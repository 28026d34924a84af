"""The limit of a page: sends the statements that the page sends, and writes the bytes that it wrote.

Served as `bench.bare:application` like our own; BENCH_PAGES names the file with the pages.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import django
from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.db import connection

django.setup()
PAGES: dict[str, tuple[list[tuple[str, Any]], bytes]] = pickle.loads(Path(os.environ["BENCH_PAGES"]).read_bytes())
Start = Callable[[str, list[tuple[str, str]]], object]


def page(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """The page of the reader whose number is in the address, with the driver's own cursor."""
    statements, ready = PAGES[environ["QUERY_STRING"]]
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(ready)))])
    return [ready]


application = WSGIMiddleware(page, workers=settings.HTTP_THREADS)  # type: ignore[arg-type]
