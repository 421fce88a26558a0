//! Sentences for what the store has to say, in both languages: what happened, and what can be done about it.

use std::path::Path;

use super::{Blocked, Broken, Finding, StoreError};
use crate::{
    domain::{Fault, Field, Kind, rules::Objection},
    i18n::{Lang, choice::Worded, plural::Counted, texts},
};

texts! {
    /// What stops the store.
    Sentence {
        Missing "Faila {} nav. Pārbaudiet ceļu." "There is no file {}. Check the path.",
        Exists "Fails {} jau pastāv, un tas netika pārrakstīts. Norādiet citu nosaukumu."
            "The file {} exists already and was not overwritten. Give another name.",
        NotAStore "Fails {} nav atbalsts datu fails. Tajā nekas nav mainīts."
            "The file {} is not an atbalsts store. Nothing in it was changed.",
        Linked "{} ir saite uz citu failu, tāpēc netika atvērts. Norādiet pašu datu failu."
            "{} is a link to another file and was not opened. Name the store itself.",
        Foreign "Fails {} pieder citam lietotājam, kas to nav nodevis jūsu grupai, tāpēc netika atvērts. Jautājiet administratoram."
            "The file {} belongs to somebody who does not share it with your group, and was not opened. Ask the administrator.",
        Truncated "Datu fails {} ir nepilnīgs: trūkst tā beigu. Atjaunojiet to no rezerves kopijas."
            "The store {} is incomplete: its end is missing. Restore it from a backup.",
        Damaged "Datu fails ir bojāts ({}). Atjaunojiet to no rezerves kopijas."
            "The store is damaged ({}). Restore it from a backup.",
        NewerSchema "Datu failu jau lieto jaunāka programmas versija (shēma {}; šī versija pazīst {}). Aizveriet programmu un palaidiet jaunāko."
            "A newer version of the program uses this store (schema {}; this version knows {}). Quit and start the newer one.",
        ReadOnly "Failā {} nav atļauts rakstīt. Palūdziet piekļuves tiesības administratoram."
            "The file {} may not be written to. Ask the administrator for access.",
        DiskFull "Diskā vairs nav vietas, un nekas netika saglabāts. Atbrīvojiet vietu un mēģiniet vēlreiz."
            "The disk is full and nothing was saved. Free some space and try again.",
        InUse "Datu failu {} ir aizņēmusi cita programma. Aizveriet to un mēģiniet vēlreiz."
            "Another program holds the store {} for itself. Close it and try again.",
        BusyWith "Datus pašlaik raksta {}, tāpēc nekas netika saglabāts. Pēc brīža mēģiniet vēlreiz."
            "{} is writing just now, so nothing was saved. Try again in a moment.",
        Busy "Datus pašlaik raksta kāds cits, tāpēc nekas netika saglabāts. Pēc brīža mēģiniet vēlreiz."
            "Somebody else is writing just now, so nothing was saved. Try again in a moment.",
        Io "Darbs ar datu failu neizdevās: {}." "Working with the store failed: {}.",
        NoSuchRecord "Tāda ieraksta nav: {}." "There is no such record: {}.",
        NoSuchRevision "Žurnālā nav ieraksta nr. {}." "The journal has no entry {}.",
        Undecodable "Ierakstu ({}) nevar nolasīt: {}." "The record ({}) cannot be read: {}.",
        Faults "Ierakstu ({}) nevar saglabāt. Izlabojiet laukus: {}."
            "The record ({}) cannot be saved. Correct these fields: {}.",
        Duplicate "Vērtība “{}” (lauks {}) jau ir citam ierakstam: {}."
            "Another record already has the value “{}” (field {}): {}.",
        BrokenLink "Ieraksts ({}) atsaucas uz ierakstu, kura nav: {}."
            "A record ({}) refers to one that is not there: {}.",
        StillLinked "Ierakstu ({}) nevar dzēst, jo uz to atsaucas cits: {}."
            "The record ({}) cannot be removed because another refers to it: {}.",
        Clash "Pa to laiku kāds cits ir mainījis tos pašus laukus: {}. Izvēlieties, kura vērtība paliek."
            "Somebody else has changed the same fields meanwhile: {}. Choose which value stays.",
        Removed "Ieraksts ({}) pa to laiku ir dzēsts. To izdarīja {}."
            "The record ({}) was removed meanwhile, by {}.",
        AskedMeanwhile "Pa to laiku tās pašas nodarbības jau ierakstītas rēķinā {}: {} ({}). Nekas netika saglabāts."
            "Meanwhile the same sessions were put into invoice {}: {} ({}). Nothing was saved.",
        Outdated "Pa to laiku kāds kaut ko mainīja, un iznāktu kas cits. Nekas netika saglabāts: izpildiet vēlreiz."
            "Somebody changed something meanwhile, and it would come to something else. Nothing was saved: do it again.",
        AccessClosed "Lietotājam {} piekļuve datiem ir slēgta. Jautājiet administratoram."
            "The access of {} to the store is closed. Ask the administrator.",
        UnknownUser "Lietotājs {} nav lietotāju sarakstā. Palūdziet administratoram to pievienot."
            "{} is not on the list of users. Ask the administrator to add them.",
        NotAllowed "Jūsu loma ({}) to neļauj, un nekas nav mainīts. To var: {}."
            "Your role ({}) does not allow it, and nothing was changed. Who may: {}.",
        NotForRole "Jūsu loma ({}) to neļauj." "Your role ({}) does not go so far.",
        NothingToUndo "Nav nevienas darbības, ko varētu atsaukt." "There is nothing that could be undone.",
        UndoBlocked "Darbību nr. {} nevar atsaukt: {}." "Operation {} cannot be undone: {}.",
        DoesNotFollow "Šī papildkopija neturpina datu failu: tajā ir ierakstu nr. {}, bet papildkopijā ir ieraksti pēc nr. {} līdz {}. Nekas netika mainīts."
            "These changes do not continue the store: it stands at entry {}, but they begin after entry {} and end at {}. Nothing was changed.",
        SpansUpgrade "Papildkopija sākas pirms datu pārejas uz jaunāku programmas versiju. Izveidojiet pilnu rezerves kopiju."
            "These changes reach back before an upgrade of the store. Make a whole backup instead.",
        SpansErasure "Papildkopija ietver personas datu dzēšanu. Izveidojiet pilnu rezerves kopiju."
            "These changes include an erasure of personal data. Make a whole backup instead.",
        BeingEdited "To, ko dzēst, pašlaik labo {}. Nekas nav dzēsts."
            "{} is working on what is to be erased. Nothing was erased.",
        NamesThePerson "Iemesls paliek žurnālā, tāpēc tajā nedrīkst būt dzēšamās personas vārda vai koda. Nekas nav dzēsts."
            "The reason stays in the journal, so it may not hold a name or code of the person. Nothing was erased.",
        Restricted "Ģimene ir pieejama tikai nosauktiem darbiniekiem. Vadītājs to var atvērt, norādot iemeslu. Nekas nav mainīts."
            "The family is open to named people only. A head can open it by giving a reason. Nothing was changed.",
        NoReason "Vajag iemeslu. Nekas nav izdarīts." "A reason is needed. Nothing was done.",
        BadBackup "Fails {} nav derīga rezerves kopija: tas ir bojāts, nepilnīgs vai kas cits. Nekas netika mainīts."
            "The file {} is not a sound backup: it is damaged, incomplete or something else. Nothing was changed.",
    }
}

