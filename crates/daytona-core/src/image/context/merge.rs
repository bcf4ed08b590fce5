//! Merges the files of several instructions into one build context.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::file::ContextFile;
use super::reserved::is_reserved;
use crate::image::options::context::ContextModes;
use crate::{Error, Result};

/// Merges the files that several instructions take. Omits a file if a directory of the result
/// contains it with the same filter or a weaker one. If one file of a build context keeps its mode, all
/// do.
pub(in crate::image) fn merge(mut taken: Vec<ContextFile>) -> Result<Vec<ContextFile>> {
    keep_modes(&mut taken);
    let mut merged: BTreeMap<String, Vec<ContextFile>> = BTreeMap::new();
    // Of the same path, the entry with the weakest filter comes first.
    taken.sort_by_cached_key(|file| {
        let patterns = file.filter.as_ref().map(|filter| filter.patterns().len());
        (file.archive_path.clone(), patterns)
    });
    for file in taken {
        let present = || enclosing(&merged, &file.archive_path);
        if let Some(other) = present().find(|other| other.link_root != file.link_root) {
            return Err(Error::invalid_input(format!(
                "`{}` and `{}` would have the same place `{}` in the build context",
                other.local.display(),
                file.local.display(),
                file.archive_path
            ))
            .with_hint(
                "give one of them another name, or add it with add_local_file or add_local_dir",
            ));
        }
        let is_present = present().any(|other| includes_all(other, &file));
        if !is_present {
            merged.entry(file.archive_path.clone()).or_default().push(file);
        }
    }
    Ok(merged.into_values().flatten().collect())
}

/// Sets one policy for the modes of all files of a build context, so that no file has two modes.
fn keep_modes(taken: &mut [ContextFile]) {
    let of_context = |file: &ContextFile| {
        let is_added = file.archive_path.split('/').next().is_some_and(is_reserved);
        (!is_added).then(|| file.link_root.clone())
    };
    let keeping: BTreeSet<PathBuf> = taken
        .iter()
        .filter(|file| file.modes == ContextModes::KeepAll)
        .filter_map(of_context)
        .collect();
    for file in taken {
        if of_context(file).is_some_and(|root| keeping.contains(&root)) {
            file.modes = ContextModes::KeepAll;
        }
    }
}

/// Returns the entries at a path and at its parents.
fn enclosing<'m>(
    merged: &'m BTreeMap<String, Vec<ContextFile>>,
    path: &'m str,
) -> impl Iterator<Item = &'m ContextFile> {
    let parents = path.match_indices('/').map(|(end, _)| &path[..end]);
    parents.chain([path]).filter_map(|name| merged.get(name)).flatten()
}

/// Returns `true` if the filter of `one` takes every file that the filter of `other` takes.
fn includes_all(one: &ContextFile, other: &ContextFile) -> bool {
    match (&one.filter, &other.filter) {
        (None, _) => true,
        (Some(one), Some(other)) => one.is_part_of(other),
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use daytona_dockerfile::IgnorePatterns;

    use super::*;
    use crate::ContextFilter;

    fn file(root: &str, path: &str) -> ContextFile {
        ContextFile::new(format!("{root}/{path}").into(), path.to_owned(), root.into())
    }

    #[test]
    fn directory_replaces_the_files_in_it() {
        let taken = ["a/b", "a-b", "a", "a", "c/d/e", "c/d"].map(|path| file("/one", path));
        let merged = merge(taken.to_vec()).unwrap();
        let paths: Vec<&str> = merged.iter().map(|file| file.archive_path.as_str()).collect();
        assert_eq!(paths, ["a", "a-b", "c/d"]);
    }

    #[test]
    fn weaker_filter_replaces_a_stronger_one() {
        let without = |path: &str, patterns: &[&str]| {
            let patterns = Arc::new(IgnorePatterns::new(patterns).unwrap());
            let filter = ContextFilter::default().excluding("", &patterns);
            ContextFile { filter: Some(filter), ..file("/one", path) }
        };
        let paths = |taken: &[ContextFile]| {
            let merged = merge(taken.to_vec()).unwrap();
            let shown = merged.iter().map(|file| {
                let filter = file.filter.as_ref().map(ContextFilter::patterns);
                format!("{} {}", file.archive_path, filter.unwrap_or_default().join(","))
            });
            shown.collect::<Vec<_>>()
        };
        assert_eq!(paths(&[without("a", &["x"]), file("/one", "a")]), ["a "]);
        assert_eq!(paths(&[without("a", &["x"]), without("a/b", &["x"])]), ["a x"]);
        assert_eq!(paths(&[without("a", &["x"]), without("a", &["y"])]), ["a x", "a y"]);
        assert_eq!(paths(&[without("a", &["x"]), file("/one", "a/b")]), ["a x", "a/b "]);
    }

    #[test]
    fn files_of_one_context_have_one_policy_for_modes() {
        let kept = |path| ContextFile { modes: ContextModes::KeepAll, ..file("/one", path) };
        let taken = vec![file("/one", "a"), kept("b"), file("/two", "c"), kept(".daytona-files/x")];
        let merged = merge(taken).unwrap();
        let modes: Vec<_> = merged.iter().map(|file| (&*file.archive_path, file.modes)).collect();
        use ContextModes::{ClearUmask, KeepAll};
        let expected =
            [(".daytona-files/x", KeepAll), ("a", KeepAll), ("b", KeepAll), ("c", ClearUmask)];
        assert_eq!(modes, expected);
    }

    #[test]
    fn same_name_from_two_contexts_is_refused() {
        let error = merge(vec![file("/one", "a"), file("/two", "a/x")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`/one/a` and `/two/a/x` would have the same place `a/x` in the build context; give one \
            of them another name, or add it with add_local_file or add_local_dir"
        );
    }
}
