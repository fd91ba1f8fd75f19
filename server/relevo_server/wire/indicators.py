"""Indicators: what is asked and what is answered."""

from __future__ import annotations

from collections.abc import Sequence

from relevo.v1 import incidence_service_pb2 as pb
from relevo_planner.need.indicators import Indicator
from relevo_server.usecases.indicators import Area, Found, IndicatorQuery
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import day_of
from relevo_server.wire.incidence import JURISDICTIONS
from relevo_server.wire.reading import Reading

AREAS = Choice(pb.GetIndicatorsRequest.Area.DESCRIPTOR, Area, "AREA_")


def indicator_query_of(reading: Reading, request: pb.GetIndicatorsRequest) -> IndicatorQuery:
    """Return what a caller asks."""
    return IndicatorQuery(
        datasets=tuple(request.datasets),
        crime_types=tuple(request.crime_types),
        from_month=day_of(reading, "from_month", request.from_month),
        until_month=day_of(reading, "until_month", request.until_month),
        base_month=day_of(reading, "base_month", request.base_month),
        area=AREAS.member(reading, "area", request.area),
        recent_months=request.recent_months,
    )


def indicators_message(found: Found) -> pb.GetIndicatorsResponse:
    """Return the wire form of figures and alarms."""
    watch = found.watch
    return pb.GetIndicatorsResponse(
        indicators=_figures(found.figures),
        upswings=[
            pb.Upswing(area=alarm.area, recent=alarm.recent, expected=alarm.expected, p_value=alarm.p_value)
            for alarm in (() if watch is None else watch.alarms)
        ],
        watched=0 if watch is None else watch.watched,
        false_alarm_rate=0.0 if watch is None else watch.false_alarm_rate,
        spread_ratio=None if found.spread is None else found.spread.ratio,
        spread_variation=None if found.spread is None else found.spread.variation,
        jurisdictions=[
            pb.JurisdictionFigures(
                jurisdiction=JURISDICTIONS.number(part.jurisdiction),
                datasets=part.datasets,
                crime_types=part.crime_types,
                indicators=_figures(part.figures),
            )
            for part in found.apart
        ],
        without_population=found.without_population,
        population_years=found.population_years,
        unplaced_incidents=found.unplaced,
    )


def _figures(figures: Sequence[Indicator]) -> list[pb.Indicator]:
    return [
        pb.Indicator(
            area=figure.area,
            incidents=None if figure.incidents is None else round(figure.incidents),
            rate_per_100k=figure.rate_per_100k,
            change_to_base=figure.change_to_base,
            change_to_before=figure.change_to_before,
        )
        for figure in figures
    ]
