"""Resource names: a person may leave the collection out, `12001` is `municipalities/12001`."""

from __future__ import annotations

from relevo_client.errors import Fault, RelevoError


def resource(collection: str, given: str) -> str:
    """Return the full name of a record of a collection.

    Args:
        collection: for example `municipalities`.
        given: full name or id.

    Raises:
        RelevoError: INVALID_ARGUMENT, where the name is empty or of another collection.
    """
    name = given if "/" in given else f"{collection}/{given}"
    if not given or not name.startswith(f"{collection}/"):
        fault = Fault(
            place="name", value=given, why=f"not a record of {collection}", todo=f"write {collection}/ID or ID"
        )
        raise RelevoError("INVALID_ARGUMENT", "the name does not fit", faults=[fault])
    return name


def key(name: str) -> str:
    """Return the last part of a resource name: `12001` of `municipalities/12001`."""
    return name.rpartition("/")[2]
