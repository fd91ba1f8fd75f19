"""Bodies that make and follow agreements, agencies and authorities: reference data that can be extended, no persons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from relevo_server.domain.errors import Fault
from relevo_server.domain.limits import TEXT_CHARACTERS, text_faults
from relevo_server.domain.names import etag_of

PREFIX = "bodies/"


class BodyKind(StrEnum):
    """What a body is there for."""

    COUNCIL = "council"
    """Decides for the whole country."""
    SECRETARIAT = "secretariat"
    """Follows up technically what another body agreed."""
    REGIONAL_CONFERENCE = "regional_conference"
    """Decides for one security region."""
    FEDERAL_AGENCY = "federal_agency"
    STATE_AUTHORITY = "state_authority"
    MUNICIPAL_AUTHORITY = "municipal_authority"


@dataclass(frozen=True, slots=True)
class BodyDraft:
    """What a caller says of a body; None is not said."""

    title: str
    kind: BodyKind | None
    official_name: str = ""
    region: str = ""
    follows_up: str = ""
    source: str = ""

    def faults(self) -> list[Fault]:
        """What cannot be, whatever the records hold."""
        faults = [
            *text_faults("body.title", self.title, required=True),
            *text_faults("body.official_name", self.official_name),
            *text_faults("body.region", self.region),
            *text_faults("body.follows_up", self.follows_up),
            *text_faults("body.source", self.source, most=TEXT_CHARACTERS, lines=True),
        ]
        if self.kind is None:
            faults.append(Fault("body.kind", "is missing", "Choose what the body is there for"))
        elif self.kind is BodyKind.REGIONAL_CONFERENCE and not self.region:
            faults.append(Fault("body.region", "is missing", "Name the region that the conference decides for"))
        elif self.kind is not BodyKind.REGIONAL_CONFERENCE and self.region:
            faults.append(Fault("body.region", "is given, but only a regional conference has one", "Leave it out"))
        return faults


@dataclass(frozen=True, slots=True)
class Body:
    """A body, ``bodies/{id}``.

    Attributes:
        title: What people call it.
        official_name: As published.
        region: Of a regional conference; empty: the whole country.
        follows_up: Body whose agreements it follows up; empty: none in particular.
        source: Where the name is known from.
    """

    name: str
    title: str
    kind: BodyKind
    official_name: str
    region: str
    follows_up: str
    source: str
    created: datetime
    version: int = 1

    @property
    def etag(self) -> str:
        """Changes with every write."""
        return etag_of(self.name, self.version)

    def amend(self, draft: BodyDraft) -> Body:
        """The body as it is now known; its kind stays."""
        return replace(
            self,
            title=draft.title,
            official_name=draft.official_name,
            region=draft.region,
            follows_up=draft.follows_up,
            source=draft.source,
            version=self.version + 1,
        )


def is_body(text: str) -> bool:
    """Whether an office is said by the name of a body instead of in words."""
    return text.startswith(PREFIX)
