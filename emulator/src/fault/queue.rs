//! The queue of injected faults.

use crate::fault::Fault;

/// Faults that wait for calls or connections, in the order of their injection.
#[derive(Debug)]
pub(crate) struct Faults {
    waiting: Vec<Fault>,
    random: u64,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            waiting: Vec::new(),
            random: seed,
        }
    }

    pub(crate) fn add(&mut self, fault: Fault) {
        if fault.times != Some(0) {
            self.waiting.push(fault);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Takes the first fault that applies to calls of this operation.
    pub(crate) fn take(&mut self, operation: &str) -> Option<Fault> {
        self.take_first(|fault| {
            let wanted = fault.operation.as_deref();
            !fault.applies_to_connections() && wanted.is_none_or(|wanted| wanted == operation)
        })
    }

    /// Takes the first fault that applies to connections.
    pub(crate) fn take_for_connection(&mut self) -> Option<Fault> {
        self.take_first(Fault::applies_to_connections)
    }

    fn take_first(&mut self, applies: impl Fn(&Fault) -> bool) -> Option<Fault> {
        for index in 0..self.waiting.len() {
            let fault = &self.waiting[index];
            if !applies(fault) {
                continue;
            }
            let probability = fault.probability;
            if probability < 1.0 && self.draw() >= probability {
                continue;
            }
            let fault = &mut self.waiting[index];
            let taken = fault.clone();
            if let Some(times) = &mut fault.times {
                *times -= 1;
                if *times == 0 {
                    self.waiting.remove(index);
                }
            }
            return Some(taken);
        }
        None
    }

    /// Draws a number from 0 (inclusive) to 1 (exclusive) with SplitMix64.
    fn draw(&mut self) -> f64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.random;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        let upper = u32::try_from(bits >> 32).unwrap_or(u32::MAX);
        f64::from(upper) / (f64::from(u32::MAX) + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_taken_in_order_until_used_up() {
        let mut faults = Faults::new(0);
        faults.add(Fault::error(500, "A").on("Start").times(2));
        faults.add(Fault::error(500, "B"));
        faults.add(Fault::error(500, "Never").times(0));
        let mut codes = Vec::new();
        for operation in ["Start", "Stop", "Start", "Start"] {
            codes.push(
                faults
                    .take(operation)
                    .and_then(|fault| fault.code().map(str::to_owned)),
            );
        }
        let expected = [Some("A"), Some("B"), Some("A"), None];
        assert_eq!(codes, expected.map(|code| code.map(str::to_owned)));
        assert_eq!(faults.len(), 0);
    }

    #[test]
    fn calls_and_connections_have_separate_faults() {
        let mut faults = Faults::new(0);
        faults.add(Fault::reset_on_accept());
        faults.add(Fault::reset());
        assert!(!faults.take("Start").unwrap().applies_to_connections());
        assert!(faults.take("Start").is_none());
        assert!(
            faults
                .take_for_connection()
                .unwrap()
                .applies_to_connections()
        );
        assert!(faults.take_for_connection().is_none());
    }

    #[test]
    fn probability_holds_over_many_calls() {
        let mut faults = Faults::new(7);
        faults.add(Fault::reset().always().probability(0.25));
        let hits = (0..4000).filter(|_| faults.take("Any").is_some()).count();
        assert!((900..1100).contains(&hits), "{hits}");
    }
}
