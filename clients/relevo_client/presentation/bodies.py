"""Bodies, agencies and authorities."""

from __future__ import annotations

from relevo.v1.body_pb2 import Body
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.screen import say_facts, say_table


def kind(body: Body) -> str:
    """Return for example `federal agency`."""
    return words.enum_words(Body.Kind.Name(body.kind), "KIND_")


def show(body: Body) -> None:
    """Print one body."""
    say_facts(
        [
            ("body", body.name),
            ("title", body.title),
            ("official name", body.official_name),
            ("kind", kind(body)),
            ("region", key(body.region)),
            ("follows up", body.follows_up),
            ("source", body.source),
        ]
    )


def show_list(bodies: list[Body]) -> None:
    """Print one line per body."""
    rows = [(key(body.name), body.title, body.official_name, kind(body), key(body.region)) for body in bodies]
    say_table(("body", "title", "official name", "kind", "region"), rows)
