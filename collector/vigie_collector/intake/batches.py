"""Micro-batches: requests that wait at the same time share one transaction, hence one flush to disk.

Each request still gets its own answer, after the commit, and its own error.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from vigie_collector.errors import TryLater
from vigie_collector.texts import _

I = TypeVar("I")  # noqa: E741
O = TypeVar("O")  # noqa: E741

_Waiting = tuple[I, "asyncio.Future[O]", asyncio.AbstractEventLoop]


class Batches(Generic[I, O]):
    """Threads that take what waits and hand it to `work` together.

    Args:
        name: of the threads.
        work: gets a list of items, returns one result or exception for each, in order; what it raises goes to all.
        key: items with the same key never share a batch, and always meet the same thread, in order.
        threads: how many.
        most: items in one batch.
        waiting: items that may wait; one more is refused with `busy`.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[list[I]], "list[O | Exception]"],
        *,
        key: Callable[[I], Hashable],
        threads: int = 1,
        most: int = 32,
        waiting: int = 2000,
    ) -> None:
        self._work = work
        self._key = key
        self._most = most
        self._queues: list[queue.Queue[_Waiting[I, O] | None]] = [
            queue.Queue(waiting) for _unused in range(threads)
        ]
        self._threads = [
            threading.Thread(target=self._run, args=(each,), name=f"{name}-{number}", daemon=True)
            for number, each in enumerate(self._queues)
        ]
        for thread in self._threads:
            thread.start()

    async def submit(self, item: I) -> O:
        """Waits for the result of one item.

        Raises:
            TryLater: too many wait already; nothing was done.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[O] = loop.create_future()
        chosen = self._queues[hash(self._key(item)) % len(self._queues)]
        try:
            chosen.put_nowait((item, future, loop))
        except queue.Full:
            raise TryLater(
                "busy",
                _("Le collecteur est très occupé : renvoyez le rapport dans une minute."),
                retry_after=60,
            ) from None
        return await future

    def close(self) -> None:
        """Lets what waits finish, then ends the threads."""
        for each in self._queues:
            each.put(None)
        for thread in self._threads:
            thread.join(timeout=30)

    def _run(self, waiting: "queue.Queue[_Waiting[I, O] | None]") -> None:
        held: _Waiting[I, O] | None = None
        while True:
            first = held or waiting.get()
            held = None
            if first is None:
                return
            batch = [first]
            keys = {self._key(first[0])}
            ended = False
            while len(batch) < self._most:
                try:
                    following = waiting.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    ended = True
                    break
                if self._key(following[0]) in keys:
                    held = following
                    break
                keys.add(self._key(following[0]))
                batch.append(following)
            self._answer(batch)
            if ended:
                return

    def _answer(self, batch: "list[_Waiting[I, O]]") -> None:
        try:
            results = self._work([item for item, _future, _loop in batch])
        except Exception as error:  # noqa: BLE001  # goes to every caller, who answers it
            results = [error] * len(batch)
        by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[O], O | Exception]]] = {}
        for (_item, future, loop), result in zip(batch, results, strict=True):
            by_loop.setdefault(loop, []).append((future, result))
        for loop, answers in by_loop.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(_resolve, answers)


def _resolve(answers: "list[tuple[asyncio.Future[O], O | Exception]]") -> None:
    for future, result in answers:
        if future.done():  # the caller went away
            continue
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)
