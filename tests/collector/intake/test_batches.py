"""Micro-batches: each caller gets its own answer, in order, and its own error."""

import asyncio
import threading

from vigie_collector.errors import TryLater
from vigie_collector.intake.batches import Batches


def test_each_caller_gets_its_own_result_or_error() -> None:
    def work(items: list[int]) -> list[int | Exception]:
        return [ValueError(str(item)) if item == 3 else item * 2 for item in items]

    async def main() -> list[int | BaseException]:
        batches = Batches[int, int]("double", work, key=lambda item: item)
        results = await asyncio.gather(
            *(batches.submit(n) for n in range(6)), return_exceptions=True
        )
        batches.close()
        return results

    results = asyncio.run(main())
    assert [r for r in results if isinstance(r, int)] == [0, 2, 4, 8, 10]
    assert isinstance(results[3], ValueError)


def test_a_batch_that_fails_tells_everyone() -> None:
    def work(items: list[int]) -> list[int | Exception]:
        raise OSError("disk")

    async def main() -> list[int | BaseException]:
        batches = Batches[int, int]("fail", work, key=lambda item: item)
        results = await asyncio.gather(
            *(batches.submit(n) for n in range(3)), return_exceptions=True
        )
        batches.close()
        return results

    assert [type(r) for r in asyncio.run(main())] == [OSError] * 3


def test_items_of_one_key_never_share_a_batch_and_keep_their_order() -> None:
    seen: list[list[tuple[str, int]]] = []
    gate = threading.Event()

    def work(items: list[tuple[str, int]]) -> list[int | Exception]:
        gate.wait(5)
        seen.append(items)
        return [number for _key, number in items]

    async def main() -> list[int]:
        batches = Batches[tuple[str, int], int]("keys", work, key=lambda item: item[0])
        waiting = [
            asyncio.ensure_future(batches.submit((key, number)))
            for number, key in enumerate("aabbab")
        ]
        await asyncio.sleep(0)
        gate.set()
        results = await asyncio.gather(*waiting)
        batches.close()
        return results

    assert asyncio.run(main()) == [0, 1, 2, 3, 4, 5]
    for batch in seen:
        assert len({key for key, _number in batch}) == len(batch)
    flat = [item for batch in seen for item in batch]
    for key in "ab":
        numbers = [number for each, number in flat if each == key]
        assert numbers == sorted(numbers)


def test_too_many_waiting_are_asked_to_come_back() -> None:
    gate = threading.Event()

    def work(items: list[int]) -> list[int | Exception]:
        gate.wait(5)
        return list(items)

    async def main() -> None:
        batches = Batches[int, int]("full", work, key=lambda item: item, most=1, waiting=2)
        waiting = [asyncio.ensure_future(batches.submit(n)) for n in range(8)]
        results = asyncio.gather(*waiting, return_exceptions=True)
        await asyncio.sleep(0.05)
        gate.set()
        refused = [r for r in await results if isinstance(r, TryLater)]
        batches.close()
        assert refused
        assert all(each.retry_after for each in refused)

    asyncio.run(main())


def same(items: list[int]) -> list[int | Exception]:
    return list(items)


def test_close_answers_what_waits() -> None:
    async def main() -> int:
        batches = Batches[int, int]("end", same, key=lambda item: item)
        result = await batches.submit(7)
        batches.close()
        return result

    assert asyncio.run(main()) == 7
