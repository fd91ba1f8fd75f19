"""Parsers of official files: bytes in, facts or faults out.

``parse`` reads a whole file, ``open_reading`` streams a large one; the layout is found by the header. Nothing here
touches a disk, a database or the wire.
"""

from relevo_server.intake.crimes import CERTIFIED_HOMICIDE_DEATH, INTENTIONAL_HOMICIDE, crime_type
from relevo_server.intake.layout import Layout
from relevo_server.intake.official import (
    CATALOGUE,
    DEATH_CERTIFICATES,
    EMERGENCY_CALLS,
    FEDERAL_INCIDENCE,
    GEOCODED_COUNTS,
    LAYOUTS,
    MONTHLY_SHEET,
    MUNICIPAL_INCIDENCE,
    MUNICIPALITY_SHEET,
    OFFICERS,
    POINTS,
    POPULATION,
    REGIONS,
    STATE_INCIDENCE,
    CorporationStaff,
    SheetMunicipality,
)
from relevo_server.intake.opening import Parsed, open_reading, parse, parse_as
from relevo_server.intake.reading import Reading
from relevo_server.intake.report import Fault, FaultKind, IntakeRefused, LeftOut
from relevo_server.intake.terms import OnFault, SourceFacts, Terms

__all__ = [
    "CATALOGUE",
    "CERTIFIED_HOMICIDE_DEATH",
    "DEATH_CERTIFICATES",
    "EMERGENCY_CALLS",
    "FEDERAL_INCIDENCE",
    "GEOCODED_COUNTS",
    "INTENTIONAL_HOMICIDE",
    "LAYOUTS",
    "MONTHLY_SHEET",
    "MUNICIPALITY_SHEET",
    "MUNICIPAL_INCIDENCE",
    "OFFICERS",
    "POINTS",
    "POPULATION",
    "REGIONS",
    "STATE_INCIDENCE",
    "CorporationStaff",
    "Fault",
    "FaultKind",
    "IntakeRefused",
    "Layout",
    "LeftOut",
    "OnFault",
    "Parsed",
    "Reading",
    "SheetMunicipality",
    "SourceFacts",
    "Terms",
    "crime_type",
    "open_reading",
    "parse",
    "parse_as",
]
