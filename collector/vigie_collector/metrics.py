"""What `/metrics` tells Prometheus: counts and times, never a name."""

from prometheus_client import CollectorRegistry, Counter, Gauge

registry = CollectorRegistry()
reports = Counter(
    "vigie_reports",
    "Reports: stored, unchanged, or an error's code",
    ["outcome"],
    registry=registry,
)
devices = Gauge("vigie_devices", "Devices known", registry=registry)
names_to_reread = Gauge(
    "vigie_names_to_reread",
    "Names whose verdict is of an older knowledge, as the worker last counted them",
    ["organisation"],
    registry=registry,
)
