//! Describes the machine of a measurement without identifying it.

use std::{fs, num::NonZero, path::Path, process::Command, thread};

/// Describes processor, memory, kernel and the file system of a folder in one line.
pub(crate) fn describe(folder: &Path) -> String {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let processor = field_of("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".into());
    let kibibytes = field_of("/proc/meminfo", "MemTotal")
        .and_then(|value| value.trim_end_matches(" kB").parse::<u64>().ok())
        .unwrap_or_default();
    let memory = kibibytes as f64 / (1 << 20) as f64;
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let kernel = kernel.split(['-', '\n']).next().unwrap_or_default();
    let file_system = file_system_of(folder).unwrap_or_else(|| "unknown".into());
    format!(
        "{cores} cores ({processor}), {memory:.0} GiB of memory, Linux {kernel}, file system {file_system}"
    )
}

/// Returns the first value of a name in a file of `name: value` lines.
fn field_of(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let mut fields = text.lines().filter_map(|line| line.split_once(':'));
    fields.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim().to_owned())
}

fn file_system_of(folder: &Path) -> Option<String> {
    let output = Command::new("stat").args(["-f", "-c", "%T"]).arg(folder).output().ok()?;
    let name = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (!name.is_empty()).then_some(name)
}
