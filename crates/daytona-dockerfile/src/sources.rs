//! The paths that COPY, ADD and RUN read from the build context.

use crate::client_mount::{ClientMount, ClientMountKind};
use crate::directives::Frontend;
use crate::error::SyntaxError;
use crate::expand::ExpandedWord;
use crate::glob::has_wildcard;
use crate::heredoc::{is_heredoc, names_a_file};
use crate::instruction::Instruction;
use crate::keyword::Keyword;
use crate::mounts::{MountType, mounts, variable_in_from};
use crate::reference::check_digest;

/// The paths that one instruction reads from the build context.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContextUse {
    /// The keyword of the instruction.
    pub keyword: Keyword,
    /// The number of the instruction's first line. The first line of a text is 1.
    pub line: usize,
    /// The text that the instruction belongs to, as given to [`Stages::add`](crate::Stages::add).
    pub origin: usize,
    /// The paths, in order.
    pub sources: Vec<Source>,
    /// `true` if the instruction also copies a heredoc, or a file that the builder downloads.
    pub has_other_sources: bool,
    /// The values of `--exclude`: patterns of files to leave out of copied directories.
    pub excludes: Vec<String>,
}

/// A path in the build context, with its variables expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// The path, or the pattern.
    pub path: String,
    /// The rules that the path follows.
    pub kind: SourceKind,
    /// The variables in it that have no value. Each counts as empty.
    pub unset: Vec<String>,
}

/// The rules that a source path follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// A file, a directory, or a [`Glob`](crate::Glob).
    Pattern,
    /// A source of `COPY --parents`: an optional directory or [`Glob`](crate::Glob), the pivot
    /// `/./`, and a name or an [`IncludePattern`](crate::IncludePattern). In the latter, `**`
    /// matches any number of directories.
    Parents,
    /// A file or a directory, never a pattern (`RUN --mount=type=bind`).
    Name,
}

impl Source {
    /// Returns `true` if the path is a name: no wildcard makes it a pattern.
    #[must_use]
    pub fn is_name(&self) -> bool {
        self.kind == SourceKind::Name || !has_wildcard(&self.path)
    }
}

/// The inputs of one instruction.
pub(crate) struct Inputs {
    /// The stages and images that the instruction copies from or mounts.
    pub(crate) from: Vec<From>,
    pub(crate) context: ContextUse,
    pub(crate) client_mounts: Vec<ClientMount>,
    /// The reason why the builder refuses the instruction when it runs it.
    pub(crate) refusal: Option<String>,
}

/// A value of `from` that is not empty.
pub(crate) enum From {
    /// The name or number of a stage, or an image.
    Copy(String),
    /// The name of a stage, or an image.
    Mount(String),
}

/// Expands a word with the variables of the current stage.
pub(crate) type Expand<'e> = &'e dyn Fn(&str) -> Result<ExpandedWord, SyntaxError>;

/// Returns the inputs of COPY, ADD and RUN. Other instructions have none.
pub(crate) fn inputs(
    instruction: &Instruction,
    origin: usize,
    frontend: Frontend,
    expand: Expand<'_>,
) -> Result<Inputs, SyntaxError> {
    let context = ContextUse {
        keyword: instruction.keyword,
        line: instruction.line,
        origin,
        sources: Vec::new(),
        has_other_sources: false,
        excludes: Vec::new(),
    };
    let client_mounts = Vec::new();
    let mut inputs = Inputs { from: Vec::new(), context, client_mounts, refusal: None };
    match instruction.keyword {
        Keyword::Copy | Keyword::Add => inputs.copy(instruction, expand)?,
        Keyword::Run => inputs.mount(instruction, frontend, expand)?,
        _ => {}
    }
    Ok(inputs)
}

