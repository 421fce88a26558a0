//! What fields are called: labels of forms, headings of files.

use unicode_normalization::UnicodeNormalization;

use super::{Lang, search::fold};
use crate::domain::Field;

impl Field {
    /// Its label, at most 22 columns.
    pub const fn text(self, lang: Lang) -> &'static str {
        let (latvian, english) = match self {
            Self::CeilingsTransferable => ("Griestus drīkst dalīt", "Ceilings transferable"),
            Self::FromLine => ("No plāna rindas", "From plan line"),
            Self::ToLine => ("Uz plāna rindu", "To plan line"),
            Self::ToChild => ("Cita bērna griestos", "To another child"),
            Self::Stretch => ("Pagarināt plāna rindas", "Stretch plan lines"),
            Self::Percent => ("Izmaiņa, %", "Change, %"),
            Self::Retroactive => ("Pārrēķina iemesls", "Why charge anew"),
            Self::Absence => ("Prombūtne", "Absence"),
            Self::Scope => ("Kas prom vai slēgts", "Who or what is away"),
            Self::Way => ("Ko ar nodarbībām", "What of the sessions"),
            Self::Id => ("Ieraksta numurs", "Record number"),
            Self::Municipality => ("Pašvaldība", "Municipality"),
            Self::Name => ("Nosaukums", "Name"),
            Self::FundingReference => ("Finansējuma atsauce", "Funding reference"),
            Self::From => ("No", "From"),
            Self::To => ("Līdz", "To"),
            Self::Milestones => ("Svarīgās dienas", "Milestones"),
            Self::DefaultCeiling => ("Parastie griesti", "Default ceiling"),
            Self::FollowsMovedDays => ("Pārceltās darbdienas", "Moved working days"),
            Self::Closed => ("Slēgts", "Closed"),
            Self::Programme => ("Programma", "Programme"),
            Self::CaseNumber => ("Lietas numurs", "Case number"),
            Self::Status => ("Lietas statuss", "Case status"),
            Self::Owner => ("Sociālais darbinieks", "Social worker"),
            Self::DeclaredAddress => ("Deklarētā adrese", "Declared address"),
            Self::ActualAddress => ("Faktiskā adrese", "Actual address"),
            Self::Postcode => ("Pasta indekss", "Postcode"),
            Self::Phone => ("Tālrunis", "Phone"),
            Self::Email => ("E-pasts", "E-mail"),
            Self::AppliedOn => ("Iesniegums saņemts", "Application received"),
            Self::ClosedOn => ("Slēgšanas datums", "Closing date"),
            Self::CloseReason => ("Slēgšanas iemesls", "Reason for closing"),
            Self::Family => ("Ģimene", "Family"),
            Self::GivenNames => ("Vārds", "Given names"),
            Self::Surname => ("Uzvārds", "Surname"),
            Self::PersonalCode => ("Personas kods", "Personal code"),
            Self::PreviousCodes => ("Iepriekšējie kodi", "Previous codes"),
            Self::BirthDate => ("Dzimšanas datums", "Birth date"),
            Self::Sex => ("Dzimums", "Sex"),
            Self::Relation => ("Saistība ar bērnu", "Relation to child"),
            Self::Representation => ("Pārstāv bērnu", "Represents the child"),
            Self::Basis => ("Pārstāvības pamats", "Basis of representing"),
            Self::ValidUntil => ("Pārstāv līdz", "Represents until"),
            Self::Person => ("Persona", "Person"),
            Self::MovedOut => ("Vairs nav ģimenē", "Left the household"),
            Self::DisabilityUntil => ("Invaliditāte līdz", "Disability until"),
            Self::SpecialCareUntil => ("Īpaša kopšana līdz", "Special care until"),
            Self::Impairments => ("Traucējumu veidi", "Impairments"),
            Self::School => ("Izglītības iestāde", "School"),
            Self::HealthLimits => ("Veselības ierobežojumi", "Health limits"),
            Self::Ceilings => ("Griesti un izmaiņas", "Ceiling and changes"),
            Self::Ceiling => ("Griesti", "Ceiling"),
            Self::CeilingChange => ("Griestu izmaiņa, +/−", "Change of ceiling, +/−"),
            Self::LegalBasis => ("Juridiskais pamats", "Legal basis"),
            Self::Child => ("Bērns", "Child"),
            Self::Number => ("Numurs", "Number"),
            Self::PlannedOn => ("Plānotais datums", "Planned date"),
            Self::DoneOn => ("Norises datums", "Held on"),
            Self::Place => ("Vieta", "Place"),
            Self::Conclusions => ("Secinājumi", "Conclusions"),
            Self::Recommendations => ("Ieteikumi", "Recommendations"),
            Self::Term => ("Mērķa termiņš", "Goal term"),
            Self::Wording => ("Mērķa formulējums", "Goal wording"),
            Self::Indicator => ("Rādītājs", "Indicator"),
            Self::Baseline => ("Sākuma stāvoklis", "Baseline"),
            Self::Target => ("Vēlamais rezultāts", "Target"),
            Self::Domains => ("SFK jomas", "ICF domains"),
            Self::Attainment => ("Mērķa sasniegšana", "Attainment"),
            Self::State => ("Stāvoklis", "State"),
            Self::Reason => ("Iemesls", "Reason"),
            Self::EffectiveFrom => ("Spēkā no", "In force from"),
            Self::ApprovedOn => ("Apstiprināts", "Approved on"),
            Self::ApprovedBy => ("Apstiprināja", "Approved by"),
            Self::Plan => ("Atbalsta plāns", "Support plan"),
            Self::Goals => ("Mērķi", "Goals"),
            Self::Group => ("Grupa", "Group"),
            Self::Service => ("Pakalpojums", "Service"),
            Self::Recipient => ("Saņēmējs", "Recipient"),
            Self::Recipients => ("Saņēmēji", "Recipients"),
            Self::Format => ("Norises veids", "Format"),
            Self::Quantity => ("Apjoms", "Quantity"),
            Self::Unit => ("Vienība", "Unit"),
            Self::PerWeek => ("Vienības nedēļā", "Units a week"),
            Self::Provider => ("Sniedzējs", "Provider"),
            Self::Specialist => ("Speciālists", "Specialist"),
            Self::CopaymentPercent => ("Līdzmaksājums, %", "Co-payment, %"),
            Self::Minutes => ("Ilgums, min", "Minutes"),
            Self::Code => ("Kods", "Code"),
            Self::LatvianName => ("Nosaukums latviski", "Name in Latvian"),
            Self::EnglishName => ("Nosaukums angliski", "Name in English"),
            Self::Groups => ("Grupas", "Groups"),
            Self::Units => ("Vienības", "Units"),
            Self::Notice => ("Jāņem vērā", "Please note"),
            Self::RegistrationNumber => ("Reģistrācijas numurs", "Registration number"),
            Self::Contract => ("Līgums", "Contract"),
            Self::Specialists => ("Speciālisti", "Specialists"),
            Self::NoticeHours => ("Atcelt iepriekš, h", "Notice, hours"),
            Self::ChargedPercent => ("Maksa par kavējumu, %", "No-show charge, %"),
            Self::ClosureDays => ("Slēgtās dienas", "Closure days"),
            Self::Amount => ("Summa", "Amount"),
            Self::Sample => ("Paraugs", "Sample"),
            Self::Line => ("Plāna rinda", "Plan line"),
            Self::Day => ("Datums", "Date"),
            Self::Start => ("Sākums", "Start"),
            Self::Attendance => ("Apmeklējums", "Attendance"),
            Self::Outcome => ("Norise", "Outcome"),
            Self::UnitPrice => ("Vienības cena", "Unit price"),
            Self::Charge => ("Maksa", "Charge"),
            Self::MovedTo => ("Pārcelts uz", "Moved to"),
            Self::At => ("Brīdis", "Moment"),
            Self::Kind => ("Veids", "Kind"),
            Self::Goal => ("Mērķis", "Goal"),
            Self::Text => ("Teksts", "Text"),
            Self::Author => ("Autors", "Author"),
            Self::Login => ("Lietotājvārds", "Login"),
            Self::FullName => ("Vārds un uzvārds", "Full name"),
            Self::Role => ("Loma", "Role"),
            Self::Disabled => ("Piekļuve slēgta", "Access closed"),
            Self::Lang => ("Valoda", "Language"),
            Self::Keymap => ("Taustiņu karte", "Keymap"),
            Self::Series => ("Sērija", "Series"),
            Self::Repeat => ("Atkārtot", "Repeat"),
            Self::Part => ("Novada daļa", "Part of municipality"),
            Self::PreviousNames => ("Iepriekšējie vārdi", "Previous names"),
            Self::MedicalForms => ("Ārsta atzinumi", "Doctor's forms"),
            Self::NeedsMedicalForm => ("Vajag ārsta atzinumu", "Needs a doctor's form"),
            Self::DuplicateReason => ("Kāpēc cita persona", "Why another person"),
            Self::Since => ("Pārstāv no", "Represents from"),
            Self::LeftOpen => ("Jomas bez mērķa", "Domains left open"),
            Self::Domain => ("Joma", "Domain"),
            Self::NoLineReason => ("Kāpēc bez plāna rindas", "Why no plan line"),
            Self::NoGoalReason => ("Kāpēc bez mērķa", "Why no goal"),
            Self::OldestAge => ("Lielākais vecums", "Oldest age"),
            Self::Subject => ("Ko izvērtē", "Who is assessed"),
            Self::Team => ("Komanda", "Team"),
            Self::Profession => ("Profesija", "Profession"),
            Self::Lead => ("Vada komandu", "Leads the team"),
            Self::Instrument => ("Instruments", "Instrument"),
            Self::Scores => ("Vērtējumi", "Scores"),
            Self::Item => ("Vērtējamā joma", "Item"),
            Self::Value => ("Vērtējums", "Score"),
            Self::Observation => ("Novērojums", "Observation"),
            Self::Progress => ("Mērķu sasniegšana", "Progress on goals"),
            Self::Scale => ("Sasniegums, −2…+2", "Attainment, −2…+2"),
            Self::FamilyResources => ("Ģimenes resursi", "Family's resources"),
            Self::ParentsNeeds => ("Vecāku vajadzības", "Parents' needs"),
            Self::CompletedOn => ("Pabeigšanas datums", "Completed on"),
            Self::CompletedBy => ("Pabeidza", "Completed by"),
            Self::Corrects => ("Labotais izvērtējums", "Corrects"),
            Self::CorrectionReason => ("Labojuma iemesls", "Reason for correction"),
            Self::AdoptedOn => ("Lieto no", "In use from"),
            Self::Levels => ("Vērtējuma soļi", "Steps of the scale"),
            Self::Components => ("Sadaļas", "Components"),
            Self::Items => ("Vērtējamās jomas", "Items"),
            Self::Definitions => ("Skaidrojumi", "Definitions"),
            Self::Measures => ("Mēra smagumu", "Measures"),
            Self::Latvian => ("Latviski", "In Latvian"),
            Self::English => ("Angliski", "In English"),
            Self::Assessment => ("Izvērtējums", "Assessment"),
            Self::Member => ("Komandas loceklis", "Team member"),
            Self::Families => ("Ģimenes", "Families"),
            Self::Worked => ("Kas izdevās", "What worked"),
            Self::CouldDiffer => ("Kas varēja būt citādi", "What could differ"),
            Self::Meeting => ("Tikšanās", "Meeting"),
            Self::DueOn => ("Termiņš", "Due by"),
            Self::Answer => ("Atbilde", "Answer"),
            Self::Rules => ("Noteikumi", "Rules"),
            Self::RuleReasons => ("Izņēmumu pamatojumi", "Reasons for exceptions"),
            Self::RuleReason => ("Izņēmuma pamatojums", "Reason for exception"),
            Self::Rule => ("Atkārtošana", "Repetition"),
            Self::Exceptions => ("Izņemtās dienas", "Days left out"),
            Self::Skip => ("Brīvdienās", "On days off"),
            Self::InsteadOf => ("Sērijas diena", "Day of the series"),
            Self::Capacity => ("Vietu skaits", "Places"),
            Self::Supersedes => ("Nomaina", "Supersedes"),
            Self::SubmittedOn => ("Iesniegts", "Submitted on"),
            Self::SubmittedBy => ("Iesniedza", "Submitted by"),
            Self::Signatures => ("Paraksti", "Signatures"),
            Self::Party => ("Puse", "Party"),
            Self::WorkerSigned => ("Paraksta darbinieks", "Worker signing"),
            Self::WorkerSignedOn => ("Darbinieks parakstīja", "Worker signed on"),
            Self::RepresentativeSigned => ("Paraksta pārstāvis", "Representative signing"),
            Self::RepresentativeSignedOn => ("Pārstāvis parakstīja", "Representative signed"),
            Self::LeadSigned => ("Par komandu paraksta", "Team lead signing"),
            Self::LeadSignedOn => ("Komanda parakstīja", "Team lead signed on"),
            Self::RefusedOn => ("Noraidīts", "Refused on"),
            Self::RefusedBy => ("Noraidīja", "Refused by"),
            Self::DecisionNote => ("Vadītāja piezīme", "Head's note"),
            Self::RegisterDecision => ("Reģistrēt lēmumu", "Register a decision"),
            Self::DecidedBy => ("Lēma", "Decided by"),
            Self::Erased => ("Izdzēsts", "Erased"),
            Self::Year => ("Gads", "Year"),
            Self::SchoolHolidays => ("Slēgts brīvlaikā", "Closed in school hol."),
            Self::TravelMinutes => ("Ceļā, min", "Travel, minutes"),
            Self::Keys => ("SSH atslēgas", "SSH keys"),
            Self::NoticeGiven => ("Pieteikts iepriekš, h", "Called off before, h"),
            Self::HeldStart => ("Faktiskais sākums", "Began at"),
            Self::HeldMinutes => ("Faktiskais ilgums", "Lasted, minutes"),
            Self::ToInform => ("Vēl jāpaziņo", "Still to be told"),
            Self::Uid => ("Nosaukums kalendārā", "Name in a calendar"),
            Self::RestrictedTo => ("Drīkst skatīt tikai", "Only for"),
            Self::Invoice => ("Rēķins", "Invoice"),
            Self::InvoiceDay => ("Rēķina datums", "Invoice date"),
            Self::Session => ("Nodarbība", "Session"),
            Self::Total => ("Kopsumma", "Total"),
            Self::TotalReason => ("Kāpēc cita kopsumma", "Why another total"),
            Self::AcceptedOn => ("Pieņemts", "Accepted on"),
            Self::AcceptedBy => ("Pieņēma", "Accepted by"),
            Self::PaidOn => ("Apmaksāts", "Paid on"),
        };
        lang.pick(latvian, english)
    }

    /// The field that a column's heading means: its stored name, its label in either language, or what offices
    /// also call it; case, diacritics, spaces and punctuation do not matter.
    pub fn by_heading(heading: &str) -> Option<Self> {
        let wanted = bare(heading);
        if wanted.is_empty() {
            return None;
        }
        let exactly = heading.trim().nfc().collect::<String>().to_lowercase();
        let named = |name: &str| bare(name) == wanted;
        let among = |same: &dyn Fn(Self) -> bool| Self::ALL.iter().copied().find(|field| same(*field));
        // With its diacritics first: `Speciālists` is one, `Specialists` are several.
        among(&|field| field.name() == exactly)
            .or_else(|| among(&|field| Lang::ALL.iter().any(|lang| field.text(*lang).to_lowercase() == exactly)))
            .or_else(|| among(&|field| named(field.name())))
            .or_else(|| among(&|field| Lang::ALL.iter().any(|lang| named(field.text(*lang)))))
            .or_else(|| {
                SYNONYMS.iter().find(|(_, names)| names.iter().any(|name| named(name))).map(|(field, _)| *field)
            })
    }
}

