"""What the first page draws."""

from typing import Any, Literal

from vigie_collector.inventory import labels
from vigie_collector.inventory.origins import ANSWERS
from vigie_collector.overview.service import Family, Overview
from vigie_collector.web.filters import origin_label


def family_chart(overview: Overview, what: Literal["products", "installations"]) -> dict[str, Any]:
    """Stacked shares of 100 %: one bar a family that has products, one colour an origin."""
    families: list[Family] = [family for family in overview.families if family.products]
    return {
        "kind": "stack",
        "labels": [labels.family(family.slug) for family in families],
        "series": [
            {
                "name": origin_label(answer),
                "answer": answer,
                "values": [getattr(family.shares[answer], what) for family in families],
            }
            for answer in ANSWERS
        ],
    }
