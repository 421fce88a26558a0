//! The words of closed lists, and reading them back from what people type and files carry.

use super::{Lang, search};
use crate::domain::{
    AbsenceScope, AbsenceWay, AssessmentKind, Attainment, CaseStatus, Choice, DecisionKind, Format, GoalTerm, Group,
    Impairment, KeymapWish, LangWish, MeetingKind, MilestoneKind, NoteKind, Outcome, Party, PlanStage, PlanState,
    Problem, Recipient, Relation, RepresentationBasis, Role, Sex, Skip, Subject, SuggestionState, Unit,
    almanac::SchoolBreak, budget::By, rules::Policy,
};

/// A closed list whose choices have words in both languages.
pub trait Worded: Choice {
    /// The choice in words.
    fn text(self, lang: Lang) -> &'static str;
}

/// The choice meant by `text`: a code, a stored name, or the unambiguous beginning of a wording or of a word in it,
/// in either language (`lang`'s first), whatever the case and diacritics.
pub fn parse_choice<C: Worded>(text: &str, lang: Lang) -> Result<C, Problem> {
    let typed = text.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    if let Some(choice) = C::by_code(typed).or_else(|| C::by_name(typed)) {
        return Ok(choice);
    }
    let wanted = search::fold(typed);
    let by_code = |choice: &C| search::fold(choice.code()) == wanted;
    if let Some(choice) = C::ALL.iter().copied().find(by_code) {
        return Ok(choice);
    }
    let other = match lang {
        Lang::Latvian => Lang::English,
        Lang::English => Lang::Latvian,
    };
    for tongue in [lang, other] {
        let whole = |choice: &C| search::fold(choice.text(tongue)) == wanted;
        let begins = |choice: &C| search::fold(choice.text(tongue)).starts_with(&wanted);
        let contains =
            |choice: &C| search::words(&search::fold(choice.text(tongue))).any(|word| word.starts_with(&wanted));
        for fits in [&whole as &dyn Fn(&C) -> bool, &begins, &contains] {
            let mut fitting = C::ALL.iter().copied().filter(|choice| fits(choice));
            match (fitting.next(), fitting.next()) {
                (Some(choice), None) => return Ok(choice),
                // Several fit in the language in use: that is a question, not a case for the other language.
                (Some(_), Some(_)) => return Err(Problem::NotAChoice(typed.to_owned())),
                _ => {}
            }
        }
    }
    Err(Problem::NotAChoice(typed.to_owned()))
}

/// `jā`/`nē`, `yes`/`no`.
pub const fn yes_no(yes: bool, lang: Lang) -> &'static str {
    if yes { lang.pick("jā", "yes") } else { lang.pick("nē", "no") }
}

/// Yes or no as files and people have it, in either language: `jā`, `j`, `x`, `+`, `1`; `nē`, `n`, `-`, `0`.
pub fn parse_yes_no(text: &str) -> Result<bool, Problem> {
    match search::fold(text.trim()).as_str() {
        "" => Err(Problem::Missing),
        "ja" | "j" | "yes" | "y" | "x" | "+" | "1" | "true" => Ok(true),
        "ne" | "n" | "no" | "-" | "0" | "false" => Ok(false),
        _ => Err(Problem::NotAChoice(text.trim().to_owned())),
    }
}

macro_rules! worded {
    ($($list:ident { $($variant:ident $latvian:literal $english:literal,)* })*) => {$(
        impl Worded for $list {
            fn text(self, lang: Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($latvian, $english),)* }
            }
        }
    )*};
}
pub(super) use worded;

