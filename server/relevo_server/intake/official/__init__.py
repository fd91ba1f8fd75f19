"""The layouts that Relevo reads, one module per kind."""

from typing import Any

from relevo_server.intake.layout import Layout
from relevo_server.intake.official.cells import GEOCODED_COUNTS
from relevo_server.intake.official.federal import FEDERAL_INCIDENCE
from relevo_server.intake.official.figures import EMERGENCY_CALLS, OFFICERS, POPULATION, CorporationStaff
from relevo_server.intake.official.geography import CATALOGUE, POINTS, REGIONS
from relevo_server.intake.official.incidence import MUNICIPAL_INCIDENCE, STATE_INCIDENCE
from relevo_server.intake.official.months import DEATH_CERTIFICATES, MONTHLY_SHEET
from relevo_server.intake.official.sheet import MUNICIPALITY_SHEET, SheetMunicipality

LAYOUTS: tuple[Layout[Any], ...] = (
    CATALOGUE,
    POPULATION,
    POINTS,
    REGIONS,
    MUNICIPAL_INCIDENCE,
    STATE_INCIDENCE,
    FEDERAL_INCIDENCE,
    DEATH_CERTIFICATES,
    EMERGENCY_CALLS,
    OFFICERS,
    MUNICIPALITY_SHEET,
    MONTHLY_SHEET,
    GEOCODED_COUNTS,
)

__all__ = [
    "CATALOGUE",
    "DEATH_CERTIFICATES",
    "EMERGENCY_CALLS",
    "FEDERAL_INCIDENCE",
    "GEOCODED_COUNTS",
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
    "SheetMunicipality",
]
