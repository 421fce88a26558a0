//! What is wrong with a value, in words that tell what to do.

use super::{
    Lang,
    clean::clean,
    date, fill, number,
    plural::{Counted, Plural},
};
use crate::domain::{Fault, Problem};

impl Fault {
    /// The field's label and the sentence: `Tālrunis: nav Latvijas tālruņa numurs …`.
    pub fn sentence(&self, lang: Lang) -> String {
        format!("{}: {}", self.field.text(lang), self.problem.sentence(lang))
    }
}

impl Problem {
    /// What is wrong, and where it helps, what to write instead. Begins with a small letter, ends without a full stop.
    pub fn sentence(&self, lang: Lang) -> String {
        let say = |latvian, english, parts: &[&dyn std::fmt::Display]| fill(lang.pick(latvian, english), parts);
        match self {
            Self::Missing => say("nav aizpildīts", "is not filled in", &[]),
            Self::NotADate(text) => say(
                "“{}” nav iespējams datums; rakstiet, piemēram, 05.12.2026.",
                "“{}” is not a possible date; write, for instance, 05.12.2026",
                &[&clean(text)],
            ),
            Self::NotATime(text) => say(
                "“{}” nav pulksteņa laiks; rakstiet, piemēram, 9:30",
                "“{}” is not a time of day; write, for instance, 9:30",
                &[&clean(text)],
            ),
            Self::NotMoney(text) => say(
                "“{}” nav viennozīmīga naudas summa; rakstiet, piemēram, 1234,50",
                "“{}” is not a clear amount of money; write, for instance, 1234.50",
                &[&clean(text)],
            ),
            Self::NotANumber(text) => say(
                "“{}” nav viennozīmīgs skaitlis; rakstiet, piemēram, 12,5",
                "“{}” is not a clear number; write, for instance, 12.5",
                &[&clean(text)],
            ),
            Self::NotADuration(text) => say(
                "“{}” nav ilgums; rakstiet minūtes vai stundas: 45, 1h, 1:30",
                "“{}” is not a duration; write minutes or hours: 45, 1h, 1:30",
                &[&clean(text)],
            ),
            Self::NotAChoice(text) => say(
                "“{}” nav sarakstā vai der vairākām izvēlēm",
                "“{}” is not in the list, or fits several choices",
                &[&clean(text)],
            ),
            Self::Negative => say("nevar būt mazāk par nulli", "cannot be less than zero", &[]),
            Self::NotPositive => say("jābūt vairāk par nulli", "must be more than zero", &[]),
            Self::OverHundred => say("nevar būt vairāk par 100 %", "cannot be more than 100%", &[]),
            Self::TooMuch(most) => {
                let most = number::decimal((*most).into(), lang);
                say("nevar būt vairāk par {}", "cannot be more than {}", &[&most])
            }
            Self::NoSuchYear(first, last) => {
                say("gadam jābūt no {}. līdz {}.", "the year must lie between {} and {}", &[first, last])
            }
            Self::EndsBeforeStart => say("beigas ir pirms sākuma", "ends before it starts", &[]),
            Self::CodeShape => say(
                "personas kodā ir 11 cipari, piemēram, 161175-19997",
                "a personal code has 11 digits, for instance 161175-19997",
                &[],
            ),
            Self::CodeCheckDigit => say(
                "pēdējais cipars neatbilst pārējiem; pārbaudiet dokumentā",
                "the last digit does not fit the others; check it in the document",
                &[],
            ),
            Self::CodeBirthDate(day) => say(
                "kodā ir cits dzimšanas datums: {}",
                "the code holds another birth date: {}",
                &[&date::show(*day, lang)],
            ),
            Self::PhoneShape => say(
                "nav Latvijas tālruņa numurs: astoņi cipari, pirmais 2 vai 6; citas valsts numuru sāk ar +",
                "not a Latvian phone number: eight digits, the first 2 or 6; numbers abroad begin with +",
                &[],
            ),
            Self::PostcodeShape => say(
                "pasta indekss ir LV- un četri cipari, piemēram, LV-3201",
                "a postcode is LV- and four digits, for instance LV-3201",
                &[],
            ),
            Self::EmailShape => say(
                "nav e-pasta adrese; tā izskatās kā vards@piemers.lv",
                "not an e-mail address; one looks like name@example.lv",
                &[],
            ),
            Self::BeforeProgramme(day) => say(
                "ir pirms programmas sākuma {}",
                "lies before the programme begins on {}",
                &[&date::show(*day, lang)],
            ),
            Self::AfterProgramme(day) => {
                say("ir pēc programmas beigām {}", "lies after the programme ends on {}", &[&date::show(*day, lang)])
            }
            Self::OutsideLine(from, to) => say(
                "ir ārpus plāna rindas datumiem {}–{}",
                "lies outside the plan line's dates {}–{}",
                &[&date::show(*from, lang), &date::show(*to, lang)],
            ),
            Self::NoPrice(day) => say(
                "šim pakalpojumam nav cenas, kas būtu spēkā {}; pievienojiet to cenrādim",
                "the service has no price in force on {}; add one to the price list",
                &[&date::show(*day, lang)],
            ),
            Self::CannotCharge(day) => say(
                "nevar aprēķināt maksu: {} nebija spēkā nevienas cenas; vispirms pievienojiet to cenrādim",
                "cannot be charged: no price was in force on {}; first add one to the price list",
                &[&date::show(*day, lang)],
            ),
            Self::PriceOverlap(day) => say(
                "pārklājas ar citu tā paša pakalpojuma cenu, kas spēkā no {}",
                "overlaps another price of the same service, in force from {}",
                &[&date::show(*day, lang)],
            ),
            Self::OverCeiling(by) => say(
                "plāns pārsniedz griestus par {}",
                "the plan exceeds the ceiling by {}",
                &[&number::euros(*by, lang)],
            ),
            Self::OverQuantity(by) => {
                say("pārsniedz plāna rindas apjomu par {}", "exceeds the plan line's quantity by {}", &[&clean(by)])
            }
            Self::HealthLimit(reason) => say(
                "ārsts šo pakalpojumu bērnam nav atļāvis: {}",
                "a doctor has barred the service for this child: {}",
                &[&clean(reason)],
            ),
            Self::ClosedDay(what) => {
                say("svētki, vai sniedzējs nestrādā: {}", "a holiday, or the provider is closed: {}", &[&clean(what)])
            }
            Self::Clash(what) => {
                say("sakrīt ar citu nodarbību: {}", "clashes with another session: {}", &[&clean(what)])
            }
            Self::InFuture => say("šis datums vēl nav pienācis", "this day has not come yet", &[]),
            Self::Duplicate(what) => say("tāds jau ir: {}", "there is already one: {}", &[&clean(what)]),
            Self::NoSuchRecord(what) => say("“{}” nav atrasts", "“{}” was not found", &[&clean(what)]),
            Self::Locked => say(
                "labot var tikai melnrakstu; izveidojiet jaunu plāna versiju",
                "only a draft can be changed; make a new plan version",
                &[],
            ),
            Self::AlreadyMarked => say(
                "nodarbība jau ir atzīmēta; vispirms nomainiet atzīmi uz “ieplānots”",
                "the session is marked already; first change its mark back to “scheduled”",
                &[],
            ),
            Self::InUse => say(
                "nevar mainīt: pēc tā šo ierakstu pazīst citi ieraksti",
                "cannot be changed: other records know this one by it",
                &[],
            ),
            Self::CloseByAction => say(
                "lietu slēdz ar darbību “slēgt”: tā prasa datumu un iemeslu",
                "a case is closed with the action “close”, which asks for the day and the reason",
                &[],
            ),
            Self::StillBooked(count) => {
                let count = u64::try_from(*count).unwrap_or(u64::MAX);
                let sessions = Counted::Session.text(count, lang);
                say("kalendārā vēl ir {}", "there are still {} on the calendar", &[&sessions])
            }
            Self::CancelsSessions(count) => {
                let (latvian, english) = match Plural::of((*count).into(), lang) {
                    Plural::One => {
                        ("{}\u{a0}ieplānota nodarbība tiks atcelta", "{}\u{a0}scheduled session will be cancelled")
                    }
                    // With the verb agreeing, ten and eleven take the nominative too.
                    Plural::Zero | Plural::Other => {
                        ("{}\u{a0}ieplānotas nodarbības tiks atceltas", "{}\u{a0}scheduled sessions will be cancelled")
                    }
                };
                say(latvian, english, &[count])
            }
            Self::NoPlan(day) => say(
                "bērnam nav apstiprināta plāna, kas būtu spēkā {}",
                "the child has no approved plan in force on {}",
                &[&date::show(*day, lang)],
            ),
            Self::NotInPlan(text) => say(
                "spēkā esošajā plānā nav tādas rindas: {}",
                "the plan in force has no such line: {}",
                &[&clean(text)],
            ),
            Self::NoHeading(text) => say(
                "“{}” ir ailē bez virsraksta; vai teksts ar komatu vai semikolu ir pēdiņās?",
                "“{}” is in a column without a heading; is a text with a comma or semicolon in quotation marks?",
                &[&clean(text)],
            ),
            Self::TooLong(most) => {
                let most = u64::try_from(*most).unwrap_or(u64::MAX);
                say("par garu; ne vairāk kā {}", "too long; at most {}", &[&Counted::Character.text(most, lang)])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Field, Money};
    use chrono::NaiveDate;

    #[test]
    fn faults_say_where_and_what() {
        let check = |fault: Fault, latvian: &str, english: &str| {
            assert_eq!(fault.sentence(Lang::Latvian), latvian);
            assert_eq!(fault.sentence(Lang::English), english);
        };
        check(Fault::new(Field::Surname, Problem::Missing), "Uzvārds: nav aizpildīts", "Surname: is not filled in");
        let day = NaiveDate::from_ymd_opt(2026, 12, 5).unwrap();
        check(
            Fault::new(Field::Day, Problem::AfterProgramme(day)),
            "Datums: ir pēc programmas beigām 05.12.2026.",
            "Date: lies after the programme ends on 05.12.2026",
        );
        check(
            Fault::new(Field::Ceiling, Problem::OverCeiling(Money::from_cents(123_450))),
            "Griesti: plāns pārsniedz griestus par 1\u{a0}234,50\u{a0}€",
            "Ceiling: the plan exceeds the ceiling by €1,234.50",
        );
        check(
            Fault::new(Field::Text, Problem::TooLong(21)),
            "Teksts: par garu; ne vairāk kā 21\u{a0}rakstzīme",
            "Text: too long; at most 21\u{a0}characters",
        );
    }

    #[test]
    fn sessions_to_be_cancelled_are_counted_in_latvian_forms() {
        let check = |count, expect: &str| {
            assert_eq!(Problem::CancelsSessions(count).sentence(Lang::Latvian), expect, "{count}")
        };
        check(1, "1\u{a0}ieplānota nodarbība tiks atcelta");
        check(2, "2\u{a0}ieplānotas nodarbības tiks atceltas");
        check(10, "10\u{a0}ieplānotas nodarbības tiks atceltas");
        assert!(Problem::CancelsSessions(1).is_warning());
    }

    #[test]
    fn what_was_typed_cannot_drive_the_terminal() {
        let sentence = Problem::NotADate("\u{1b}[2J".to_owned()).sentence(Lang::Latvian);
        assert!(sentence.contains("␛[2J"), "{sentence}");
    }
}
