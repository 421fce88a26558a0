//! What is wrong with a value, in words that tell what to do.

use chrono::NaiveDate;

use super::{
    Lang, Text,
    choice::Worded,
    clean::clean,
    date, fill, number,
    plural::{Counted, Plural},
};
use crate::domain::{Fault, Problem, shared_time::Busy};

impl Fault {
    /// The field's label and the sentence: `Tālrunis: nav Latvijas tālruņa numurs …`.
    pub fn sentence(&self, lang: Lang) -> String {
        format!("{}: {}", self.field.text(lang), self.told(lang))
    }

    /// The sentence alone, with the other days on which it is so.
    pub fn told(&self, lang: Lang) -> String {
        match &self.problem {
            Problem::Rule(breach) => breach.demand(&self.also_on, lang),
            problem => problem.sentence(lang) + &also_on(&self.also_on, lang),
        }
    }

    /// The same with a capital letter and a full stop.
    pub fn alone(&self, lang: Lang) -> String {
        alone(&self.told(lang))
    }
}

/// With a capital letter and a full stop.
fn alone(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if sentence.ends_with(['.', '?']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

/// On which other days it is so: ` (arī 25.09., 02.10.)`; nothing where there are none. Of many the first are told.
pub fn also_on(days: &[NaiveDate], lang: Lang) -> String {
    const TOLD: usize = 10;
    if days.is_empty() {
        return String::new();
    }
    let mut told: Vec<String> = days.iter().take(TOLD).map(|day| date::show_short(*day, lang)).collect();
    told.extend((days.len() > TOLD).then(|| format!("+{}", days.len() - TOLD)));
    fill(lang.pick(" (arī {})", " (also {})"), &[&told.join(", ")])
}

impl Problem {
    /// The sentence where it stands alone: with a capital letter and a full stop.
    pub fn alone(&self, lang: Lang) -> String {
        alone(&self.sentence(lang))
    }

    /// What is wrong, and where it helps, what to write instead. Begins with a small letter, ends without a full stop.
    /// The advice stands before what was typed: beside a form's field the end may be cut off.
    pub fn sentence(&self, lang: Lang) -> String {
        let say = |latvian, english, parts: &[&dyn std::fmt::Display]| fill(lang.pick(latvian, english), parts);
        match self {
            Self::Missing => say("nav aizpildīts", "is not filled in", &[]),
            Self::NotADate(text) => say(
                "tāda datuma nav; raksta 05.12.2026. („{}”)",
                "no such date; write 05.12.2026 (“{}”)",
                &[&clean(text)],
            ),
            Self::NotATime(text) => {
                say("tāda laika nav; raksta 9:30 („{}”)", "not a time of day; write 9:30 (“{}”)", &[&clean(text)])
            }
            Self::NotMoney(text) => {
                say("neskaidra summa; raksta 1234,50 („{}”)", "unclear amount; write 1234.50 (“{}”)", &[&clean(text)])
            }
            Self::NotANumber(text) => {
                say("neskaidrs skaitlis; raksta 12,5 („{}”)", "unclear number; write 12.5 (“{}”)", &[&clean(text)])
            }
            Self::NotADuration(text) => say(
                "nav ilgums; raksta 45, 1h vai 1:30 („{}”)",
                "not a duration; write 45, 1h or 1:30 (“{}”)",
                &[&clean(text)],
            ),
            Self::NotAChoice(text) => say(
                "nav sarakstā vai der vairākām izvēlēm („{}”)",
                "not in the list, or fits several choices (“{}”)",
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
            Self::CodeShape => {
                say("vajag 11 ciparu, piemēram, 161175-19997", "11 digits are needed, such as 161175-19997", &[])
            }
            Self::CodeCheckDigit => say(
                "pēdējais cipars neatbilst; pārbaudiet dokumentā",
                "the last digit does not fit; check the document",
                &[],
            ),
            Self::CodeBirthDate(day) => say(
                "kodā ir cits dzimšanas datums: {}",
                "the code holds another birth date: {}",
                &[&date::show(*day, lang)],
            ),
            Self::PhoneShape => say(
                "vajag 8 ciparu, pirmais 2 vai 6; citas valsts: ar +",
                "8 digits, the first 2 or 6; numbers abroad: with +",
                &[],
            ),
            Self::PostcodeShape => say(
                "vajag LV- un četrus ciparus, piemēram, LV-3201",
                "LV- and four digits are needed, such as LV-3201",
                &[],
            ),
            Self::EmailShape => {
                say("nav e-pasta adrese; raksta vards@piemers.lv", "not an e-mail address; write name@example.lv", &[])
            }
            Self::NotAKey => say(
                "nav publiskā SSH atslēga; vajag .pub faila rindu, piemēram, ssh-ed25519 AAAA… anna",
                "not a public key of SSH; the line of a .pub file is needed, such as ssh-ed25519 AAAA… anna",
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
                "nav cenas {}; pievienojiet to cenrādim",
                "no price on {}; add one to the price list",
                &[&date::show(*day, lang)],
            ),
            Self::CannotCharge(day) => say(
                "nav cenas {}; pievienojiet to cenrādim vai atstājiet neatzīmētu",
                "no price on {}; add one to the price list or leave it unmarked",
                &[&date::show(*day, lang)],
            ),
            Self::AlreadyAway(from, to) => say(
                "jau ir pierakstīts no {} līdz {}; labojiet to",
                "is recorded already from {} to {}; edit that one",
                &[&date::show(*from, lang), &date::show(*to, lang)],
            ),
            Self::MoreThanLeft(units) => say(
                "rindai bez izlietotā un ieplānotā ir atlicis tikai {}",
                "the line has only {} left that are neither used nor booked",
                &[&number::decimal(*units, lang)],
            ),
            Self::MoreThanFree(amount) => say(
                "bērnam bez izlietotā un rezervētā ir brīvi tikai {}",
                "the child has only {} that is neither spent nor reserved",
                &[&number::euros(*amount, lang)],
            ),
            Self::UnitsAreWorth(amount) => say(
                "šīs vienības maksā {}: summu var neierakstīt",
                "these units are worth {}: leave the sum empty",
                &[&number::euros(*amount, lang)],
            ),
            Self::BuysNothing => say(
                "ar to nepietiek ne vienai otras rindas vienībai",
                "does not pay for one unit of the other line",
                &[],
            ),
            Self::CeilingsStay => say(
                "šajā programmā griestus starp bērniem nedala",
                "in this programme ceilings do not go from child to child",
                &[],
            ),
            Self::NothingToUplift(day) => say(
                "no {} nav nevienas tādas cenas",
                "no such price is in force from {} on",
                &[&date::show(*day, lang)],
            ),
            Self::OneOfTwo => {
                say("aizpilda tieši vienu: šo vai nākamo lauku", "fill in exactly one: this field or the next", &[])
            }
            Self::NotLater(day) => say("jābūt vēlāk par {}", "must be later than {}", &[&date::show(*day, lang)]),
            Self::Unpriced { service, from, to } => say(
                "{} {} nav cenas; šo dienu vienības skaita par 0,00 €",
                "{} has no price {}; units of these days count as 0.00",
                &[&clean(service), &period((*from, Some(*to)), lang)],
            ),
            Self::PriceOverlap { own, other } => say(
                "cena {} pārklājas ar cenu {}",
                "the price {} overlaps the price {}",
                &[&period(*own, lang), &period(*other, lang)],
            ),
            Self::OverCeiling(by) => say(
                "plāns pārsniedz griestus par {}",
                "the plan exceeds the ceiling by {}",
                &[&number::euros(*by, lang)],
            ),
            Self::OverQuantity(by) => {
                say("pārsniedz plāna rindas apjomu par {}", "exceeds the plan line's quantity by {}", &[&clean(by)])
            }
            Self::HealthLimit(reason) => say("ārsts to nav atļāvis: {}", "barred by a doctor: {}", &[&clean(reason)]),
            Self::NoRepresentative => {
                say("bērnam nav likumiskā pārstāvja", "the child has no legal representative", &[])
            }
            Self::NotItsUnit(units) => {
                let units: Vec<&str> = units.iter().map(|unit| unit.text(lang)).collect();
                say(
                    "pakalpojumam nav tādas vienības; ir: {}",
                    "not a unit of the service; it has: {}",
                    &[&units.join(", ")],
                )
            }
            Self::NoMedicalForm(None) => say("vajadzīgs ārsta atzinums", "a doctor's form is needed", &[]),
            Self::NoMedicalForm(Some(day)) => say(
                "ārsta atzinums derīgs tikai līdz {}",
                "the doctor's form is valid only until {}",
                &[&date::show(*day, lang)],
            ),
            Self::Away(scope, day) => {
                say("prombūtne ({}): {}", "absence ({}): {}", &[&scope.text(lang), &date::show(*day, lang)])
            }
            Self::ClosedDay(what) => {
                say("svētki, vai sniedzējs nestrādā: {}", "a holiday, or the provider is closed: {}", &[&clean(what)])
            }
            Self::Clash(Busy::Parent, what) => {
                say("vecākiem tajā laikā jau ir: {}", "the parents have at that time: {}", &[&clean(what)])
            }
            Self::Clash(Busy::Specialist, what) => {
                say("speciālistam tajā laikā jau ir: {}", "the specialist has at that time: {}", &[&clean(what)])
            }
            Self::Clash(_, what) => {
                say("bērnam tajā laikā jau ir: {}", "the child has at that time: {}", &[&clean(what)])
            }
            Self::InFuture => say("šis datums vēl nav pienācis", "this day has not come yet", &[]),
            Self::Duplicate(what) => say("tāds jau ir: {}", "there is already one: {}", &[&clean(what)]),
            Self::SamePerson(who) => say(
                "tāds kods jau ir: {}; ja tā ir cita persona, ierakstiet, kāpēc",
                "has that code already: {}; if this is somebody else, say why",
                &[&clean(who)],
            ),
            Self::KnownCode(who) => say("tāds kods ir vai bija: {}", "has or had that code: {}", &[&clean(who)]),
            Self::NearCode(who) => say("gandrīz tāds pats kods: {}", "nearly the same code: {}", &[&clean(who)]),
            Self::LikePerson(who) => say("varbūt tas pats cilvēks: {}", "perhaps the same person: {}", &[&clean(who)]),
            Self::KnownPhone(who) => say("tāds tālrunis ir arī: {}", "has that phone, too: {}", &[&clean(who)]),
            Self::UnknownSpecialist(known) => say(
                "sniedzējam tādu speciālistu nezina: {}",
                "the provider is not known to have them: {}",
                &[&clean(known)],
            ),
            Self::NoSuchRecord(what) => say("nav atrasts: „{}”", "not found: “{}”", &[&clean(what)]),
            Self::Locked => say(
                "apstiprināto un pabeigto nelabo; vajag jaunu versiju vai labojumu",
                "what is approved or completed stays; make a new version or a correction",
                &[],
            ),
            Self::Decided => say(
                "lēmumu nemaina un nedzēš; to nomaina ar jaunu lēmumu",
                "a decision is not changed or removed; a new one supersedes it",
                &[],
            ),
            Self::Invoiced => say(
                "nodarbība ir rēķinā: to maina tikai ar labojumu, kuram ir iemesls",
                "the session is in an invoice: it changes only by a correction with a reason",
                &[],
            ),
            Self::InvoiceAccepted => say(
                "pieņemtu rēķinu nemaina; kļūdu labo nākamajā rēķinā",
                "an accepted invoice stays as it is; a mistake is corrected in the next one",
                &[],
            ),
            Self::NotAccepted => say("rēķins vēl nav pieņemts", "the invoice was not accepted yet", &[]),
            Self::NotBefore(first, day) => say(
                "nevar būt agrāk par {} ({})",
                "cannot be before {} ({})",
                &[&date::show(*day, lang), &first.text(lang)],
            ),
            Self::HasLines(count) => {
                let lines = Counted::InvoiceLine.text(u64::try_from(*count).unwrap_or(u64::MAX), lang);
                say("vispirms jāizņem {}", "first take out {}", &[&lines])
            }
            Self::Unexplained(count) => {
                let differences = Counted::Difference.text(u64::try_from(*count).unwrap_or(u64::MAX), lang);
                say("bez iemesla: {}", "without a reason: {}", &[&differences])
            }
            Self::NoSession(day) => say(
                "{} sniedzējam nav šāda pakalpojuma nodarbības ar bērnu",
                "on {} the provider has no such session with the child",
                &[&date::show(*day, lang)],
            ),
            Self::AskedOtherwise(owed) => say("pienākas {}", "{} is owed", &[&number::euros(*owed, lang)]),
            Self::RowsComeTo(sum) => say("rindas kopā {}", "the rows come to {}", &[&number::euros(*sum, lang)]),
            Self::OtherProgramme => say(
                "bērns ir citā programmā nekā pārējie šajā rēķinā",
                "the child is in another programme than the others of this invoice",
                &[],
            ),
            Self::OtherProvider => say(
                "nodarbība vai rēķins ir cita sniedzēja vai cita bērna",
                "the session or the invoice is another provider's or another child's",
                &[],
            ),
            Self::NumberMissing(number) => {
                say("lēmumu reģistrā trūkst numura {}", "the register of decisions lacks number {}", &[&clean(number)])
            }
            Self::NotSubmitted => say("plāns vēl nav iesniegts", "the plan was not submitted yet", &[]),
            Self::NotEarlierVersion(number) => say(
                "nevar nomainīt v{}: tā nav agrāka versija",
                "cannot supersede v{}: it is not an earlier version",
                &[number],
            ),
            Self::BeforeSuperseded(day) => say(
                "agrāk par nomaināmo versiju, kas ir spēkā no {}",
                "earlier than the superseded version, which holds from {}",
                &[&date::show(*day, lang)],
            ),
            Self::OutsideVersion(from) => say(
                "rinda beidzas, pirms versija ir spēkā ({})",
                "the line ends before the version holds ({})",
                &[&date::show(*from, lang)],
            ),
            Self::Circular(chain) => say(
                "versijas nomaina cita citu aplī: {}",
                "versions supersede each other in a circle: {}",
                &[&clean(chain)],
            ),
            Self::SignatureWithoutDay => {
                say("bez datuma paraksts netiek pierakstīts", "without a day the signature is not recorded", &[])
            }
            Self::NotSigned => {
                say("likumiskais pārstāvis nav parakstījis", "the legal representative has not signed", &[])
            }
            Self::GoalClosed => {
                say("mērķis ir slēgts; vispirms atveriet to no jauna", "the goal is closed; reopen it first", &[])
            }
            Self::OpenGaps(count) => {
                let gaps = Counted::Gap.text(u64::try_from(*count).unwrap_or(u64::MAX), lang);
                say("bez pamatojuma: {}", "without a written reason: {}", &[&gaps])
            }
            Self::PlanWaits(number) => say(
                "v{} ir iesniegta: vispirms to apstiprina vai atdod",
                "v{} was submitted: first it is approved or given back",
                &[number],
            ),
            Self::NoDraft => say("nav plāna melnraksta", "there is no draft of a plan", &[]),
            Self::CaseIsClosed => say("lieta ir slēgta", "the case is closed", &[]),
            Self::AlreadyHeld => say("izvērtējums jau noticis", "the assessment was held already", &[]),
            Self::AlreadyHasOne => say("tāds izvērtējums jau ir", "has such an assessment already", &[]),
            Self::AlreadyMarked => say(
                "jau atzīmēta; vispirms mainiet uz „ieplānots”",
                "marked already; first change it to “scheduled”",
                &[],
            ),
            Self::InUse => say("nevar mainīt: to lieto citi ieraksti", "cannot be changed: other records use it", &[]),
            Self::CloseByAction => say(
                "slēdz ar darbību „slēgt”: vajag dienu un iemeslu",
                "close it with the action “close”: day and reason",
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
                "bērnam nav apstiprināta plāna, kas spēkā {}",
                "the child has no approved plan in force on {}",
                &[&date::show(*day, lang)],
            ),
            Self::NotInPlan(text) => say(
                "spēkā esošajā plānā nav tādas rindas: {}",
                "the plan in force has no such line: {}",
                &[&clean(text)],
            ),
            Self::NoLead => say("komandu vada tieši viens: aiz tā *", "exactly one leads the team: mark with *", &[]),
            Self::TooOld(age, oldest) => {
                let age = Counted::Year.text(u64::from(*age), lang);
                // After `līdz … vecumam` the genitive stands.
                let latvian = match Plural::of(u64::from(*oldest), Lang::Latvian) {
                    Plural::One => "bērnam {}, programma ir līdz {}\u{a0}gada vecumam",
                    Plural::Zero | Plural::Other => "bērnam {}, programma ir līdz {}\u{a0}gadu vecumam",
                };
                say(latvian, "the child is {} old, the programme is for those up to {}", &[&age, oldest])
            }
            Self::NotAnItem(text) => {
                say("instrumentā tādas jomas nav: „{}”", "the instrument has no such item: “{}”", &[&clean(text)])
            }
            Self::NotOnScale(scale) => say("skalā ir {}", "the scale has {}", &[&clean(scale)]),
            Self::NotUnderstood(part) => say("nesaprotu: „{}”", "not understood: “{}”", &[&clean(part)]),
            Self::NothingUnderstood(first, count) => say(
                "viena rinda ir viena sērija; nesaprotu „{}” un vēl {}",
                "one line is one series; not understood: “{}” and {} more",
                &[&clean(first), &count.saturating_sub(1)],
            ),
            Self::SecondDate(text) => say(
                "vienai rindai ir viens sākuma datums; citam raksta savu rindu („{}”)",
                "a line begins on one date; write another line for the other (“{}”)",
                &[&clean(text)],
            ),
            Self::NotBetween(text, first, last) => say(
                "vajag skaitli no {} līdz {} („{}”)",
                "a number from {} to {} is needed (“{}”)",
                &[first, last, &clean(text)],
            ),
            Self::NoSuchLine(text, lines) => say(
                "plānā nav rindas „{}”; ir {}",
                "the plan has no line “{}”; it has {}",
                &[&clean(text), &clean(lines)],
            ),
            Self::Rule(breach) => breach.demand(&[], lang),
            Self::BadRule(fault) => fault.sentence(lang),
            Self::UnknownSchoolYear(year) => say(
                "{}./{}. mācību gada brīvlaiki nav zināmi",
                "the school holidays of {}/{} are not known",
                &[year, &year.saturating_add(1)],
            ),
            Self::UnknownZone(zone) => say(
                "laika josla „{}” nav Latvijas; eksportējiet ar Europe/Riga vai UTC",
                "the time zone “{}” is not Latvia’s; export it with Europe/Riga or UTC",
                &[&clean(zone)],
            ),
            Self::NoPlace(day, places) => say(
                "{} sniedzējam vairs nav vietas (vietu skaits: {})",
                "on {} the provider has no place left (places: {})",
                &[&date::show(*day, lang), places],
            ),
            Self::TooFar(other, minutes) => say(
                "nepaspēs uz citu vietu vai no tās ({}; ceļā {} min)",
                "no time to get from one place to the other ({}; {} min on the way)",
                &[&clean(other), minutes],
            ),
            Self::SkippedHour(day) => say(
                "{} tādas stundas nav: pulksteni pagriež uz priekšu",
                "on {} there is no such hour: clocks go forward",
                &[&date::show(*day, lang)],
            ),
            Self::NoHeading(text) => say(
                "ailei nav virsraksta; vai teksts ir pēdiņās? („{}”)",
                "no heading over it; is the text in quotes? (“{}”)",
                &[&clean(text)],
            ),
            Self::TooLong(most) => {
                let most = u64::try_from(*most).unwrap_or(u64::MAX);
                say("par garu; ne vairāk kā {}", "too long; at most {}", &[&Counted::Character.text(most, lang)])
            }
        }
    }
}

/// `01.04.2019.–30.06.2019.`, or `no 01.06.2019.` where there is no last day.
fn period((from, to): (NaiveDate, Option<NaiveDate>), lang: Lang) -> String {
    match to {
        Some(to) => format!("{}–{}", date::show(from, lang), date::show(to, lang)),
        None => Text::FromDay.fill(lang, &[&date::show(from, lang)]),
    }
}

#[cfg(test)]
mod tests;
