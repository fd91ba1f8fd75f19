"""Regional meetings: convene, hold, read."""

from __future__ import annotations

from dataclasses import replace

from relevo_server.domain.days import day_of
from relevo_server.domain.errors import Faults
from relevo_server.domain.limits import texts_faults
from relevo_server.domain.meeting import Meeting, MeetingDraft, MeetingState
from relevo_server.domain.places import Region
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import COORDINATE, require
from relevo_server.usecases.bodies import require_bodies, require_body
from relevo_server.usecases.chosen_ids import chosen_id
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Order, Ports, WriteUnit
from relevo_server.usecases.reading import find_named, read_list, read_named, require_all
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once

AMENDABLE = ("title", "day", "convened_offices", "agenda", "body")
NEWEST_DAY_FIRST = (Order("day", descending=True), Order("name", descending=True))


def create_meeting(
    ports: Ports, principal: Principal, draft: MeetingDraft, *, meeting_id: str = "", write: Write = PLAIN_WRITE
) -> Meeting:
    """Convene a meeting.

    Args:
        ports: The outside.
        principal: Who asks.
        draft: The meeting.
        meeting_id: Chosen by the caller; empty: given here.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND (region), ALREADY_EXISTS, REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    faults.extend(draft.faults())
    own_id = chosen_id(faults, "meeting_id", meeting_id, ports.ids)

    def act(unit: WriteUnit) -> Meeting:
        if draft.region:
            require_all(faults, unit, Region, [("meeting.region", draft.region)], "Import the regions, or correct it")
        _require_bodies(faults, unit, draft)
        faults.refuse("the meeting")
        assert draft.day is not None
        meeting = Meeting(
            name=f"meetings/{own_id}",
            region=draft.region,
            title=draft.title,
            day=draft.day,
            state=MeetingState.CONVENED,
            convened_offices=draft.convened_offices,
            attending_offices=(),
            agenda=draft.agenda,
            body=draft.body,
            created=ports.clock.now(),
        )
        unit.create([meeting])
        return meeting

    return write_once(ports, principal, write, "CreateMeeting", (draft, meeting_id), Meeting, act)


def get_meeting(ports: Ports, principal: Principal, name: str) -> Meeting:
    """Read ``meetings/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    return read_named(ports, principal, Meeting, name)


def list_meetings(ports: Ports, principal: Principal, page: PageRequest) -> Page[Meeting]:
    """List, newest day first; filter by ``region``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, Meeting, page, order=NEWEST_DAY_FIRST, filter_fields=("region",))


def hold_meeting(
    ports: Ports,
    principal: Principal,
    name: str,
    attending_offices: tuple[str, ...],
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> Meeting:
    """Record that a convened meeting took place, and which offices came.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND, STALE_ETAG, STATE_FORBIDS, REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    faults.extend(texts_faults("attending_offices", attending_offices))
    faults.refuse("the meeting")

    def act(unit: WriteUnit) -> Meeting:
        stored = find_named(unit, Meeting, name)
        require_bodies(faults, unit, _said("attending_offices", attending_offices))
        faults.refuse("the meeting")
        require_etag(name, stored.etag, etag)
        held = stored.hold(attending_offices)
        _refuse_future(stored, ports)
        unit.update(held)
        return held

    return write_once(ports, principal, write, "HoldMeeting", (name, attending_offices, etag), Meeting, act)


def update_meeting(
    ports: Ports,
    principal: Principal,
    name: str,
    draft: MeetingDraft,
    paths: frozenset[str],
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> Meeting:
    """Change what a convened meeting is about.

    Args:
        ports: The outside.
        principal: Who asks.
        name: ``meetings/{id}``.
        draft: New values of the fields that ``paths`` names.
        paths: Of title, day, convened_offices, agenda, body.
        etag: Of the meeting as read; empty: overwrite whatever is there.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND, STALE_ETAG, STATE_FORBIDS, REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    if not name:
        faults.add("meeting.name", "is missing", "Name the meeting")
        faults.refuse("the meeting")

    def act(unit: WriteUnit) -> Meeting:
        stored = find_named(unit, Meeting, name)
        kept = {path: getattr(stored, path) for path in AMENDABLE if path not in paths}
        wanted = replace(draft, region=stored.region, **kept)
        faults.extend(wanted.faults())
        _require_bodies(faults, unit, wanted)
        faults.refuse("the meeting")
        require_etag(name, stored.etag, etag)
        amended = stored.amend(wanted)
        unit.update(amended)
        return amended

    return write_once(ports, principal, write, "UpdateMeeting", (name, draft, paths, etag), Meeting, act)


def cancel_meeting(
    ports: Ports, principal: Principal, name: str, *, etag: str = "", write: Write = PLAIN_WRITE
) -> Meeting:
    """Record that a convened meeting does not take place.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND, STALE_ETAG, STATE_FORBIDS, REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    write.found().refuse("the meeting")

    def act(unit: WriteUnit) -> Meeting:
        stored = find_named(unit, Meeting, name)
        require_etag(name, stored.etag, etag)
        cancelled = stored.cancel()
        unit.update(cancelled)
        return cancelled

    return write_once(ports, principal, write, "CancelMeeting", (name, etag), Meeting, act)


def _require_bodies(faults: Faults, unit: WriteUnit, draft: MeetingDraft) -> None:
    require_body(faults, unit, "meeting.body", draft.body)
    require_bodies(faults, unit, _said("meeting.convened_offices", draft.convened_offices))


def _said(path: str, offices: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(f"{path}[{index}]", office) for index, office in enumerate(offices)]


def _refuse_future(meeting: Meeting, ports: Ports) -> None:
    today = day_of(ports.clock.now())
    faults = Faults()
    if meeting.day > today:
        why = f"the meeting is convened for {meeting.day}, today is {today}"
        faults.add("name", why, "Record it once it has taken place")
    faults.refuse("the meeting")
