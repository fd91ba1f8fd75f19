"""A refused file as a refusal: every fault with its line and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from relevo_server.domain.errors import ErrorReason, Fault, RelevoError, refusal
from relevo_server.intake import Fault as RowFault
from relevo_server.intake import FaultKind, IntakeRefused

FAULTS_GATHERED = 100_000
MOST_FAULTS_NAMED = 1_000

_REASONS: Mapping[FaultKind, ErrorReason] = {
    FaultKind.CONTENT: ErrorReason.INTAKE_REFUSED,
    FaultKind.UNREADABLE: ErrorReason.INTAKE_REFUSED,
    FaultKind.UNKNOWN_MUNICIPALITY: ErrorReason.MUNICIPALITY_UNKNOWN,
    FaultKind.LAYOUT: ErrorReason.LAYOUT_UNKNOWN,
    FaultKind.TRUNCATED: ErrorReason.INTAKE_TRUNCATED,
}


def refused_file(refused: IntakeRefused) -> RelevoError:
    """Return the refusal that carries the faults of a file; its reason is that of the gravest."""
    reason = _REASONS[refused.kind]
    count = "1 fault" if refused.fault_total == 1 else f"{refused.fault_total:,} faults"
    metadata = {"fault_total": str(refused.fault_total)}
    if refused.missing:
        metadata["missing"] = ", ".join(refused.missing)
    message = f"the file was refused with {count}; nothing was written"
    return refusal(reason, message, _named_once(refused.faults)[:MOST_FAULTS_NAMED], metadata)


def _named_once(faults: Sequence[RowFault]) -> list[Fault]:
    """An unknown municipality has many rows: tell it once, at its first row, with how many there are."""
    rows = Counter(fault.value for fault in faults if fault.kind is FaultKind.UNKNOWN_MUNICIPALITY)
    told: set[str] = set()
    named = []
    for fault in faults:
        if fault.kind is not FaultKind.UNKNOWN_MUNICIPALITY or rows[fault.value] == 1:
            named.append(row_fault(fault))
        elif fault.value not in told:
            told.add(fault.value)
            every = replace(fault, reason=f"{fault.reason} ({rows[fault.value]:,} rows name it)")
            named.append(row_fault(every))
    return named


def row_fault(fault: RowFault) -> Fault:
    """Return one fault of a file as a fault of a request: ``line 7, column Enero``."""
    place = [f"line {fault.line}"] if fault.line else []
    place += [f"column {fault.column}"] if fault.column else []
    found = f"{fault.value!r}: " if fault.value else ""
    return Fault(", ".join(place) or "file", f"{found}{fault.reason}", fault.remedy, _REASONS[fault.kind])
