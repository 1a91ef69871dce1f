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
