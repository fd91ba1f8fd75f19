"""Bodies, agencies and authorities: add, read and correct them, and look up those that other records name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from relevo_server.domain.body import Body, BodyDraft, is_body
from relevo_server.domain.errors import Faults
from relevo_server.domain.places import Region
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import KEEP_GEOGRAPHY, require
from relevo_server.usecases.chosen_ids import chosen_id
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Ports, Unit, WriteUnit
from relevo_server.usecases.reading import find_named, read_list, read_named, require_all
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once

AMENDABLE = ("title", "official_name", "region", "follows_up", "source")
_UNKNOWN = "Add it with CreateBody, or correct it"


def create_body(
    ports: Ports, principal: Principal, draft: BodyDraft, *, body_id: str = "", write: Write = PLAIN_WRITE
) -> Body:
    """Add a body.

    Args:
        ports: The outside.
        principal: Who asks.
        draft: The body.
        body_id: Chosen by the caller; empty: given here.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND (region, body), ALREADY_EXISTS, REQUEST_ID_REUSED.
    """
    require(principal, KEEP_GEOGRAPHY)
    faults = write.found()
    faults.extend(draft.faults())
    own_id = chosen_id(faults, "body_id", body_id, ports.ids)

    def act(unit: WriteUnit) -> Body:
        _require_named(faults, unit, draft)
        faults.refuse("the body")
        assert draft.kind is not None
        body = Body(
            name=f"bodies/{own_id}",
            title=draft.title,
            kind=draft.kind,
            official_name=draft.official_name,
            region=draft.region,
            follows_up=draft.follows_up,
            source=draft.source,
            created=ports.clock.now(),
        )
        unit.create([body])
        return body

    return write_once(ports, principal, write, "CreateBody", (draft, body_id), Body, act)


def get_body(ports: Ports, principal: Principal, name: str) -> Body:
    """Read ``bodies/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    return read_named(ports, principal, Body, name)


def list_bodies(ports: Ports, principal: Principal, page: PageRequest) -> Page[Body]:
    """List by name; filter by ``kind`` or ``region``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, Body, page, filter_fields=("kind", "region"))


def update_body(
    ports: Ports,
    principal: Principal,
    name: str,
    draft: BodyDraft,
    paths: frozenset[str],
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> Body:
    """Correct what is known of a body.

    Args:
        ports: The outside.
        principal: Who asks.
        name: ``bodies/{id}``.
        draft: New values of the fields that ``paths`` names.
        paths: Of ``AMENDABLE``.
        etag: Of the body as read; empty: overwrite whatever is there.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND, STALE_ETAG, REQUEST_ID_REUSED.
    """
    require(principal, KEEP_GEOGRAPHY)
    faults = write.found()
    if not name:
        faults.add("body.name", "is missing", "Name the body")
        faults.refuse("the body")

    def act(unit: WriteUnit) -> Body:
        stored = find_named(unit, Body, name)
        kept = {path: getattr(stored, path) for path in AMENDABLE if path not in paths}
        wanted = replace(draft, kind=stored.kind, **kept)
        faults.extend(wanted.faults())
        if wanted.follows_up == name:
            faults.add("body.follows_up", "names the body itself", "Name the body whose agreements it follows up")
        _require_named(faults, unit, replace(wanted, region="" if "region" not in paths else wanted.region))
        faults.refuse("the body")
        require_etag(name, stored.etag, etag)
        amended = stored.amend(wanted)
        unit.update(amended)
        return amended

    return write_once(ports, principal, write, "UpdateBody", (name, draft, paths, etag), Body, act)


def require_bodies(faults: Faults, unit: Unit, named: Iterable[tuple[str, str]]) -> None:
    """Note every office that is said as ``bodies/{id}`` and that the records do not know; words are left alone."""
    require_all(faults, unit, Body, [(path, text) for path, text in named if is_body(text)], _UNKNOWN)


def require_body(faults: Faults, unit: Unit, path: str, name: str) -> None:
    """Note a body that the records do not know; empty names none."""
    if name:
        require_all(faults, unit, Body, [(path, name)], _UNKNOWN)


def _require_named(faults: Faults, unit: Unit, draft: BodyDraft) -> None:
    if draft.region:
        require_all(faults, unit, Region, [("body.region", draft.region)], "Import the regions, or correct it")
    require_body(faults, unit, "body.follows_up", draft.follows_up)
