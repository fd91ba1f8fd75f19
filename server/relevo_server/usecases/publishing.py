"""Publish a plan: others count on it from here on."""

from __future__ import annotations

from relevo_server.domain.limits import text_faults
from relevo_server.domain.plan import PlanRecord
from relevo_server.domain.principal import Principal
from relevo_server.domain.publication import Publication
from relevo_server.usecases.access import COORDINATE, require
from relevo_server.usecases.ports import Ports, WriteUnit
from relevo_server.usecases.reading import find_named
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once


def publish_plan(
    ports: Ports, principal: Principal, name: str, office: str, *, etag: str = "", write: Write = PLAIN_WRITE
) -> Publication:
    """Make ``plans/{id}`` known, whether it is confirmed already or still a proposal.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND, STALE_ETAG, STATE_FORBIDS (rejected, or published
            before), REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    faults.extend(text_faults("office", office, required=True))
    faults.refuse("the publication")

    def act(unit: WriteUnit) -> Publication:
        record = find_named(unit, PlanRecord, name)
        publication = Publication(office, principal.name, ports.clock.now())
        published = record.publish(publication)
        require_etag(name, record.summary.etag, etag)
        unit.update(published)
        return publication

    return write_once(ports, principal, write, "PublishPlan", (name, office, etag), Publication, act)