/// Letters and digits alone, folded.
fn bare(heading: &str) -> String {
    fold(heading).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What offices write over columns besides the labels.
const SYNONYMS: &[(Field, &[&str])] = &[
    (Field::CaseNumber, &["Lieta", "Lietas nr.", "Klienta lieta", "Klienta lietas nr.", "Case", "Case no.", "File"]),
    (Field::Status, &["Statuss"]),
    (Field::Owner, &["Lietas vadītājs", "Soc. darbinieks", "Darbinieks", "Case owner", "Worker"]),
    (Field::DeclaredAddress, &["Adrese", "Dzīvesvieta", "Deklarētā dzīvesvieta", "Address"]),
    (Field::ActualAddress, &["Faktiskā dzīvesvieta"]),
    (Field::Postcode, &["Indekss", "Pasta kods", "Postal code", "ZIP"]),
    (Field::Phone, &["Tel.", "Tālr.", "Telefons", "Tālruņa numurs", "Mobilais", "Telephone", "Mobile"]),
    (Field::Email, &["E-pasta adrese", "Epasts", "Mail", "E-mail address"]),
    (Field::AppliedOn, &["Iesniegums", "Iesnieguma datums", "Application", "Application date"]),
    (Field::GivenNames, &["Vārdi", "Bērna vārds", "First name", "Given name", "Forename"]),
    (Field::Surname, &["Bērna uzvārds", "Last name", "Family name"]),
    (Field::PersonalCode, &["PK", "P. k.", "Pers. kods", "Bērna personas kods", "Identity number", "ID code"]),
    (Field::BirthDate, &["Dzimis", "Dzimusi", "Dzim. datums", "Dzimšanas diena", "Born", "Date of birth"]),
    (Field::Relation, &["Radniecība", "Statuss ģimenē", "Loma ģimenē", "Relationship"]),
    (Field::Basis, &["Pārstāvība", "Likumiskais pārstāvis"]),
    (Field::School, &["Skola", "Bērnudārzs", "Skola vai bērnudārzs", "Kindergarten"]),
    (Field::Impairments, &["Traucējumi", "Funkcionālie traucējumi", "Traucējums"]),
    (Field::Ceiling, &["Griesti EUR", "Budžets", "Budžeta griesti", "Budget"]),
    (Field::LegalBasis, &["Lēmums", "Pamats", "Pamatojums", "Decision"]),
    (Field::Service, &["Pakalpojuma kods", "Pakalpojuma veids", "Service code"]),
    (Field::Format, &["Forma", "Individuāli vai grupā", "Individuāli/grupā"]),
    (Field::Unit, &["Mērvienība", "Mērv.", "Measure"]),
    (Field::Units, &["Vienību skaits", "Skaits", "Daudzums", "Count"]),
    (Field::Provider, &["Pakalpojuma sniedzējs", "Pakalpojumu sniedzējs", "Service provider", "Supplier"]),
    (Field::RegistrationNumber, &["Reģ. nr.", "Reģistrācijas nr.", "Reg. no.", "Registration no."]),
    (Field::Contract, &["Līguma nr.", "Līguma numurs", "Contract no."]),
    (Field::NoticeHours, &["Atteikuma termiņš", "Notice hours"]),
    (Field::ChargedPercent, &["Maksa par kavējumu", "No-show charge", "Charged"]),
    (Field::CopaymentPercent, &["Līdzmaksājums", "Co-payment", "Copay"]),
    (Field::Amount, &["Cena", "Cena EUR", "Price", "Summa EUR", "Amount EUR"]),
    (Field::From, &["Spēkā no datuma", "No datuma", "Datums no", "Valid from"]),
    (Field::To, &["Spēkā līdz", "Līdz datumam", "Datums līdz", "Valid to", "Until"]),
    (Field::Day, &["Diena", "Nodarbības datums", "Session date"]),
    (Field::Start, &["Laiks", "Pulksten", "Plkst.", "Sākuma laiks", "Time", "Start time"]),
    (Field::Minutes, &["Ilgums", "Minūtes", "Min.", "Duration"]),
    (Field::Outcome, &["Iznākums", "Rezultāts", "Apmeklēts", "Apmeklētība", "Attended", "Result"]),
    (Field::Kind, &["Izvērtējuma veids", "Izvērtējuma nr.", "Assessment kind", "Assessment no."]),
    (Field::Subject, &["Kas izvērtēts", "Par ko", "Izvērtē", "Assessed", "About"]),
    (Field::Item, &["Jomas kods", "SFK kods", "Domain code", "ICF code", "ICF"]),
    (Field::Value, &["Novērtējums", "Punkti", "Balles", "Qualifier", "Points", "Rating"]),
    (Field::Observation, &["Novērots", "Kas novērots", "Seen", "What was seen"]),
    (Field::Text, &["Piezīmes", "Piezīme", "Komentārs", "Notes", "Note", "Remarks", "Comment"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AnyRecord, Kind};
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn labels_fit_a_form_and_tell_fields_apart() {
        for lang in Lang::ALL {
            let mut seen = std::collections::BTreeMap::new();
            for field in Field::ALL {
                let label = field.text(*lang);
                assert!(label.width() <= 22, "{label}");
                if let Some(other) = seen.insert(bare(label), field) {
                    panic!("{field:?} and {other:?} are both {label}");
                }
            }
        }
    }

    #[test]
    fn whatever_a_record_holds_has_a_label_in_its_history() {
        for &kind in Kind::ALL {
            let json = AnyRecord::from_json(kind, "{}").unwrap().to_json();
            let stored: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&json).unwrap();
            for name in stored.keys() {
                assert!(Field::by_name(name).is_some(), "{name} of {}", kind.name());
            }
        }
    }

    #[test]
    fn every_label_and_name_leads_back_to_its_field() {
        for field in Field::ALL {
            assert_eq!(Field::by_heading(field.name()), Some(*field));
            for lang in Lang::ALL {
                assert_eq!(Field::by_heading(field.text(*lang)), Some(*field), "{}", field.text(*lang));
            }
        }
    }

    #[test]
    fn no_synonym_is_shadowed_or_given_twice() {
        for (field, names) in SYNONYMS {
            for name in *names {
                assert_eq!(Field::by_heading(name), Some(*field), "{name}");
            }
        }
    }

    #[test]
    fn headings_are_read_as_offices_write_them() {
        let check = |heading: &str, expect: Option<Field>| assert_eq!(Field::by_heading(heading), expect, "{heading}");
        check("DZIMSANAS DATUMS", Some(Field::BirthDate));
        check("Tel. Nr", None);
        check("tālr.:", Some(Field::Phone));
        check("E pasts", Some(Field::Email));
        check("Speciālists", Some(Field::Specialist));
        check("specialists", Some(Field::Specialists));
        check("Personas kods ", Some(Field::PersonalCode));
        check("Cena (EUR)", Some(Field::Amount));
        check("", None);
        check(" - ", None);
    }
}
