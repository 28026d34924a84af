"""What every address has in common, written into the contract: how it refuses, and how a POST is sent twice."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from api.keeping import MOST_KEY

CHANGES = frozenset({"post", "put", "patch", "delete"})
WORDS = {
    401: "Nobody: no token, or one that opens nothing.",
    403: "Seen, but not for this person or this token to do (`forbidden`).",
    404: "There is no such thing, or none that the caller may see (`not_found`).",
    409: "The state does not allow it, such as `illegal_transition`, `already_taken`, `already_caught`, `toss_frozen`, "
    "`appetite` or `stale_version`; `detail` says why, and who has it.",
    410: "The cursor is of another time or another network.",
    413: "Too large (`too_large`).",
    415: "Another type of body than is read here (`unsupported_media_type`).",
    422: "Something of what was sent does not fit; `errors` names each field.",
    429: "Too often (`too_many_requests`); `Retry-After` says for how many seconds to wait.",
}
PROBLEM = {
    "title": "Problem",
    "description": "A refusal, as RFC 9457 has it: `code` is for programs, `detail` a sentence for people.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "maxLength": MOST_KEY},
    "description": "The same key and body within 24 hours are carried out once and answered the same; another body "
    "under the same key is 422 `key_reused`; whoever lost sight of what the address names since then gets 404.",
}


class Contract(NinjaAPI):
    """The API with its whole contract."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The contract, with the refusals of each address."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema["components"]["schemas"]["Problem"] = PROBLEM
        for path, operations in schema["paths"].items():
            for method, operation in operations.items():
                _complete(operation, path, method)
        return schema


def _complete(operation: dict[str, Any], path: str, method: str) -> None:
    for status in _refusals(operation, path, method):
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        operation["responses"][status] = {"description": WORDS[status], "content": content}
    if method == "post":
        operation.setdefault("parameters", []).append(KEY)


def _refusals(operation: dict[str, Any], path: str, method: str) -> list[int]:
    """The statuses with which this address may refuse."""
    has_body, asks = "requestBody" in operation, bool(operation.get("parameters"))
    found = {
        401: True,
        403: method in CHANGES,
        404: "{" in path,
        409: method in CHANGES,
        410: path.endswith("/events"),
        413: has_body,
        415: has_body,
        422: has_body or asks or method == "post",
        429: True,
    }
    return [status for status, may_be in found.items() if may_be]
