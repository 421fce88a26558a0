//! Of what the journal is to tell: of everything, of a case, of a single record.

use std::collections::BTreeSet;

use clap::{Arg, ArgGroup, ArgMatches, value_parser};

use super::{
    Failure,
    definition::{option, text},
    whose_child::{child_asked, child_option},
};
use crate::{
    domain::{Child, Index, IndexKey, Kind},
    i18n::{Lang, command::CommandText},
    store::{Change, RecordNames, Store, StoreError},
};

/// What is wanted.
pub(super) enum Scope {
    /// Whatever there is.
    Everything,
    /// These cases and what refers to them.
    Case(BTreeSet<(Kind, u64)>),
    /// This record alone.
    Record(Kind, u64),
}

/// `--child`, `--family`, `--record`, of which one at most is given.
pub(super) fn options(lang: Lang) -> [Arg; 3] {
    [
        child_option(CommandText::ChildOption, lang),
        option("family", CommandText::NumberPlace, CommandText::FamilyOption, lang).value_parser(value_parser!(u64)),
        option("record", CommandText::RecordPlace, CommandText::RecordOption, lang),
    ]
}

/// That one at most is given.
pub(super) fn group() -> ArgGroup {
    ArgGroup::new("scope").args(["child", "family", "record"])
}

impl Scope {
    pub(super) fn read(matches: &ArgMatches, store: &Store, lang: Lang) -> Result<Self, Failure> {
        if let Some(child) = child_asked(matches, store, lang)? {
            return Ok(Self::Case([(Kind::Child, child.0)].into()));
        }
        if let Some(family) = matches.get_one::<u64>("family").copied() {
            let children: Vec<Child> =
                store.read(|reader| reader.find(&IndexKey::new(Index::ChildByFamily).id(family)))?;
            let children = children.into_iter().map(|child| (Kind::Child, child.id.0));
            return Ok(Self::Case(children.chain([(Kind::Family, family)]).collect()));
        }
        let Some(typed) = text(matches, "record") else { return Ok(Self::Everything) };
        let record =
            typed.split_once(':').and_then(|(kind, number)| Some((Kind::by_name(kind)?, number.parse().ok()?)));
        let kinds = || Kind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ");
        let (kind, number) =
            record.ok_or_else(|| Failure::Usage(CommandText::BadRecord.fill(lang, &[&typed, &kinds()])))?;
        Ok(Self::Record(kind, number))
    }

    /// Whether everything is wanted.
    pub(super) fn is_everything(&self) -> bool {
        matches!(self, Self::Everything)
    }

    /// Whether a record itself is of what is wanted.
    pub(super) fn names(&self, record: (Kind, u64)) -> bool {
        match self {
            Self::Everything => true,
            Self::Case(cases) => cases.contains(&record),
            Self::Record(kind, number) => record == (*kind, *number),
        }
    }

    /// Whether a change is of what is wanted, or of what hangs on it.
    pub(super) fn concerns(&self, change: &Change, store: &Store, whose: &mut RecordNames) -> Result<bool, StoreError> {
        let mut concerns = self.names((change.kind, change.number));
        if let Self::Case(cases) = self {
            for mut record in [change.before_record()?, change.after_record()?].into_iter().flatten() {
                record.visit_links(&mut |kind, number| concerns |= cases.contains(&(kind, *number)));
            }
            if !concerns && let Some(record) = change.told_record()? {
                // A line is its plan's child's.
                concerns = cases.contains(&store.read(|reader| whose.about(reader, &record))?);
            }
        }
        Ok(concerns)
    }
}
