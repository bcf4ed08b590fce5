//! What becomes of answers.

use std::{future::poll_fn, task::Poll};

use serde_json::json;
use wiremock::ResponseTemplate;

use super::{client, server, thing};
use crate::generated::ByteStream;

async fn collected(stream: ByteStream) -> Vec<u8> {
    let mut stream = stream.into_inner();
    let mut bytes = Vec::new();
    poll_fn(|context| {
        while let Poll::Ready(next) = stream.as_mut().poll_next(context) {
            match next {
                Some(chunk) => bytes.extend_from_slice(&chunk.unwrap()),
                None => return Poll::Ready(()),
            }
        }
        Poll::Pending
    })
    .await;
    bytes
}

#[tokio::test]
async fn every_2xx_is_a_success() {
    for status in [200, 201, 206] {
        let server = server(ResponseTemplate::new(status).set_body_json(thing())).await;
        let answer = client(&server).get_thing().id("a").send().await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.name.as_str()), (status, "t"));
    }
}

#[tokio::test]
async fn different_successes_are_told_apart_by_their_status() {
    for (status, body) in [(201, thing()), (202, json!({ "job": "j" }))] {
        let server = server(ResponseTemplate::new(status).set_body_json(&body)).await;
        let call = client(&server);
        let call = call.create_thing().body_map(|body| body.name("t".to_owned()));
        let answer = call.send().await.unwrap();
        assert_eq!(answer.status(), status);
        assert_eq!(answer.into_inner(), body);
    }
}

#[tokio::test]
async fn a_body_that_only_some_successes_have_is_optional() {
    let empty = server(ResponseTemplate::new(204)).await;
    let call = client(&empty);
    assert_eq!(call.delete_thing_2().id("a").send().await.unwrap().into_inner(), None);

    let full = server(ResponseTemplate::new(200).set_body_json(thing())).await;
    let call = client(&full);
    let thing = call.delete_thing_2().id("a").send().await.unwrap().into_inner().unwrap();
    assert_eq!(thing.name, "t");
}

#[tokio::test]
async fn texts_files_and_undeclared_answers_are_bytes() {
    let server = server(ResponseTemplate::new(200).set_body_raw(vec![0, 159], "image/png")).await;
    let client = client(&server);
    let note = client.get_note().id("a").send().await.unwrap();
    let file = client.get_file().id("a").send().await.unwrap();
    let log = client.get_log().id("a").send().await.unwrap();
    for answer in [note, file, log] {
        assert_eq!(collected(answer.into_inner()).await, [0, 159]);
    }
}

#[tokio::test]
async fn nothing_is_a_success_where_nothing_is_declared() {
    let server = server(ResponseTemplate::new(204)).await;
    client(&server).delete_thing().id("a").send().await.unwrap();
}

#[tokio::test]
#[expect(deprecated, reason = "that it can be called is what is tested")]
async fn a_flag_that_is_sent_as_a_page_is_a_flag() {
    let server = server(ResponseTemplate::new(200).set_body_raw("true", "text/html")).await;
    assert!(client(&server).get_ready().send().await.unwrap().into_inner());
}
