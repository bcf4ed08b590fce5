//! Paths of the build context and of the image.

/// Splits a path into its segments, and resolves `.` and `..`. As in the builder, a `..` at the root stays
/// at the root.
///
/// ```
/// use daytona_dockerfile::path_segments;
///
/// assert_eq!(path_segments("./src//lib/../a.py"), ["src", "a.py"]);
/// assert_eq!(path_segments("../../a"), ["a"]);
/// assert!(path_segments("/").is_empty());
/// ```
#[must_use]
pub fn path_segments(path: &str) -> Vec<&str> {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    segments
}
