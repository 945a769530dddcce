//! Which choice does chance make, given a seed?
//!
//! Every shuffle, spread and automatic wrong answer comes from a [`Seed`], so that the same seed
//! gives the same session on every machine and in every later version: the generator is `ChaCha8`
//! and the shuffle is written out here, because the one of `rand` may change between versions.

use rand::rand_core::{Rng, SeedableRng};
use rand::rngs::ChaCha8Rng;

/// FNV-1a, 64 bit, offset basis (Fowler, Noll, Vo: draft-eastlake-fnv-21).
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
/// FNV-1a, 64 bit, prime.
const FNV_PRIME: u64 = 0x0100_0000_01b3;

/// A starting point of chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seed(pub u64);

impl Seed {
    /// Returns the seed that belongs to a text under this one, for example to a card's id.
    pub fn of(self, text: &str) -> Self {
        Self(fingerprint(text.as_bytes(), FNV_OFFSET ^ self.0))
    }

    /// Returns the seed that belongs to a number under this one, for example to a count.
    pub fn nth(self, number: u64) -> Self {
        Self(fingerprint(&number.to_le_bytes(), FNV_OFFSET ^ self.0))
    }

    /// Returns a number in `0..below`, each equally likely up to one part in 2³²; 0 when `below` is 0.
    pub fn below(self, below: usize) -> usize {
        pick(&mut ChaCha8Rng::seed_from_u64(self.0), below)
    }

    /// Shuffles the items (Fisher and Yates).
    pub fn shuffle<T>(self, items: &mut [T]) {
        let mut chance = ChaCha8Rng::seed_from_u64(self.0);
        for last in (1..items.len()).rev() {
            items.swap(last, pick(&mut chance, last + 1));
        }
    }
}

/// Returns a stable 64-bit fingerprint of a text (FNV-1a); not for secrets.
pub fn fingerprint_of(text: &str) -> u64 {
    fingerprint_of_bytes(text.as_bytes())
}

/// Returns a stable 64-bit fingerprint of bytes (FNV-1a); not for secrets.
pub fn fingerprint_of_bytes(bytes: &[u8]) -> u64 {
    fingerprint(bytes, FNV_OFFSET)
}

fn fingerprint(bytes: &[u8], start: u64) -> u64 {
    bytes.iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(FNV_PRIME))
}

fn pick(chance: &mut ChaCha8Rng, below: usize) -> usize {
    let wide = u128::from(chance.next_u64()) * (below as u128);
    usize::try_from(wide >> 64).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_shuffle_of_a_seed_is_fixed_for_ever() {
        let mut items: Vec<u8> = (0..10).collect();
        Seed(7).shuffle(&mut items);
        insta::assert_debug_snapshot!(items, @"
        [
            4,
            6,
            2,
            0,
            8,
            3,
            7,
            5,
            9,
            1,
        ]
        ");
    }

    #[test]
    fn the_fingerprint_is_the_published_one() {
        // Test vector of draft-eastlake-fnv-21, section 8.
        assert_eq!(fingerprint_of("foobar"), 0x8594_4171_f739_67e8);
    }

    proptest! {
        #[test]
        fn a_shuffle_loses_nothing(seed in any::<u64>(), n in 0usize..50) {
            let mut items: Vec<usize> = (0..n).collect();
            Seed(seed).shuffle(&mut items);
            items.sort_unstable();
            prop_assert_eq!(items, (0..n).collect::<Vec<_>>());
        }

        #[test]
        fn a_pick_stays_below(seed in any::<u64>(), n in 1usize..1000) {
            prop_assert!(Seed(seed).below(n) < n);
        }
    }
}
