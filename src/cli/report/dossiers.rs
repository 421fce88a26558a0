//! The dossiers of the children that a report of money is about.

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use clap::ArgMatches;

use super::{
    super::{Failure, context::Context},
    scope::{OfChild, ReportScope},
};
use crate::{
    domain::{Child, Family, Id, Person, Programme, overview::Dossier},
    store::views,
};

/// What a report is made of.
pub(in crate::cli) struct Found {
    /// The children by programme, then by name.
    pub(in crate::cli) dossiers: Vec<Arc<Dossier>>,
    programmes: Vec<Programme>,
    /// The day it is about.
    pub(in crate::cli) day: NaiveDate,
}

impl Found {
    /// The programme that a child takes part in.
    pub(in crate::cli) fn programme_of(&self, dossier: &Dossier) -> &Programme {
        static NONE: LazyLock<Programme> = LazyLock::new(Programme::default);
        self.programmes.iter().find(|programme| programme.id == dossier.family.programme).unwrap_or(&NONE)
    }
}

impl OfChild for Arc<Dossier> {
    fn whose(&self) -> (&Family, &Person, Id<Child>) {
        (&self.family, &self.person, self.child.id)
    }
}

/// Reads what is asked for, and notes who looked.
pub(in crate::cli) fn read(matches: &ArgMatches, context: &Context) -> Result<Found, Failure> {
    let scope = ReportScope::new(matches, context)?;
    let dossiers = scope.read_children(context, |reader, child| views::dossier(reader, child, scope.day))?;
    Ok(Found { dossiers, programmes: scope.read(|reader| reader.all())?, day: scope.day })
}
