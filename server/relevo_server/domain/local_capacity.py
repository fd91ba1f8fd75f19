"""Local capacity beyond the number of officers. None is unknown, never zero."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from relevo_server.domain.errors import Fault
from relevo_server.domain.limits import count_faults, day_faults

MOST_CALLS = 10**9


class TrainingModule(StrEnum):
    """What first responders are trained in."""

    CRIME_SCENE = "crime_scene"
    EVIDENCE = "evidence"
    WITNESSES = "witnesses"
    TESTIMONY = "testimony"


@dataclass(frozen=True, slots=True)
class Training:
    """Officers trained in one module, and how many are to be certified by ``target_day``."""

    module: TrainingModule | None
    trained_officers: int | None = None
    target_officers: int | None = None
    target_day: date | None = None

    def faults(self, path: str) -> list[Fault]:
        """What cannot be."""
        faults = [
            *count_faults(f"{path}.trained_officers", self.trained_officers),
            *count_faults(f"{path}.target_officers", self.target_officers),
            *day_faults(f"{path}.target_date", self.target_day, required=self.target_officers is not None),
        ]
        if self.module is None:
            faults.append(Fault(f"{path}.module", "is missing", "Choose a module"))
        return faults


@dataclass(frozen=True, slots=True)
class LocalCapacity:
    """What a state says of the month, municipality by municipality.

    Attributes:
        on_duty_officers: Officers on duty on that day.
        commanders: Commanders.
        vehicles: Vehicles in working order.
        investigators: Investigators of the prosecutor's office.
        forensic_staff: Forensic staff.
        prosecutors: Prosecutors.
        median_case_days: Median days from the opening of a case to its closing.
        emergency_calls_answered: Calls to 911 that were answered in the month.
        emergency_calls_abandoned: Calls to 911 that were given up before an answer in the month.
        promised_officers: Own effort promised: officers on duty at the end of the next month.
    """

    on_duty_officers: int | None = None
    commanders: int | None = None
    vehicles: int | None = None
    investigators: int | None = None
    forensic_staff: int | None = None
    prosecutors: int | None = None
    median_case_days: int | None = None
    emergency_calls_answered: int | None = None
    emergency_calls_abandoned: int | None = None
    promised_officers: int | None = None
    trainings: tuple[Training, ...] = ()

    def faults(self, path: str) -> list[Fault]:
        """What cannot be, whatever the records hold."""
        faults = [
            fault
            for figure in FIGURES
            for fault in count_faults(f"{path}.{figure}", getattr(self, figure), most=MOST_CALLS)
        ]
        for index, training in enumerate(self.trainings):
            faults += training.faults(f"{path}.trainings[{index}]")
        modules = [training.module for training in self.trainings]
        if len(modules) != len(set(modules)):
            faults.append(Fault(f"{path}.trainings", "names a module twice", "Name each module once"))
        return faults


FIGURES = tuple(field.name for field in fields(LocalCapacity) if field.name != "trainings")
TRAINING_FIGURES = ("trained_officers", "target_officers")
NOTHING_SAID = LocalCapacity()
