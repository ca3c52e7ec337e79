//! Whether every message of a conversation arrived once and in order.

/// What came of one conversation's messages. They are numbered from 0.
#[derive(Debug, Default, Clone)]
pub struct Audit {
    sent: u64,
    next: u64,
    /// Numbers that were passed over, until they come.
    missing: Vec<u64>,
    doubled: u64,
    disordered: u64,
}

/// Sums over conversations; anything but zeroes voids a figure.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Faults {
    /// Sent and never arrived.
    pub lost: u64,
    /// Arrived again.
    pub doubled: u64,
    /// Arrived after a later one.
    pub disordered: u64,
}

impl Audit {
    /// The number of the next message.
    pub fn send(&mut self) -> u64 {
        self.sent += 1;
        self.sent - 1
    }

    /// Notes an arrival; whether it is the first of this message.
    pub fn arrive(&mut self, number: u64) -> bool {
        if number >= self.next {
            self.missing.extend(self.next..number);
            self.next = number + 1;
            return true;
        }
        if let Some(place) = self.missing.iter().position(|one| *one == number) {
            self.missing.swap_remove(place);
            self.disordered += 1;
            return true;
        }
        self.doubled += 1;
        false
    }

    /// Messages under way.
    pub fn under_way(&self) -> u64 {
        self.sent - self.next + self.missing.len() as u64
    }

    /// What is wrong now, taking everything under way as lost.
    pub fn faults(&self) -> Faults {
        Faults { lost: self.under_way(), doubled: self.doubled, disordered: self.disordered }
    }
}

impl std::iter::Sum for Faults {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            lost: sum.lost + one.lost,
            doubled: sum.doubled + one.doubled,
            disordered: sum.disordered + one.disordered,
        })
    }
}
