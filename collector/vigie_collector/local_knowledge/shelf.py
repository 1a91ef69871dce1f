"""The knowledge of each organisation: the shipped base, shared, with a thin layer of its own entries."""

import json
import threading
from collections import OrderedDict
from typing import Any, cast

import structlog
from fastapi import Request
from sqlmodel import Session
from vigie_classifiers import Knowledge, KnowledgeError
from vigie_classifiers.local import Entry, entry_of, laid

from vigie_collector.accounts.viewer import Viewer
from vigie_collector.local_knowledge.queries import entries_in_force, stamp_of
from vigie_collector.local_knowledge.tables import LocalEntry

_MOST = 200
"""Layers kept in memory (a few hundred kilobytes each); beyond, the one least used goes."""
_log = structlog.get_logger()


class Shelf:
    """Gives the knowledge of an organisation, made again when its entries changed.

    Args:
        shipped: the base that all organisations share.
    """

    def __init__(self, shipped: Knowledge) -> None:
        self.shipped = shipped
        self._lock = threading.Lock()
        self._layers: OrderedDict[int, tuple[tuple[int, int], Knowledge]] = OrderedDict()

    def of(self, session: Session, organisation_id: int) -> Knowledge:
        """The knowledge of an organisation as its entries stand in this session."""
        stamp = stamp_of(session, organisation_id)
        if stamp[0] == stamp[1]:
            return self.shipped
        with self._lock:
            found = self._layers.get(organisation_id)
            if found is not None and found[0] == stamp:
                self._layers.move_to_end(organisation_id)
                return found[1]
        made = self.fresh(session, organisation_id)
        with self._lock:
            self._layers[organisation_id] = (stamp, made)
            self._layers.move_to_end(organisation_id)
            while len(self._layers) > _MOST:
                self._layers.popitem(last=False)
        return made

    def fresh(self, session: Session, organisation_id: int) -> Knowledge:
        """The same in the middle of a change, which may still be given up: not kept."""
        rows = entries_in_force(session, organisation_id)
        return laid(self.shipped, [read for row in rows if (read := read_entry(row)) is not None])


def read_entry(row: LocalEntry) -> Entry | None:
    """The entry of a row; nothing for one that this version cannot read, which is told to the journal."""
    try:
        table = cast("dict[str, Any]", json.loads(row.content))
        return entry_of(table, f"local_entry {row.id}")
    except (ValueError, KnowledgeError) as error:
        _log.warning("local_entry_unreadable", id=row.id, why=str(error))
        return None


def knowledge_of(request: Request, session: Session, viewer: Viewer) -> Knowledge:
    """The knowledge of the organisation of whoever asks."""
    shelf: Shelf = request.app.state.shelf
    return shelf.of(session, viewer.organisation_id)
