"""Field masks."""

from google.protobuf.field_mask_pb2 import FieldMask

from relevo.v1.meeting_pb2 import Meeting
from relevo_server.wire.masks import paths_of
from relevo_server.wire.meetings import AMENDABLE
from relevo_server.wire.reading import Reading

MEETING = Meeting(name="meetings/m", title="T", agenda=["one"])


def paths(*mask: str) -> tuple[frozenset[str], set[str]]:
    reading = Reading()
    return paths_of(reading, FieldMask(paths=mask), MEETING, AMENDABLE), set(reading.faults)


def test_an_empty_mask_takes_what_is_filled() -> None:
    assert paths() == ({"title", "agenda"}, set())


def test_a_mask_names_fields_that_become_empty_too() -> None:
    assert paths("date", "convened_offices") == ({"day", "convened_offices"}, set())
    assert paths("*") == (frozenset(AMENDABLE.values()), set())


def test_every_unknown_path_is_named() -> None:
    assert paths("name", "title", "state") == ({"title"}, {"update_mask.paths[0]", "update_mask.paths[2]"})
