//! Words about rules: what each says and what was broken.

use chrono::{NaiveDate, NaiveTime};

use super::{Lang, choice::Worded, clean::clean, date, fault::also_on, fill, number, plural::Counted, texts, time};
use crate::domain::{
    Format, Recipient,
    rules::{Amount, Band, Basis, Breach, Doctor, Measure, Objection, Part, Period, Policy, Rule, Shape, WhoseMoney},
    shared_time::Busy,
};

texts! {
    /// Wordings about rules and their files.
    RuleText {
        // What a rule says.
        CountEach "ne vairāk kā {} katra pakalpojuma" "at most {} of each service",
        CountAll "ne vairāk kā {} kopā" "at most {} together",
        PerWeek "{} nedēļā" "{} a week",
        PerMonth "{} mēnesī" "{} a month",
        PerYear "ne vairāk kā {} gadā" "at most {} a year",
        PerYearFamily "ne vairāk kā {} gadā visai ģimenei" "at most {} a year for the whole family",
        OrWith "; {} – {}" "; {} – {}",
        FamilyPays "ģimene maksā {}" "the family pays {}",
        Steps "pakāpes pēc plāna: {} mēnesī" "steps by the plan: {} a month",
        FromAge "no {} gadu vecuma" "from the age of {}",
        ToAge "līdz {} gadu vecumam" "up to the age of {}",
        RunOff "un vēl {} mēn." "and {} months more",
        OnlyOne "vienlaikus tikai viens no tiem" "only one of them at a time",
        NotHousehold "nesniedz mājsaimniecības loceklis" "not by a member of the household",
        NotRelative "nesniedz bērna vecāks" "not by a parent of the child",
        GoesOver "neizlietotās stundas drīkst izmantot: {}; ne vairāk kā {} iepriekšējo mēnešu vidējais" "unused hours may serve {}; at most the mean of the {} months before",
        NotOverCeiling "plāns un viss izlietotais un rezervētais iekļaujas griestos" "the plan, and all that is delivered and reserved, stays within the ceiling",
        NotOverQuantity "notikušo un ieplānoto vienību nav vairāk, nekā paredz plāna rinda" "no more units held and booked than the line of the plan has",
        NothingBarred "nekas, ko ārsts ir liedzis" "nothing that a doctor bars",
        OnlyWithForm "ja vajadzīgs ārsta atzinums, tikai ar to" "where a doctor's form is needed, only with it",
        WithinLine "tikai plāna rindas termiņā" "only on days of the plan line",
        TimeForWay "starp nodarbībām dažādās vietās tik laika, cik vajag ceļam" "between sessions at different places as much time as the way takes",
        OneAtATime "vienlaikus tikai viena nodarbība" "one session at a time",
        AsManyAsPlaces "vienlaikus ne vairāk nodarbību, kā sniedzējam ir vietu" "no more sessions at once than the provider has places",
        Ages "{} g." "age {}",
        SpecialCare "ar īpašās kopšanas atzinumu" "with special care",
        NoSpecialCare "bez īpašās kopšanas atzinuma" "without special care",
        OneParent "viens vecāks" "one parent",
        TwoParents "abi vecāki" "both parents",
        AllServices "visi pakalpojumi" "all services",

        // Amounts.
        Units "{} vien." "{} units",
        Hours "{} st." "{} h",
        Outsider "ne no ģimenes" "nobody of the family",
        Free "brīvs laiks" "free time",
        NotGranted "nav piešķirti" "none granted",
        FormUntil "tikai līdz {}" "only until {}",
        NoForm "nav" "there is none",

        // What was broken.
        TooMuchUsed "{}: drīkst {}, ir {} ({})" "{}: {} allowed, is {} ({})",
        NotYet "{}: tikai no {}" "{}: only from {}",
        NoLonger "{}: tikai līdz {}" "{}: only until {}",
        NotBeside "{}: ne vienlaikus ar {} ({})" "{}: not together with {} ({})",
        NotBy "{}: {} ir no ģimenes" "{}: {} is of the family",
        ClashesWith "sakrīt ar {}" "clashes with {}",
        Taken "{}: sakrīt ar {}" "{}: clashes with {}",
        NoTimeForWay "par maz laika ceļam no {} vai uz to: vajag {}" "too little time to get from {} or to it: {} needed",
        TooFar "{}: par maz laika starp šo un {}; vajag {}" "{}: too little time between this and {}; {} needed",
        NotAllowed "{}: {} – {}" "{}: {} – {}",
        AlreadySpent "{}: drīkst {}, bet izlietots jau {}" "{}: {} allowed, but {} are spent already",
        NoneGranted "{}: nav piešķirti, bet ir {}" "{}: none granted, but there is {}",
        BecauseOf "pamatojums: {}" "reason: {}",
        NeedsReason "{}; norādiet pamatojumu" "{}; give a reason",

        // What it comes to for a child.
        InForceSince "{}, spēkā no {}" "{}, in force from {}",
        InForceFrom "{}, stāsies spēkā {}" "{}, comes into force on {}",
        NoMore "vairs nav: {}" "no more: {}",
        NoneInForce "Programmai nav pieņemtu noteikumu. Tos pieņem vadītājs: atbalsts rules adopt FAILS --programme NR" "No rules were adopted for the programme. The head adopts them: atbalsts rules adopt FILE --programme ID",
        NothingToMeasure "uz bērnu neattiecas" "does not concern the child",
        Broken "pārkāpts: {}, drīkst {}" "broken: {} of {}",
        Kept "{} no {}, atliek {}" "{} of {}, {} left",
        KeptPlainly "ievērots" "kept",
        KeptAgain "{}: atkal ievērots" "{}: kept again",
        Against "drīkst {}" "allowed {}",

        Good "{}: viss kārtībā, {}." "{}: all is well, {}.",
        Adopted "Programmā „{}” spēkā no {}: {}." "In force in the programme “{}” from {}: {}.",
        AlreadyAdopted "Tie paši noteikumi jau ir spēkā no {}." "The same rules are in force from {} already.",
        SamplesAmong "Paraugi starp tiem: {}. Pārbaudiet skaitļus, pirms uz tiem paļauties." "Samples among them: {}. Check the figures before relying on them.",
        UnknownServices "Katalogā nav tādu pakalpojumu: {}." "The catalogue has no such services: {}.",
        DumpHead "Noteikumi. Pārbauda ar: atbalsts rules check FAILS" "Rules. To check them: atbalsts rules check FILE",
    }
}

