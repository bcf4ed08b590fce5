//! Cache mounts.

use daytona_core::{CacheMount, Image, RunOptions};

#[test]
fn every_command_has_the_flags_of_the_caches() {
    let options = RunOptions::new().cache(CacheMount::new("/a").id("x").private()).cache("/b");
    let image = Image::base("a").run_commands_with(["one", "<<E\ntwo\nE"], options);
    let flags = "--mount=type=cache,target=/a,id=x,sharing=private --mount=type=cache,target=/b";
    assert_eq!(
        image.dockerfile().unwrap(),
        format!("FROM a\nRUN {flags} one\nRUN {flags} <<E\ntwo\nE\n")
    );
}

#[test]
fn caches_that_a_flag_cannot_hold_are_refused() {
    for target in ["", "/a b", "/a,ro", "$HOME/x", "/a\"b", "/a\n"] {
        let image = Image::base("a").run_commands_with(["x"], RunOptions::new().cache(target));
        let error = image.dockerfile().unwrap_err();
        assert!(error.is_invalid_input());
        let message = error.to_string();
        assert!(
            message.starts_with(
                "failed to resolve step 2 of the image, run_commands([\"x\"]): the target of a \
                cache, `"
            ) && message.contains("`, cannot be used; it is not empty, and has no"),
            "{message}"
        );
    }
    let cache = CacheMount::new("/a").id("b,c");
    let image = Image::base("a").run_commands_with(["x"], RunOptions::new().cache(cache));
    assert!(image.dockerfile().unwrap_err().to_string().contains("the id of a cache, `b,c`,"));
}

#[test]
fn caches_round_trip_through_json() {
    let options = RunOptions::new().cache(CacheMount::new("/a").locked());
    let image = Image::base("a").run_commands_with(["x"], options);
    let json = r#"{"steps":[{"base":{"image":"a"}},{"run_commands":{"commands":["x"],"options":{"caches":[{"target":"/a","sharing":"locked"}]}}}]}"#;
    assert_eq!(serde_json::to_string(&image).unwrap(), json);
    assert_eq!(serde_json::from_str::<Image>(json).unwrap(), image);
}
