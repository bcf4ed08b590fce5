//! What goes over the wire.

use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::{client, only_request, server, thing};
use crate::generated::types::{CreateThing, Filter, Kind};

fn ok() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(thing())
}

fn page() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({ "items": [], "total": 0 }))
}

#[tokio::test]
async fn the_organization_is_set_once_on_the_client() {
    let server = server(page()).await;
    client(&server).list_things().send().await.unwrap();
    assert_eq!(only_request(&server).await.headers["x-daytona-organization-id"], "org-1");
}

#[tokio::test]
async fn queries_have_the_described_names_and_styles() {
    let server = server(page()).await;
    let filter = Filter { eq: Some(3.0), in_: vec!["a".to_owned(), "b".to_owned()] };
    let place = json!({ "a": 1 }).as_object().unwrap().clone();
    client(&server)
        .list_things()
        .page(2_u64)
        .min_size(100.0)
        .kinds(vec!["big".parse().unwrap(), "new".parse().unwrap()])
        .ids(vec!["a".to_owned(), "b".to_owned()])
        .words(vec!["c".to_owned(), "d".to_owned()])
        .name(filter.clone())
        .size(filter)
        .where_(place)
        .send_2(true)
        .send()
        .await
        .unwrap();

    let request = only_request(&server).await;
    let pairs: Vec<String> =
        request.url.query_pairs().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(
        pairs,
        [
            "ids=a,b",
            "kinds=big",
            "kinds=new",
            "minSize=100",
            "name[eq]=3",
            "name[in]=a",
            "name[in]=b",
            "page=2",
            "send=true",
            "eq=3",
            "in=a",
            "in=b",
            r#"where={"a":1}"#,
            "words=c|d",
        ]
    );
}

#[tokio::test]
async fn parameters_of_one_name_are_told_apart() {
    let server = server(ok()).await;
    let client = client(&server);
    let call = client.get_thing().id("a").id_2("b").x_depth(1).x_depth_2(2).x_fields("name,kind");
    call.send().await.unwrap();

    let request = only_request(&server).await;
    assert_eq!(request.url.path(), "/things/a");
    assert_eq!(request.url.query(), Some("id=b&x_depth=2"));
    assert_eq!(request.headers["x-depth"], "1");
    assert_eq!(request.headers["x-fields"], "name,kind");
}

#[tokio::test]
async fn texts_numbers_and_open_enums_go_into_paths() {
    let server = server(ok()).await;
    let kind: Kind = "a/b".parse().unwrap();
    client(&server).get_thing_at().id("..a").version(3.0).kind(kind).send().await.unwrap();
    assert_eq!(only_request(&server).await.url.path(), "/things/..a/at/3/a%2Fb");
}

#[tokio::test]
async fn what_would_name_another_endpoint_is_not_sent() {
    let server = server(ok()).await;
    let client = client(&server);
    for id in ["", ".", ".."] {
        assert!(client.get_thing().id(id).send().await.is_err(), "{id:?} was sent");
        assert!(client.upload_tar().id(id).body("x").send().await.is_err(), "{id:?} was sent");
        assert!(
            client
                .get_thing_at()
                .id("a")
                .version(1.0)
                .kind(id.parse::<Kind>().unwrap())
                .send()
                .await
                .is_err()
        );
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn json_is_preferred_and_whole_numbers_have_no_fraction() {
    let server = server(ok()).await;
    let create = |body: crate::generated::types::builder::CreateThing| {
        body.name("t".to_owned()).kind(Kind::AB2).cpu(2.0)
    };
    client(&server).create_thing().body_map(create).send().await.unwrap();
    let request = only_request(&server).await;
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(request.body, br#"{"cpu":2,"kind":"a_b","name":"t"}"#);
}

#[tokio::test]
async fn an_optional_body_is_sent_only_if_it_is_set() {
    let server = server(ok()).await;
    client(&server).delete_thing_2().id("a").send().await.unwrap();
    let request = only_request(&server).await;
    assert_eq!(request.body, b"");

    server.reset().await;
    let server = self::server(ok()).await;
    let body: CreateThing = serde_json::from_value(json!({ "name": "t" })).unwrap();
    client(&server).delete_thing_2().id("a").body(body).send().await.unwrap();
    let request = only_request(&server).await;
    assert_eq!(request.headers["content-type"], "application/merge-patch+json");
    assert_eq!(serde_json::from_slice::<Value>(&request.body).unwrap(), json!({ "name": "t" }));
}

#[tokio::test]
async fn texts_files_and_forms_are_sent_as_they_are() {
    let server = server(ResponseTemplate::new(200)).await;
    let client = client(&server);
    client.set_note().id("a").body("a note").send().await.unwrap();
    client.upload_tar().id("a").body(vec![1, 2]).send().await.unwrap();
    let form = reqwest::multipart::Form::new().text("file", "content");
    client.upload_form().id("a").body(form).send().await.unwrap();

    let requests = server.received_requests().await.unwrap();
    let kinds: Vec<&str> = requests
        .iter()
        .map(|request| request.headers["content-type"].to_str().unwrap().split(';').next().unwrap())
        .collect();
    assert_eq!(kinds, ["text/plain", "application/x-tar", "multipart/form-data"]);
    assert_eq!(requests[0].body, b"a note");
    assert_eq!(requests[1].body, [1, 2]);
    let form = String::from_utf8_lossy(&requests[2].body).into_owned();
    assert!(form.contains("name=\"file\"") && form.contains("content"), "{form}");
    for request in &requests {
        assert_eq!(request.headers.get_all("content-type").iter().count(), 1);
    }
}

#[tokio::test]
async fn a_plain_form_can_hold_lists_and_cookies_are_one_header() {
    let server = server(ResponseTemplate::new(200).set_body_string("token")).await;
    let form = json!({ "user": "u", "scope": ["a", "b c"] });
    let call = client(&server);
    let call = call
        .client_2()
        .cookie("session=s")
        .body(serde_json::from_value::<crate::generated::types::Client2Body>(form).unwrap());
    assert_eq!(call.send().await.unwrap().into_inner(), "token");

    let request = only_request(&server).await;
    assert_eq!(request.headers["cookie"], "session=s");
    assert_eq!(request.headers["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(request.body, b"scope=a&scope=b+c&user=u");
}