impl Inputs {
    fn copy(&mut self, copy: &Instruction, expand: Expand<'_>) -> Result<(), SyntaxError> {
        let mut paths = copy.paths();
        if paths.len() < 2 {
            let message = format!("{} takes at least one source and a destination", copy.keyword);
            return Err(copy.error(message));
        }
        paths.pop();
        self.refuse_heredocs(copy);
        // An empty value means the build context.
        if let Some(stage) = copy.flag("from").filter(|stage| !stage.is_empty()) {
            if stage.contains('$') {
                return Err(copy.error(variable_in_from(copy.keyword, "--from")));
            }
            self.from.push(From::Copy(stage.to_owned()));
            for path in paths {
                self.refuse_remote(copy, &expand(&path)?.text);
            }
            return Ok(());
        }
        self.check_checksum(copy, &paths, expand)?;

        let kind = match copy.flag("parents") {
            None => SourceKind::Pattern,
            Some(value) if value.eq_ignore_ascii_case("false") => SourceKind::Pattern,
            Some(_) => SourceKind::Parents,
        };
        self.context.excludes = copy.flag_values("exclude").map(str::to_owned).collect();
        for path in paths {
            if is_heredoc(&path) {
                self.context.has_other_sources = true;
                continue;
            }
            let ExpandedWord { text: path, unset } = expand(&path)?;
            if !is_remote(&path) {
                self.context.sources.push(Source { path, kind, unset });
                continue;
            }
            self.context.has_other_sources = true;
            self.refuse_remote(copy, &path);
        }
        Ok(())
    }

    /// Refuses a source of COPY that the builder would download.
    fn refuse_remote(&mut self, copy: &Instruction, path: &str) {
        if copy.keyword == Keyword::Copy && is_remote(path) {
            let why = format!("cannot fetch `{}`, ADD can", path.escape_debug());
            self.refusal.get_or_insert(why);
        }
    }

    fn refuse_heredocs(&mut self, copy: &Instruction) {
        let refused = copy.heredocs.iter().find(|heredoc| !names_a_file(&heredoc.name));
        self.refusal = refused.map(|heredoc| {
            let name = heredoc.name.escape_debug();
            format!("has the heredoc `{name}`, whose name is no file name; the builder makes no directory for it")
        });
    }

    /// Refuses `--checksum` without exactly one source that the builder downloads.
    fn check_checksum(
        &mut self,
        add: &Instruction,
        paths: &[String],
        expand: Expand<'_>,
    ) -> Result<(), SyntaxError> {
        let Some(written) = add.flag("checksum") else { return Ok(()) };
        let ExpandedWord { text: checksum, unset } = expand(written)?;
        if checksum.is_empty() || !unset.is_empty() {
            return Ok(());
        }
        let why = match paths {
            [path] => {
                let ExpandedWord { text: path, unset } = expand(path)?;
                let is_http = path.starts_with("http://") || path.starts_with("https://");
                let is_git = path.contains(".git");
                match is_remote(&path) || !unset.is_empty() {
                    true if is_http && !is_git => check_digest(&checksum).err().map(|_| {
                        let checksum = checksum.escape_debug();
                        format!(
                            "has `--checksum={checksum}`, which is no digest such as `sha256:...`"
                        )
                    }),
                    true => None,
                    false => Some(format!(
                        "has `--checksum` for `{}`, which the builder does not download",
                        path.escape_debug()
                    )),
                }
            }
            _ => Some("has `--checksum` for several sources".to_owned()),
        };
        self.refusal = self.refusal.take().or(why);
        Ok(())
    }

    fn mount(
        &mut self,
        run: &Instruction,
        frontend: Frontend,
        expand: Expand<'_>,
    ) -> Result<(), SyntaxError> {
        for mount in mounts(run, frontend, expand)? {
            let client_mount = |kind, id| ClientMount {
                kind,
                id,
                is_required: mount.is_required,
                line: run.line,
                origin: self.context.origin,
            };
            match mount.kind {
                MountType::Secret => {
                    self.client_mounts
                        .push(client_mount(ClientMountKind::Secret, mount.secret_id()));
                }
                MountType::Ssh => {
                    self.client_mounts.push(client_mount(ClientMountKind::Ssh, mount.agent_id()));
                }
                _ => {}
            }
            self.refusal = self.refusal.take().or(mount.refusal);
            match (mount.kind, mount.from) {
                (_, Some(from)) => self.from.push(From::Mount(from)),
                (MountType::Bind, None) => {
                    let ExpandedWord { text, unset } = mount.source;
                    let path = if text.is_empty() && unset.is_empty() { ".".into() } else { text };
                    self.context.sources.push(Source { path, kind: SourceKind::Name, unset });
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Returns `true` if the builder downloads a source: a URL or a Git repository.
fn is_remote(source: &str) -> bool {
    const SCHEMES: [&str; 4] = ["http://", "https://", "git://", "ssh://"];
    let scp_like = || {
        let (user, rest) = source.split_once('@')?;
        let (host, _) = rest.split_once(':')?;
        let plain = |text: &str, more: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
        };
        Some(plain(user, "-_") && plain(host, "-."))
    };
    SCHEMES.iter().any(|scheme| source.starts_with(scheme)) || scp_like() == Some(true)
}
