//! The table: the expected outcome of each operation under each fault.
//!
//! Operations survive a fault that occurs once: reads are repeated, and a create without a readable response finds its
//! snapshot by name. A permanent fault is an error of its kind.

use std::time::Duration;

use daytona_testkit::{Fault, FaultResponse, FeedFault, Route};
use daytona_tests::canary;

use crate::{
    expectation::{
        Expect,
        Predicate::{
            BuildFailed, Conflict, Connect, NotFound, RateLimited, ServerError, Storage, Timeout,
            Unauthorized, UnexpectedResponse, UnexpectedState,
        },
    },
    operation::ExpectedLog,
    scenario::Scenario::{
        self, At, Call, ClockJump, Down, Dropped, Feed, LostDeletes, NameTaken, PassingState,
        Removed, Restart, State,
    },
};

/// A fault, and the expected outcome of each operation.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) scenario: Scenario,
    /// In the order of [`Operation::ALL`](crate::operation::Operation::ALL).
    pub(crate) expected: [Expect; 7],
    /// The deadline of creates.
    pub(crate) deadline: Option<Duration>,
    /// The duration of builds and pulls.
    pub(crate) build_time: Duration,
    /// The log that the operation must receive.
    pub(crate) log: ExpectedLog,
    /// The least time until the request is repeated, as requested by the server.
    pub(crate) no_sooner_than: Duration,
}

const OK: Expect = Expect::Success;
const __: Expect = Expect::NotApplicable;

/// All operations.
const ALL: [Expect; 7] = [OK; 7];
/// Operations whose response has a body. The response to a delete has none.
const BODIES: [Expect; 7] = [OK, OK, OK, OK, OK, OK, __];
/// Creates.
const CREATE: [Expect; 7] = [__, __, OK, OK, __, __, __];
/// Deletes.
const DELETE: [Expect; 7] = [__, __, __, __, __, __, OK];
/// Operations that wait for a snapshot.
const WAIT: [Expect; 7] = [__, __, OK, OK, __, OK, __];
/// Operations that wait for a snapshot or its removal.
const FEED: [Expect; 7] = [__, __, OK, OK, __, OK, OK];
/// Operations that read the log.
const LOG: [Expect; 7] = [__, __, __, OK, OK, __, __];
/// Creates with a context.
const CONTEXT: [Expect; 7] = [__, __, __, OK, __, __, __];

const fn row(name: &'static str, scenario: Scenario, expected: [Expect; 7]) -> Row {
    Row {
        name,
        scenario,
        expected,
        deadline: None,
        build_time: BUILD_TIME,
        log: ExpectedLog::Complete,
        no_sooner_than: Duration::ZERO,
    }
}

impl Row {
    const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    const fn build_time(mut self, build_time: Duration) -> Self {
        self.build_time = build_time;
        self
    }

    const fn log(mut self, log: ExpectedLog) -> Self {
        self.log = log;
        self
    }

    const fn no_sooner_than(mut self, pause: Duration) -> Self {
        self.no_sooner_than = pause;
        self
    }
}

/// Returns a group of operations that are expected to fail.
const fn fails(group: [Expect; 7], predicate: crate::expectation::Predicate) -> [Expect; 7] {
    let mut expected = group;
    let mut column = 0;
    while column < expected.len() {
        if matches!(expected[column], Expect::Success) {
            expected[column] = Expect::Failure(predicate);
        }
        column += 1;
    }
    expected
}

const BUILD_TIME: Duration = Duration::from_secs(3);
const SECOND: Duration = Duration::from_secs(1);
const LONG_BUILD: Duration = Duration::from_secs(20);
const LONG: Duration = Duration::from_secs(120);
/// The number of bytes up to the middle of the token in the response with the log URL.
const IN_LOG_TOKEN: u64 = 125;
/// The number of bytes up to the middle of a key in the response with the storage access.
const IN_ACCESS: u64 = 200;
const HEADER_PAUSE: Duration = Duration::from_secs(3);