texts! {
    /// What stands in the way of an undo.
    Obstacle {
        Later "ierakstu ({}) vēlāk mainījis lietotājs {} (darbība nr. {})"
            "the record ({}) was changed later by {} (operation {})",
        StillLinked "uz ierakstu ({}) tagad atsaucas cits: {}" "another record now refers to this one ({}): {}",
        BrokenLink "ieraksts ({}) atsaucas uz dzēstu ierakstu: {}" "the record ({}) refers to one that is gone: {}",
        Locked "ieraksts ({}) pieder plānam, kas pa to laiku ir apstiprināts: {}"
            "the record ({}) belongs to a plan that was approved meanwhile: {}",
        Registered "lēmumu reģistrā tam jau seko cits ({}): to nomaina ar jaunu lēmumu"
            "in the register of decisions another follows it ({}): a new decision supersedes it",
        LeftOffice "no iestādes tas jau ir izgājis ({}); kļūdu labo ar labojumu nākamajā rēķinā"
            "it has left the office ({}); a mistake is put right by a correction in the next invoice",
        Erased "tās dati ir izdzēsti pēc likuma prasības" "its data were erased as the law demands",
        Migration "tā ir datu pāreja uz jaunāku programmas versiju" "it is the upgrade to a newer version of the program",
    }
}

