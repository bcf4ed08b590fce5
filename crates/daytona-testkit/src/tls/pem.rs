//! The PEM format.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// The length of a line of base64 (RFC 7468).
const LINE: usize = 64;

/// Returns a certificate in the PEM format.
pub(super) fn certificate(der: &[u8]) -> String {
    encode("CERTIFICATE", der)
}

/// Returns a private key (PKCS #8) in the PEM format.
pub(super) fn private_key(der: &[u8]) -> String {
    encode("PRIVATE KEY", der)
}

fn encode(label: &str, der: &[u8]) -> String {
    let base64 = STANDARD.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    for (index, character) in base64.chars().enumerate() {
        if index > 0 && index % LINE == 0 {
            text.push('\n');
        }
        text.push(character);
    }
    text.push_str(&format!("\n-----END {label}-----\n"));
    text
}

#[cfg(test)]
mod tests {
    use rustls::pki_types::{CertificateDer, pem::PemObject};

    use super::*;

    #[test]
    fn encoded_bytes_are_decoded_again() {
        for length in [1, 47, 48, 49, 96, 1000] {
            let der: Vec<u8> = (0..length).map(|index| index as u8).collect();
            let pem = certificate(&der);
            assert!(pem.lines().all(|line| line.len() <= LINE && !line.is_empty()), "{pem}");
            assert_eq!(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap().as_ref(), der);
        }
    }
}
