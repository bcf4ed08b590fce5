//! One build context from what several instructions take.

use std::collections::BTreeMap;

use super::ContextFile;
use crate::{Error, Result};

/// Puts the files together that several instructions take: each once, none inside another.
pub(super) fn merge(taken: Vec<ContextFile>) -> Result<Vec<ContextFile>> {
    let mut merged: BTreeMap<String, ContextFile> = BTreeMap::new();
    let mut taken = taken;
    taken.sort_by(|one, other| one.archive_path.cmp(&other.archive_path));
    for file in taken {
        match enclosing(&merged, &file.archive_path) {
            None => {
                merged.insert(file.archive_path.clone(), file);
            }
            // The same context gives the same file under the same name.
            Some(present) if present.link_root == file.link_root => {}
            Some(present) => {
                return Err(Error::invalid_input(format!(
                    "`{}` and `{}` would have the same place `{}` in the build context",
                    present.local.display(),
                    file.local.display(),
                    file.archive_path
                ))
                .with_hint(
                    "give one of them another name, or add it with add_local_file or add_local_dir",
                ));
            }
        }
    }
    Ok(merged.into_values().collect())
}

/// Returns the entry of that name, or the directory that holds it.
fn enclosing<'m>(merged: &'m BTreeMap<String, ContextFile>, path: &str) -> Option<&'m ContextFile> {
    let parents = path.match_indices('/').map(|(end, _)| &path[..end]);
    parents.chain([path]).find_map(|name| merged.get(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(root: &str, path: &str) -> ContextFile {
        ContextFile {
            local: format!("{root}/{path}").into(),
            archive_path: path.to_owned(),
            link_root: root.into(),
            filter: None,
            content: None,
        }
    }

    #[test]
    fn directory_stands_for_what_is_in_it() {
        let taken = ["a/b", "a-b", "a", "a", "c/d/e", "c/d"].map(|path| file("/one", path));
        let merged = merge(taken.to_vec()).unwrap();
        let paths: Vec<&str> = merged.iter().map(|file| file.archive_path.as_str()).collect();
        assert_eq!(paths, ["a", "a-b", "c/d"]);
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
