//! Which local files the instructions of a Dockerfile take from its build context.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::local::{has_file, is_absent, unreadable};
use super::reserved::is_reserved;
use super::{ContextFile, ContextFilter};
use crate::dockerfile::{ContextUse, Source, SourceKind, has_wildcard, matches};
use crate::ignore::IgnorePatterns;
use crate::{Error, Result};

/// The name under which the builder finds the Dockerfile itself. An entry of the context with
/// this name would replace it.
pub(super) const DOCKERFILE: &str = "Dockerfile";

/// The name of an ignore file, which may stand behind that of a Dockerfile.
const DOCKERIGNORE: &str = ".dockerignore";

/// A directory whose files a Dockerfile can name.
#[derive(Debug)]
pub(super) struct BuildContext {
    dir: PathBuf,
    /// The same without links, to tell what lies inside.
    real: PathBuf,
    filter: Option<ContextFilter>,
}

impl BuildContext {
    /// Opens a directory as a build context; the empty path is the current one. What a
    /// `.dockerignore` ignores is not in it: that of the Dockerfile, or else that of the directory.
    pub(super) fn open(dir: &Path, dockerfile: Option<&Path>) -> Result<Self> {
        let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
        let metadata =
            fs::metadata(dir).map_err(|error| unreadable("context directory", dir, error))?;
        if !metadata.is_dir() {
            let message = format!("context directory `{}` is not a directory", dir.display());
            return Err(Error::invalid_input(message));
        }
        let real =
            dir.canonicalize().map_err(|error| unreadable("context directory", dir, error))?;
        let filter = ignore_file(dir, dockerfile).map(|file| read_filter(&file)).transpose()?;
        Ok(Self { dir: dir.to_owned(), real, filter: filter.flatten() })
    }

    /// Returns the files and directories that an instruction takes.
    ///
    /// `place` says where the instruction stands, `dockerfile` is the text that the builder gets as `Dockerfile`. As with Docker, a pattern
    /// may match nothing as long as another source of the instruction does not.
    pub(super) fn select(
        &self,
        taken: &ContextUse,
        place: &str,
        dockerfile: &str,
    ) -> Result<Vec<ContextFile>> {
        let refuse = |source: &Source, why| self.refuse(taken, place, source, why);
        let mut found = Vec::new();
        let mut matched = false;
        for source in &taken.sources {
            let paths = self.find(source).map_err(|why| refuse(source, why))?;
            matched |= !paths.is_empty();
            for path in paths {
                self.take(&path, source, dockerfile, &mut found)
                    .map_err(|why| refuse(source, why))?;
            }
        }
        match taken.sources.first() {
            Some(source) if !matched => Err(refuse(source, Refusal::from("matches nothing"))),
            _ => Ok(found.into_iter().map(|path| self.context_file(path)).collect()),
        }
    }

    /// Returns the paths that a source stands for, relative to the context. The empty path is the
    /// context itself.
    fn find(&self, source: &Source) -> Result<Vec<String>, Refusal> {
        if source.path.trim().is_empty() {
            return Err(Refusal::from("is empty once its variables are expanded"));
        }
        let segments = inside(&source.path)?;
        let wild = segments.iter().position(|segment| has_wildcard(segment));
        match (source.kind, wild) {
            (SourceKind::Name, _) | (_, None) => {
                let path = segments.join("/");
                self.check(&path)?;
                Ok(vec![path])
            }
            // The builder searches below; what it cannot match there does no harm.
            (SourceKind::DeepPattern, Some(wild)) => {
                let path = segments[..wild].join("/");
                self.check(&path)?;
                Ok(vec![path])
            }
            (SourceKind::Pattern, Some(wild)) => {
                let (names, patterns) = segments.split_at(wild);
                let mut found = Vec::new();
                if self.dir.join(names.join("/")).is_dir() {
                    self.search(&names.join("/"), patterns, &mut found)?;
                }
                Ok(found)
            }
        }
    }

