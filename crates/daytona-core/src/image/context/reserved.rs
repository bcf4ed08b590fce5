//! Names in the build context for files that steps add.

use daytona_dockerfile::path_segments;

/// The directory in the context for files that steps add. No project uses this name.
const PREFIX: &str = ".daytona-files";

/// Assigns names to added files and directories. A name depends on the destination only, so that it
/// reveals no local path. No name lies inside another.
#[derive(Debug, Default)]
pub(in crate::image) struct ReservedNames {
    /// The assigned names of each layer.
    layers: Vec<Vec<String>>,
}

impl ReservedNames {
    /// Returns the archive path for a destination.
    ///
    /// A later file for the same destination, or inside an earlier directory, is put into the next
    /// layer, so that it does not change what the earlier step copies.
    pub(in crate::image) fn name(&mut self, destination: &str) -> String {
        let path = safe_path(destination);
        let free = |names: &Vec<String>| names.iter().all(|name| !overlap(name, &path));
        let layer = self.layers.iter().position(free).unwrap_or(self.layers.len());
        if layer == self.layers.len() {
            self.layers.push(Vec::new());
        }
        self.layers[layer].push(path.clone());

        let root = match layer {
            0 => PREFIX.to_owned(),
            more => format!("{PREFIX}-{}", more + 1),
        };
        if path.is_empty() { root } else { format!("{root}/{path}") }
    }
}

/// Returns `true` if a name at the root of the context is reserved for added files.
pub(in crate::image) fn is_reserved(name: &str) -> bool {
    name.starts_with(PREFIX)
}

/// Returns `true` if two archive paths are equal or one contains the other. The empty path is the
/// root.
pub(super) fn overlap(one: &str, other: &str) -> bool {
    let inside = |inner: &str, outer: &str| {
        outer.is_empty()
            || inner
                .strip_prefix(outer)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    inside(one, other) || inside(other, one)
}

/// Converts a destination to a relative path without characters that are special in a Dockerfile.
fn safe_path(destination: &str) -> String {
    path_segments(destination).join("/").replace(|c: char| c != '/' && !is_plain(c), "_")
}

fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || " ._-+@%,".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_follows_the_destination() {
        let mut names = ReservedNames::default();
        assert_eq!(names.name("/home/daytona/src/"), ".daytona-files/home/daytona/src");
        assert_eq!(names.name("../../etc/./a b[1]*?$x\\'\""), ".daytona-files/etc/a b_1____x___");
        assert_eq!(names.name("rel/../x"), ".daytona-files/x");
    }

    #[test]
    fn names_never_lie_inside_each_other() {
        let mut names = ReservedNames::default();
        assert_eq!(names.name("/app"), ".daytona-files/app");
        assert_eq!(names.name("/app/x"), ".daytona-files-2/app/x");
        assert_eq!(names.name("/app"), ".daytona-files-3/app");
        assert_eq!(names.name("/apple"), ".daytona-files/apple");
        assert_eq!(names.name("/"), ".daytona-files-4");
    }
}
