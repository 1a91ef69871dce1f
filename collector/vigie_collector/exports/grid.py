"""The grid: categories, domains, scales and strategies of the TIE Break table, from a replaceable TOML file."""

import tomllib
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from vigie_collector.errors import SettingsError
from vigie_collector.texts import _

DEFAULT = Path(__file__).parent / "grids" / "defaut.toml"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Level(_Part):
    """One step of a scale."""

    id: str = Field(min_length=1, max_length=32)
    label: str = Field(min_length=1, max_length=64)


class Strategy(_Part):
    """One type of strategy that people choose for a line."""

    id: str = Field(min_length=1, max_length=64)
    label: str = Field(min_length=1, max_length=64)
    meaning: str = ""


class Domain(_Part):
    """A domain, and the categories of the knowledge base that it gathers."""

    category: str = Field(min_length=1)
    domain: str = Field(min_length=1)
    subdomain: str = ""
    """Empty: the label of each category of the base."""
    slugs: tuple[str, ...] = Field(min_length=1)


class Rule(_Part):
    """Proposes a technological level when all its conditions hold; an absent condition always holds."""

    level: str
    """Id of a level; empty: nothing is proposed."""
    because: str
    origins: tuple[str, ...] = ()
    open_source: tuple[str, ...] = ()
    hosting: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    """Slugs, or the part before their `/`."""
    alternatives: bool | None = None
    """Whether the base knows an alternative."""


class Scale(_Part):
    """The steps of a dependency level."""

    unset: str
    """What the table says when no level is known."""
    levels: tuple[Level, ...] = Field(min_length=1)

    def label(self, level: str) -> str:
        """The label of a level; one that this grid does not know keeps its own id."""
        return next((each.label for each in self.levels if each.id == level), level)


class TechnologicalScale(Scale):
    """A scale with the rules that propose a level: the first that holds."""

    rules: tuple[Rule, ...] = ()


class Grid(_Part):
    """One version of a grid. TIE Break has not published its own: ours says so (`official = false`)."""

    id: str = Field(min_length=1, max_length=64)
    version: str = Field(min_length=1, max_length=32)
    title: str = Field(min_length=1, max_length=256)
    official: bool
    unclassified: str = Field(min_length=1)
    """Category and domain of what the knowledge base does not classify."""
    domains: tuple[Domain, ...] = Field(min_length=1)
    financial: Scale
    technological: TechnologicalScale
    strategies: tuple[Strategy, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> "Grid":
        slugs = [slug for each in self.domains for slug in each.slugs]
        double = sorted({slug for slug in slugs if slugs.count(slug) > 1})
        if double:
            raise ValueError(f"domains: {double[0]} ×2")
        for scale in (self.financial, self.technological):
            ids = [level.id for level in scale.levels]
            if len(set(ids)) != len(ids):
                raise ValueError(f"levels: {', '.join(ids)} ×2")
        known = {level.id for level in self.technological.levels}
        for rule in self.technological.rules:
            if rule.level and rule.level not in known:
                raise ValueError(f"technological.rules: level « {rule.level} » ?")
        return self

    def place(self, slug: str, label: str) -> "Place":
        """Where a category of the knowledge base stands.

        Args:
            slug: e.g. `poste/bureautique`; empty when not classified.
            label: its French label in the base: the sub-domain, unless the grid names another.
        """
        for rank, each in enumerate(self.domains):
            if slug in each.slugs:
                return Place(
                    rank=rank,
                    category=each.category,
                    domain=each.domain,
                    subdomain=each.subdomain or label,
                )
        return Place(
            rank=len(self.domains),
            category=self.unclassified,
            domain=self.unclassified,
            subdomain=label,
        )

    def strategy_label(self, strategy: str) -> str:
        """The label of a strategy; one that this grid does not know keeps its own id."""
        return next((each.label for each in self.strategies if each.id == strategy), strategy)


class Place(_Part):
    """Category, domain and sub-domain of a line; `rank` sorts the table."""

    rank: int
    category: str
    domain: str
    subdomain: str


def load_grid(path: Path | None) -> Grid:
    """Reads a grid; the project's own, not official, when none is named.

    Raises:
        SettingsError: the file is missing or wrong: one sentence says where.
    """
    chosen = path or DEFAULT
    try:
        return _read(chosen, chosen.stat().st_mtime_ns)
    except OSError as error:
        raise _refused(chosen, error.strerror or str(error)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _refused(chosen, str(error)) from None
    except ValidationError as error:
        raise _refused(chosen, _fault(error)) from None


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Grid:
    return Grid.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def _fault(error: ValidationError) -> str:
    faults = error.errors()
    # A misspelt field is both unknown and missing: the word that was written tells more.
    first = next((each for each in faults if each["type"] == "extra_forbidden"), faults[0])
    where = ".".join(str(part) for part in first["loc"])
    why = {"extra_forbidden": _("champ inconnu"), "missing": _("champ absent")}.get(first["type"])
    return f"{where} ({why or first['msg']})" if where else first["msg"]


def _refused(path: Path, why: str) -> SettingsError:
    return SettingsError(
        "bad_grid",
        _(
            "Grille {path} refusée : {why}. Corrigez-la, ou retirez le réglage VIGIE_GRID_FILE."
        ).format(path=path, why=why),
    )