    fn search(&self, dir: &str, patterns: &[&str], found: &mut Vec<String>) -> Result<(), Refusal> {
        let Some((pattern, deeper)) = patterns.split_first() else { return Ok(()) };
        self.check(dir)?;
        for name in self.children(dir)? {
            match matches(pattern, &name.to_string_lossy()) {
                Some(true) => {}
                Some(false) => continue,
                None => return Err(Refusal::from("is not a well-formed pattern")),
            }
            let path = join(dir, utf8(&name)?);
            if deeper.is_empty() {
                self.check(&path).map_err(|why| why.about(&path))?;
                found.push(path);
            } else if fs::symlink_metadata(self.dir.join(&path)).is_ok_and(|found| found.is_dir()) {
                self.search(&path, deeper, found)?;
            }
        }
        Ok(())
    }

    /// Takes a path into the context. The builder brings the root's `Dockerfile` itself.
    fn take(
        &self,
        path: &str,
        source: &Source,
        dockerfile: &str,
        found: &mut Vec<String>,
    ) -> Result<(), Refusal> {
        let local = self.dir.join(path);
        let named = !has_wildcard(&source.path);
        if path.is_empty() {
            return self.take_everything(found);
        }
        if local.is_file() && self.ignores(path) {
            return match named {
                true => Err(Refusal::from("is ignored by the `.dockerignore`")),
                false => Ok(()),
            };
        }
        if path == DOCKERFILE && local.is_file() {
            let same = fs::read(&local).map_err(Refusal::io)? == dockerfile.as_bytes();
            if named && !same {
                return Err(Refusal::from(
                    "has the name of the build's own Dockerfile, and another content",
                )
                .hint("copy it from another name, or add it with add_local_file"));
            }
            return Ok(());
        }
        if local.is_dir() && !has_file(&local) {
            if named {
                return Err(Refusal::from(
                    "is a directory without files, and only files reach the build",
                )
                .hint("put a file into it, or make the directory with RUN mkdir"));
            }
            return Ok(());
        }
        check_own_name(path)?;
        found.push(path.to_owned());
        Ok(())
    }

    /// Takes all that is in the context, one by one so that its `Dockerfile` can be left out.
    fn take_everything(&self, found: &mut Vec<String>) -> Result<(), Refusal> {
        for name in self.children("")? {
            let name = utf8(&name)?;
            if name == DOCKERFILE && self.dir.join(name).is_file() {
                continue;
            }
            check_own_name(name)?;
            found.push(name.to_owned());
        }
        Ok(())
    }

    /// Refuses what is not there, what lies outside, and what is neither file nor directory.
    fn check(&self, path: &str) -> Result<(), Refusal> {
        let local = self.dir.join(path);
        let real = match local.canonicalize() {
            Ok(real) => real,
            Err(_) if local.is_symlink() => {
                return Err(Refusal::from("is a link to something that does not exist"));
            }
            Err(error) if is_absent(&error) => return Err(Refusal::from("does not exist")),
            Err(error) => return Err(Refusal::io(error)),
        };
        if !real.starts_with(&self.real) {
            return Err(Refusal::from("leads out of the build context through a link")
                .hint("copy what it points to into the context, or add it with add_local_file or add_local_dir"));
        }
        let kind = fs::metadata(&real).map_err(Refusal::io)?.file_type();
        if !kind.is_file() && !kind.is_dir() {
            return Err(Refusal::from("is neither a file nor a directory"));
        }
        Ok(())
    }

    /// Tells whether a `.dockerignore` keeps the file at a path out.
    pub(super) fn ignores(&self, path: &str) -> bool {
        self.filter.as_ref().is_some_and(|filter| filter.ignores(path))
    }

    fn children(&self, dir: &str) -> Result<Vec<std::ffi::OsString>, Refusal> {
        let entries = fs::read_dir(self.dir.join(dir)).map_err(Refusal::io)?;
        let names = entries.map(|entry| entry.map(|entry| entry.file_name()));
        let mut names = names.collect::<io::Result<Vec<_>>>().map_err(Refusal::io)?;
        names.sort();
        Ok(names)
    }

    fn context_file(&self, path: String) -> ContextFile {
        ContextFile {
            local: self.dir.join(&path),
            archive_path: path,
            link_root: self.real.clone(),
            content: None,
            filter: self.filter.clone(),
        }
    }

