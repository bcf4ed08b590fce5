//! Uses reqwest without any of its features. `Client::new` panics where the build enables TLS without cryptography.

fn main() {
    let _client = reqwest::Client::new();
    #[cfg(feature = "daytona-core")]
    {
        let daytona = daytona_core::Daytona::builder().api_key("key").build();
        assert!(daytona.is_ok(), "{daytona:?}");
        let _client = reqwest::Client::new();
    }
    println!("reqwest::Client::new works");
}
