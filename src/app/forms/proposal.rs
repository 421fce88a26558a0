//! Forms whose answers are not saved as they are: what comes of them is worked out from the store and shown first.

use super::{super::form::Form, Filling, Noun, absence, extension, price, reallocation, uplift};
use crate::{
    app::form::Reading,
    domain::{Fault, proposal::Proposal},
};

/// What the form asks for, or what is wrong with it; none: it is saved as it is.
pub fn asked(form: &Form, filling: Filling<'_>) -> Option<Result<Proposal, Vec<Fault>>> {
    let mut reading = Reading::new(&form.fields, filling.today);
    let context = &form.context;
    let proposal = match form.noun {
        Noun::Absence => absence::proposal(&mut reading, context),
        Noun::Uplift => uplift::proposal(&mut reading, context),
        Noun::Extension => extension::proposal(&mut reading),
        Noun::Reallocation => reallocation::proposal(&mut reading, context, filling),
        Noun::Price => price::retroactive(&mut reading, context, filling)?,
        _ => return None,
    };
    Some(if reading.faults.is_empty() { Ok(proposal) } else { Err(reading.faults) })
}
