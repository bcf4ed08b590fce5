//! The cells that do not hold yet. The test fails when one of them starts to.

use crate::operation::Operation;

const CELLS: &[(&str, Operation)] = &[("server gone for five seconds", Operation::Activate)];

pub(crate) fn cells() -> impl Iterator<Item = (&'static str, Operation)> {
    CELLS.iter().copied()
}
