//! How often somebody may try: per contract, and per address that a request comes from.

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;

/// Bytes of the longest body of a form.
pub const MAX_BODY: usize = 16 * 1024;
/// Tries that one address has, as a multiple of what one contract has: a company's customers share an address.
const ADDRESS_FACTOR: u32 = 20;
/// Keys above which those that have all their tries again are forgotten.
const MAX_KEYS: usize = 10_000;

/// Counts tries with the computer's own steady clock, not the bank's: where a test stops the bank's clock, they still run out and come back.
pub struct Limits {
    contracts: DefaultKeyedRateLimiter<String>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
}

/// There were too many tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

impl Limits {
    /// As many tries a minute for a contract, and as many at once after a minute's rest.
    pub fn new(a_minute: NonZeroU32) -> Self {
        let address = a_minute.saturating_mul(NonZeroU32::new(ADDRESS_FACTOR).expect("it is not 0"));
        Self {
            contracts: RateLimiter::keyed(Quota::per_minute(a_minute)),
            addresses: RateLimiter::keyed(Quota::per_minute(address)),
        }
    }

    /// Counts a try to log in or to prove a code, right or wrong.
    pub fn count(&self, contract: &str, address: IpAddr) -> Result<(), TooMany> {
        if self.contracts.len() > MAX_KEYS {
            self.contracts.retain_recent();
        }
        if self.addresses.len() > MAX_KEYS {
            self.addresses.retain_recent();
        }
        self.addresses.check_key(&address).map_err(|_| TooMany)?;
        self.contracts.check_key(&contract.to_owned()).map_err(|_| TooMany)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_and_an_address_run_out_alone() {
        let home: IpAddr = "127.0.0.1".parse().unwrap();
        let limits = Limits::new(NonZeroU32::new(3).unwrap());
        for _ in 0..3 {
            assert_eq!(limits.count("1", home), Ok(()));
        }
        assert_eq!(limits.count("1", home), Err(TooMany));
        assert_eq!(limits.count("2", home), Ok(()));
        let many = (0..80).map(|n| limits.count(&n.to_string(), home)).filter(Result::is_err).count();
        assert!(many > 0, "an address has no end of tries");
        assert_eq!(limits.count("2", "127.0.0.2".parse().unwrap()), Ok(()));
    }
}
