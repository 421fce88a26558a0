//! What actions do where two records of one person become one.

use super::super::{App, Effect, Screen, page::PageKind, page::Target, pages, question::Yes};
use crate::{
    domain::{
        AnyRecord, Field, Id, Person,
        merging::Merging,
        overview::{PageData, PageOf},
    },
    i18n::Text,
};

impl App {
    /// From a person to who may be the same, from there to what would become of the two, from there to the question.
    pub(super) fn merge_persons(&mut self) -> Vec<Effect> {
        let Some(Screen::Page(page)) = self.screens.last() else { return Vec::new() };
        if matches!(page.kind, PageKind::Stored(PageOf::Merging(..))) {
            return self.ask_merge();
        }
        match page.selected().map(|row| &row.target) {
            Some(Target::Record(record)) => match record.as_ref() {
                AnyRecord::Person(person) => vec![Effect::LoadPage(PageOf::Doubles(person.id))],
                _ => Vec::new(),
            },
            Some(Target::Merge(kept, other)) => self.preview_merge(*kept, *other),
            _ => Vec::new(),
        }
    }

    pub(super) fn preview_merge(&mut self, kept: Id<Person>, other: Id<Person>) -> Vec<Effect> {
        self.merging = None;
        vec![Effect::LoadPage(PageOf::Merging(kept, other))]
    }

    /// Keeps the other value of a field.
    pub(super) fn keep_other(&mut self, field: Field) -> Vec<Effect> {
        if let Some(merging) = &mut self.merging {
            merging.toggle(field);
        }
        let fresh = pages::merging(self);
        if let (Some(Screen::Page(page)), Some(fresh)) = (self.screens.last_mut(), fresh) {
            page.refill(fresh);
        }
        Vec::new()
    }

    pub(super) fn ask_merge(&mut self) -> Vec<Effect> {
        let Some(merging) = self.merging.as_deref().filter(|merging| merging.conflict().is_none()) else {
            return Vec::new();
        };
        let lang = self.setting.lang;
        let (kept, other) = (merging.kept.list_name(), merging.other.list_name());
        let lines = vec![Text::MergeAsk.fill(lang, &[&kept, &other]), Text::MergeMeans.text(lang).to_owned()];
        let operation = merging.operation();
        self.ask(lines, Yes::Apply(Box::new(operation)));
        Vec::new()
    }

    /// What merging needs to know has been read: what was decided already stays. Everybody concerned was looked at.
    pub(in crate::app) fn take_merging(&mut self, data: &PageData) -> Vec<Effect> {
        let mut people = Vec::new();
        let (mut links, mut own_cases, mut families) = (Vec::new(), Vec::new(), std::collections::BTreeMap::new());
        for record in &data.records {
            match record {
                AnyRecord::Person(person) => people.push(person.clone()),
                AnyRecord::Family(family) => drop(families.insert(family.id, family.clone())),
                AnyRecord::Child(child) if people.first().is_some_and(|kept| kept.id == child.person) => {
                    own_cases.push(child.clone());
                }
                link => links.push(link.clone()),
            }
        }
        let Ok([kept, other]) = <[Person; 2]>::try_from(people) else {
            self.merging = None;
            return Vec::new();
        };
        let concerned = links.iter().cloned().chain(own_cases.iter().cloned().map(AnyRecord::from));
        let looked = concerned.filter_map(|record| match record {
            AnyRecord::Child(child) => Some(Effect::Looked(child.id)),
            _ => None,
        });
        let effects = looked.collect();
        let decided = self.merging.take().map(|before| before.taken);
        let fresh = Merging::new(kept, other);
        let taken = decided.unwrap_or_else(|| fresh.taken.clone());
        let hanging = data.hanging.clone();
        self.merging = Some(Box::new(Merging { taken, links, own_cases, families, hanging, ..fresh }));
        effects
    }

    /// The two are one: the pages about them are done with.
    pub(in crate::app) fn leave_merging(&mut self) {
        self.merging = None;
        self.screens.retain(|screen| match screen {
            Screen::Page(page) => !matches!(page.kind, PageKind::Stored(PageOf::Merging(..) | PageOf::Doubles(_))),
            _ => true,
        });
    }
}
