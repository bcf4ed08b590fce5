//! What is kept of an answer that is no success, or that makes no sense.

use wiremock::ResponseTemplate;

use super::{Error, answer::decode_error, client, server};

#[tokio::test]
async fn declared_and_other_errors_keep_status_headers_and_body() {
    for (status, body) in [(404, "\"gone\""), (500, "<h1>Oh no</h1>"), (429, ""), (302, "moved")] {
        let answer = ResponseTemplate::new(status)
            .insert_header("retry-after", "7")
            .set_body_raw(body, "text/html");
        let server = server(answer).await;
        let outcome = client(&server).get_thing().id("a").send().await;
        let Err(Error::UnexpectedResponse(response)) = outcome else { panic!("{status} was lost") };
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["retry-after"], "7");
        assert_eq!(response.text().await.unwrap(), body);
    }
}

#[tokio::test]
async fn a_success_that_cannot_be_decoded_is_kept_with_the_reason() {
    for (body, kind, reason) in [
        ("{\"name\":1}", "application/json", "invalid type"),
        ("<html>", "text/html", "an HTML page"),
        ("", "application/json", "an empty body"),
    ] {
        let server = server(ResponseTemplate::new(203).set_body_raw(body, kind)).await;
        let outcome = client(&server).get_thing().id("a").send().await;
        let Err(Error::UnexpectedResponse(response)) = outcome else {
            panic!("{body} was decoded")
        };
        assert_eq!(response.status(), 203);
        assert_eq!(response.headers()["content-type"], kind);
        assert!(decode_error(&response).unwrap().contains(reason), "{:?}", decode_error(&response));
        assert_eq!(response.text().await.unwrap(), body);
    }
}
