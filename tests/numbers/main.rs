//! The numbers are right: by hand for one child, by an independent reckoning for random ones.

mod by_hand;
mod by_reckoning;
mod plainly;