use RuleText as T;

impl Rule {
    /// Its name in that language.
    pub fn name(&self, lang: Lang) -> String {
        clean(lang.choose(&self.latvian, &self.english))
    }

    /// What it says: which services, for whom, and what of them is limited.
    pub fn sentence(&self, lang: Lang) -> String {
        let is_own = self.shape == Shape::Quantity || self.shape.is_asked_one_by_one();
        let of_all = self.services.is_empty() && self.recipients.is_empty();
        if self.shape == Shape::Ceiling || (of_all && is_own) {
            return self.shape.sentence(lang);
        }
        let recipients = self.recipients.iter().map(|recipient| recipient.text(lang)).collect::<Vec<_>>().join(", ");
        let of = match (self.services.is_empty(), recipients.is_empty()) {
            (true, false) if is_own => recipients,
            (true, true) => T::AllServices.text(lang).to_owned(),
            (true, false) => format!("{} ({recipients})", T::AllServices.text(lang)),
            (false, true) => clean(&self.services.join(", ")),
            (false, false) => format!("{} ({recipients})", clean(&self.services.join(", "))),
        };
        format!("{of}: {}", self.shape.sentence(lang))
    }
}

impl Shape {
    /// What is limited.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Count { each_service, most } => {
                let text = if *each_service { T::CountEach } else { T::CountAll };
                text.fill(lang, &[&Amount::Units(*most).text(lang)])
            }
            Self::Hours { per, bands } => {
                let per = if *per == Period::Week { T::PerWeek } else { T::PerMonth };
                let bands: Vec<String> = bands.iter().map(|band| band_text(band, per, lang)).collect();
                bands.join("; ")
            }
            Self::UnitsPerYear { most } => T::PerYear.fill(lang, &[&Amount::Units(*most).text(lang)]),
            Self::EurosPerYear { most, higher, whose } => {
                let text = if *whose == WhoseMoney::Family { T::PerYearFamily } else { T::PerYear };
                let higher = higher
                    .iter()
                    .map(|it| T::OrWith.fill(lang, &[&it.impairment.text(lang), &number::euros(it.most, lang)]));
                text.fill(lang, &[&number::euros(*most, lang)]) + &higher.collect::<String>()
            }
            Self::Copayment { percent } => T::FamilyPays.fill(lang, &[&number::percent(*percent, lang)]),
            Self::Tiers { hours } => {
                let hours: Vec<String> = hours.iter().map(|hours| Amount::Hours(*hours).text(lang)).collect();
                T::Steps.fill(lang, &[&hours.join(", ")])
            }
            Self::Age { from, to, run_off_months } => {
                let run_off = (*run_off_months > 0).then(|| T::RunOff.fill(lang, &[run_off_months]));
                let parts =
                    [from.map(|it| T::FromAge.fill(lang, &[&it])), to.map(|it| T::ToAge.fill(lang, &[&it])), run_off];
                parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
            Self::Exclusive => T::OnlyOne.text(lang).to_owned(),
            Self::Provider { household, relatives } => {
                let parts = [household.then_some(T::NotHousehold), relatives.then_some(T::NotRelative)];
                parts.into_iter().flatten().map(|part| part.text(lang)).collect::<Vec<_>>().join(", ")
            }
            Self::Ceiling => T::NotOverCeiling.text(lang).to_owned(),
            Self::Medical { of: Doctor::Barred } => T::NothingBarred.text(lang).to_owned(),
            Self::Medical { of: Doctor::Form } => T::OnlyWithForm.text(lang).to_owned(),
            Self::LineDates => T::WithinLine.text(lang).to_owned(),
            Self::Quantity => T::NotOverQuantity.text(lang).to_owned(),
            Self::Clash { of: Busy::Places } => T::AsManyAsPlaces.text(lang).to_owned(),
            Self::Clash { of: Busy::Way } => T::TimeForWay.text(lang).to_owned(),
            Self::Clash { .. } => T::OneAtATime.text(lang).to_owned(),
            Self::Transfer { to, months } => T::GoesOver.fill(lang, &[&clean(&to.join(", ")), months]),
        }
    }
}

