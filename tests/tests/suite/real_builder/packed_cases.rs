//! The Dockerfiles that are built from their folder and from the packed context.

mod destinations;
mod items;
mod links;
mod modes;
mod selection;

use daytona_core::ContextModes;

use self::items::Item;

/// A Dockerfile to build.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) files: &'static [&'static [Item]],
    pub(crate) dockerfile: &'static str,
    /// The name of the Dockerfile in the folder. If empty, the folder does not have it.
    pub(crate) dockerfile_name: &'static str,
    pub(crate) modes: ContextModes,
    /// The mode and the owner of entries that the library changes on purpose.
    pub(crate) attributes: &'static [(&'static str, &'static str)],
    /// The same without the flags that some builders lack.
    pub(crate) without_flags: &'static str,
    /// The mode and the owner of entries that buildah creates otherwise than BuildKit. The case says
    /// why.
    pub(crate) buildah_attributes: &'static [(&'static str, &'static str)],
    /// `true` if nothing is packed.
    pub(crate) is_plain: bool,
}

const DEFAULT: Case = Case {
    name: "",
    files: &[SOURCES],
    dockerfile: "",
    dockerfile_name: "",
    modes: ContextModes::ClearUmask,
    attributes: &[],
    without_flags: "",
    buildah_attributes: &[],
    is_plain: false,
};

const fn case(name: &'static str, dockerfile: &'static str) -> Case {
    Case { name, dockerfile, ..DEFAULT }
}

const fn with(
    name: &'static str,
    files: &'static [&'static [Item]],
    dockerfile: &'static str,
) -> Case {
    Case { name, files, dockerfile, ..DEFAULT }
}

/// The files of most cases.
const SOURCES: &[Item] = &[
    Item::File("a.txt", 0o644, "a\n"),
    Item::File("b.txt", 0o644, "b\n"),
    Item::File(".hidden", 0o644, "hidden\n"),
    Item::File("src/main.py", 0o644, "print(1)\n"),
    Item::File("src/tool.sh", 0o755, "#!/bin/sh\necho tool\n"),
    Item::File("src/lib/util.py", 0o644, "x = 1\n"),
    Item::File("src/lib/data.json", 0o600, "{}\n"),
    Item::File("src/lib/deep/er/file.txt", 0o644, "deep\n"),
    Item::File("docs/x.md", 0o644, "# x\n"),
    Item::File("docs/y.txt", 0o644, "y\n"),
    Item::Link("src/again.py", "main.py"),
    Item::Directory("src/empty", 0o755),
];

pub(crate) fn all() -> Vec<Case> {
    let groups = [links::CASES, modes::CASES, selection::CASES, destinations::CASES];
    groups.into_iter().flatten().copied().collect()
}
