//! The options that the request builders share, and the wrapper that runs an operation.

use std::fmt::Display;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use super::deadline::Deadline;
use crate::Result;
use crate::retry::{PollingPolicy, RetryPolicy};
use crate::telemetry::Operation;

/// The options of one operation, as its request builder collects them.
#[derive(Clone, Debug, Default)]
pub(super) struct OperationOptions {
    pub(super) timeout: Option<Duration>,
    pub(super) retry_policy: Option<Arc<dyn RetryPolicy>>,
    pub(super) polling_policy: Option<Arc<dyn PollingPolicy>>,
}

impl OperationOptions {
    /// Starts the clock of the deadline.
    pub(super) fn start_deadline(&self) -> Deadline {
        Deadline::after(self.timeout)
    }

    /// Runs an operation of one step under its deadline. See [`run`] for the rest.
    pub(super) fn run<T, F>(
        &self,
        operation: Operation,
        action: &str,
        target: Option<&dyn Display>,
        step: Step<F>,
    ) -> impl Future<Output = Result<T>> + use<T, F>
    where
        F: Future<Output = Result<T>>,
    {
        let deadline = self.start_deadline();
        let Step { description, future } = step;
        run(operation, action, target, async move { deadline.run(description, future).await })
    }
}

/// A step of an operation, with the words for it in the error of a deadline.
pub(super) struct Step<F> {
    pub(super) description: &'static str,
    pub(super) future: F,
}

/// Runs an operation inside its span, and adds to its error what was attempted: `action`, and the
/// id or name of the snapshot.
pub(super) fn run<T, F>(
    operation: Operation,
    action: &str,
    target: Option<&dyn Display>,
    work: F,
) -> impl Future<Output = Result<T>> + use<T, F>
where
    F: Future<Output = Result<T>>,
{
    let attempt = match target {
        Some(target) => format!("{action} `{target}`"),
        None => action.to_owned(),
    };
    let work = async move { work.await.map_err(|error| error.while_doing(attempt)) };
    operation.observe(target, work)
}

/// Implements `IntoFuture` for a request builder through its method `run`.
macro_rules! impl_into_future {
    ($builder:ident $(<$lifetime:lifetime>)? => $output:ty) => {
        impl $(<$lifetime>)? std::future::IntoFuture for $builder $(<$lifetime>)? {
            type Output = $output;
            type IntoFuture = std::pin::Pin<
                Box<dyn std::future::Future<Output = Self::Output> + Send $(+ $lifetime)?>,
            >;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.run())
            }
        }
    };
}

/// Defines `timeout` and `retry_policy` for a request builder with the field `options`. The given
/// documentation says what the deadline covers.
macro_rules! call_setters {
    ($(#[$covers:meta])*) => {
        $(#[$covers])*
        ///
        /// Default: no deadline. [`Duration::ZERO`](std::time::Duration::ZERO) means no deadline too,
        /// as in the official SDK.
        pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
            self.options.timeout = Some(timeout);
            self
        }

        /// Sets the retry policy: which failed calls are repeated. Default: the policy of the
        /// service. See [`retry`](crate::retry).
        pub fn retry_policy(mut self, policy: impl crate::retry::RetryPolicy + 'static) -> Self {
            self.options.retry_policy = Some(std::sync::Arc::new(policy));
            self
        }
    };
}

/// Defines `polling_policy` for a request builder with the field `options`.
macro_rules! polling_setter {
    () => {
        /// Sets the polling policy: how long to pause between two polls of the snapshot. Default:
        /// the policy of the service. See [`retry`](crate::retry).
        pub fn polling_policy(
            mut self,
            policy: impl crate::retry::PollingPolicy + 'static,
        ) -> Self {
            self.options.polling_policy = Some(std::sync::Arc::new(policy));
            self
        }
    };
}

/// Defines the callbacks of a request builder with the field `observer`.
macro_rules! callback_setters {
    () => {
        /// Calls `callback` with each line of the build log, without its line end.
        ///
        /// The operation does not continue while the callback runs. Log data that arrives faster
        /// than the callback takes it waits at the server, not in memory. After the build has ended,
        /// the rest of the log is read for at most two seconds.
        ///
        /// # Panics
        ///
        /// A callback that panics is not called again. The operation continues to its end, then the
        /// panic is resumed in place of the result. This is the same for all callbacks.
        pub fn on_logs(mut self, callback: impl FnMut(&str) + Send + 'a) -> Self {
            self.observer.set_on_logs(callback);
            self
        }

        /// Calls `callback` with the bytes of the build log as they arrive. A chunk may end inside a
        /// line or a character. Otherwise the same as [`on_logs`](Self::on_logs).
        pub fn on_raw_logs(mut self, callback: impl FnMut(&[u8]) + Send + 'a) -> Self {
            self.observer.set_on_raw_logs(callback);
            self
        }

        /// Calls `callback` for every [`CreateEvent`](crate::CreateEvent) except log lines. Panics
        /// are handled as in [`on_logs`](Self::on_logs).
        pub fn on_event(mut self, callback: impl FnMut(&crate::CreateEvent) + Send + 'a) -> Self {
            self.observer.set_on_event(callback);
            self
        }
    };
}

pub(super) use {call_setters, callback_setters, impl_into_future, polling_setter};