pub(crate) static ROWS: &[Row] = &[
    // The connection.
    row("connection refused for a second", Down { back_after: Some(SECOND) }, ALL),
    row("connection refused", Down { back_after: None }, fails(ALL, Connect)),
    row("reset before the effect", Call(|at| at.reset_before_effect().times(1)), ALL),
    row("reset before the effect, three times", Call(|at| at.reset_before_effect().times(3)), ALL),
    row("reset after the effect", Call(|at| at.reset_after_effect().times(1)), ALL),
    row("request ignored", Call(|at| at.ignore().times(1)), ALL),
    row("response lost", Call(|at| at.lose_response().times(1)), ALL),
    row("response delayed beyond the call's timeout", Call(|at| at.delay(LONG).times(1)), ALL),
    row("response delayed beyond the deadline", Call(|at| at.delay(LONG)), fails(CREATE, Timeout))
        .deadline(Duration::from_secs(5)),
    row("response in pieces", Call(|at| at.trickle(16, Duration::from_millis(10)).times(1)), ALL),
    row("response cut", Call(|at| at.cut(10).times(1)), BODIES),
    // Responses.
    row("429, Retry-After", Call(|at| at.respond(busy().retry_after(HEADER_PAUSE)).times(1)), ALL)
        .no_sooner_than(HEADER_PAUSE),
    row("429, Retry-After-{throttler}", Call(|at| at.respond(throttled()).times(1)), ALL)
        .no_sooner_than(HEADER_PAUSE),
    row("429, X-RateLimit-Reset", Call(|at| at.respond(limited()).times(1)), ALL)
        .no_sooner_than(HEADER_PAUSE),
    row("429 without a header", Call(|at| at.respond(busy()).times(1)), ALL),
    row("429, permanently", Call(|at| at.respond(busy())), fails(ALL, RateLimited)),
    row("500", Call(|at| at.respond(FaultResponse::new(500)).times(1)), ALL),
    row(
        "name taken, and reset before the effect",
        NameTaken(|at| at.reset_before_effect().times(1)),
        fails(CREATE, Conflict),
    ),
    row(
        "name taken, and the response lost",
        NameTaken(|at| at.lose_response().times(1)),
        fails(CREATE, Conflict),
    ),
    row(
        "500 after the effect",
        Call(|at| at.respond_after_effect(FaultResponse::new(500)).times(1)),
        ALL,
    ),
    row("502 with HTML", Call(|at| at.respond(FaultResponse::html(502)).times(1)), ALL),
    row("503", Call(|at| at.respond(FaultResponse::new(503)).times(1)), ALL),
    row(
        "503, permanently",
        Call(|at| at.respond(FaultResponse::new(503))),
        fails(ALL, ServerError),
    ),
    row("504", Call(|at| at.respond(FaultResponse::html(504)).times(1)), ALL),
    row(
        "504 after the effect",
        Call(|at| at.respond_after_effect(FaultResponse::html(504)).times(1)),
        ALL,
    ),
    row("401", Call(|at| at.respond(FaultResponse::new(401))), fails(ALL, Unauthorized)),
    row("truncated JSON", Call(|at| at.truncate(10).times(1)), BODIES),
    row("corrupt JSON", Call(|at| at.corrupt().times(1)), BODIES),
    row("wrong content type", Call(|at| at.content_type("text/html").times(1)), BODIES),
    row(
        "HTML instead of JSON",
        Call(|at| at.respond(FaultResponse::html(200))),
        fails(BODIES, UnexpectedResponse),
    ),
    // Waiting for the snapshot.
    row("poll reset", At(Route::GetSnapshot, |at| at.reset_before_effect().times(3)), WAIT),
    row("poll unanswered", At(Route::GetSnapshot, |at| at.lose_response().times(1)), WAIT),
    row("poll answered 429", At(Route::GetSnapshot, |at| at.respond(throttled()).times(1)), WAIT)
        .no_sooner_than(HEADER_PAUSE),
    row(
        "poll answered 502",
        At(Route::GetSnapshot, |at| at.respond(FaultResponse::html(502)).times(3)),
        WAIT,
    ),
    row("poll with truncated JSON", At(Route::GetSnapshot, |at| at.truncate(10).times(1)), WAIT),
    row(
        "poll answered 503, permanently",
        At(Route::GetSnapshot, |at| at.respond(FaultResponse::new(503))),
        // A create learns its end from the feed. An activation looks the snapshot up first.
        [__, __, OK, OK, __, Expect::Failure(ServerError), __],
    ),
    row(
        "poll answered 401",
        At(Route::GetSnapshot, |at| at.respond(FaultResponse::new(401))),
        fails(WAIT, Unauthorized),
    ),
    row(
        "poll answered with HTML",
        At(Route::GetSnapshot, |at| at.respond(FaultResponse::html(200)).times(1)),
        WAIT,
    ),
    row("server down for five seconds", Restart(Duration::from_secs(5)), WAIT)
        .build_time(LONG_BUILD),
    row("deadline while waiting", Scenario::None, fails(CREATE, Timeout))
        .build_time(LONG_BUILD)
        .deadline(Duration::from_secs(5)),
    row("state inactive", State("inactive"), fails(WAIT, UnexpectedState)),
    row("state removing", State("removing"), fails(WAIT, UnexpectedState)),
    row("state error without a reason", State("error"), fails(WAIT, BuildFailed)),
    row("state build_failed", State("build_failed"), fails(WAIT, BuildFailed)),
    row("unknown state that passes", PassingState("hibernating"), WAIT),
    row("unknown state that stays", State("hibernating"), fails(WAIT, UnexpectedState)),
    row("snapshot deleted while waiting", Removed, fails(WAIT, NotFound)),
    row("delete lost, twice", LostDeletes(2), DELETE),
    row("delete lost each time", LostDeletes(u64::MAX), fails(DELETE, UnexpectedState)),
    row("clock an hour ahead", ClockJump(1), WAIT),
    row("clock an hour back", ClockJump(-1), WAIT),
    // The notification feed.
    row("feed missing", Feed(|| refused(FaultResponse::not_found())), FEED),
    row("feed answered 401", Feed(|| refused(FaultResponse::new(401))), FEED),
    row("feed answered with HTML", Feed(|| refused(FaultResponse::html(403))), FEED),
    row("feed unanswered", Feed(|| Fault::on(Route::ConnectFeed).ignore()), FEED),
    row("feed late", Feed(|| Fault::on(Route::ConnectFeed).delay(SECOND)), FEED),
    row("feed unauthorized", Feed(|| Fault::on_feed(FeedFault::Unauthorized)), FEED),
    row("feed cut in a frame", Feed(|| Fault::on_feed(FeedFault::CutIn { frame: 3 })), FEED),
    row("feed closed", Feed(|| Fault::on_feed(FeedFault::CloseAfter { frames: 2 })), FEED),
    row("feed silent", Feed(|| Fault::on_feed(FeedFault::SilentAfter { frames: 2 })), FEED),
    row("feed with garbage", Feed(|| Fault::on_feed(FeedFault::Garbage { from_frame: 3 })), FEED),
    row("events lost", Feed(|| Fault::on_feed(lost_events())), FEED),
    row("events delayed", Feed(|| Fault::on_feed(FeedFault::DelayEvents(SECOND))), FEED),
    row("events repeated, latest first", Feed(|| Fault::on_feed(FeedFault::RepeatEvents)), FEED),
    row(
        "events before the response of the create",
        Call(|at| at.trickle(16, Duration::from_millis(100)).times(1)),
        CREATE,
    )
    .build_time(Duration::ZERO),
    // The build log.
    row(
        "log URL answered 404 early",
        At(Route::GetSnapshotBuildLogsUrl, |at| at.respond(FaultResponse::not_found()).times(2)),
        LOG,
    ),
    row(
        "log answered 404 early",
        At(Route::FollowBuildLogs, |at| at.respond(FaultResponse::not_found()).times(2)),
        LOG,
    ),
    row("log cut in a line", At(Route::FollowBuildLogs, |at| at.cut_in_line(2).times(1)), LOG),
    row(
        "log cut in a character",
        At(Route::FollowBuildLogs, |at| at.cut_in_character().times(1)),
        LOG,
    ),
    row(
        "log cut at its beginning, again and again",
        At(Route::FollowBuildLogs, |at| at.cut(0).times(3)),
        LOG,
    ),
    row("log reset", At(Route::FollowBuildLogs, |at| at.reset_before_effect().times(1)), LOG),
    row(
        "log reset every five seconds",
        At(Route::FollowBuildLogs, |at| at.reset_after(Duration::from_secs(5))),
        LOG,
    )
    .build_time(LONG_BUILD),
    row(
        "log in pieces",
        At(Route::FollowBuildLogs, |at| at.trickle(1, Duration::from_millis(1))),
        LOG,
    ),
    row(
        "log ended early",
        At(Route::FollowBuildLogs, |at| at.truncate(12).times(1)),
        [__, __, __, OK, __, __, __],
    ),
    row(
        "log never ending",
        At(Route::FollowBuildLogs, |at| at.never_end()),
        [__, __, __, OK, Expect::Open, __, __],
    ),
    row(
        "log ended early as the build ends",
        At(Route::FollowBuildLogs, |at| at.truncate(12).times(1)),
        CONTEXT,
    )
    .build_time(Duration::ZERO),
    row(
        "log cut in a line as the build ends",
        At(Route::FollowBuildLogs, |at| at.cut_in_line(2).times(1)),
        CONTEXT,
    )
    .build_time(Duration::ZERO),
    row("log replaying an earlier attempt", Scenario::None, LOG).log(ExpectedLog::AfterFailedBuild),
    row(
        "log refused while building",
        At(Route::FollowBuildLogs, |at| at.respond(FaultResponse::new(401))),
        CONTEXT,
    )
    .log(ExpectedLog::Empty),
    row(
        "log refused",
        At(Route::FollowBuildLogs, |at| at.respond(FaultResponse::new(401))),
        fails([__, __, __, __, OK, __, __], Unauthorized),
    )
    .log(ExpectedLog::Empty),
    row(
        "log URL refused",
        At(Route::GetSnapshotBuildLogsUrl, |at| at.respond(FaultResponse::new(403))),
        CONTEXT,
    )
    .log(ExpectedLog::Empty),
    row(
        "log URL answered 502",
        At(Route::GetSnapshotBuildLogsUrl, |at| at.respond(FaultResponse::html(502)).times(2)),
        CONTEXT,
    ),
    row("log unanswered", At(Route::FollowBuildLogs, |at| at.lose_response().times(1)), CONTEXT)
        .build_time(LONG),
    row(
        "log URL with truncated JSON",
        At(Route::GetSnapshotBuildLogsUrl, |at| at.truncate(IN_LOG_TOKEN).times(1)),
        LOG,
    ),
    row(
        "log URL malformed",
        At(Route::GetSnapshotBuildLogsUrl, |at| at.respond(malformed_url())),
        CONTEXT,
    )
    .log(ExpectedLog::Empty),
    // The object storage.
    row(
        "storage access with truncated JSON",
        At(Route::GetPushAccess, |at| at.truncate(IN_ACCESS).times(1)),
        CONTEXT,
    ),
    row(
        "storage access answered 503",
        At(Route::GetPushAccess, |at| at.respond(FaultResponse::new(503)).times(1)),
        CONTEXT,
    ),
    row(
        "storage access reset",
        At(Route::GetPushAccess, |at| at.reset_after_effect().times(1)),
        CONTEXT,
    ),
    row(
        "existence check reset",
        At(Route::ListObjectsV2, |at| at.reset_before_effect().times(1)),
        CONTEXT,
    ),
    row(
        "existence check answered 503",
        At(Route::ListObjectsV2, |at| at.respond(slow_down()).times(1)),
        CONTEXT,
    ),
    row(
        "upload reset before the effect",
        At(Route::PutObject, |at| at.reset_before_effect().times(1)),
        CONTEXT,
    ),
    row(
        "upload reset after the effect",
        At(Route::PutObject, |at| at.reset_after_effect().times(1)),
        CONTEXT,
    ),
    row(
        "upload answered 500",
        At(Route::PutObject, |at| {
            at.respond(FaultResponse::s3_error(500, "InternalError")).times(1)
        }),
        CONTEXT,
    ),
    row(
        "upload answered SlowDown",
        At(Route::PutObject, |at| at.respond(slow_down()).times(2)),
        CONTEXT,
    ),
    row("upload unanswered", At(Route::PutObject, |at| at.lose_response().times(1)), CONTEXT),
    row(
        "upload with expired credentials",
        At(Route::PutObject, |at| at.respond(FaultResponse::expired_credentials()).times(1)),
        CONTEXT,
    ),
    row(
        "upload refused",
        At(Route::PutObject, |at| at.respond(FaultResponse::s3_error(403, "AccessDenied"))),
        fails(CONTEXT, Storage),
    ),
    row(
        "upload answered SlowDown, permanently",
        At(Route::PutObject, |at| at.respond(slow_down())),
        fails(CONTEXT, Storage),
    ),
    row(
        "upload in parts begun twice",
        At(Route::CreateMultipartUpload, |at| at.reset_after_effect().times(1)),
        CONTEXT,
    ),
    row("part reset", At(Route::UploadPart, |at| at.reset_before_effect().times(1)), CONTEXT),
    row(
        "part answered SlowDown",
        At(Route::UploadPart, |at| at.respond(slow_down()).times(1)),
        CONTEXT,
    ),
    row(
        "completion of the parts reset after the effect",
        At(Route::CompleteMultipartUpload, |at| at.reset_after_effect().times(1)),
        CONTEXT,
    ),
    row(
        "completion of the parts answered 500",
        At(Route::CompleteMultipartUpload, |at| {
            at.respond(FaultResponse::s3_error(500, "InternalError")).times(1)
        }),
        CONTEXT,
    ),
    // The caller.
    row("future dropped at each wait", Dropped, ALL),
];

/// Returns a response with a malformed log URL that has a token.
fn malformed_url() -> FaultResponse {
    let url = format!(r#"{{"url":"http://127.0.0.1:port/?token={}"}}"#, canary::CANARY);
    FaultResponse::new(200).body("application/json", url)
}

fn refused(response: FaultResponse) -> Fault {
    Fault::on(Route::ConnectFeed).respond(response)
}

fn lost_events() -> FeedFault {
    FeedFault::LoseEvents { containing: String::new() }
}

fn busy() -> FaultResponse {
    FaultResponse::too_many_requests()
}

fn throttled() -> FaultResponse {
    busy().retry_after_of("anonymous", HEADER_PAUSE)
}

fn limited() -> FaultResponse {
    busy().rate_limit(10, 0, HEADER_PAUSE)
}

fn slow_down() -> FaultResponse {
    FaultResponse::s3_error(503, "SlowDown")
}