texts! {
    /// What a check finds.
    Found {
        Pages "Datu fails ir bojāts ({}). Atjaunojiet to no pēdējās labās rezerves kopijas: atbalsts restore FAILS."
            "The store is damaged ({}). Restore it from the last good backup: atbalsts restore FILE.",
        Missing "Žurnālā trūkst ieraksta nr. {}." "Journal entry {} is missing.",
        Unreadable "Žurnāla ierakstu nr. {} nevar nolasīt." "Journal entry {} cannot be read.",
        Chain "Žurnāla ieraksts nr. {} neturpina iepriekšējo: ķēde ir pārrauta."
            "Journal entry {} does not continue the one before: the chain is broken.",
        Hash "Žurnāla ieraksts nr. {} ir mainīts pēc ierakstīšanas." "Journal entry {} was altered after it was written.",
        Commitment "Žurnāla ierakstā nr. {} ir mainīti saglabātie dati." "The data kept in journal entry {} were altered.",
        Count "Žurnāla ierakstā nr. {} izmaiņu ir vairāk vai mazāk, nekā norādīts."
            "Journal entry {} has more or fewer changes than it says.",
        History "Ierakstu vēsture neatbilst žurnāla ierakstam nr. {}." "The history of records does not fit journal entry {}.",
        Head "Žurnāla beigas pie ieraksta nr. {} nav tās, kas bija: žurnāls ir nogriezts vai papildināts."
            "The journal's end at entry {} is not what it was: the journal was cut off or added to.",
        Row "Ierakstu ({}) nevar nolasīt: {}." "The record ({}) cannot be read: {}.",
        NotJournalled "Ieraksts ({}) atšķiras no pēdējā, kas par to ir žurnālā (nr. {})."
            "The record ({}) differs from what the journal has last of it (entry {}).",
        MissingKey "Ierakstu ({}) nevar atrast rādītājā nr. {}." "The record ({}) is missing from index {}.",
        StrayKey "Rādītājā nr. {} ir atslēga, kurai nav ieraksta (nr. {})." "Index {} has a key without a record (number {}).",
        Sequence "Nākamais numurs jau ir izmantots ({}): pēdējais piešķirtais {}, lielākais {}."
            "The next number is already in use ({}): last given {}, greatest {}.",
        BrokenLink "Ieraksts ({}) atsaucas uz ierakstu, kura nav: {}." "A record ({}) refers to one that is not there: {}.",
        Faults "Ierakstā ({}) ir kļūdas laukos: {}." "The record ({}) has faults in these fields: {}.",
        SameCode "Divām personām ir viens personas kods, un nav ierakstīts, kāpēc: {}, {}."
            "Two people have one personal code, and no reason is given: {}, {}.",
        Figures "Summas nesakrīt ({}): {}." "Figures do not agree ({}): {}.",
    }
}

