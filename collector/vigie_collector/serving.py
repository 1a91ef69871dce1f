"""Checks before the server starts, said in a sentence."""

import socket

from vigie_collector.errors import SettingsError
from vigie_collector.settings import Settings
from vigie_collector.texts import _


def make_data_dir(settings: Settings) -> None:
    """Makes the data folder, closed to other accounts: it describes the whole fleet. An old one stays as it is."""
    settings.data_dir.mkdir(mode=0o750, parents=True, exist_ok=True)


def check_port(settings: Settings) -> None:
    """Makes sure that the port is free.

    Raises:
        SettingsError: another program has it, or the address is not ours.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingsError(
                "port_taken",
                _(
                    "Impossible d'écouter sur {host}:{port} ({why}) : un autre programme l'occupe"
                    " peut-être, choisissez un autre port (VIGIE_PORT)."
                ).format(host=settings.host, port=settings.port, why=error.strerror),
            ) from None