/// `0–4 g., viens vecāks: 50 st. nedēļā`.
fn band_text(band: &Band, per: RuleText, lang: Lang) -> String {
    let ages = match (band.from_age, band.to_age) {
        (None, None) => None,
        (from, Some(to)) => Some(format!("{}–{to}", from.unwrap_or_default())),
        (Some(from), None) => Some(format!("{from}+")),
    };
    let whether = |is: Option<bool>, yes: T, no: T| is.map(|is| if is { yes } else { no }.text(lang).to_owned());
    let conditions: Vec<String> = [
        ages.map(|ages| T::Ages.fill(lang, &[&ages])),
        whether(band.special_care, T::SpecialCare, T::NoSpecialCare),
        whether(band.one_parent, T::OneParent, T::TwoParents),
    ]
    .into_iter()
    .flatten()
    .collect();
    let most = per.fill(lang, &[&Amount::Hours(band.most).text(lang)]);
    if conditions.is_empty() { most } else { format!("{}: {most}", conditions.join(", ")) }
}

/// How many rules there are, then each in a line of its own.
pub fn lines(rules: &[Rule], lang: Lang) -> Vec<String> {
    let count = Counted::Rule.text(rules.len() as u64, lang);
    let rules = rules.iter().map(|rule| format!("  {}: {}", rule.name(lang), rule.sentence(lang)));
    [count].into_iter().chain(rules).collect()
}

/// A session as it is told where it is in the way: `LOG 18.03.2019. 15:00 Bērziņa Rūta`.
pub fn appointment(service: &str, day: NaiveDate, start: Option<NaiveTime>, child: &str, lang: Lang) -> String {
    let parts = [clean(service), date::show(day, lang), start.map(time::show).unwrap_or_default(), clean(child)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

impl Amount {
    /// The amount alone, where what it is of stands beside it.
    pub fn bare(&self, lang: Lang) -> String {
        match self {
            Self::Units(number) | Self::Hours(number) => number::decimal(*number, lang),
            Self::Euros(euros) => number::money(*euros, lang),
            other => other.text(lang),
        }
    }

    /// The amount with what it is of.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Units(units) => T::Units.fill(lang, &[&number::decimal(*units, lang)]),
            Self::Hours(hours) => T::Hours.fill(lang, &[&number::decimal(*hours, lang)]),
            Self::Euros(euros) => number::euros(*euros, lang),
            Self::Percent(percent) => number::percent(*percent, lang),
            Self::Day(day) => date::show(*day, lang),
            Self::Service(text) | Self::Name(text) => clean(text),
            Self::Outsider => T::Outsider.text(lang).to_owned(),
            Self::Free => T::Free.text(lang).to_owned(),
            Self::Way(minutes) => time::show_duration(*minutes),
            Self::Session { service, day, start, name, .. } => appointment(service, *day, *start, name, lang),
            Self::NotGranted => T::NotGranted.text(lang).to_owned(),
            Self::Barred(reason) => clean(reason),
            Self::Form(Some(until)) => T::FormUntil.fill(lang, &[&date::show(*until, lang)]),
            Self::Form(None) => T::NoForm.text(lang).to_owned(),
        }
    }
}