texts! {
    /// What a record is, with its number.
    Noun {
        Programme "programma nr. {}" "programme {}",
        Family "ģimene nr. {}" "family {}",
        Person "persona nr. {}" "person {}",
        Child "bērna lieta nr. {}" "child case {}",
        Assessment "izvērtējums nr. {}" "assessment {}",
        Goal "mērķis nr. {}" "goal {}",
        PlanVersion "plāna versija nr. {}" "plan version {}",
        PlanLine "plāna rinda nr. {}" "plan line {}",
        Decision "lēmums nr. {}" "decision {}",
        Service "pakalpojums nr. {}" "service {}",
        Provider "pakalpojuma sniedzējs nr. {}" "provider {}",
        Price "cena nr. {}" "price {}",
        Session "nodarbība nr. {}" "session {}",
        Note "piezīme nr. {}" "note {}",
        User "lietotājs nr. {}" "user {}",
        Instrument "vērtēšanas instruments nr. {}" "assessment instrument {}",
        Scoring "komandas locekļa vērtējums nr. {}" "team member's scoring {}",
        Meeting "tikšanās nr. {}" "meeting {}",
        Suggestion "ieteikums nr. {}" "suggestion {}",
        RuleBook "noteikumi nr. {}" "rule book {}",
        Series "nodarbību sērija nr. {}" "series of sessions {}",
        Absence "prombūtne nr. {}" "absence {}",
        Invoice "rēķins nr. {}" "invoice {}",
        InvoiceLine "rēķina rinda nr. {}" "invoice line {}",
    }
}

fn noun(lang: Lang, (kind, number): (Kind, u64)) -> String {
    let noun = match kind {
        Kind::Programme => Noun::Programme,
        Kind::Family => Noun::Family,
        Kind::Person => Noun::Person,
        Kind::Child => Noun::Child,
        Kind::Assessment => Noun::Assessment,
        Kind::Goal => Noun::Goal,
        Kind::PlanVersion => Noun::PlanVersion,
        Kind::PlanLine => Noun::PlanLine,
        Kind::Service => Noun::Service,
        Kind::Provider => Noun::Provider,
        Kind::Price => Noun::Price,
        Kind::Session => Noun::Session,
        Kind::Note => Noun::Note,
        Kind::User => Noun::User,
        Kind::Instrument => Noun::Instrument,
        Kind::Scoring => Noun::Scoring,
        Kind::Meeting => Noun::Meeting,
        Kind::Suggestion => Noun::Suggestion,
        Kind::RuleBook => Noun::RuleBook,
        Kind::Series => Noun::Series,
        Kind::Decision => Noun::Decision,
        Kind::Absence => Noun::Absence,
        Kind::Invoice => Noun::Invoice,
        Kind::InvoiceLine => Noun::InvoiceLine,
    };
    noun.fill(lang, &[&number])
}

/// Each fault with its field: `Surname: must not be empty`.
fn fields_of(lang: Lang, faults: &[Fault]) -> String {
    faults.iter().map(|fault| fault.sentence(lang)).collect::<Vec<_>>().join("; ")
}

/// Stored field names, as forms label them.
fn labels<'a>(lang: Lang, names: impl Iterator<Item = &'a str>) -> String {
    let label = |name: &'a str| Field::by_name(name).map_or(name, |field| field.text(lang));
    names.map(label).collect::<Vec<_>>().join(", ")
}

