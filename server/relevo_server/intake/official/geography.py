"""Places: INEGI's catalogue, representative points and the security regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from relevo_server.domain.geography import (
    LATITUDES,
    LONGITUDES,
    STATE_KEYS,
    Municipality,
    MunicipalityPoint,
    PlaceKind,
    RegionMembership,
    State,
    is_municipality_key,
    place_kind,
)
from relevo_server.intake.layout import Column, Header, Layout, RowReader, Setting, as_municipality, as_text, plain
from relevo_server.intake.ledger import FirstLines, refuse_twice
from relevo_server.intake.text import slug
from relevo_server.intake.values import code, count_or_dash, degrees, inhabitants, state_key

_as_figure = plain(count_or_dash)


class _CatalogueRows(RowReader[Municipality]):
    def __init__(self, setting: Setting, header: Header) -> None:
        self._report = setting.report
        self._header = header
        self._first_lines = FirstLines()
        self._keys_by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._without_population: list[str] = []

    def fact(self, line: int, values: Sequence[Any]) -> Municipality | None:
        state, state_name, part, name, people, men, women, joined, seat = values[:9]
        key = state + part
        faults_before = self._report.fault_total
        self._judge_key(line, key, joined)
        if not name:
            self._report.fault(line, self._header.name(3), "", "the municipality is not named", "Give its name")
        if None not in (people, men, women) and men + women != people:
            reason = f"men ({men:,}) and women ({women:,}) do not add up to it"
            self._report.fault(line, self._header.name(4), str(people), reason, "Correct the figures")
        if self._report.fault_total == faults_before and (earlier := self._first_lines.earlier(key, 0, line)):
            refuse_twice(self._report, line, self._header.name(2), key, earlier)
        if self._report.fault_total != faults_before:
            return None
        self._keys_by_name[state, name].append(key)
        if people is None:
            self._without_population.append(key)
        return Municipality(key, name, State(state, state_name), seat or "", people)

    def rest(self) -> Iterator[Municipality]:
        for (state, name), keys in self._keys_by_name.items():
            if len(keys) > 1:
                self._report.notice(f"{name!r} of state {state} is the name of {' and '.join(keys)}: only keys tell")
        if self._without_population:
            unknown = ", ".join(self._without_population)
            self._report.notice(f"population unknown: {len(self._without_population)} municipalities ({unknown})")
        return iter(())

    def _judge_key(self, line: int, key: str, joined: str | None) -> None:
        if not is_municipality_key(key) or place_kind(key) is not PlaceKind.MUNICIPALITY:
            self._report.fault(line, self._header.name(2), key, "no municipality can have this key", "Correct the key")
        # INEGI's own export cuts this column down to the state; whole, it must agree.
        elif joined and joined.zfill(5) != key and joined.zfill(2) != key[:2]:
            reason = f"it does not agree with {key}, which the state's key and the municipality's make"
            self._report.fault(line, self._header.name(7), joined, reason, "Correct the keys")


class _PointRows(RowReader[MunicipalityPoint]):
    def __init__(self, setting: Setting, header: Header) -> None:
        self._report = setting.report
        self._header = header
        self._first_lines = FirstLines()

    def fact(self, line: int, values: Sequence[Any]) -> MunicipalityPoint | None:
        key, longitude, latitude, metropolitan_area = values[:4]
        faults_before = self._report.fault_total
        for index, (least, most) in ((1, LONGITUDES), (2, LATITUDES)):
            if not least <= values[index] <= most:
                reason = f"it lies outside Mexico ({least} to {most})"
                remedy = "Check that longitude and latitude are not exchanged and that the sign is right"
                self._report.fault(line, self._header.name(index), str(values[index]), reason, remedy)
        if earlier := self._first_lines.earlier(key, 0, line):
            refuse_twice(self._report, line, self._header.name(0), key, earlier)
        if self._report.fault_total != faults_before:
            return None
        return MunicipalityPoint(key, longitude, latitude, metropolitan_area or "")


class _RegionRows(RowReader[RegionMembership]):
    def __init__(self, setting: Setting, header: Header) -> None:
        self._report = setting.report
        self._header = header
        self._first_lines = FirstLines()
        self._met: set[str] = set()

    def fact(self, line: int, values: Sequence[Any]) -> RegionMembership | None:
        region, key, name = values
        if earlier := self._first_lines.earlier(key, 0, line):
            refuse_twice(self._report, line, self._header.name(1), key, earlier)
            return None
        if not slug(region):
            self._report.fault(line, self._header.name(0), region, "the region is not named", "Give its name")
            return None
        self._met.add(key)
        return RegionMembership(slug(region), region, State(key, name))

    def rest(self) -> Iterator[RegionMembership]:
        if missing := [key for key in STATE_KEYS if key not in self._met]:
            self._report.notice(f"in no region: states {', '.join(missing)}")
        return iter(())


CATALOGUE = Layout(
    id="INEGI_AGEEML",
    title="INEGI catalogue of municipalities (AGEEML)",
    columns=(
        Column("CVE_ENT", plain(state_key)),
        Column("NOM_ENT", as_text),
        Column("CVE_MUN", plain(code)),
        Column("NOM_MUN", as_text),
        Column("POB_TOTAL", plain(inhabitants)),
        Column("POB_MASCULINA", _as_figure, required=False),
        Column("POB_FEMENINA", _as_figure, required=False),
        Column("CVEGEO", as_text, required=False),
        Column("NOM_CAB", as_text, required=False),
        Column("CVE_CAB", as_text, required=False),
        Column("NOM_ABR", as_text, required=False),
        Column("TOTAL DE VIVIENDAS HABITADAS", _as_figure, required=False),
    ),
    repeated=None,
    rows=_CatalogueRows,
)
POINTS = Layout(
    id="MUNICIPALITY_POINTS",
    title="representative points of municipalities",
    columns=(
        Column("CVEGEO", as_municipality),
        Column("long", plain(degrees)),
        Column("lat", plain(degrees)),
        Column("metro_area", as_text, required=False),
        Column("municipio_name", as_text, required=False),
        Column("state_abbr", as_text, required=False),
        Column("pop", _as_figure, required=False),
    ),
    repeated=None,
    rows=_PointRows,
)
REGIONS = Layout(
    id="OPERATIVE_REGIONS",
    title="security regions and their states",
    columns=(
        Column("region_operativa", as_text),
        Column("cve_ent", plain(state_key)),
        Column("entidad", as_text),
    ),
    repeated=None,
    rows=_RegionRows,
)
