//! Creating exactly once, also when the answer is lost.
//!
//! A create that ends without a readable answer may have had its effect. Before it is made again,
//! the name is looked up: what is found there is either this very snapshot, and is adopted, or
//! somebody else's, and is reported as a conflict. Where nothing is found, and still nothing after
//! a while that covers a request on its way, the call may be made again. It cannot make a second
//! snapshot even then, since names are unique at the server: should the first request arrive after
//! all, one of the two is refused with a conflict, upon which the name is looked up once more.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::identity::{self, Difference};
use super::retrying::Retrying;
use crate::error::{Advice, Kind};
use crate::retry::{PriorAttempts, SentFlag};
use crate::stub::Snapshots as _;
use crate::{CreateSnapshotRequest, Error, Result, Snapshot, SnapshotState};

/// How long a request may still be on its way to its effect, once its answer is lost.
const GRACE: Duration = Duration::from_secs(1);

/// How much the clocks of client and server may differ. A snapshot that is older than the request
/// by more is not the one that was asked for.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(5);

/// One create, over all its attempts.
pub(super) struct Submission<'a> {
    snapshots: &'a Retrying,
    request: &'a CreateSnapshotRequest,
    doubt: &'a Doubt,
    since: Timestamp,
}

/// Whether a create may have reached the server, also while an attempt is under way.
#[derive(Debug, Default)]
pub(super) struct Doubt {
    prior_attempts: AtomicBool,
    current_attempt: SentFlag,
}

impl Doubt {
    /// Returns `true` if the server may have taken the request.
    pub(super) fn may_have_acted(&self) -> bool {
        self.prior_attempts.load(Ordering::Relaxed) || self.current_attempt.is_set()
    }
}

/// What became of an attempt that is not worth another one.
pub(super) type Settled = Result<Snapshot>;

impl<'a> Submission<'a> {
    pub(super) fn new(
        snapshots: &'a Retrying,
        request: &'a CreateSnapshotRequest,
        doubt: &'a Doubt,
    ) -> Self {
        Self { snapshots, request, doubt, since: Timestamp::now() }
    }

    /// Makes one attempt. Fails only where another one is safe, or of no use.
    pub(super) async fn attempt(&self, prior: PriorAttempts) -> Result<Settled> {
        let call = self.snapshots.stub().create(self.request.clone());
        let refusal = match self.doubt.current_attempt.during(call).await {
            Ok(snapshot) => return Ok(Ok(snapshot)),
            Err(error) => error,
        };
        if refusal.leaves_effect_unknown() {
            self.doubt.prior_attempts.store(true, Ordering::Relaxed);
        }
        self.doubt.current_attempt.set(false);
        if refusal.is_conflict() && prior.may_have_succeeded {
            return Ok(self.look(&refusal).await.unwrap_or(Err(refusal)));
        }
        if !refusal.leaves_effect_unknown() {
            return Err(refusal);
        }
        if let Some(settled) = self.look(&refusal).await {
            return Ok(settled);
        }
        tokio::time::sleep(GRACE).await;
        match self.look(&refusal).await {
            Some(settled) => Ok(settled),
            None => Err(refusal),
        }
    }

    /// Looks the name up; `None` when there is nothing.
    async fn look(&self, lost: &Error) -> Option<Settled> {
        let name = &self.request.name;
        let found = match self.snapshots.get(name).await {
            Ok(found) => found,
            Err(error) if error.is_not_found() => return None,
            Err(error) => {
                tracing::debug!(%error, "cannot tell whether the snapshot was created");
                return Some(Err(in_doubt(lost.clone(), name)));
            }
        };
        // A general one of the same name belongs to somebody else, and leaves the name free.
        if found.general {
            return None;
        }
        Some(self.judge(found))
    }

    /// Tells one's own snapshot from one that was there before.
    fn judge(&self, found: Snapshot) -> Settled {
        let differences = identity::differences(self.request, &found);
        let is_older = found.created_at < self.since - CLOCK_SKEW;
        if differences.is_empty() && !is_older && found.state != SnapshotState::Removing {
            tracing::info!(snapshot.id = %found.id, "the answer was lost; the snapshot was found by its name");
            return Ok(found);
        }
        Err(taken(&found, &differences))
    }
}

/// Says what to do while it is not known whether the request had its effect.
pub(super) fn in_doubt(error: Error, name: &str) -> Error {
    let hint = format!(
        "the create may have succeeded: look for `{name}` with `get(\"{name}\")` before you retry"
    );
    error.with_advice(Advice::CheckBeforeRetry, hint)
}

/// Returns `true` if an error says that the name of a snapshot is taken. The server answers 409 for
/// other conflicts too, and only its message tells them apart.
pub(super) fn is_about_name(error: &Error) -> bool {
    let message = error.message().to_ascii_lowercase();
    let mut words = message.split(|c: char| !c.is_ascii_alphanumeric());
    error.is_conflict() && (message.contains("already exists") || words.any(|word| word == "name"))
}

/// Makes the error of a name that another snapshot has.
pub(super) fn taken(found: &Snapshot, differences: &[Difference]) -> Error {
    let Snapshot { name, id, created_at, state, .. } = found;
    let message = match differences {
        [] => format!("the name `{name}` is taken by a snapshot of {created_at}, {id} (`{state}`)"),
        _ => format!(
            "the name `{name}` is taken by another snapshot, {id} (`{state}`), which differs in {}",
            identity::listed(differences)
        ),
    };
    free_name(Error::new(Kind::Conflict, message)).with_snapshot(found)
}

/// Says what to do about a name that is taken.
pub(super) fn free_name(error: Error) -> Error {
    let hint = "choose another name, or delete that snapshot and wait until it is gone";
    error.with_advice(Advice::FreeName, hint)
}