impl StoreError {
    /// What happened and what can be done about it.
    pub fn sentence(&self, lang: Lang) -> String {
        use Sentence as S;
        let path = |sentence: S, path: &Path| sentence.fill(lang, &[&path.display()]);
        match self {
            Self::Missing(file) => path(S::Missing, file),
            Self::Exists(file) => path(S::Exists, file),
            Self::NotAStore(file) => path(S::NotAStore, file),
            Self::Linked(file) => path(S::Linked, file),
            Self::Foreign(file) => path(S::Foreign, file),
            Self::Truncated(file) => path(S::Truncated, file),
            Self::Damaged { detail } => S::Damaged.fill(lang, &[detail]),
            Self::NewerSchema { found, known } => S::NewerSchema.fill(lang, &[found, known]),
            Self::ReadOnly(file) => path(S::ReadOnly, file),
            Self::DiskFull => S::DiskFull.text(lang).to_owned(),
            Self::InUse(file) => path(S::InUse, file),
            Self::Busy { holder: Some(holder) } => S::BusyWith.fill(lang, &[holder]),
            Self::Busy { holder: None } => S::Busy.text(lang).to_owned(),
            Self::Io { detail } => S::Io.fill(lang, &[detail]),
            Self::NoSuchRecord { kind, number } => S::NoSuchRecord.fill(lang, &[&noun(lang, (*kind, *number))]),
            Self::NoSuchRevision(revision) => S::NoSuchRevision.fill(lang, &[revision]),
            Self::Undecodable { kind, number, detail } => {
                S::Undecodable.fill(lang, &[&noun(lang, (*kind, *number)), detail])
            }
            Self::Faults { kind, number, faults } => {
                S::Faults.fill(lang, &[&noun(lang, (*kind, *number)), &fields_of(lang, faults)])
            }
            Self::Rules(objections) => Objection::sentences(objections, lang).join(" "),
            Self::Duplicate { kind, field, value, number } => {
                S::Duplicate.fill(lang, &[value, &field.text(lang), &noun(lang, (*kind, *number))])
            }
            Self::BrokenLink { from, to } => S::BrokenLink.fill(lang, &[&noun(lang, *from), &noun(lang, *to)]),
            Self::StillLinked { record, by } => S::StillLinked.fill(lang, &[&noun(lang, *record), &noun(lang, *by)]),
            Self::Clash { fields, .. } => {
                S::Clash.fill(lang, &[&labels(lang, fields.iter().map(|field| field.name.as_str()))])
            }
            Self::Removed { kind, number, by } => S::Removed.fill(lang, &[&noun(lang, (*kind, *number)), by]),
            Self::AskedMeanwhile { invoice, lines, by } => {
                S::AskedMeanwhile.fill(lang, &[invoice, &Counted::InvoiceLine.text(*lines as u64, lang), by])
            }
            Self::Outdated => S::Outdated.text(lang).to_owned(),
            Self::AccessClosed { user } => S::AccessClosed.fill(lang, &[user]),
            Self::UnknownUser { user } => S::UnknownUser.fill(lang, &[user]),
            Self::NotAllowed { role, deed } => {
                let may: Vec<&str> = deed.roles().iter().map(|role| role.text(lang)).collect();
                S::NotAllowed.fill(lang, &[&role.text(lang), &may.join(", ")])
            }
            Self::NotForRole { role } => S::NotForRole.fill(lang, &[&role.text(lang)]),
            Self::NothingToUndo => S::NothingToUndo.text(lang).to_owned(),
            Self::UndoBlocked { revision, by } => S::UndoBlocked.fill(lang, &[revision, &by.sentence(lang)]),
            Self::DoesNotFollow { has, from, to } => S::DoesNotFollow.fill(lang, &[has, from, to]),
            Self::SpansUpgrade => S::SpansUpgrade.text(lang).to_owned(),
            Self::SpansErasure => S::SpansErasure.text(lang).to_owned(),
            Self::BeingEdited { user } => S::BeingEdited.fill(lang, &[user]),
            Self::NamesThePerson => S::NamesThePerson.text(lang).to_owned(),
            Self::Restricted => S::Restricted.text(lang).to_owned(),
            Self::NoReason => S::NoReason.text(lang).to_owned(),
            Self::BadBackup { path: file, .. } => path(S::BadBackup, file),
        }
    }
}

impl Blocked {
    /// What stands in the way, as the second half of a sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        self.sentence_of(lang, |record| noun(lang, record))
    }

    /// The same with what `called` calls each record.
    pub fn sentence_of(&self, lang: Lang, called: impl Fn((Kind, u64)) -> String) -> String {
        use Obstacle as O;
        match self {
            Self::Later { record, revision, user, .. } => O::Later.fill(lang, &[&called(*record), user, revision]),
            Self::StillLinked { record, by } => O::StillLinked.fill(lang, &[&called(*record), &called(*by)]),
            Self::BrokenLink { record, to } => O::BrokenLink.fill(lang, &[&called(*record), &called(*to)]),
            Self::Locked { record, by } => O::Locked.fill(lang, &[&called(*record), &called(*by)]),
            Self::Registered { by, .. } => O::Registered.fill(lang, &[&called(*by)]),
            Self::LeftOffice { by, .. } => O::LeftOffice.fill(lang, &[&called(*by)]),
            Self::Erased => O::Erased.text(lang).to_owned(),
            Self::Migration => O::Migration.text(lang).to_owned(),
        }
    }
}

