//! The packed form of an image: copied directories in archives that the builder unpacks.

pub(crate) mod form;
pub(super) mod rule;

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::Path;

    use tempfile::TempDir;

    use super::form::ContextPack;
    use crate::model::ImageUpload;
    use crate::{ContextLinks, ContextOptions, Image, LocalDirOptions, Packing, ResolvedImage};

    fn tree() -> TempDir {
        let tree = tempfile::tempdir().unwrap();
        let at = |path: &str| tree.path().join(path);
        for dir in ["src/lib", "docs", "only-dirs/empty"] {
            fs::create_dir_all(at(dir)).unwrap();
        }
        for file in ["src/main.py", "src/lib/a.py", "docs/x.md", "a.txt", "b.txt", "Dockerfile.dev"]
        {
            fs::write(at(file), file).unwrap();
        }
        symlink("src", at("link")).unwrap();
        symlink("a.txt", at("file-link")).unwrap();
        symlink("/etc/nowhere", at("src/dangling")).unwrap();
        tree
    }

    fn resolve(tree: &Path, line: &str, options: ContextOptions) -> ResolvedImage {
        let text = format!("FROM alpine:3.20\n{line}\n");
        Image::from_dockerfile_text_with(text, options.context_dir(tree)).resolve().unwrap()
    }

    /// Returns the text that is sent, with the prefix and a star for the archives of each pack.
    fn sent(resolved: &ResolvedImage) -> String {
        let packs = resolved.packed.packs().map(|(pack, _)| vec![format!("{}/*", pack.prefix)]);
        let upload = ImageUpload { archives: Vec::new(), packs: Some(packs.collect()) };
        resolved.text_with(&upload)
    }

    /// Returns the archive paths of a pack with their paths in the tree.
    fn entries(tree: &Path, pack: &ContextPack) -> Vec<String> {
        let tree = tree.canonicalize().unwrap();
        let shown = pack.entries.iter().map(|entry| {
            let local = entry.file.local.strip_prefix(&tree).unwrap().display().to_string();
            let bare = if entry.is_bare_directory { "/" } else { "" };
            format!("{}{bare}={local}", entry.file.archive_path)
        });
        shown.collect()
    }

    #[test]
    fn directories_and_several_files_are_packed() {
        let tree = tree();
        for (line, expected, packs) in [
            ("COPY src /app", "ADD .daytona-files/src/* /app/", &[&["=src"][..]][..]),
            ("COPY . .", "ADD .daytona-files/* ./", &[&["="]]),
            (
                "COPY [\"src\", \"/my app\"]",
                "ADD [\".daytona-files/src/*\", \"/my app/\"]",
                &[&["=src"]],
            ),
            ("COPY link /app", "ADD .daytona-files/link/* /app/", &[&["=src"]]),
            (
                "COPY a.txt b.txt /app/",
                "ADD .daytona-files/* /app/",
                &[&["a.txt=a.txt", "b.txt=b.txt"]],
            ),
            ("COPY *.txt /app/", "ADD .daytona-files/* /app/", &[&["a.txt=a.txt", "b.txt=b.txt"]]),
            (
                "COPY a.txt src file-link docs/x.md /app/",
                "ADD .daytona-files/* .daytona-files/src/* .daytona-files/* .daytona-files/docs/* /app/",
                &[&["a.txt=a.txt"], &["=src"], &["file-link=a.txt"], &["x.md=docs/x.md"]],
            ),
            (
                "COPY --parents src/lib/a.py docs /app/",
                "ADD .daytona-files/* /app/",
                &[&["src/=src", "src/lib/=src/lib", "src/lib/a.py=src/lib/a.py", "docs=docs"]],
            ),
            (
                "COPY --parents src/./lib /app",
                "ADD .daytona-files/src/* /app/",
                &[&["lib=src/lib"]],
            ),
            ("ADD src a.txt /app/", "ADD .daytona-files/src/* a.txt /app/", &[&["=src"]]),
            ("COPY only-dirs /app", "ADD .daytona-files/only-dirs/* /app/", &[&["=only-dirs"]]),
        ] {
            let resolved = resolve(tree.path(), line, ContextOptions::new());
            assert_eq!(sent(&resolved), format!("FROM alpine:3.20\n{expected}\n"), "{line}");
            let found: Vec<_> =
                resolved.packed.packs().map(|(pack, _)| entries(tree.path(), pack)).collect();
            assert_eq!(found, packs, "{line}");
            assert_eq!(resolved.dockerfile, format!("FROM alpine:3.20\n{line}\n"));
        }
    }

    #[test]
    fn verbatim_source_of_a_packed_instruction_is_a_plain_file() {
        let tree = tree();
        let resolved = resolve(tree.path(), "ADD src a.txt /app/", ContextOptions::new());
        let plain: Vec<_> = resolved.packed.plain.iter().map(|file| &file.archive_path).collect();
        assert_eq!(plain, ["a.txt"]);
    }

    #[test]
    fn other_sources_stay_plain_files() {
        let tree = tree();
        for line in [
            "COPY a.txt /app",
            "COPY a.txt /app/",
            "COPY file-link /app",
            "COPY *.txt /app",
            "COPY --chown=app src /app",
            "COPY --chmod=u+w src /app",
            "ADD a.txt b.txt /app/",
            "ADD * /app/",
            "RUN --mount=type=bind,source=src,target=/src true",
            "COPY src <<EOF /app/\nx\nEOF",
        ] {
            let resolved = resolve(tree.path(), line, ContextOptions::new());
            assert_eq!(sent(&resolved), resolved.dockerfile, "{line}");
            assert_eq!(resolved.packed.plain, resolved.context, "{line}");
        }
    }

    #[test]
    fn options_switch_packing_off_and_keep_times() {
        let tree = tree();
        let copy = |options| resolve(tree.path(), "COPY src /app", options);
        for options in [
            ContextOptions::new().packing(Packing::Off),
            ContextOptions::new().links(ContextLinks::FollowAnywhere),
        ] {
            assert_eq!(copy(options).packed.packs().count(), 0);
        }
        let packed = copy(ContextOptions::new().packing(Packing::KeepTimes)).packed;
        assert!(packed.packs().all(|(pack, _)| pack.keeps_times));

        let add = |options| {
            let image = Image::base("alpine:3.20");
            image.add_local_dir_with(tree.path().join("src"), "/app", options).resolve().unwrap()
        };
        let packed = add(LocalDirOptions::new());
        let expected =
            "FROM alpine:3.20\nADD [\".daytona-files/.daytona-files/app/*\", \"/app/\"]\n";
        assert_eq!(sent(&packed), expected);
        let plain = add(LocalDirOptions::new().packing(Packing::Off));
        assert_eq!(sent(&plain), plain.dockerfile);
    }

    #[test]
    fn plain_copy_of_the_dockerfile_keeps_the_text() {
        let tree = tree();
        let resolved = |lines: &str| {
            let text = format!("FROM alpine:3.20\n{lines}\n");
            fs::write(tree.path().join("Dockerfile"), &text).unwrap();
            Image::from_dockerfile(tree.path().join("Dockerfile")).resolve().unwrap()
        };
        for line in ["COPY Dockerfile /x", "COPY --chown=app . /x", "ADD docs Dockerfile /x/"] {
            let resolved = resolved(&format!("COPY src /src\n{line}"));
            assert_eq!(sent(&resolved), resolved.dockerfile, "{line}");
            assert_eq!(resolved.packed.plain, resolved.context, "{line}");
        }
        for line in ["COPY . /x", "COPY docs Dockerfile /x/"] {
            let resolved = resolved(&format!("COPY src /src\n{line}"));
            assert_eq!(resolved.packed.copies.len(), 2, "{line}");
        }
    }

    #[test]
    fn triggers_and_stages_that_the_build_does_not_need_are_left_alone() {
        let tree = tree();
        let text = "FROM alpine:3.20 AS base\nONBUILD COPY src /app\n\
                    FROM alpine:3.20 AS unused\nCOPY src /app\n\
                    FROM base\nCOPY docs /docs\n";
        let options = ContextOptions::new().context_dir(tree.path());
        let resolved = Image::from_dockerfile_text_with(text, options).resolve().unwrap();
        let expected = text.replace("COPY docs /docs", "ADD .daytona-files/docs/* /docs/");
        assert_eq!(sent(&resolved), expected);
        let plain: Vec<_> =
            resolved.packed.plain.iter().map(|file| file.archive_path.as_str()).collect();
        assert_eq!(plain, ["src"]);
    }
}
