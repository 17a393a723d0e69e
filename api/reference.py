"""The OpenAPI document as a page's worth of lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_METHODS = ("get", "post", "put", "patch", "delete")


def reference(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the API's routes under their tags, in the order of the document."""
    groups = [
        {"name": tag["name"], "description": tag.get("description", ""), "routes": []}
        for tag in document["tags"]
    ]
    by_name = {group["name"]: group["routes"] for group in groups}
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                operation = methods[method]
                by_name[operation["tags"][0]].append(_route(method, path, operation))
    return groups


def _route(method: str, path: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation.get("description", "").replace("`", ""),
        "parameters": operation.get("parameters", []),
        "body": sorted(operation.get("requestBody", {}).get("content", {})),
        "answers": [(status, told["description"]) for status, told in sorted(operation["responses"].items())],
    }