impl Finding {
    /// What is wrong, and where.
    pub fn sentence(&self, lang: Lang) -> String {
        use Found as F;
        match self {
            Self::Pages { detail } => F::Pages.fill(lang, &[detail]),
            Self::Journal { revision, what } => {
                let found = match what {
                    Broken::Missing => F::Missing,
                    Broken::Unreadable => F::Unreadable,
                    Broken::Chain => F::Chain,
                    Broken::Hash => F::Hash,
                    Broken::Commitment => F::Commitment,
                    Broken::Count => F::Count,
                    Broken::History => F::History,
                    Broken::Head => F::Head,
                };
                found.fill(lang, &[revision])
            }
            Self::Row { record, detail } => F::Row.fill(lang, &[&noun(lang, *record), detail]),
            Self::NotJournalled { record, revision } => F::NotJournalled.fill(lang, &[&noun(lang, *record), revision]),
            Self::MissingKey { record, index } => F::MissingKey.fill(lang, &[&noun(lang, *record), index]),
            Self::StrayKey { index, number } => F::StrayKey.fill(lang, &[index, number]),
            Self::Sequence { kind, last, greatest } => F::Sequence.fill(lang, &[&kind.name(), last, greatest]),
            Self::BrokenLink { from, to } => F::BrokenLink.fill(lang, &[&noun(lang, *from), &noun(lang, *to)]),
            Self::Faults { record, faults } => F::Faults.fill(lang, &[&noun(lang, *record), &fields_of(lang, faults)]),
            Self::SameCode { record, other } => F::SameCode.fill(lang, &[&noun(lang, *other), &noun(lang, *record)]),
            Self::Figures { record, detail } => F::Figures.fill(lang, &[&noun(lang, *record), detail]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Deed, Role};

    fn holes(text: &str) -> usize {
        text.matches("{}").count()
    }

    #[test]
    fn both_languages_of_every_sentence_take_the_same_parts() {
        fn check(latvian: &str, english: &str) {
            assert_eq!(holes(latvian), holes(english), "{latvian} / {english}");
        }
        let (lv, en) = (Lang::Latvian, Lang::English);
        Sentence::ALL.iter().for_each(|s| check(s.text(lv), s.text(en)));
        Obstacle::ALL.iter().for_each(|s| check(s.text(lv), s.text(en)));
        Found::ALL.iter().for_each(|s| check(s.text(lv), s.text(en)));
        Noun::ALL.iter().for_each(|s| check(s.text(lv), s.text(en)));
    }

    #[test]
    fn an_error_says_what_stands_in_the_way_and_leaves_no_hole() {
        fn check(error: StoreError, latvian: &str) {
            assert_eq!(error.sentence(Lang::Latvian), latvian);
            assert_eq!(holes(&error.sentence(Lang::English)), 0);
        }
        check(
            StoreError::Busy { holder: Some("pēteris".into()) },
            "Datus pašlaik raksta pēteris, tāpēc nekas netika saglabāts. Pēc brīža mēģiniet vēlreiz.",
        );
        check(
            StoreError::StillLinked { record: (Kind::Family, 7), by: (Kind::Person, 12) },
            "Ierakstu (ģimene nr. 7) nevar dzēst, jo uz to atsaucas cits: persona nr. 12.",
        );
        check(
            StoreError::NotAllowed { role: Role::Worker, deed: Deed::ApprovePlan },
            "Jūsu loma (sociālais darbinieks) to neļauj, un nekas nav mainīts. To var: dienesta vadītājs, administrators.",
        );
        check(
            StoreError::UndoBlocked { revision: 3, by: Blocked::Erased },
            "Darbību nr. 3 nevar atsaukt: tās dati ir izdzēsti pēc likuma prasības.",
        );
    }
}
