//! The servers that are measured against.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdout, Command, Stdio},
};

use serde_json::Value;

use crate::Error;

/// A server that runs, with nothing in it to begin with. It ends, and forgets all, when dropped.
///
/// The first line that it prints is an object with what a client needs, named as environment variables. For each line
/// that it is sent it prints what it has been asked since the last one.
pub(crate) struct Server {
    process: Child,
    output: BufReader<ChildStdout>,
    environment: Vec<(String, String)>,
}

impl Server {
    pub(crate) fn start(mut command: Command) -> Result<Self, Error> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process =
            command.spawn().map_err(|error| format!("cannot start a server: {error}"))?;
        let output = process.stdout.take().ok_or("a server without output")?;
        let output = BufReader::new(output);
        let mut server = Self { process, output, environment: Vec::new() };
        let Value::Object(variables) = server.next_line()? else {
            return Err("a server did not say how to reach it".into());
        };
        let text = |value: Value| value.as_str().unwrap_or_default().to_owned();
        server.environment =
            variables.into_iter().map(|(name, value)| (name, text(value))).collect();
        Ok(server)
    }

    /// Lets a command know how to reach the server.
    pub(crate) fn tell(&self, command: &mut Command) {
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
    }

    /// Returns what the server has been asked since this was called last.
    pub(crate) fn take_traffic(&mut self) -> Result<Value, Error> {
        let input = self.process.stdin.as_mut().ok_or("a server without input")?;
        input.write_all(b"traffic\n")?;
        input.flush()?;
        self.next_line()
    }

    fn next_line(&mut self) -> Result<Value, Error> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        serde_json::from_str(&line)
            .map_err(|error| format!("a server said {line:?}: {error}").into())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The end of its input is the server's end. Only one that hangs would have to be killed.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
