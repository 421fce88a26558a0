//! Whose a record is, by name: for the journal, for undo, and for who looked.

use std::collections::BTreeMap;

use super::{Reader, StoreError};
use crate::domain::{AnyRecord, Child, Family, Id, Kind, Person, Provider, looking};

/// Names that were looked up, each once.
#[derive(Default)]
pub struct RecordNames {
    known: BTreeMap<(Kind, u64), String>,
    /// Whose plan versions and assessments are, with what is on them.
    parents: BTreeMap<(Kind, u64), (Kind, u64)>,
}

impl RecordNames {
    /// The child, the family or the person that the record is about, else what the record itself is called. Empty where
    /// it is nobody's or they are gone.
    pub fn of(&mut self, reader: &Reader, record: &AnyRecord) -> Result<String, StoreError> {
        Ok(match record {
            // What they were called by then, also if they are gone.
            AnyRecord::Person(person) => person.list_name(),
            AnyRecord::Family(family) => family.surname.clone(),
            AnyRecord::Programme(programme) => programme.name.clone(),
            AnyRecord::Provider(provider) => provider.name.clone(),
            AnyRecord::Service(service) => service.code.clone(),
            AnyRecord::RuleBook(book) => book.name.clone(),
            AnyRecord::Instrument(instrument) => instrument.name.clone(),
            AnyRecord::User(user) => user.login.clone(),
            AnyRecord::Price(price) => {
                let provider = self.of_number(reader, (Kind::Provider, price.provider.0))?;
                format!("{} {provider}", price.service).trim_end().to_owned()
            }
            AnyRecord::Invoice(invoice) => {
                let provider = self.of_number(reader, (Kind::Provider, invoice.provider.0))?;
                format!("{} {provider}", invoice.number).trim_end().to_owned()
            }
            record => match self.about(reader, record)? {
                itself if itself == (record.kind(), record.number()) => String::new(),
                about => self.of_number(reader, about)?,
            },
        })
    }

    /// The child, the family or the person that the record is about; else the record itself.
    pub fn about(&mut self, reader: &Reader, record: &AnyRecord) -> Result<(Kind, u64), StoreError> {
        let Some(subject) = looking::subject(record) else { return Ok((record.kind(), record.number())) };
        if !matches!(subject.0, Kind::Assessment | Kind::PlanVersion) {
            return Ok(subject);
        }
        if let Some(known) = self.parents.get(&subject) {
            return Ok(*known);
        }
        let parent = reader.any(subject.0, subject.1)?;
        let about = parent.as_ref().and_then(looking::subject).unwrap_or(subject);
        self.parents.insert(subject, about);
        Ok(about)
    }

    /// What [`RecordNames::of`] says of a record by its number, as it is now.
    pub fn of_number(&mut self, reader: &Reader, (kind, number): (Kind, u64)) -> Result<String, StoreError> {
        if let Some(known) = self.known.get(&(kind, number)) {
            return Ok(known.clone());
        }
        let name = match kind {
            Kind::Child => self.of_child(reader, Id::new(number))?,
            Kind::Family => reader.get(Id::<Family>::new(number))?.map(|family| family.surname).unwrap_or_default(),
            Kind::Person => reader.get(Id::<Person>::new(number))?.map(|one| one.list_name()).unwrap_or_default(),
            Kind::Provider => reader.get(Id::<Provider>::new(number))?.map(|one| one.name).unwrap_or_default(),
            _ => match reader.any(kind, number)? {
                Some(record) => self.of(reader, &record)?,
                None => String::new(),
            },
        };
        self.known.insert((kind, number), name.clone());
        Ok(name)
    }

    fn of_child(&mut self, reader: &Reader, child: Id<Child>) -> Result<String, StoreError> {
        match reader.get(child)? {
            Some(child) => self.of_number(reader, (Kind::Person, child.person.0)),
            None => Ok(String::new()),
        }
    }
}
