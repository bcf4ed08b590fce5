//! The Dockerfile that an instruction copies along with other files.

use daytona_dockerfile::{
    ContextUse, Glob, IgnorePatterns, IncludePattern, Keyword, Source, SourceKind, has_wildcard,
    path_segments,
};

use crate::WarningCode;
use crate::files;
use crate::image::context::build_context::{BuildContext, DOCKERFILE};

/// Returns a warning if an instruction copies the Dockerfile of the build, and `docker build` would
/// copy another one or none.
///
/// The runner puts the Dockerfile of the build at the root of the context, so every instruction that
/// takes the root or a matching pattern copies it. `dockerfile` is its text. The warning does not apply
/// to an instruction whose files reach the build in another way.
pub(in crate::image) fn copied_dockerfile(
    context: &BuildContext,
    instruction: &ContextUse,
    dockerfile: &str,
) -> Option<(WarningCode, String)> {
    let copies = matches!(instruction.keyword, Keyword::Copy | Keyword::Add);
    if !copies || !instruction.sources.iter().any(|source| takes(source, &instruction.excludes)) {
        return None;
    }
    let keyword = instruction.keyword.as_str();
    let local = context.dir().join(DOCKERFILE);
    let why = match (local.is_file(), context.ignores(DOCKERFILE)) {
        (true, false) => {
            let is_same = files::holds(&local, dockerfile.as_bytes()).unwrap_or(true);
            return (!is_same).then(|| {
                let message = format!(
                    "{keyword} brings the Dockerfile of the build along, and not `{}`, whose text is \
                    another",
                    local.display()
                );
                (WarningCode::OtherDockerfile, message)
            });
        }
        (true, true) => "the ignore file leaves it out".to_owned(),
        (false, _) => format!("`{}` has no such file", context.dir().display()),
    };
    let message = format!(
        "{keyword} brings the Dockerfile of the build along as `{DOCKERFILE}`, and `docker build` does \
        not, because {why}; name the sources one by one, or remove it with RUN"
    );
    Some((WarningCode::ExtraDockerfile, message))
}

/// Returns `true` if a source takes the file `Dockerfile` at the root without naming it.
fn takes(source: &Source, excludes: &[String]) -> bool {
    let is_excluded =
        || IgnorePatterns::verbatim(excludes).is_ok_and(|patterns| patterns.is_ignored(DOCKERFILE));
    let (above, below) = match source.kind {
        SourceKind::Name => return false,
        SourceKind::Pattern => ("", source.path.as_str()),
        SourceKind::Parents => source.path.split_once("/./").unwrap_or(("", &source.path)),
    };
    if !path_segments(above).is_empty() {
        return false;
    }
    match (path_segments(below).as_slice(), source.kind) {
        ([], _) => !is_excluded(),
        (_, SourceKind::Parents) if has_wildcard(below) => {
            let matches = |pattern: IncludePattern| pattern.matches(DOCKERFILE);
            IncludePattern::new(below).is_ok_and(matches) && !is_excluded()
        }
        ([name], SourceKind::Pattern) if has_wildcard(name) => {
            Glob::new(name).is_ok_and(|glob| glob.matches(DOCKERFILE))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use daytona_dockerfile::Dockerfile;

    use super::*;

    #[test]
    fn sources_that_take_the_dockerfile_are_recognized() {
        let takes_it = |copy: &str| {
            let text = format!("FROM a\n{copy}\n");
            let stages = Dockerfile::parse(&text).unwrap().stages().unwrap();
            let used = stages.context_uses().next().unwrap();
            used.sources.iter().any(|source| takes(source, &used.excludes))
        };
        for copy in [
            "COPY . /a",
            "ADD ./ /a",
            "COPY a / /b/",
            "COPY * /a",
            "COPY Docker* /a",
            "COPY a/.. /b",
            "COPY --exclude=*.md . /a",
            "COPY --parents . /a",
            "COPY --parents **/* /a",
        ] {
            assert!(takes_it(copy), "{copy}");
        }
        for copy in [
            "COPY a /b",
            "COPY Dockerfile /a",
            "COPY */Dockerfile /a",
            "COPY *.md /a",
            "COPY --exclude=Dockerfile . /a",
            "COPY --parents a/./* /b",
            "RUN --mount=type=bind,target=/a true",
        ] {
            assert!(!takes_it(copy), "{copy}");
        }
    }
}
