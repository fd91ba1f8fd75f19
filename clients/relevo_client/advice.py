"""What a person can do about a documented error reason, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

_BY_REASON = {
    "ALREADY_EXISTS": "choose another id, or leave it out and the server chooses one",
    "STALE_ETAG": "someone changed the record in between: read it again, then repeat the step",
    "REQUEST_ID_REUSED": "use a new request id for a new request",
    "PAGE_TOKEN_INVALID": "start the list again from its first page",
    "UNAUTHENTICATED": "point RELEVO_TOKEN_FILE at the token that `relevo serve` wrote",
    "PERMISSION_DENIED": "ask the administrator of the server for the role{role}",
    "INTAKE_REFUSED": "correct the rows, or leave them out with --skip-bad-rows; nothing was written",
    "LAYOUT_UNKNOWN": "import an official file with its header row as published; nothing was written",
    "INTAKE_TRUNCATED": "fetch the file again: it arrived incomplete; nothing was written",
    "MUNICIPALITY_UNKNOWN": "import the INEGI catalogue (AGEEML) first, then this file again",
    "RANKING_PUBLISHED": "create a new ranking: a published one never changes",
    "STATE_FORBIDS": "look at the record's state first{state}",
    "NO_LIVE_AGREEMENT": "record an agreement that covers the place and the days: relevo meeting agree --help",
    "STAY_OVERLAPS": "choose other days or other teams: relevo deployment list shows who is where",
    "FOREIGN_MUNICIPALITY": "let the state to which the municipality belongs report it",
    "INSTANCE_INVALID": "complete the records that are named, then propose again",
    "POLICY_CONTRADICTORY": "change one of the numbers that are named: relevo plan policy explains each",
    "SCENARIO_INVALID": "correct the changes that are named: relevo scenario create --help",
    "POOL_COMMITTED": "withdraw or cancel the deployments that are named first: relevo deployment list",
    "FUND_EXHAUSTED": "see what is left: relevo fund show --help",
    "NOT_BENEFICIARY": "add the place to the project: relevo fund update-project --help",
    "OVERLOADED": "try again in a moment",
    "UPLOAD_OFFSET": "import the same file again: it goes on from what the server holds",
    "UPLOAD_INCOMPLETE": "import the same file again: it goes on from what the server holds",
    "UPLOAD_LIMIT": "finish an import that was cut, or wait a day until it is forgotten",
    "POINTS_NOT_KEPT": "send the file in one call, with ImportFile",
    "QUOTA_SPENT": "wait for one of your proposals, or cancel one: relevo plan cancel --help",
    "PLAN_STALE": "propose again from the records as they are, with the rest pinned: relevo plan propose --help",
    "OVERRIDE_BREAKS_RULES": "change the override: each broken rule is named",
    "TENURE_EXCEEDED": "choose other days: relevo deployment presence shows how long the federation has been there",
    "COMMITMENT_OVERDUE": "record what became of them, or have an office waive them: relevo commitment --help",
    "STAY_ENDED": "place a new stay: relevo deployment create --help",
    "PLAN_NOT_PUBLISHED": "publish the plan first, or keep the rest with --pin-rest: relevo plan replan --help",
    "SIGNING_KEY_MISSING": "on the server's machine: relevo admin key create, then start the server again",
    "EVENTS_PRUNED": "read the exported lines up to that event, then follow from there: relevo audit watch --help",
    "EVENT_UNKNOWN": "follow from an event that this trail holds: relevo audit list",
    "TRAIL_BROKEN": "do not remove anything: see what differs with relevo audit verify, and keep a copy of the records",
    "EVENTS_TOO_YOUNG": "export again once the events are old enough; nothing was removed",
    "TOO_LARGE": "split the file{limit_bytes}",
    "DEFECT": "this is a defect of Relevo: please report it with the server's log",
}

_BY_CODE = {
    "UNAVAILABLE": "is the server running? start it with `relevo serve`, or set RELEVO_ADDRESS",
    "DEADLINE_EXCEEDED": "the server took too long: try again, or ask for less at once",
    "UNIMPLEMENTED": "the server is older than this client: update it",
    "NOT_FOUND": "check the name: the `list` command of the same group shows what there is",
}

_EXTRAS = {"role": " `{}`", "state": ": it is {}", "limit_bytes": ": the limit is {} bytes"}


def advice_for(code: str, reason: str, metadata: Mapping[str, str]) -> str:
    """Return what usually helps; empty where nothing general does."""
    sentence = _BY_REASON.get(reason) or _BY_CODE.get(code, "")
    for key, pattern in _EXTRAS.items():
        told = pattern.format(metadata[key]) if metadata.get(key) else ""
        sentence = sentence.replace("{" + key + "}", told)
    return sentence
