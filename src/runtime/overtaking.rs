//! Which requests to the store thread later ones make needless.

use std::collections::VecDeque;

use crate::app::Effect;

/// Whether later requests make this one needless: a child that the cursor has already left need not be
/// read, nor what would come of something that was typed on since.
pub fn is_overtaken(effect: &Effect, later: &VecDeque<Effect>) -> bool {
    let overtakes = |later: &Effect| match effect {
        Effect::LoadDossier(_) => matches!(later, Effect::LoadDossier(_) | Effect::LoadOverview(_)),
        Effect::Suppose(..) => matches!(later, Effect::Suppose(..) | Effect::Apply(_)),
        _ => false,
    };
    later.iter().any(overtakes)
}