/// `FIZ`, or where lines are told apart `PSI (grupa, vecāks)`; empty where it is of no one service.
fn of_what(service: &str, part: Option<Part>, lang: Lang) -> String {
    let unusual = part.map(|part| {
        let format = (part.format == Format::Group).then(|| part.format.text(lang));
        let recipient = (part.recipient != Recipient::Child).then(|| part.recipient.text(lang));
        [format, recipient].into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let unusual = unusual.filter(|words| !words.is_empty()).map(|words| format!(" ({words})")).unwrap_or_default();
    clean(service) + &unusual
}

impl Measure {
    /// Of which service it is, and what of it; empty where it is of no one service.
    pub fn of_what(&self, lang: Lang) -> String {
        of_what(&self.service, self.part, lang)
    }
}

impl Breach {
    /// The same, on which other days it is so, and that a reason is wanted where one helps.
    pub fn demand(&self, others: &[NaiveDate], lang: Lang) -> String {
        let sentence = self.sentence(lang) + &also_on(others, lang);
        if self.policy == Policy::Allow { T::NeedsReason.fill(lang, &[&sentence]) } else { sentence }
    }

    /// The rule's name in that language.
    pub fn name(&self, lang: Lang) -> String {
        clean(lang.choose(&self.latvian, &self.english))
    }

    /// Which rule was broken, its limit, what there is, and when. Begins with the rule's name, ends without a full stop.
    pub fn sentence(&self, lang: Lang) -> String {
        let name = self.name(lang);
        let Measure { basis, limit: most, used: there_is, spent, date: day, .. } = &self.measure;
        let (limit, used, on) = (most.text(lang), there_is.text(lang), date::show(*day, lang));
        let of = self.measure.of_what(lang);
        let used = if of.is_empty() { used } else { format!("{of} {used}") };
        match (most, there_is) {
            (Amount::Day(limit_day), Amount::Day(day)) if day < limit_day => T::NotYet.fill(lang, &[&name, &limit]),
            (Amount::Day(_), _) => T::NoLonger.fill(lang, &[&name, &limit]),
            (Amount::Service(_), _) => T::NotBeside.fill(lang, &[&name, &limit, &on]),
            (Amount::Free, _) => T::Taken.fill(lang, &[&name, &used]),
            (Amount::Way(_), _) => T::TooFar.fill(lang, &[&name, &used, &limit]),
            (Amount::Outsider, who) => T::NotBy.fill(lang, &[&name, &who.text(lang)]),
            // A line is of more than one day.
            (Amount::Barred(_) | Amount::Form(_), _) if *basis == Basis::Plan => {
                T::NotAllowed.fill(lang, &[&name, &of, &limit])
            }
            (Amount::Barred(_) | Amount::Form(_), _) => T::NotAllowed.fill(lang, &[&name, &used, &limit]),
            (Amount::NotGranted, _) => T::NoneGranted.fill(lang, &[&name, &used]),
            _ => match spent {
                Some(spent) => T::AlreadySpent.fill(lang, &[&name, &limit, &spent.text(lang)]),
                None => T::TooMuchUsed.fill(lang, &[&name, &limit, &used, &on]),
            },
        }
    }
}

impl Objection {
    /// As a sentence, without the child's name.
    pub fn sentence(&self, lang: Lang) -> String {
        fill("{}.", &[&self.breach.demand(&[], lang)])
    }

    /// The other days on which the same rule has something against the same child's.
    fn others(&self, objections: &[Self]) -> Vec<NaiveDate> {
        let same = |it: &&Self| it.child == self.child && it.breach.rule == self.breach.rule;
        let mut days: Vec<NaiveDate> = objections.iter().filter(same).map(|it| it.breach.measure.date).collect();
        days.retain(|day| *day != self.breach.measure.date);
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The first of each rule and child, each as a sentence. Whose it is stands before the first of a child's.
    pub fn sentences(objections: &[Self], lang: Lang) -> Vec<String> {
        let first = |n: &usize| {
            let same = |it: &Self| it.child == objections[*n].child && it.breach.rule == objections[*n].breach.rule;
            !objections[..*n].iter().any(same)
        };
        let told: Vec<&Self> = (0..objections.len()).filter(first).map(|n| &objections[n]).collect();
        let sentence = |(n, it): (usize, &&Self)| {
            let goes_on = n > 0 && told[n - 1].child == it.child;
            let sentence = fill("{}.", &[&it.breach.demand(&it.others(objections), lang)]);
            if goes_on || it.name.is_empty() { sentence } else { format!("{} – {sentence}", clean(&it.name)) }
        };
        told.iter().enumerate().map(sentence).collect()
    }
}
