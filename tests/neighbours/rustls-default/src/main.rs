//! Uses rustls with its default provider. `ClientConfig::builder` panics if the build enables several.

use rustls::{ClientConfig, RootCertStore};

fn main() {
    #[cfg(feature = "daytona-core")]
    {
        let daytona = daytona_core::Daytona::builder().api_key("key").build();
        assert!(daytona.is_ok(), "{daytona:?}");
    }
    let builder = ClientConfig::builder().with_root_certificates(RootCertStore::empty());
    let _config = builder.with_no_client_auth();
    println!("rustls::ClientConfig::builder works");
}