worded! {
    Policy {
        Prevent "neļauj" "prevents",
        Warn "brīdina" "warns",
        Allow "ļauj ar pamatojumu" "allows with a reason",
    }
    // Feminine in Latvian: of the case (lieta).
    CaseStatus {
        Applied "pieteikta" "applied",
        Assessed "izvērtēta" "assessed",
        Active "aktīva" "active",
        Suspended "pārtraukta" "suspended",
        Closed "slēgta" "closed",
    }
    Subject {
        Child "bērns" "child",
        Parents "vecāki" "parents",
    }
    MeetingKind {
        Parents "vecāku sapulce" "parents' meeting",
        Feedback "atgriezeniskās saites tikšanās" "feedback meeting",
    }
    Skip {
        LeaveOut "izlaist" "leave out",
        NextWorkingDay "nākamajā darbdienā" "next working day",
    }
    SchoolBreak {
        Autumn "rudens brīvdienas" "autumn school holidays",
        Winter "ziemas brīvdienas" "winter school holidays",
        Spring "pavasara brīvdienas" "spring school holidays",
        Summer "vasaras brīvdienas" "summer school holidays",
    }
    SuggestionState {
        Noted "pierakstīts" "noted",
        Task "uzdevums" "task",
        Proposal "priekšlikums pašvaldībai" "proposal to the municipality",
        Done "izdarīts" "done",
        Declined "noraidīts" "declined",
    }
    MilestoneKind {
        ParentsMeeting "vecāku sapulce" "parents' meeting",
        InitialAssessment "sākotnējais izvērtējums" "initial assessment",
        InterimAssessment "starpizvērtējums" "interim assessment",
        ClosingAssessment "noslēguma izvērtējums" "closing assessment",
        FeedbackMeeting "atgriezeniskās saites tikšanās" "feedback meeting",
        Evaluation "rezultātu izvērtēšana" "evaluation of results",
    }
    Sex {
        Unknown "nav zināms" "unknown",
        Female "sieviete" "female",
        Male "vīrietis" "male",
    }
    Relation {
        Child "bērns" "child",
        Mother "māte" "mother",
        Father "tēvs" "father",
        Guardian "aizbildnis" "guardian",
        FosterParent "audžuvecāks" "foster parent",
        Grandparent "vecvecāks" "grandparent",
        Sibling "brālis vai māsa" "brother or sister",
        Other "cita persona" "other person",
    }
    RepresentationBasis {
        Parent "vecāks" "parent",
        Guardianship "aizbildnība" "guardianship",
        FosterFamily "audžuģimene" "foster family",
        CourtDecision "tiesas nolēmums" "court decision",
        PowerOfAttorney "pilnvara" "power of attorney",
    }
    Impairment {
        Movement "kustību traucējumi" "movement",
        Mental "garīga rakstura traucējumi" "mental",
        Hearing "dzirdes traucējumi" "hearing",
        Vision "redzes traucējumi" "vision",
        Speech "valodas traucējumi" "speech",
        Autism "autiskā spektra traucējumi" "autism spectrum",
        Other "citi traucējumi" "other",
    }
    AssessmentKind {
        Initial "sākotnējais" "initial",
        Interim "starpizvērtējums" "interim",
        Closing "noslēguma" "closing",
    }
    GoalTerm {
        ShortTerm "īstermiņa" "short-term",
        LongTerm "ilgtermiņa" "long-term",
    }
    Attainment {
        Open "vēl nav vērtēts" "open",
        Reached "sasniegts" "reached",
        Partly "daļēji sasniegts" "partly reached",
        NotReached "nav sasniegts" "not reached",
    }
    PlanState {
        Draft "melnraksts" "draft",
        Submitted "iesniegts" "submitted",
        Approved "apstiprināts" "approved",
        Superseded "nomainīts" "superseded",
        Closed "slēgts" "closed",
    }
    PlanStage {
        Draft "melnraksts" "draft",
        Refused "noraidīts" "refused",
        Submitted "iesniegts" "submitted",
        Agreed "saskaņots" "agreed",
        Coming "vēl nav spēkā" "not in force yet",
        InForce "spēkā" "in force",
        Superseded "nomainīts" "superseded",
        Closed "slēgts" "closed",
    }
    DecisionKind {
        Grant "piešķirt" "grant",
        Refuse "atteikt" "refuse",
        Suspend "pārtraukt" "suspend",
        Terminate "izbeigt" "terminate",
        Queue "uzņemt rindā" "queue",
    }
    Party {
        Worker "sociālais darbinieks" "social worker",
        Representative "likumiskais pārstāvis" "legal representative",
        TeamLead "komandas vadītājs" "team lead",
    }
    Group {
        Family "A ģimenes stiprināšana" "A strengthening the family",
        Compensation "B zaudētās funkcijas kompensēšana" "B making up for a lost function",
        Development "C spēju uzturēšana un attīstīšana" "C keeping and developing abilities",
    }
    By {
        Child "bērns" "child",
        Family "ģimene" "family",
        Service "pakalpojums" "service",
        Provider "sniedzējs" "provider",
        Group "grupa" "group",
        Worker "sociālais darbinieks" "social worker",
        Programme "programma" "programme",
    }
    Format {
        Individual "individuāli" "individual",
        Group "grupā" "group",
    }
    Recipient {
        Child "bērns" "child",
        Parent "vecāks" "parent",
        Family "ģimene" "family",
    }
    Unit {
        Session "nodarbība" "session",
        Hour "stunda" "hour",
        Day "diena" "day",
        FullDay "diennakts" "24 hours",
        Night "nakts" "night",
        Trip "brauciens" "trip",
        Kilometre "kilometrs" "kilometre",
        Visit "vizīte" "visit",
    }
    Outcome {
        Scheduled "ieplānots" "scheduled",
        Attended "apmeklēts" "attended",
        Excused "attaisnoti kavēts" "excused",
        NoShow "neierašanās" "no-show",
        ByProvider "atcēla sniedzējs" "cancelled by provider",
        Moved "pārcelts" "moved",
    }
    AbsenceScope {
        Child "bērns" "child",
        Family "visa ģimene" "whole family",
        Provider "sniedzējs" "provider",
        Service "pakalpojums visiem" "service for all",
        Programme "visi pakalpojumi" "all services",
    }
    AbsenceWay {
        Cancel "atcelt" "cancel",
        Shift "pārcelt uz vēlāku laiku" "move to later",
    }
    NoteKind {
        Call "zvans" "call",
        Visit "vizīte" "visit",
        Email "e-pasts" "e-mail",
        Meeting "tikšanās" "meeting",
        Remark "piezīme" "remark",
    }
    Role {
        Worker "sociālais darbinieks" "social worker",
        Head "dienesta vadītājs" "head of service",
        Accountant "grāmatvedis" "accountant",
        TeamMember "izvērtēšanas komandas loceklis" "assessment team member",
        Auditor "revidents" "auditor",
        Administrator "administrators" "administrator",
    }
    // Feminine in Latvian: of the language (valoda) and of the keymap (karte).
    LangWish {
        Usual "parastā" "the usual",
        Latvian "latviešu" "Latvian",
        English "angļu" "English",
    }
    KeymapWish {
        Usual "parastā" "the usual",
        Default "default" "default",
        Classic "classic" "classic",
        Vim "vim" "vim",
    }
}

