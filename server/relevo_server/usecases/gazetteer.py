"""The places of the records while a file about them is read: taken in, changed, and written back where they differ."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from relevo_server.domain.names import key_of, municipality_name, state_name
from relevo_server.domain.places import MunicipalityRecord, Region, StateRecord
from relevo_server.usecases.ports import Query, Record, Unit, WriteUnit


class Gazetteer:
    """Regions, states and municipalities by name; what a file does not tell stays as it was."""

    def __init__(self, unit: Unit) -> None:
        places: list[Record] = [*unit.find(Region, Query()), *unit.find(StateRecord, Query())]
        places += unit.find(MunicipalityRecord, Query())
        self._before = {record.name: record for record in places}
        self._now: dict[str, Record] = dict(self._before)

    def municipality_keys(self) -> frozenset[str]:
        """Keys of the municipalities known so far."""
        names = (name for name, record in self._now.items() if isinstance(record, MunicipalityRecord))
        return frozenset(name.removeprefix("municipalities/") for name in names)

    def municipality(self, key: str) -> MunicipalityRecord | None:
        """The municipality of that key; None: not known."""
        record = self._now.get(municipality_name(key))
        return record if isinstance(record, MunicipalityRecord) else None

    def put_region(self, region_id: str, title: str) -> str:
        """Take in a region and return its name."""
        name = f"regions/{region_id}"
        known = self._now.get(name)
        if not isinstance(known, Region):
            self._now[name] = Region(name, title)
        elif known.title != title:
            before = self._before.get(name)
            version = before.version + 1 if isinstance(before, Region) else 1
            self._now[name] = replace(known, title=title, version=version)
        return name

    def put_state(self, key: str, title: str, *, region: str | None = None, retitle: bool = False) -> str:
        """Take in a state and return its name.

        Args:
            key: Two digits.
            title: Its name; a known state keeps the one it has unless ``retitle``.
            region: ``regions/{slug}``; None: not told.
            retitle: Whether this source decides how the state is called.
        """
        name = state_name(key)
        known = self._now.get(name)
        state = known if isinstance(known, StateRecord) else StateRecord(name, title)
        self._now[name] = replace(
            state,
            title=title if retitle else state.title,
            region=state.region if region is None else region,
        )
        return name

    def put_municipality(self, key: str, **told: Any) -> None:
        """Take in what a source tells of a municipality: ``title`` of a new one, and any other field but ``region``."""
        known = self.municipality(key) or MunicipalityRecord(municipality_name(key), key, state_name(key[:2]))
        self._now[known.name] = replace(known, **told)

    def revised(self, field: str) -> list[tuple[str, int, int]]:
        """Figures of a year that were told otherwise before: keys, ascending, with the figure then and now.

        Args:
            field: Of ``MunicipalityRecord``, with its year in ``{field}_year``.
        """
        found = []
        for name, now in sorted(self._now.items()):
            then = self._before.get(name)
            if not isinstance(then, MunicipalityRecord) or getattr(then, f"{field}_year") is None:
                continue
            before, after = getattr(then, field), getattr(now, field)
            is_same_year = getattr(then, f"{field}_year") == getattr(now, f"{field}_year")
            if is_same_year and None not in (before, after) and before != after:
                found.append((key_of(name), before, after))
        return found

    def write(self, unit: WriteUnit) -> int:
        """Write back what differs and return how many records do."""
        written = 0
        # In this order, because a state names its region and a municipality its state.
        for kind in (Region, StateRecord, MunicipalityRecord):
            changed = [record for name, record in self._now.items() if isinstance(record, kind)]
            added = [record for record in changed if record.name not in self._before]
            differing = [
                record for record in changed if record.name in self._before and record != self._before[record.name]
            ]
            if added:
                unit.create(sorted(added, key=lambda record: record.name))
            for record in differing:
                unit.update(record)
            written += len(added) + len(differing)
        return written
