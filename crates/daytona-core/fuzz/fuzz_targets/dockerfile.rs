//! Any text as a Dockerfile, and as commands behind one.

#![no_main]

use std::fs;
use std::sync::LazyLock;

use daytona_core::Image;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

/// A build context with a few files for COPY to find.
static CONTEXT: LazyLock<TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a", "b", "src/c", "src/d e"] {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, name).unwrap();
    }
    dir
});

fuzz_target!(|text: &str| {
    let path = CONTEXT.path().join("Dockerfile.fuzz");
    fs::write(&path, text).unwrap();
    let image = Image::from_dockerfile(&path);
    if let Ok(resolved) = image.resolve() {
        let longer = image.clone().user("last").resolve().unwrap();
        assert!(longer.dockerfile.contains("USER last\n"));
        assert_eq!(longer.context, resolved.context);
        image.lint().unwrap();
    }
    let commands = Image::base("a:1").dockerfile_commands_in(CONTEXT.path(), [text]);
    if commands.resolve().is_ok() {
        commands.lint().unwrap();
    }
});
