//! The keywords of instructions.

use std::fmt;

/// The keyword of an instruction.
///
/// ```
/// use daytona_dockerfile::Keyword;
///
/// assert_eq!(Keyword::parse("copy"), Some(Keyword::Copy));
/// assert_eq!(Keyword::Copy.as_str(), "COPY");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each variant is the keyword of its name")]
pub enum Keyword {
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Onbuild,
    Run,
    Shell,
    Stopsignal,
    User,
    Volume,
    Workdir,
    /// A keyword that only the frontend of the `syntax` directive knows.
    Unknown,
}

impl Keyword {
    const NAMES: [(&'static str, Self); 18] = [
        ("ADD", Self::Add),
        ("ARG", Self::Arg),
        ("CMD", Self::Cmd),
        ("COPY", Self::Copy),
        ("ENTRYPOINT", Self::Entrypoint),
        ("ENV", Self::Env),
        ("EXPOSE", Self::Expose),
        ("FROM", Self::From),
        ("HEALTHCHECK", Self::Healthcheck),
        ("LABEL", Self::Label),
        ("MAINTAINER", Self::Maintainer),
        ("ONBUILD", Self::Onbuild),
        ("RUN", Self::Run),
        ("SHELL", Self::Shell),
        ("STOPSIGNAL", Self::Stopsignal),
        ("USER", Self::User),
        ("VOLUME", Self::Volume),
        ("WORKDIR", Self::Workdir),
    ];

    /// Returns the keyword with this name, in any case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let named = Self::NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        named.map(|&(_, keyword)| keyword)
    }

    /// Returns the name in capital letters, or `the instruction` for [`Unknown`](Self::Unknown).
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let named = Self::NAMES.iter().find(|&&(_, keyword)| keyword == self);
        named.map_or("the instruction", |&(name, _)| name)
    }

    pub(crate) fn takes_json(self) -> bool {
        use Keyword::{Add, Cmd, Copy, Entrypoint, Healthcheck, Run, Shell, Volume};
        matches!(self, Add | Cmd | Copy | Entrypoint | Healthcheck | Run | Shell | Volume)
    }

    /// Returns `true` if the builder accepts the instruction without arguments.
    pub(crate) fn can_be_bare(self) -> bool {
        matches!(self, Self::Cmd | Self::Entrypoint | Self::Run | Self::Unknown)
    }

    pub(crate) fn takes_heredocs(self) -> bool {
        matches!(self, Self::Add | Self::Copy | Self::Run)
    }
}

impl fmt::Display for Keyword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
