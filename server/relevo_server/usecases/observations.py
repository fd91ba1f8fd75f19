"""A citizens' council has a voice: it files observations, which are published with the answers that they are owed."""

from __future__ import annotations

from relevo_server.domain.limits import TEXT_CHARACTERS, text_faults
from relevo_server.domain.observation import Observation, ObservationDraft
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import COORDINATE, OBSERVE, require
from relevo_server.usecases.chosen_ids import chosen_id
from relevo_server.usecases.filters import parse_filter
from relevo_server.usecases.pages import Page, PageRequest, read_page
from relevo_server.usecases.ports import Order, Ports, WriteUnit
from relevo_server.usecases.reading import find_named
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once

NEWEST_FIRST = (Order("created", descending=True), Order("name", descending=True))


def file_observation(
    ports: Ports, principal: Principal, draft: ObservationDraft, *, observation_id: str = "", write: Write = PLAIN_WRITE
) -> Observation:
    """File an observation of a council.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, ALREADY_EXISTS, REQUEST_ID_REUSED.
    """
    require(principal, OBSERVE)
    faults = write.found()
    faults.extend(draft.faults())
    own_id = chosen_id(faults, "observation_id", observation_id, ports.ids)
    faults.refuse("the observation")
    assert draft.subject is not None
    observation = Observation(f"observations/{own_id}", draft.council, draft.subject, draft.text, ports.clock.now())

    def act(unit: WriteUnit) -> Observation:
        unit.create([observation])
        return observation

    return write_once(ports, principal, write, "FileObservation", (draft, observation_id), Observation, act)


def answer_observation(
    ports: Ports,
    principal: Principal,
    name: str,
    answer: str,
    office: str,
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> Observation:
    """Answer an observation, once.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND, STALE_ETAG, STATE_FORBIDS, REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    faults.extend(text_faults("answer", answer, most=TEXT_CHARACTERS, required=True, lines=True))
    faults.extend(text_faults("office", office, required=True))
    faults.refuse("the answer")

    def act(unit: WriteUnit) -> Observation:
        stored = find_named(unit, Observation, name)
        require_etag(name, stored.etag, etag)
        answered = stored.reply(answer, office, ports.clock.now())
        unit.update(answered)
        return answered

    return write_once(ports, principal, write, "AnswerObservation", (name, answer, office, etag), Observation, act)


def get_observation(ports: Ports, _anybody: Principal, name: str) -> Observation:
    """Read ``observations/{id}``; anybody may.

    Raises:
        RelevoError: NOT_FOUND.
    """
    with ports.records.read() as unit:
        return find_named(unit, Observation, name)


def list_observations(ports: Ports, _anybody: Principal, page: PageRequest) -> Page[Observation]:
    """List, newest first; filter by ``subject`` or ``council``; anybody may.

    Raises:
        RelevoError: INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    where = parse_filter(page.filter, ("subject", "council"))
    with ports.records.read() as unit:
        return read_page(unit, Observation, page, where, NEWEST_FIRST, list_name="Observation")
