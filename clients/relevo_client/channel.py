"""The connection: who is called, how the caller shows itself, what gRPC may repeat on its own."""

from __future__ import annotations

import ipaddress
import json
from typing import Any

import grpc

RETRIED_SERVICES = (
    "google.longrunning.Operations",
    "relevo.v1.AuditService",
    "relevo.v1.BodyService",
    "relevo.v1.CapacityService",
    "relevo.v1.DeploymentService",
    "relevo.v1.ForceService",
    "relevo.v1.FundService",
    "relevo.v1.GeographyService",
    "relevo.v1.IncidenceService",
    "relevo.v1.MeetingService",
    "relevo.v1.PlanningService",
    "relevo.v1.RankingService",
    "relevo.v1.TransparencyService",
)
"""Services whose every method is safe to repeat: it only reads, or it carries a request id that the server remembers.

IntakeService is left out: a half-sent file is sent again by the person who sees that it failed.
"""

# A whole ranking or instance of the country in one message.
_MOST_MESSAGE_BYTES = 256 * 1024 * 1024
# Errors that name a thousand faults travel in the trailing metadata, for which gRPC allows 8 KiB by default.
_MOST_METADATA_BYTES = 4 * 1024 * 1024
TAKES_LONG_ERRORS = ("relevo-detail-bytes", str(_MOST_METADATA_BYTES // 2))
"""Tells the server that this client takes more than 8 KiB of error details; base64 makes them a third longer."""

_RETRIES = {
    "maxAttempts": 4,
    "initialBackoff": "0.1s",
    "maxBackoff": "2s",
    "backoffMultiplier": 3,
    "retryableStatusCodes": ["UNAVAILABLE"],
}


def service_config() -> str:
    """Return the gRPC service config: retries for the services that bear them."""
    names = [{"service": name} for name in RETRIED_SERVICES]
    return json.dumps({"methodConfig": [{"name": names, "retryPolicy": _RETRIES}]})


def is_local(address: str) -> bool:
    """Tell whether an address is this machine: a unix socket or a loopback host."""
    if address.startswith(("unix:", "unix-abstract:")):
        return True
    host = address.rpartition(":")[0].strip("[]") or address
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def open_channel(address: str) -> grpc.Channel:
    """Open a channel to `host:port` or `unix:/path`; any address but this machine's is called over TLS."""
    options: list[tuple[str, Any]] = [
        ("grpc.service_config", service_config()),
        ("grpc.enable_retries", 1),
        ("grpc.max_receive_message_length", _MOST_MESSAGE_BYTES),
        ("grpc.max_send_message_length", _MOST_MESSAGE_BYTES),
        ("grpc.max_metadata_size", _MOST_METADATA_BYTES),
        ("grpc.absolute_max_metadata_size", _MOST_METADATA_BYTES),
    ]
    if is_local(address):
        return grpc.insecure_channel(address, options)
    return grpc.secure_channel(address, grpc.ssl_channel_credentials(), options)


def is_ready(address: str, seconds: float) -> bool:
    """Tell whether a server answers at an address within some seconds."""
    with open_channel(address) as channel:
        try:
            grpc.channel_ready_future(channel).result(timeout=seconds)
        except grpc.FutureTimeoutError:
            return False
    return True
