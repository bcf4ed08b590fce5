//! The option for packed contexts.

use serde::{Deserialize, Serialize};

/// The form in which copied directories reach the builder.
///
/// The builder gets plain files only: links become copies, and empty directories and modes of
/// directories are lost. Therefore what a `COPY` copies travels in archives, and the text that is
/// sent has an `ADD` that unpacks them. Links, empty directories, modes and numeric owners are those
/// that `docker build` creates. The text of the image does not change: only what is sent.
///
/// # The rule
///
/// It depends only on the text and on the kinds of the sources, so that the same tree gives the same
/// text everywhere. A `COPY` is packed if its sources include a directory, or several files. An `ADD`
/// is packed if its sources include a directory: the builder may unpack a file of `ADD` itself. These
/// instructions keep plain files:
///
/// - single files, `RUN --mount`, `ONBUILD`, `COPY --from`, heredocs and downloads;
/// - `--chown` with names or variables, `--chmod` with symbols or variables, and other flags than
///   `--link`, `--parents` and `--exclude`;
/// - several files with a destination that does not end with `/`;
/// - an `ADD` with a pattern that matches files and directories;
/// - all instructions, if a plain `COPY` or `ADD` copies the `Dockerfile` of the context: the builder
///   has the text that was sent in its place;
/// - those of a context with [`ContextLinks::FollowAnywhere`](crate::ContextLinks::FollowAnywhere).
///
/// [`Image::lint`](crate::Image::lint) warns of what plain files lose.
///
/// # Modes of new directories
///
/// Docker 28 gives the mode of `COPY --chmod` to the directories that it creates for the destination,
/// Docker 26 gives them 0755. Both create the directories of an archive with 0755. Therefore, with
/// another mode than 0755, an empty plain file in the place of a copied one stands before the archives,
/// and the archive replaces it. An empty directory has no such file: what `COPY --chmod` creates for it
/// has the mode 0755.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Packing {
    /// Archives in which every time is 1980-01-02, 0:00 UTC. Equal trees have equal archives.
    #[default]
    FixedTimes,
    /// Archives with the times of the files. A new checkout sends everything again.
    KeepTimes,
    /// Plain files, as the official SDKs send them.
    Off,
}
