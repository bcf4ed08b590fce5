//! Mounts whose content comes from the client of the build.

/// A mount of RUN whose content comes from the client of the build: a secret or an SSH agent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClientMount {
    /// The kind of the content.
    pub kind: ClientMountKind,
    /// The id that the client gives the secret or the agent. Default for an agent: `default`.
    pub id: String,
    /// `true` if the build fails without the content. Otherwise the command runs without it.
    pub is_required: bool,
    /// The number of the instruction's first line. The first line of a text is 1.
    pub line: usize,
    /// The text that the instruction belongs to, as given to [`Stages::add`](crate::Stages::add).
    pub origin: usize,
}

/// The kind of a [`ClientMount`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientMountKind {
    /// A secret as a file or a variable.
    Secret,
    /// The socket of an SSH agent.
    Ssh,
}
