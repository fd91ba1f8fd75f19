"""Whoever would like to look first can: each command that writes offers it, wherever the server does."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from pathlib import Path

import grpc

import relevo_client.commands
from relevo_client.calls import Calls
from relevo_client.client import Relevo
from tests.clients.fake_server import SERVICES

COMMANDS = Path(relevo_client.commands.__file__).parent
CHECKED = {
    method.name
    for messages, _, name in SERVICES
    for method in messages.DESCRIPTOR.services_by_name[name].methods
    if "validate_only" in method.input_type.fields_by_name
}
"""Methods of the server that can be asked to check only."""


def _asked(verb: object) -> set[str]:
    """Methods that a verb of the client calls."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(verb)))  # type: ignore[arg-type]
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & CHECKED


def _writes() -> Iterator[tuple[str, ast.FunctionDef, set[str]]]:
    """Functions of the commands that write, each with its place and the methods that it asks for."""
    relevo = Relevo(Calls(grpc.insecure_channel("localhost:1"), ""))
    for path in sorted(COMMANDS.glob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                match node:
                    case ast.Attribute(attr=verb, value=ast.Attribute(attr=service, value=ast.Name(id="relevo"))):
                        if asked := _asked(getattr(getattr(relevo, service), verb)):
                            yield f"{path.name}: {function.name}", function, asked


def test_every_command_that_writes_can_check_only() -> None:
    silent, told = [], set[str]()
    for place, function, asked in _writes():
        told |= asked
        named = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]
        # Said as a parameter, and handed on: once in the signature, once more in the body.
        if "validate_only" not in named or "validate_only" not in ast.unparse(ast.Module(function.body, [])):
            silent.append(place)
    assert silent == []
    # An upload says it in its header: ``relevo import`` is looked at by the tests of its own.
    assert CHECKED - told == set()
