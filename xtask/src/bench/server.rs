//! The servers of the benchmarks.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdout, Command, Stdio},
};

use serde_json::Value;

use xtask::Error;

/// A running server, empty at the start. Dropping it ends the process and deletes its data.
///
/// The first line of its output is a JSON object with environment variables for clients. For each line of its input, it
/// prints the traffic since the previous one.
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
        let output = process.stdout.take().ok_or("the server has no output")?;
        let output = BufReader::new(output);
        let mut server = Self { process, output, environment: Vec::new() };
        let Value::Object(variables) = server.next_line()? else {
            return Err("the server did not print its environment variables".into());
        };
        let text = |value: Value| value.as_str().unwrap_or_default().to_owned();
        server.environment =
            variables.into_iter().map(|(name, value)| (name, text(value))).collect();
        Ok(server)
    }

    /// Sets the environment variables with the URL and the credentials of the server.
    pub(crate) fn configure(&self, command: &mut Command) {
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
    }

    /// Returns an environment variable for clients.
    pub(crate) fn variable(&self, name: &str) -> Option<&str> {
        let mut variables = self.environment.iter();
        variables.find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Returns the traffic since the last call.
    pub(crate) fn take_traffic(&mut self) -> Result<Value, Error> {
        let input = self.process.stdin.as_mut().ok_or("the server has no input")?;
        input.write_all(b"traffic\n")?;
        input.flush()?;
        self.next_line()
    }

    fn next_line(&mut self) -> Result<Value, Error> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        serde_json::from_str(&line)
            .map_err(|error| format!("the server printed {line:?}: {error}").into())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server ends at the end of its input.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
