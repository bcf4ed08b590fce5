//! All fields of a snapshot, for people.

use daytona_core::{BuildInfo, Snapshot};

use super::terminal_text::TerminalText;
use super::units;

/// Returns a line for each known field, with the Dockerfile at the end.
pub(super) fn of(snapshot: &Snapshot) -> String {
    let mut lines = Lines::default();
    lines.add("name", &snapshot.name);
    lines.add("id", &snapshot.id);
    lines.add("state", snapshot.state.as_str());
    lines.add_known("error reason", snapshot.error_reason.as_deref());
    lines.add_known("organization", snapshot.organization_id.as_deref());
    lines.add("general", if snapshot.general { "yes" } else { "no" });
    lines.add_known("image name", snapshot.image_name.as_deref());
    lines.add_known("size", snapshot.size.map(units::gib).as_deref());
    lines
        .add_known("entrypoint", snapshot.entrypoint.as_ref().map(|c| format!("{c:?}")).as_deref());
    lines.add("cpu", &snapshot.cpu.to_string());
    lines.add("memory", &units::gib(snapshot.mem));
    lines.add("disk", &units::gib(snapshot.disk));
    lines.add("gpu", &snapshot.gpu.to_string());
    lines.add_known("gpu type", snapshot.gpu_type.as_ref().map(|kind| kind.as_str()));
    lines.add_known("class", snapshot.sandbox_class.as_ref().map(|class| class.as_str()));
    lines.add_known("regions", joined(&snapshot.region_ids).as_deref());
    lines.add("created", &snapshot.created_at.to_string());
    lines.add("updated", &snapshot.updated_at.to_string());
    lines.add_known("last used", snapshot.last_used_at.map(|time| time.to_string()).as_deref());
    lines.add_known("reference", snapshot.reference.as_deref());
    lines.add_known("runner", snapshot.initial_runner_id.as_deref());
    lines.add_known("sandbox", snapshot.source_sandbox_id.as_deref());
    if let Some(build) = &snapshot.build_info {
        add_build(&mut lines, build);
    }
    lines.0
}

fn add_build(lines: &mut Lines, build: &BuildInfo) {
    lines.add("build", &build.snapshot_ref);
    lines.add("build created", &build.created_at.to_string());
    lines.add("build updated", &build.updated_at.to_string());
    lines.add_known("context", joined(&build.context_hashes).as_deref());
    if let Some(dockerfile) = &build.dockerfile_content {
        lines.add("dockerfile", "");
        for line in dockerfile.lines() {
            lines.0.push_str(format!("  {}", TerminalText::lines(line).as_str()).trim_end());
            lines.0.push('\n');
        }
    }
}

fn joined(texts: &[String]) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join(", "))
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn add(&mut self, label: &str, value: &str) {
        let label = format!("{label}:");
        self.0.push_str(format!("{label:<15}{}", TerminalText::line(value).as_str()).trim_end());
        self.0.push('\n');
    }

    fn add_known(&mut self, label: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.add(label, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_snapshot_is_shown() {
        let json = serde_json::json!({
            "id": "v-id", "organization_id": "v-org", "general": true, "name": "v-name",
            "image_name": "v-image", "state": "v-state", "size": 0.25, "entrypoint": ["v-entry"],
            "cpu": 2.5, "gpu": 1.5, "gpu_type": "v-gpu", "mem": 4.5, "disk": 8.5,
            "error_reason": "v-reason", "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-02T00:00:00Z", "last_used_at": "2026-01-03T00:00:00Z",
            "build_info": {
                "dockerfile_content": "FROM v-from\nRUN v-run\n", "context_hashes": ["v-hash"],
                "snapshot_ref": "v-build", "created_at": "2026-01-04T00:00:00Z",
                "updated_at": "2026-01-05T00:00:00Z"
            },
            "region_ids": ["v-region"], "initial_runner_id": "v-runner", "reference": "v-ref",
            "source_sandbox_id": "v-sandbox", "sandbox_class": "v-class"
        });
        let snapshot: Snapshot = serde_json::from_value(json.clone()).unwrap();
        // Fails if the library adds a field that the JSON above lacks.
        assert_eq!(serde_json::to_value(&snapshot).unwrap(), json);
        let lines = of(&snapshot);
        let mut values = vec![
            "0.25 GiB",
            "2.5",
            "1.5",
            "4.50 GiB",
            "8.50 GiB",
            "yes",
            "2026-01-01",
            "2026-01-02",
            "2026-01-03",
            "2026-01-04",
            "2026-01-05",
            "v-from",
        ];
        let text = json.to_string();
        values.extend(text.split('"').filter(|part| part.starts_with("v-")));
        for value in values {
            assert!(lines.contains(value), "{value} is missing in\n{lines}");
        }
    }
}