    fn refuse(&self, taken: &ContextUse, place: &str, source: &Source, refusal: Refusal) -> Error {
        let keyword = taken.keyword.as_str();
        let mut message =
            format!("{place}: {keyword} source `{}` {}", source.path.escape_debug(), refusal.what);
        message.push_str(&format!(" (the build context is `{}`)", self.dir.display()));
        if !source.unset.is_empty() {
            let names = source.unset.join("`, `");
            message.push_str(&format!("; nothing in the Dockerfile sets `{names}`"));
        }
        let mut error = Error::invalid_input(message);
        if source.path.starts_with('/') {
            error = error.with_hint("a source that begins with `/` counts from the build context");
        }
        if let Some(hint) = refusal.hint {
            error = error.with_hint(hint);
        }
        if let Some(cause) = refusal.cause {
            error = error.with_source(cause);
        }
        error
    }
}

/// Returns the `.dockerignore` that counts: the one that belongs to the Dockerfile wins.
fn ignore_file(dir: &Path, dockerfile: Option<&Path>) -> Option<PathBuf> {
    let own = dockerfile.map(|dockerfile| {
        let mut own = dockerfile.as_os_str().to_owned();
        own.push(DOCKERIGNORE);
        PathBuf::from(own)
    });
    own.into_iter().chain([dir.join(DOCKERIGNORE)]).find(|file| file.is_file())
}

fn read_filter(file: &Path) -> Result<Option<ContextFilter>> {
    let bytes = fs::read(file).map_err(|error| unreadable("ignore file", file, error))?;
    // Names that are not UTF-8 cannot be sent anyway.
    let patterns = IgnorePatterns::parse(&String::from_utf8_lossy(&bytes)).map_err(|error| {
        let message = format!("{}:{}: {error}", file.display(), error.line);
        Error::invalid_input(message).with_source(error)
    })?;
    Ok(ContextFilter::new(patterns))
}

/// Why a source cannot be had: what follows its name in the message.
struct Refusal {
    what: String,
    hint: Option<&'static str>,
    cause: Option<io::Error>,
}

impl From<&str> for Refusal {
    fn from(what: &str) -> Self {
        Self::new(what.to_owned())
    }
}

impl Refusal {
    fn new(what: String) -> Self {
        Self { what, hint: None, cause: None }
    }

    fn io(error: io::Error) -> Self {
        let refusal = Self::new(format!("cannot be read: {error}"));
        Self { cause: Some(error), ..refusal }
    }

    /// Says which of the matches of a pattern is meant.
    fn about(mut self, path: &str) -> Self {
        self.what = format!("matches `{path}`, which {}", self.what);
        self
    }

    fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }
}

/// Divides a source into the segments of its path from the context.
fn inside(path: &str) -> Result<Vec<&str>, Refusal> {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.pop().is_none() => {
                return Err(Refusal::from("lies outside of the build context").hint(
                    "move it into the context, or add it with add_local_file or add_local_dir",
                ));
            }
            ".." => {}
            name => segments.push(name),
        }
    }
    Ok(segments)
}

/// Refuses a path whose first segment has a meaning of its own in the context.
fn check_own_name(path: &str) -> Result<(), Refusal> {
    let first = path.split('/').next().unwrap_or(path);
    if first == DOCKERFILE || is_reserved(first) {
        let what = format!("would take the name `{first}`, which the build needs for itself");
        return Err(Refusal::new(what));
    }
    Ok(())
}

fn join(dir: &str, name: &str) -> String {
    if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") }
}

