"""What `/metrics` tells Prometheus: counts and times, never a name."""

from prometheus_client import CollectorRegistry, Counter, Gauge

registry = CollectorRegistry()
reports = Counter("vigie_reports", "Reports answered, by outcome", ["outcome"], registry=registry)
devices = Gauge("vigie_devices", "Devices known", registry=registry)
