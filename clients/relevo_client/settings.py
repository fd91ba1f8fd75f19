"""Where the server is, and how it knows the caller: from the environment, else from the user's data directory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from relevo_client.errors import Fault, RelevoError

DEFAULT_ADDRESS = "127.0.0.1:50551"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a client needs to know before its first call.

    Attributes:
        address: `host:port` or `unix:/path`; anything but this machine is called over TLS.
        token_file: file that holds the bearer token, mode 0600.
        home: where a server on this machine keeps its records and its token.
    """

    address: str
    token_file: Path
    home: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read RELEVO_ADDRESS, RELEVO_TOKEN_FILE and RELEVO_HOME; what is unset takes its default."""
        given = os.environ if environment is None else environment
        home = Path(given.get("RELEVO_HOME") or user_data_path("relevo", appauthor=False)).expanduser()
        token_file = Path(given.get("RELEVO_TOKEN_FILE") or home / "token").expanduser()
        return cls(address=given.get("RELEVO_ADDRESS") or DEFAULT_ADDRESS, token_file=token_file, home=home)

    def token(self) -> str:
        """Return the token.

        Raises:
            RelevoError: UNAUTHENTICATED, where the file is missing, unreadable or empty.
        """
        try:
            token = self.token_file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else "not a token"
            raise _no_token(self.token_file, why) from error
        if not token:
            raise _no_token(self.token_file, "the file is empty")
        if not token.isprintable() or " " in token:
            raise _no_token(self.token_file, "not a token")
        return token


def _no_token(token_file: Path, why: str) -> RelevoError:
    todo = "start the server with `relevo serve`, which writes the file, or set RELEVO_TOKEN_FILE"
    return RelevoError(
        "UNAUTHENTICATED",
        "there is no token to show the server",
        faults=[Fault(place="token file", value=str(token_file), why=why, todo=todo)],
    )
