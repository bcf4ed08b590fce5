//! Creates a snapshot exactly once, even if a response is lost.
//!
//! A create without a readable response may have succeeded. Its name is looked up before the request
//! is repeated. If the snapshot of that name is the requested one, it is adopted; any other is a
//! conflict. If there is none, and still none after a pause for a request on its way, the request is
//! repeated. That cannot create a second snapshot, because names are unique at the server. If the
//! first request arrives late, one of the two is refused as a conflict, and the name is looked up
//! again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::difference::{self, Difference};
use super::retrying::RetryingSnapshots;
use crate::error::{Advice, Kind};
use crate::retry::{CallKind, PriorAttempts, SentFlag};
use crate::{CreateSnapshotRequest, Error, Result, Snapshot, SnapshotState};

/// How long a request may take to its effect after its response is lost.
const GRACE: Duration = Duration::from_secs(1);

/// How much the clocks of client and server may differ. A snapshot that is older than the request by
/// more than this was not created by it.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(5);

/// Creates a snapshot. `effect` shows during the call if the server may have received a request.
pub(super) async fn create(
    snapshots: &RetryingSnapshots,
    request: &CreateSnapshotRequest,
    effect: &EffectTracker,
) -> Result<Snapshot> {
    let create = CreateAttempts { snapshots, request, effect, since: Timestamp::now() };
    snapshots.retry_loop.run(CallKind::Create, |prior| create.attempt(prior)).await?
}

/// All attempts of one create.
struct CreateAttempts<'a> {
    snapshots: &'a RetryingSnapshots,
    request: &'a CreateSnapshotRequest,
    effect: &'a EffectTracker,
    since: Timestamp,
}

/// Shows if a create may have reached the server, also during an attempt.
#[derive(Debug, Default)]
pub(super) struct EffectTracker {
    prior_attempts: AtomicBool,
    current_attempt: SentFlag,
}

impl EffectTracker {
    /// Returns `true` if the server may have received the request.
    pub(super) fn may_have_acted(&self) -> bool {
        self.prior_attempts.load(Ordering::Relaxed) || self.current_attempt.is_set()
    }
}

/// The outcome of an attempt after which none is made.
type FinalOutcome = Result<Snapshot>;

impl CreateAttempts<'_> {
    /// Sends the request once. The outer error means that another attempt is safe, or of no use.
    async fn attempt(&self, prior: PriorAttempts) -> Result<FinalOutcome> {
        let call = self.snapshots.stub.create(self.request.clone());
        let refusal = match self.effect.current_attempt.during(call).await {
            Ok(snapshot) => return Ok(Ok(snapshot)),
            Err(error) => error,
        };
        if refusal.leaves_effect_unknown() {
            self.effect.prior_attempts.store(true, Ordering::Relaxed);
        }
        self.effect.current_attempt.set(false);
        if refusal.is_conflict() && prior.may_have_succeeded {
            return Ok(self.find_created(&refusal).await.unwrap_or(Err(refusal)));
        }
        if !refusal.leaves_effect_unknown() {
            return Err(refusal);
        }
        if let Some(outcome) = self.find_created(&refusal).await {
            return Ok(outcome);
        }
        tokio::time::sleep(GRACE).await;
        match self.find_created(&refusal).await {
            Some(outcome) => Ok(outcome),
            None => Err(refusal),
        }
    }

    /// Looks the name up after a failure. Returns `None` if there is no such snapshot.
    async fn find_created(&self, failure: &Error) -> Option<FinalOutcome> {
        let name = &self.request.name;
        let found = match self.snapshots.get(name).await {
            Ok(found) => found,
            Err(error) if error.is_not_found() => return None,
            Err(error) => {
                tracing::debug!(%error, "the look-up after a lost create failed");
                return Some(Err(advise_check(failure.clone(), name)));
            }
        };
        // A general snapshot of the same name belongs to others, and leaves the name free.
        if found.general {
            return None;
        }
        Some(self.adopt(found))
    }

    /// Returns the snapshot if this create has made it. Any other snapshot is a conflict.
    fn adopt(&self, found: Snapshot) -> FinalOutcome {
        let differences = difference::differences(self.request, &found);
        let is_older = found.created_at < self.since - CLOCK_SKEW;
        if differences.is_empty() && !is_older && found.state != SnapshotState::Removing {
            tracing::info!(snapshot.id = %found.id, "the response was lost; the snapshot was found by its name");
            return Ok(found);
        }
        Err(taken(&found, &differences))
    }
}

/// Adds the advice for a create that may have succeeded.
pub(super) fn advise_check(error: Error, name: &str) -> Error {
    let hint =
        format!("the create may have succeeded: check with `get(\"{name}\")` before you retry");
    error.with_advice(Advice::CheckBeforeRetry, hint)
}

/// Returns `true` if an error says that the name of a snapshot is taken. The server uses 409 for
/// other conflicts too, and only the message distinguishes them.
pub(super) fn is_about_name(error: &Error) -> bool {
    let message = error.message().to_ascii_lowercase();
    let mut words = message.split(|c: char| !c.is_ascii_alphanumeric());
    error.is_conflict() && (message.contains("already exists") || words.any(|word| word == "name"))
}

/// Creates the error of a name that another snapshot has.
pub(super) fn taken(found: &Snapshot, differences: &[Difference]) -> Error {
    let Snapshot { name, id, created_at, state, .. } = found;
    let message = match differences {
        [] => format!("the name `{name}` is taken by a snapshot of {created_at}, {id} (`{state}`)"),
        _ => format!(
            "the name `{name}` is taken by another snapshot, {id} (`{state}`), which differs in {}",
            difference::listed(differences)
        ),
    };
    advise_other_name(Error::new(Kind::Conflict, message)).with_snapshot(found)
}

/// Adds the advice for a name that is taken.
pub(super) fn advise_other_name(error: Error) -> Error {
    let hint = "choose another name, or delete that snapshot and wait until it is removed";
    error.with_advice(Advice::FreeName, hint)
}
