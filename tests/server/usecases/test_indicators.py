"""Indicators: totals, rates, changes and alarms by area; what is unknown stays unknown."""

from dataclasses import replace
from datetime import date

import pytest

from relevo_server.domain.errors import InvalidArgument
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.indicators import NATION, Area, IndicatorQuery, get_indicators
from relevo_server.usecases.ports import Ports, Query
from tests.server.world import BAJA_CALIFORNIA, CENTRO, GUERRERO, HOMICIDE, NOROESTE, TIXTLA, import_text

MONTHS = ",".join(f"{year}-{month:02d}" for year in (2023, 2024) for month in range(1, 13))


def sheet(ports: Ports, acapulco: int = 2, tixtla: str = "1") -> str:
    """Two years by month: Guerrero's first place rises from one a month to ``acapulco``, Baja California falls."""
    lines = [
        f"cvegeo,{MONTHS}",
        "12001," + ",".join(["1"] * 12 + [str(acapulco)] * 12),
        "12061," + ",".join([tixtla] * 24),
        "02004," + ",".join(["10"] * 12 + ["5"] * 12),
        "02002," + ",".join(["0"] * 24),
    ]
    dataset = import_text(ports, "\n".join(lines) + "\n", crime_type=HOMICIDE).dataset
    assert dataset is not None
    return dataset.name


def query(name: str, area: Area, **more: object) -> IndicatorQuery:
    return IndicatorQuery((name,), (HOMICIDE,), date(2024, 1, 1), date(2025, 1, 1), area=area, **more)  # type: ignore[arg-type]


def test_totals_rates_and_changes_by_state(ports: Ports) -> None:
    found = get_indicators(ports, LOCAL, query(sheet(ports), Area.STATE, base_month=date(2023, 1, 1)))
    north, guerrero = found.figures
    assert (north.area, guerrero.area) == (BAJA_CALIFORNIA, GUERRERO)
    assert (north.incidents, guerrero.incidents) == (60, 36)
    assert guerrero.rate_per_100k == pytest.approx(36 / 840_000 * 1e5)
    assert (north.change_to_base, guerrero.change_to_base) == (-0.5, 0.5)
    assert (north.change_to_before, guerrero.change_to_before) == (-0.5, 0.5)
    assert found.spread is not None
    assert found.spread.ratio == pytest.approx((36 / 840_000) / (60 / 3_000_000))
    assert found.watch is None


def test_every_area(ports: Ports) -> None:
    name = sheet(ports)
    (nation,) = get_indicators(ports, LOCAL, query(name, Area.NATION)).figures
    assert (nation.area, nation.incidents) == (NATION, 96)
    regions = get_indicators(ports, LOCAL, query(name, Area.REGION)).figures
    assert [figure.area for figure in regions] == [CENTRO, NOROESTE]
    assert len(get_indicators(ports, LOCAL, query(name, Area.MUNICIPALITY)).figures) == 4


def test_an_unknown_municipality_makes_its_area_unknown_and_no_other(ports: Ports) -> None:
    found = get_indicators(ports, LOCAL, query(sheet(ports, tixtla=""), Area.STATE))
    assert [figure.incidents for figure in found.figures] == [60, None]
    by_place = get_indicators(ports, LOCAL, query(found_name(ports), Area.MUNICIPALITY)).figures
    assert {figure.area for figure in by_place if figure.incidents is None} == {TIXTLA}


def test_incidents_in_no_municipality_are_their_states(ports: Ports) -> None:
    """ "Otros Municipios" and "No Especificado": in the state, the region and the nation, and in no municipality."""
    lines = [f"cvegeo,{MONTHS}", *(f"{key}," + ",".join(["1"] * 24) for key in ("12001", "12061", "02004", "02002"))]
    lines += ["12998," + ",".join(["2"] * 24), "12999," + ",".join([""] * 12 + ["3"] * 12)]
    name = import_text(ports, "\n".join(lines) + "\n", crime_type=HOMICIDE).dataset.name  # type: ignore[union-attr]
    found = get_indicators(ports, LOCAL, query(name, Area.STATE))
    assert [figure.incidents for figure in found.figures] == [24, 24 + 24 + 36]
    assert found.figures[1].rate_per_100k == pytest.approx(84 / 840_000 * 1e5)
    # A blank month of such a row is unknown: the year before has no total, and nothing is compared with it.
    assert [figure.change_to_before for figure in found.figures] == [0.0, None]
    assert found.unplaced == 60
    (nation,) = get_indicators(ports, LOCAL, query(name, Area.NATION)).figures
    assert nation.incidents == 108
    by_place = get_indicators(ports, LOCAL, query(name, Area.MUNICIPALITY))
    assert [figure.incidents for figure in by_place.figures] == [12] * 4
    assert by_place.unplaced is None


def test_a_municipality_without_known_inhabitants_is_in_no_rate_and_named(ports: Ports) -> None:
    """A new municipality is in the catalogue before it is in the population: its state keeps a rate."""
    name = sheet(ports, tixtla="7")
    with ports.records.write("t", "ForgetPopulation") as unit:
        (place,) = [found for found in unit.find(MunicipalityRecord, Query()) if found.name == TIXTLA]
        unit.update(replace(place, population=None, population_year=None))
    found = get_indicators(ports, LOCAL, query(name, Area.STATE))
    guerrero = found.figures[1]
    assert guerrero.incidents == 24 + 84
    assert guerrero.rate_per_100k == pytest.approx(24 / 800_000 * 1e5)
    assert (found.without_population, found.population_years) == ((TIXTLA,), (2024,))
    tixtla = get_indicators(ports, LOCAL, query(name, Area.MUNICIPALITY)).figures[-1]
    assert (tixtla.area, tixtla.incidents, tixtla.rate_per_100k) == (TIXTLA, 84, None)


def found_name(ports: Ports) -> str:
    return sheet(ports, tixtla="")


def test_an_upswing_raises_an_alarm_and_a_steady_place_none(ports: Ports) -> None:
    steady = IndicatorQuery(
        (sheet(ports),), (HOMICIDE,), date(2023, 1, 1), date(2024, 1, 1), area=Area.STATE, recent_months=3
    )
    assert get_indicators(ports, LOCAL, steady).watch is not None
    assert get_indicators(ports, LOCAL, steady).watch.alarms == ()  # type: ignore[union-attr]
    rising = IndicatorQuery(
        (sheet(ports, acapulco=20),), (HOMICIDE,), date(2023, 1, 1), date(2025, 1, 1), area=Area.STATE, recent_months=12
    )
    watch = get_indicators(ports, LOCAL, rising).watch
    assert watch is not None
    (alarm,) = watch.alarms
    assert (alarm.area, alarm.recent, alarm.expected) == (GUERRERO, 252, 24)
    assert (watch.watched, watch.false_alarm_rate) == (2, 0.001)


def test_what_cannot_be_asked_is_named(ports: Ports) -> None:
    name = sheet(ports)
    wrong = IndicatorQuery((name,), (HOMICIDE,), date(2024, 1, 1), date(2024, 4, 1), date(2020, 1, 2), None, 3)
    with pytest.raises(InvalidArgument) as caught:
        get_indicators(ports, LOCAL, wrong)
    assert {fault.field for fault in caught.value.faults} == {"area", "recent_months", "base_month"}
    with pytest.raises(InvalidArgument) as missing:
        get_indicators(ports, LOCAL, query(name, Area.STATE, base_month=date(2020, 1, 1)))
    (fault,) = missing.value.faults
    assert fault.field == "base_month"
    assert "2020-01" in fault.why
