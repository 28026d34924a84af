"""What the OpenAPI contract lists, and what may be sent there: what fits it, and what does not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from django.test import Client

Schema = Mapping[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
PREFIX = "/api/v1"
STRANGE: tuple[Any, ...] = (
    None, 10**30, -1, 0, 1.5, "a\0b", "\ud800", "x" * 50_000, "", [], {}, True, "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-14:00", "🥔" * 500, "\u202e", "\r\nX: y", [10**30], ["\0"], [None], "٣", "NaN", {"a": {}},
)  # fmt: skip
ASKED = ("9" * 30, "-1", "a\0b", "1.5", "0001-01-01", "9999-12-31", "a,b,,", "[]", "\u202e", "x" * 3000, "²", "")


@dataclass(frozen=True)
class Operation:
    """A method at a path of the API."""

    path: str
    method: str
    asked: tuple[str, ...]
    body: Schema
    parts: Schema = field(repr=False)

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def names(self) -> set[str]:
        """The gaps of the path."""
        return set(re.findall(r"{(\w+)}", self.path))

    def at(self, ids: Mapping[str, Any]) -> str:
        """The path with its gaps filled; what has no id of its own there is called 1."""
        return PREFIX + re.sub(r"{(\w+)}", lambda gap: str(ids.get(gap[1], 1)), self.path)

    def fitting(self) -> Any:
        """A body that the contract takes."""
        return _value("", self.body, self.parts) if self.body else {}

    def strange(self, values: Iterator[Any]) -> Iterator[Any]:
        """Bodies that fit but for one field, each field in turn, and some that are no such body at all."""
        fits = self.fitting()
        one = fits[0] if isinstance(fits, list) and fits else fits
        shape = _resolved(self.body, self.parts)
        for name in _resolved(shape.get("items", shape), self.parts).get("properties", {}):
            sent = {**one, name: next(values)}
            yield [sent] if isinstance(fits, list) else sent
        yield from ([], {"nonsense": 1})


def operations(client: Client) -> list[Operation]:
    """All that the contract lists."""
    told = client.get(f"{PREFIX}/openapi.json").json()
    parts = told["components"]["schemas"]
    return [
        Operation(
            path.removeprefix(PREFIX),
            method,
            tuple(one["name"] for one in told.get("parameters", ()) if one["in"] == "query"),
            told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {}),
            parts,
        )
        for path, methods in told["paths"].items()
        for method, told in methods.items()
        if method in METHODS
    ]


def strange() -> Iterator[Any]:
    """What fits nowhere, one after the other without end."""
    return cycle(STRANGE)


def _resolved(schema: Schema, parts: Schema) -> Schema:
    """What a schema stands for; of several the first that is not null."""
    while "$ref" in schema or "anyOf" in schema:
        if "$ref" in schema:
            schema = parts[schema["$ref"].rpartition("/")[2]]
        else:
            schema = next((one for one in schema["anyOf"] if one.get("type") != "null"), {})
    return schema


def _value(name: str, schema: Schema, parts: Schema) -> Any:
    """Something that a schema takes."""
    shape = _resolved(schema, parts)
    if "properties" in shape:
        return {key: _value(key, shape["properties"][key], parts) for key in shape.get("required", ())}
    if "enum" in shape or "const" in shape:
        return shape.get("const") or shape["enum"][0]
    plain = {"integer": 1, "number": 1, "boolean": True, "object": {}, "null": None}
    if shape.get("type") == "array":
        return [_value(name, shape["items"], parts)]
    if shape.get("format") in {"date-time", "date"}:
        return "2027-03-01T10:00:00Z"[: 20 if shape["format"] == "date-time" else 10]
    return plain.get(shape.get("type", ""), "carl" if name in {"to", "person"} else "words")
