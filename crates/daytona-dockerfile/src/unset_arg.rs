//! Arguments without a value.

mod variables;

use std::collections::BTreeMap;

use crate::instruction::{Arguments, Instruction};
use crate::keyword::Keyword;
use variables::{Place, Usage, usage};

/// An ARG without a value that later instructions use.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnsetArg {
    /// The name.
    pub name: String,
    /// The number of the first line of ARG. The first line of a text is 1.
    pub line: usize,
    /// The text that ARG belongs to, as given to [`Stages::add`](crate::Stages::add).
    pub origin: usize,
    /// The number of the first line of an instruction that uses the argument. It can belong to
    /// another text.
    pub used_at: usize,
}

/// The arguments that every RUN has from the builder if its client sets them, in capital letters.
const PROXIES: [&str; 5] = ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"];

/// First letters of arguments that set up the builder.
const BUILDER: [&str; 2] = ["BUILDKIT_", "SOURCE_DATE_EPOCH"];

/// The arguments of a stage that have no value so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct UnsetArgs(BTreeMap<String, Tracked>);

#[derive(Clone, Debug)]
struct Tracked {
    line: usize,
    origin: usize,
    used_at: Option<usize>,
    /// `true` after an instruction has set the variable.
    has_value: bool,
    /// `true` if a command tests whether the argument is set.
    is_tested: bool,
}

impl UnsetArgs {
    /// Adds an argument without a value.
    pub(crate) fn declare(&mut self, name: &str, line: usize, origin: usize) {
        let is_builtin = PROXIES.contains(&name.to_ascii_uppercase().as_str())
            || BUILDER.iter().any(|start| name.starts_with(start));
        if !is_builtin {
            let tracked =
                Tracked { line, origin, used_at: None, has_value: false, is_tested: false };
            self.0.entry(name.to_owned()).or_insert(tracked);
        }
    }

    /// Records that a variable has a value from now on.
    pub(crate) fn set(&mut self, name: &str) {
        if let Some(arg) = self.0.get_mut(name) {
            arg.has_value = true;
        }
    }

    /// Records the uses in an instruction.
    pub(crate) fn observe(&mut self, instruction: &Instruction, escape: char) {
        use Keyword::{Add, Arg, Copy, Env, Expose, Label, Run, Stopsignal, User, Volume, Workdir};
        let place = match instruction.keyword {
            Run => Place::Shell,
            Add | Arg | Copy | Env | Expose | Label | Stopsignal | User | Volume | Workdir => {
                Place::Builder
            }
            // The builder does not expand the others.
            _ => return,
        };
        for (name, arg) in self.0.iter_mut().filter(|(_, arg)| !arg.has_value) {
            for text in texts(instruction) {
                match usage(text, name, place, escape) {
                    Usage::None => {}
                    Usage::Value => {
                        arg.used_at.get_or_insert(instruction.line);
                    }
                    Usage::Test => arg.is_tested = true,
                }
            }
        }
    }

    /// Returns the arguments that have been used without a value.
    pub(crate) fn used(&self) -> impl Iterator<Item = UnsetArg> {
        self.0.iter().filter(|(_, arg)| !arg.is_tested).filter_map(|(name, arg)| {
            let (line, origin, used_at) = (arg.line, arg.origin, arg.used_at?);
            Some(UnsetArg { name: name.clone(), line, origin, used_at })
        })
    }
}

/// Returns the texts of an instruction in which variables are expanded.
fn texts(instruction: &Instruction) -> impl Iterator<Item = &str> {
    let (text, strings) = match &instruction.arguments {
        Arguments::Text(text) => (Some(text), [].as_slice()),
        Arguments::Json(strings) => (None, strings.as_slice()),
    };
    let is_run = instruction.keyword == Keyword::Run;
    // The shell of RUN expands the body, whether or not the name is quoted.
    let heredocs = instruction.heredocs.iter().filter(move |heredoc| is_run || heredoc.expands);
    let flags = instruction.flags.iter();
    text.into_iter()
        .chain(strings)
        .chain(flags)
        .chain(heredocs.map(|heredoc| &heredoc.body))
        .map(String::as_str)
}

#[cfg(test)]
mod tests {
    use crate::dockerfile::Dockerfile;

    /// Returns the names of the arguments that are used without a value, with the lines of their
    /// ARG and their first use.
    fn unset(text: &str) -> Vec<(String, usize, usize)> {
        let stages = Dockerfile::parse(text).unwrap().stages().unwrap();
        let found = stages.unset_args().into_iter();
        found.map(|arg| (arg.name, arg.line, arg.used_at)).collect()
    }

    #[test]
    fn used_arguments_without_a_value_are_found() {
        for used in [
            "RUN echo $V",
            "RUN [\"sh\", \"-c\", \"echo ${V}\"]",
            "RUN <<E\necho \"$V\"\nE",
            "COPY <<E /x\n$V\nE",
            "RUN --mount=type=cache,target=/c/$V make",
            "RUN echo 'a' $V",
            "ENV A=$V",
            "ENV V=$V",
            "ARG A=$V",
            "COPY --chown=$V a b",
            "WORKDIR /$V",
            "LABEL v=${V%.*}",
            "RUN echo ${V:?no version}",
        ] {
            let text = format!("FROM a\nARG V\n{used}\n");
            assert_eq!(unset(&text), [("V".to_owned(), 2, 3)], "{used}");
        }
    }

    #[test]
    fn arguments_with_a_value_or_without_a_use_are_passed_over() {
        for text in [
            "FROM a\nARG V\n",
            "FROM a\nARG V=1\nRUN echo $V\n",
            "FROM a\nARG V=\nRUN echo $V\n",
            "ARG V=1\nFROM a\nARG V\nRUN echo $V\n",
            "FROM a\nARG V\nENV V=1\nRUN echo $V\n",
            "FROM a\nENV V=1\nARG V\nRUN echo $V\n",
            "FROM a\nARG V\nRUN echo ${V:-1} ${V-2} $VV '$V' \\$V $$V\n",
            "FROM a\nARG V\nRUN if [ -n \"$V\" ]; then echo $V; fi\n",
            "FROM a\nARG V\nRUN [ \"$V\" = prod ] || npm i --omit=dev\n",
            "FROM a\nARG V\nRUN case \"$V\" in a) x;; esac\n",
            "FROM a\nARG V\nRUN make ${V:+--with=$V}\n",
            "FROM a\nARG V\nRUN V=$(cat x) && echo $V\n",
            "FROM a\nARG V\nRUN for V in 1 2; do echo $V; done\n",
            "FROM a\nARG V\nCMD echo $V\n",
            "FROM a\nARG V\nRUN [\"awk\", \"{print '$V'}\"]\n",
            "FROM a\nARG TARGETARCH\nARG http_proxy\nRUN echo $TARGETARCH $http_proxy\n",
            "FROM a AS unused\nARG V\nRUN echo $V\nFROM b\n",
        ] {
            assert_eq!(unset(text), [], "{text}");
        }
    }

    #[test]
    fn argument_of_a_parent_is_named_once() {
        let text = "FROM a AS one\nARG V\nRUN echo $V\nFROM one\nRUN echo $V\n";
        assert_eq!(unset(text), [("V".to_owned(), 2, 3)]);
        let text = "FROM a AS one\nARG V\nFROM one\nRUN echo $V\n";
        assert_eq!(unset(text), [("V".to_owned(), 2, 4)]);
    }
}
