"""What every storage must do with counts, lines of rankings and answers to request ids."""

from dataclasses import replace

import pytest

from relevo_server.domain.incidence import MunicipalCounts
from relevo_server.domain.ranking import RankingEntry
from relevo_server.usecases.ports import Condition, Operator, Order, Query, Records, Remembered
from tests.server.storage.each_kind import CRIME, DATASET, ENTRY, NOW

OTHER = replace(CRIME, modality="Sin violencia", classification=("a", "b", "c", "e"))
ROW = MunicipalCounts("12001", CRIME, 2024, (3, None, 0, *(None,) * 9))
ROWS = (
    ROW,
    replace(ROW, crime=OTHER, counts=tuple(range(12))),
    replace(ROW, place_key="12999"),
    replace(ROW, crime=replace(CRIME, id="fraude", classification=("x", "x", "x", "x"))),
)


def test_counts_are_kept_with_their_crimes_and_unknown_months(full: Records) -> None:
    with full.write("principals/a", "ImportFile") as unit:
        unit.add_counts("datasets/e", ROWS[:2])
        unit.add_counts("datasets/e", ())
        unit.add_counts("datasets/e", ROWS[2:])
        unit.create([replace(DATASET, name="datasets/e")])
    with full.read() as unit:
        assert sorted(map(repr, unit.counts("datasets/e", ["robo"]))) == sorted(map(repr, ROWS[:3]))
        assert list(unit.counts("datasets/d", ["robo"])) == []
        assert list(unit.counts("datasets/e", [])) == []


def test_counts_without_their_dataset_cannot_be_kept(full: Records) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), full.write("principals/a", "ImportFile") as unit:
        unit.add_counts("datasets/never", ROWS)


def test_entries_are_read_by_position(full: Records) -> None:
    second = replace(ENTRY, municipality="municipalities/12061", position=2, population=5, rate_per_100k=1.5)
    with full.write("principals/a", "CreateRanking") as unit:
        unit.add_entries("rankings/r", [second, ENTRY])
        unit.add_entries("rankings/r", [])
    query = Query((Condition("ranking", Operator.EQUAL, "rankings/r"),), (Order("position"),))
    with full.read() as unit:
        assert unit.find(RankingEntry, query) == [ENTRY, second]


def test_an_answer_is_remembered_for_its_caller_and_method(full: Records) -> None:
    remembered = Remembered("ab", '{"name":"ñ"}', NOW)
    with full.write("principals/a", "CreatePool") as unit:
        assert unit.recall("CreatePool", "1") is None
        unit.remember("CreatePool", "1", remembered)
    with full.write("principals/a", "CreatePool") as unit:
        assert unit.recall("CreatePool", "1") == remembered
        assert unit.recall("CreateMeeting", "1") is None
    with full.write("principals/b", "CreatePool") as unit:
        assert unit.recall("CreatePool", "1") is None
