//! What happens around every call.

use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use tracing::{Instrument, Span, debug, debug_span, field};

use crate::{Client, Error, RequestHeaders};

impl ClientHooks<RequestHeaders> for Client {
    /// Adds the client's headers.
    async fn pre<E>(
        &self,
        request: &mut reqwest::Request,
        _: &OperationInfo,
    ) -> Result<(), Error<E>> {
        // The generator sends the version of the description, which Daytona does not know as a header.
        request.headers_mut().remove("api-version");
        self.inner().add_to(request.headers_mut());
        Ok(())
    }

    /// Sends the request inside a span.
    async fn exec(
        &self,
        request: reqwest::Request,
        info: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        let span = debug_span!(
            "daytona_api",
            operation = info.operation_id,
            method = %request.method(),
            path = request.url().path(),
            status = field::Empty,
        );
        send(self.client(), request).instrument(span).await
    }
}

async fn send(
    client: &reqwest::Client,
    request: reqwest::Request,
) -> reqwest::Result<reqwest::Response> {
    let result = client.execute(request).await;
    match &result {
        Ok(response) => {
            Span::current().record("status", response.status().as_u16());
            debug!("answered");
        }
        Err(error) => debug!(error = error as &dyn std::error::Error, "not answered"),
    }
    result
}
