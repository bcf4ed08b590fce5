//! A program in a pseudo-terminal.

use std::{fs::File, io::Read, process::Command};

use rustix::{
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcsetwinsize},
};
use xtask::Error;

/// The size of the terminal. No line of the run is longer.
const COLUMNS: u16 = 100;
const ROWS: u16 = 40;

/// Runs a program to its end, and returns the terminal that it leaves.
pub(super) fn run(mut command: Command) -> Result<avt::Terminal, Error> {
    let mut device = open()?;
    let name = ptsname(&device, Vec::new())?.into_string()?;
    let stream = || File::options().read(true).write(true).open(&name);
    command.stdin(stream()?).stdout(stream()?).stderr(stream()?);
    let mut child = command.spawn()?;
    // The streams in `command` would keep the terminal open.
    drop(command);
    let mut output = Vec::new();
    let mut buffer = [0; 4096];
    // Linux reports the end of a terminal as an error.
    while let Ok(count @ 1..) = device.read(&mut buffer) {
        output.extend_from_slice(&buffer[..count]);
    }
    let output = String::from_utf8(output)?;
    let status = child.wait()?;
    if !status.success() {
        return Err(format!("the command failed with {status}\n{output}").into());
    }
    let mut terminal = avt::Terminal::new(COLUMNS.into(), ROWS.into())
        .map_err(|error| format!("cannot create a terminal: {error}"))?;
    terminal.feed(output.as_str());
    Ok(terminal)
}

/// Opens a pseudo-terminal of the fixed size.
fn open() -> Result<File, Error> {
    let device = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
    grantpt(&device)?;
    unlockpt(&device)?;
    let size = Winsize { ws_row: ROWS, ws_col: COLUMNS, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&device, size)?;
    Ok(device.into())
}
