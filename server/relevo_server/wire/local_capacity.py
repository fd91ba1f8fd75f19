"""Local capacity beyond the number of officers."""

from __future__ import annotations

from relevo.v1 import capacity_report_pb2
from relevo_server.domain.local_capacity import FIGURES, LocalCapacity, Training, TrainingModule
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import date_message, day_of
from relevo_server.wire.reading import Reading

MODULES = Choice(capacity_report_pb2.Training.Module.DESCRIPTOR, TrainingModule, "MODULE_")


def local_capacity_of(reading: Reading, path: str, message: capacity_report_pb2.LocalCapacity) -> LocalCapacity:
    """Return what a state says; unset figures are unknown."""
    known = {
        figure: int(getattr(message, figure))
        for figure in FIGURES
        if message.HasField(figure)  # type: ignore[arg-type]  # a field of both, which the tests hold together
    }
    trainings = tuple(
        _training_of(reading, f"{path}.trainings[{index}]", training)
        for index, training in enumerate(message.trainings)
    )
    return LocalCapacity(**known, trainings=trainings)


def local_capacity_message(capacity: LocalCapacity) -> capacity_report_pb2.LocalCapacity:
    """Return the wire form; unknown figures stay unset."""
    known = {figure: getattr(capacity, figure) for figure in FIGURES}
    return capacity_report_pb2.LocalCapacity(**known, trainings=map(_training_message, capacity.trainings))


def _training_of(reading: Reading, path: str, message: capacity_report_pb2.Training) -> Training:
    return Training(
        module=MODULES.member(reading, f"{path}.module", message.module),
        trained_officers=message.trained_officers if message.HasField("trained_officers") else None,
        target_officers=message.target_officers if message.HasField("target_officers") else None,
        target_day=day_of(reading, f"{path}.target_date", message.target_date),
    )


def _training_message(training: Training) -> capacity_report_pb2.Training:
    return capacity_report_pb2.Training(
        module=MODULES.number(training.module),
        trained_officers=training.trained_officers,
        target_officers=training.target_officers,
        target_date=date_message(training.target_day),
    )
