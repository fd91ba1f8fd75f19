"""`relevo policy`: policies by name and version."""

from __future__ import annotations

from typing import Annotated

import typer

from relevo.v1.policy_service_pb2 import PolicyVersion
from relevo_client import connect
from relevo_client.commands.parts import Json, ValidateOnly, group
from relevo_client.commands.policy_options import policy_numbers
from relevo_client.names import key
from relevo_client.presentation import policies
from relevo_client.presentation.screen import remark, say, say_json, say_json_list

app = group("Policies by name and version: the numbers that plans are made under.")
Name = Annotated[str, typer.Argument(help="For example strict@2, or strict for its newest version.")]
Title = Annotated[str, typer.Option(help="What people call it.")]
Reason = Annotated[str, typer.Option(help="Why these numbers.")]
Numbers = Annotated[
    list[str] | None, typer.Option("--number", metavar="NUMBER=VALUE", help="A policy number. Repeatable.")
]


@app.command()
def create(
    policy_id: Annotated[str, typer.Argument(help="For example strict.")],
    reason: Reason,
    number: Numbers = None,
    title: Title = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Store the first version of a policy; numbers that are not given take their defaults."""
    version = PolicyVersion(title=title, reason=reason, policy=policy_numbers("--number", number or []))
    with connect() as relevo:
        stored = relevo.policies.create(version, policy_id=policy_id, validate_only=validate_only)
    _say(stored, "would be stored" if validate_only else "stored", json=json)


@app.command()
def update(
    name: Name,
    reason: Reason,
    number: Numbers = None,
    title: Title = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Store the next version: the numbers of the one that is named, but for those given. What was is never changed."""
    changed = policy_numbers("--number", number or [])
    with connect() as relevo:
        version = relevo.policies.get(name)
        if changed is not None:
            for field, _ in changed.ListFields():
                version.policy.ClearField(field.name)  # type: ignore[arg-type]  # a name of this very message
            version.policy.MergeFrom(changed)
        version.title, version.reason = title or version.title, reason
        stored = relevo.policies.update(version, validate_only=validate_only)
    _say(stored, "would be stored" if validate_only else "stored", json=json)


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show the numbers of a version."""
    with connect() as relevo:
        version = relevo.policies.get(name)
        numbers = relevo.planning.policy_numbers()
    if json:
        say_json(version)
    else:
        policies.show(version, numbers)


@app.command("list")
def list_versions(
    policy: Annotated[str, typer.Option(help="Only the versions of this policy.")] = "", json: Json = False
) -> None:
    """List every version of every policy."""
    with connect() as relevo:
        found = list(relevo.policies.list(policy=policy))
    if json:
        say_json_list(found)
    else:
        policies.show_list(found)


def _say(version: PolicyVersion, what: str, *, json: bool) -> None:
    if json:
        say_json(version)
        return
    say(f"{version.name} {what}.")
    remark(f"Next: relevo plan propose --policy-name {key(version.name)}")