impl Group {
    /// What the group is for, without its letter.
    pub fn purpose(self, lang: Lang) -> &'static str {
        // Every wording begins with the letter and a space.
        &self.text(lang)[2..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every<C: Worded + std::fmt::Debug>() {
        for choice in C::ALL {
            for lang in Lang::ALL {
                assert_eq!(parse_choice::<C>(choice.code(), *lang), Ok(*choice), "code of {choice:?}");
                assert_eq!(parse_choice::<C>(choice.name(), *lang), Ok(*choice), "name of {choice:?}");
                for tongue in Lang::ALL {
                    let word = choice.text(*tongue);
                    assert_eq!(parse_choice::<C>(word, *lang), Ok(*choice), "{word}");
                    assert_eq!(parse_choice::<C>(&word.to_uppercase(), *lang), Ok(*choice), "{word}");
                }
            }
        }
        let codes: std::collections::BTreeSet<&str> = C::ALL.iter().map(|choice| choice.code()).collect();
        assert_eq!(codes.len(), C::ALL.len(), "codes are unique");
    }

    #[test]
    fn every_choice_is_found_by_code_name_and_word() {
        every::<CaseStatus>();
        every::<MilestoneKind>();
        every::<Sex>();
        every::<Relation>();
        every::<RepresentationBasis>();
        every::<Impairment>();
        every::<AssessmentKind>();
        every::<GoalTerm>();
        every::<Attainment>();
        every::<PlanState>();
        every::<PlanStage>();
        every::<DecisionKind>();
        every::<Party>();
        every::<Group>();
        every::<Format>();
        every::<Recipient>();
        every::<Unit>();
        every::<Outcome>();
        every::<NoteKind>();
        every::<AbsenceScope>();
        every::<AbsenceWay>();
        every::<Role>();
        every::<LangWish>();
        every::<KeymapWish>();
    }

    #[test]
    fn beginnings_are_enough_unless_two_fit() {
        fn check<C: Worded + std::fmt::Debug>(text: &str, expect: Option<C>) {
            assert_eq!(parse_choice::<C>(text, Lang::Latvian).ok(), expect, "{text}");
        }
        check("mat", Some(Relation::Mother));
        check("māsa", Some(Relation::Sibling));
        check("foster", Some(Relation::FosterParent));
        check("ie", Some(Outcome::Scheduled));
        check("kavēts", Some(Outcome::Excused));
        check("at", None::<Outcome>);
        check("attended", Some(Outcome::Attended));
        check("diena", Some(Unit::Day));
        check("dien", None::<Unit>);
        check("GRUP", Some(Format::Group));
        check("zzz", None::<Format>);
        check("", None::<Format>);
    }
}
