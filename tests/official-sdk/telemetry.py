"""Records the spans and metrics of the official Python SDK for each operation, as JSON: names, units, descriptions
and attributes, without times.

Reads DAYTONA_API_URL and DAYTONA_API_KEY, of a server without snapshots.
"""
import json
import os
import tempfile

from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

reader, exporter = InMemoryMetricReader(), InMemorySpanExporter()
metrics.set_meter_provider(MeterProvider(metric_readers=[reader]))
tracer_provider = TracerProvider()
tracer_provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(tracer_provider)

import http_store  # noqa: E402, F401
from daytona import CreateSnapshotParams, Daytona, DaytonaConfig, Image  # noqa: E402

client = Daytona(DaytonaConfig(api_key=os.environ["DAYTONA_API_KEY"], api_url=os.environ["DAYTONA_API_URL"]))
snapshots = client.snapshot


def fails(call):
    try:
        call()
    except Exception:
        return
    raise SystemExit("this was to fail")


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "hello.txt")
    with open(path, "w") as file:
        file.write("hello")
    image = Image.base("alpine:3.20").add_local_file(path, "/hello.txt")
    snapshots.list()
    snapshots.create(CreateSnapshotParams(name="pulled", image="alpine:3.20"))
    created = snapshots.create(CreateSnapshotParams(name="built", image=image))
    snapshots.get("built")
    fails(lambda: snapshots.get("missing"))
    fails(lambda: snapshots.activate(created))
    snapshots.delete(created)
    fails(lambda: snapshots.delete("missing"))

instruments = []
for resource in reader.get_metrics_data().resource_metrics:
    for scope in resource.scope_metrics:
        for metric in scope.metrics:
            points = [(dict(point.attributes), point.count) for point in metric.data.data_points]
            points.sort(key=lambda point: sorted(point[0].items()))
            instruments.append({
                "name": metric.name,
                "unit": metric.unit,
                "description": metric.description,
                "kind": type(metric.data).__name__.lower(),
                "points": [{"attributes": attributes, "count": count} for attributes, count in points],
            })
spans = [
    {"name": span.name, "attributes": dict(span.attributes), "status": span.status.status_code.name}
    for span in exporter.get_finished_spans()
]
instruments.sort(key=lambda instrument: instrument["name"])
spans.sort(key=lambda span: json.dumps(span, sort_keys=True))
print(json.dumps({"metrics": instruments, "spans": spans}, indent=2, sort_keys=True), flush=True)
os._exit(0)
