//! Uses reqwest without features. `Client::new` panics if the build enables TLS without a provider.

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
