//! Output and exit codes of the command.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

fn drift(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).arg("drift").args(arguments).output().unwrap()
}

/// Writes our description with one text replaced by another, and returns its path.
fn description_with(folder: &TempDir, text: &str, replacement: &str) -> String {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/daytona.yaml");
    let ours = fs::read_to_string(ours).unwrap();
    assert!(ours.contains(text), "{text} is not in the description");
    let file = folder.path().join("upstream.yaml");
    fs::write(&file, ours.replace(text, replacement)).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn exit_code_is_1_if_bound_operations_have_changed() {
    let folder = TempDir::new().unwrap();
    for (text, replacement, code, verdict) in [
        ("openapi: 3.0.0", "openapi: 3.0.3", 0, "The bound operations are unchanged.\n"),
        ("operationId: getSnapshot\n", "operationId: readSnapshot\n", 0, "except for wording.\n"),
        (
            "enum: [shared, dedicated",
            "enum: [shared, own, dedicated",
            1,
            "The bound operations have changed.\n",
        ),
        ("  /snapshots:", "  /images:", 1, "The bound operations have changed.\n"),
        ("  /", "  /api/", 0, "The bound operations are unchanged.\n"),
        (
            "paths:\n",
            "paths:\n  /snapshots/{id}/clone:\n    post: { operationId: cloneSnapshot, tags: [snapshots] }\n",
            1,
            "The tags of the bound operations have more operations upstream.\n",
        ),
    ] {
        let output = drift(&[&description_with(&folder, text, replacement)]);
        let stdout = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(code), "{replacement}: {stdout}");
        assert!(stdout.ends_with(verdict), "{stdout}");
        assert!(output.stderr.is_empty());
    }
}

#[test]
fn unusable_description_has_exit_code_2_and_a_reason() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("upstream");
    let file = file.to_str().unwrap();
    for (text, reason) in [
        (None, "cannot read the description"),
        (Some("{ \"openapi\": "), "cannot parse the description"),
        (Some("just a text"), "not an OpenAPI 3.0 description"),
        (Some("openapi: 3.1.0\npaths: {}"), "OpenAPI 3.1.0"),
        (
            Some("openapi: 3.0.0\npaths: { /snapshots: { $ref: '#/x' } }"),
            "`#/x` in `/paths/~1snapshots` leads nowhere",
        ),
    ] {
        if let Some(text) = text {
            fs::write(file, text).unwrap();
        }
        let output = drift(&[file]);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{reason}");
        assert!(stderr.contains(reason) && stderr.contains(file), "{stderr}");
        assert!(output.stdout.is_empty());
    }
    assert_eq!(drift(&["--format", "xml", file]).status.code(), Some(2));
}

#[test]
fn descriptions_are_read_as_json_and_with_unquoted_statuses() {
    let folder = TempDir::new().unwrap();
    let file = description_with(&folder, "\"200\":", "200:");
    assert_eq!(drift(&[&file]).status.code(), Some(0));

    let json: serde_json::Value =
        yaml_serde::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    fs::write(&file, json.to_string()).unwrap();
    let output = drift(&["--format", "json", &file]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["unchanged"], true);
    assert_eq!(report["differences"], serde_json::json!([]));
}
