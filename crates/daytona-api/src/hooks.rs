//! The hooks that run for every call: headers and tracing.

use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use tracing::{Instrument, debug, debug_span, field};

use crate::{Client, Error, RequestHeaders, redirect::execute};

impl ClientHooks<RequestHeaders> for Client {
    /// Adds the headers of the client.
    async fn pre<E>(
        &self,
        request: &mut reqwest::Request,
        _: &OperationInfo,
    ) -> Result<(), Error<E>> {
        // The generator sends the version of the description in a header, which Daytona does not know.
        request.headers_mut().remove("api-version");
        self.inner().add_to(request.headers_mut());
        Ok(())
    }

    /// Sends the request inside a span.
    async fn exec(
        &self,
        #[cfg_attr(not(feature = "otel"), expect(unused_mut))] mut request: reqwest::Request,
        info: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        let span = debug_span!(
            "daytona_api",
            operation = info.operation_id,
            method = %request.method(),
            path = request.url().path(),
            status = field::Empty,
        );
        #[cfg(feature = "otel")]
        span.in_scope(|| crate::trace_context::add_trace_context(request.headers_mut()));
        let result = execute(self.client(), request).instrument(span.clone()).await;
        match &result {
            Ok(response) => {
                span.record("status", response.status().as_u16());
                debug!(parent: &span, "answered");
            }
            Err(error) => {
                debug!(parent: &span, error = error as &dyn std::error::Error, "not answered")
            }
        }
        result
    }
}