fn utf8(name: &std::ffi::OsStr) -> Result<&str, Refusal> {
    name.to_str()
        .ok_or_else(|| Refusal::new(format!("stands for {name:?}, a name that is not UTF-8")))
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::{Image, ResolvedImage};

    /// A build context with empty files of these names, and the Dockerfile.
    fn tree(files: &[&str], dockerfile: &str) -> TempDir {
        let dir = tempfile::tempdir().unwrap();
        for name in files {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        fs::write(dir.path().join("Dockerfile"), dockerfile).unwrap();
        dir
    }

    fn resolve(dir: &TempDir) -> Result<ResolvedImage> {
        Image::from_dockerfile(dir.path().join("Dockerfile")).resolve()
    }

    /// The archive paths that the lines after FROM take from a context of these files.
    fn taken(files: &[&str], lines: &str) -> Vec<String> {
        let resolved = resolve(&tree(files, &format!("FROM a\n{lines}\n"))).unwrap();
        resolved.context.into_iter().map(|found| found.archive_path).collect()
    }

    fn refusal(files: &[&str], lines: &str) -> String {
        refusal_in(&tree(files, &format!("FROM a\n{lines}\n")))
    }

    fn refusal_in(dir: &TempDir) -> String {
        let error = resolve(dir).unwrap_err();
        assert!(error.is_invalid_input());
        error.to_string().replace(dir.path().to_str().unwrap(), "DIR")
    }

    #[test]
    fn sources_keep_the_paths_that_the_dockerfile_names() {
        let files = ["a.txt", "src/b", "src/c/d", "other"];
        assert_eq!(taken(&files, "COPY a.txt ./src/ /x/"), ["a.txt", "src"]);
        assert_eq!(taken(&files, "ADD /src/../a.txt src/c/d /x/"), ["a.txt", "src/c/d"]);
        assert_eq!(taken(&files, "COPY src /x\nCOPY src/b src/c /y"), ["src"]);
        assert_eq!(taken(&files, "COPY --from=b /nothing /x"), [""; 0]);
    }

    #[test]
    fn whole_context_leaves_the_dockerfile_to_the_build() {
        let dir = tree(&["a.txt", "src/b"], "FROM a\nCOPY . .\nCOPY Dockerfile D* /x/\n");
        let resolved = resolve(&dir).unwrap();
        let paths: Vec<&str> =
            resolved.context.iter().map(|found| found.archive_path.as_str()).collect();
        assert_eq!(paths, ["a.txt", "src"]);
        assert_eq!(resolved.context[1].local, dir.path().join("src"));
        assert_eq!(resolved.context[1].link_root, dir.path().canonicalize().unwrap());
    }

    #[test]
    fn dockerfile_of_another_content_is_refused_by_name_only() {
        let dir = tree(&["b/x"], "FROM a\nCOPY Dockerfile /x\n");
        let image = Image::from_dockerfile(dir.path().join("Dockerfile")).user("me");
        let error = image.resolve().unwrap_err().to_string();
        assert!(
            error.contains("COPY source `Dockerfile` has the name of the build's own"),
            "{error}"
        );

        let dir = tree(&["b"], "FROM a\nCOPY * /x\n");
        let image = Image::from_dockerfile(dir.path().join("Dockerfile")).user("me");
        assert_eq!(image.resolve().unwrap().context.len(), 1);
    }

    #[test]
    fn patterns_take_exactly_what_matches() {
        let files = ["a.py", "b.py", "c.txt", "p/x.py", "q/x.py", "q/r/x.py", "[1].py"];
        assert_eq!(taken(&files, "COPY *.py /x/"), ["[1].py", "a.py", "b.py"]);
        assert_eq!(taken(&files, "COPY ?.txt [[]*.py /x/"), ["[1].py", "c.txt"]);
        assert_eq!(taken(&files, "COPY */x.py /x/"), ["p/x.py", "q/x.py"]);
        assert_eq!(taken(&files, "COPY **/x.py /x/"), ["p/x.py", "q/x.py"]);
        assert_eq!(taken(&files, "COPY q* /x/"), ["q"]);
        assert_eq!(taken(&files, "COPY --parents q/**/x.py /x/"), ["q"]);
    }

    #[test]
    fn pattern_may_match_nothing_beside_another_source() {
        assert_eq!(taken(&["package.json"], "COPY package.json yarn.lock* /x/"), ["package.json"]);
        assert_eq!(
            refusal(&[], "COPY *.lock none* /x/"),
            "failed to resolve step 1 of the image, from_dockerfile(\"DIR/Dockerfile\"): \
            DIR/Dockerfile:2: COPY source `*.lock` matches nothing (the build context is `DIR`)"
        );
    }

    #[test]
    fn missing_source_is_refused_with_its_line() {
        assert_eq!(
            refusal(&["a"], "COPY a /x\n\nCOPY \\\n  a none /x/"),
            "failed to resolve step 1 of the image, from_dockerfile(\"DIR/Dockerfile\"): \
            DIR/Dockerfile:4: COPY source `none` does not exist (the build context is `DIR`)"
        );
        let message = refusal(&["a"], "ADD /a/b /x");
        assert!(message.contains("ADD source `/a/b` does not exist"), "{message}");
        assert!(message.ends_with("a source that begins with `/` counts from the build context"));
        let message = refusal(&[], "RUN --mount=source=none,target=/x true");
        assert!(message.contains("Dockerfile:2: RUN source `none` does not exist"), "{message}");
    }

    #[test]
    fn variables_without_a_value_are_named() {
        let message = refusal(&[], "ARG DIR\nCOPY $DIR/a /x");
        assert!(message.contains("nothing in the Dockerfile sets `DIR`"), "{message}");
        let message = refusal(&["a"], "COPY $DIR /x");
        assert!(message.contains("is empty once its variables are expanded"), "{message}");
    }

    #[test]
    fn sources_outside_of_the_context_are_refused() {
        for source in ["..", "../a", "a/../../b"] {
            let message = refusal(&["a"], &format!("COPY {source} /x"));
            assert!(message.contains("lies outside of the build context"), "{message}");
        }
    }

    #[test]
    fn directory_without_files_is_refused_by_name_only() {
        let dir = tree(&["a"], "FROM a\nCOPY empty /x\n");
        fs::create_dir_all(dir.path().join("empty/empty")).unwrap();
        assert!(refusal_in(&dir).contains("COPY source `empty` is a directory without files"));
        fs::write(dir.path().join("Dockerfile"), "FROM a\nCOPY * /x\n").unwrap();
        assert_eq!(resolve(&dir).unwrap().context.len(), 1);
    }

    #[test]
    fn ignored_files_are_not_in_the_context() {
        let dir = tree(&["a.md", "b.txt", "src/c.md"], "FROM a\nCOPY *.* src /x/\n");
        fs::write(dir.path().join(".dockerignore"), "*.md\n").unwrap();
        let resolved = resolve(&dir).unwrap();
        let paths: Vec<&str> =
            resolved.context.iter().map(|found| found.archive_path.as_str()).collect();
        assert_eq!(paths, [".dockerignore", "b.txt", "src"]);
        let filter = resolved.context[2].filter.as_ref().unwrap();
        assert_eq!(filter.patterns(), ["*.md"]);

        fs::write(dir.path().join("Dockerfile.dockerignore"), "**/*.md\n!src\n").unwrap();
        let resolved = resolve(&dir).unwrap();
        let filter = resolved.context.last().unwrap().filter.as_ref().unwrap();
        assert_eq!(filter.patterns(), ["**/*.md", "!src"], "that of the Dockerfile wins");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_inside_the_context_and_refused_outside() {
        use std::os::unix::fs::symlink;

        let outside = tree(&["secret"], "");
        let dir = tree(&["real/a"], "FROM a\nCOPY inside/a /x\n");
        symlink("real", dir.path().join("inside")).unwrap();
        assert_eq!(resolve(&dir).unwrap().context[0].archive_path, "inside/a");

        symlink(outside.path(), dir.path().join("leak")).unwrap();
        symlink("nowhere", dir.path().join("dangling")).unwrap();
        for (source, expected) in [
            ("leak/secret", "leads out of the build context through a link"),
            ("le*", "matches `leak`, which leads out of the build context through a link"),
            ("dangling", "is a link to something that does not exist"),
        ] {
            fs::write(dir.path().join("Dockerfile"), format!("FROM a\nCOPY {source} /x\n"))
                .unwrap();
            let message = refusal_in(&dir);
            assert!(message.contains(expected), "{message}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn special_file_is_refused_without_being_opened() {
        let dir = tree(&[], "FROM a\nCOPY sock /x\n");
        let _listener = std::os::unix::net::UnixListener::bind(dir.path().join("sock")).unwrap();
        assert!(refusal_in(&dir).contains("`sock` is neither a file nor a directory"));
    }

    #[test]
    fn names_that_the_build_needs_are_refused() {
        let message = refusal(&[".daytona-files/a"], "COPY . /x");
        assert!(message.contains("would take the name `.daytona-files`"), "{message}");
    }
}
