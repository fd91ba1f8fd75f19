"""Methods by their descriptors: which are walked, how they are asked, what can be said to them."""

from typing import Any

import pytest
from google.protobuf import json_format
from google.protobuf.descriptor import Descriptor, MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from tests.server.rpc.conftest import TOKEN, Running
from tests.server.rpc.method_rows import ROWS, Json
from tests.server.rpc.test_door import METHODS, invoke

NEEDS_MORE = {"GetDossier", "TryPlan", "ExplainPool", "ExplainUnserved", "GetUpload", "SendUpload", "ImportUpload"}
"""Methods that need more than records: a key to sign with, a solver, a file that is on its way."""
WALKED = {
    method.name: method
    for method in METHODS
    # Google's long-running operations are walked by tests of their own.
    if method.containing_service.full_name.startswith("relevo.") and method.name not in NEEDS_MORE
}
KNOWN = (("authorization", f"Bearer {TOKEN}"),)


def has(descriptor: Descriptor, field: str) -> bool:
    return field in descriptor.fields_by_name


def path_to(method: MethodDescriptor, field: str) -> str:
    """Where a request says something that many methods are told, a stream in its header; empty: nowhere."""
    if has(method.input_type, field):
        return field
    header = method.input_type.fields_by_name.get("header")
    return f"header.{field}" if header is not None and has(header.message_type, field) else ""


def etag_path(method: MethodDescriptor) -> str:
    """Where a request says which version was read; empty: nowhere."""
    if has(method.input_type, "etag"):
        return "etag"
    if not method.name.startswith(("Update", "Set")):
        return ""
    resource = next((f for f in method.input_type.fields if f.message_type and has(f.message_type, "etag")), None)
    return f"{resource.name}.etag" if resource else ""


def chosen_id_of(method: MethodDescriptor) -> str:
    ids = [field.name for field in method.input_type.fields if field.name.endswith("_id")]
    return next(name for name in ids if name != "request_id")


def those(condition: Any) -> Any:
    return pytest.mark.parametrize("method", [m for m in WALKED.values() if condition(m)], ids=lambda m: m.name)


def request_of(method: MethodDescriptor, said: Json) -> Message:
    return json_format.ParseDict(said, GetMessageClass(method.input_type)())


def call(house: Running, method: MethodDescriptor, request: Message) -> Message:
    said: Any = request
    if method.client_streaming:
        said = [request, *(request_of(method, part) for part in ROWS[method.name].further)]
    answer: Message = invoke(house, method, said, KNOWN)
    return answer


def put(said: Json, path: str, value: Any) -> None:
    """Set a field by its path; a list's first entry is meant."""
    at: Any = said
    *parents, last = path.split(".")
    for parent in parents:
        at = at.setdefault(parent, {})
        at = at[0] if isinstance(at, list) else at
    at[last] = [value] if isinstance(at.get(last), list) else value
