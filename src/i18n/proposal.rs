//! Words about mass operations: what was asked for, what it would change, what is not done as one might expect.

use super::{
    Lang,
    clean::clean,
    date, number,
    plural::{Counted, Plural},
    texts,
};
use crate::domain::proposal::{Obstacle, Remark, UpliftBy};

texts! {
    /// Wordings about proposals.
    ProposalText {
        CarryOut "izpildīt" "carry out",
        ChangedMeanwhile "Kāds pa to laiku kaut ko mainīja: pārskatiet un izpildiet vēlreiz." "Somebody changed something meanwhile: look again and carry it out.",
        NothingChanges "Nevienam bērnam nekas nemainās." "Nothing changes for any child.",
        ForAll "Kopīgi" "For all",
        Days "{}–{}" "{}–{}",
        From "no {}" "from {}",
        Withdrawn "Atsaukt prombūtni" "Withdraw the absence",
        Until "līdz {}" "until {}",
        Mended "vairs nav pārkāpts: {}" "no longer broken: {}",
        Prevented "Nevar izpildīt: {}" "Cannot be carried out: {}",
        EndsAt "programma līdz {}" "programme until {}",
        BothEndAt "programma un plāna rindas līdz {}" "programme and plan lines until {}",
        LinesEndAt "plāna rindas līdz {}" "plan lines until {}",
        NewVersion "v{} {}: {}" "v{} {}: {}",
        CeilingBy "griesti {}: {}" "ceiling {}: {}",
        All "visas cenas" "all prices",

        NoLaterDay "{} {}: līdz plāna rindas beigām nav brīvas dienas, atceļ" "{} {}: no later day is free before the plan line ends; cancelled",
        InTheWay "{} {}: {} nevar, {}" "{} {}: not on {}, {}",
        ChildIsBusy "bērnam tad ir kas cits" "the child has something else then",
        ParentsAreBusy "vecākiem tad ir cita bērna nodarbība" "the parents are busy with another child then",
        SpecialistIsBusy "{} tad strādā ar citu bērnu" "{} is with another child then",
        TooFarThen "tad nepaspētu no vienas vietas uz otru" "there would be no time to get from one place to the other",
        NoPlaceThen "sniedzējam tad nav vietas" "the provider has no place then",
        AlreadyHeld "{} {}: pārceltā nodarbība jau ir notikusi, paliek" "{} {}: the session it was moved to has been held; it stays",
        OnlyInDraft "pagarina tikai melnrakstu; spēkā esošais plāns paliek, līdz to apstiprinās" "only the draft is stretched; the plan in force stays until it is approved",
        PlanWaits "v{} gaida apstiprinājumu: plāns paliek, kāds ir" "v{} waits to be approved: the plan stays as it is",
        KeepsItsPrice "{} jau ir notikusi un paliek ar savu cenu" "{} was held already and keeps its price",
        KeepTheirPrice "{} jau ir notikušas un paliek ar savu cenu" "{} were held already and keep their price",
        OneInvoiced "{} jau ir rēķinā un paliek ar rēķina summu" "{} was invoiced already and keeps the invoiced amount",
        Invoiced "{} jau ir rēķinos un paliek ar rēķina summu" "{} were invoiced already and keep the invoiced amount",
        LeftOver "paliek pāri {}" "{} is left over",
    }
}

impl Remark {
    /// The remark as a sentence without its full stop.
    pub fn sentence(&self, lang: Lang) -> String {
        use ProposalText as P;
        match self {
            Self::NoLaterDay(service, day) => P::NoLaterDay.fill(lang, &[service, &date::show(*day, lang)]),
            Self::InTheWay(service, from, to, obstacle) => {
                let why = match obstacle {
                    Obstacle::SameService | Obstacle::Child => P::ChildIsBusy.text(lang).to_owned(),
                    Obstacle::Parents => P::ParentsAreBusy.text(lang).to_owned(),
                    Obstacle::Specialist(name) => P::SpecialistIsBusy.fill(lang, &[&clean(name)]),
                    Obstacle::TooFar => P::TooFarThen.text(lang).to_owned(),
                    Obstacle::NoPlace => P::NoPlaceThen.text(lang).to_owned(),
                };
                let days = [date::show(*from, lang), date::show(*to, lang)];
                P::InTheWay.fill(lang, &[service, &days[0], &days[1], &why])
            }
            Self::AlreadyHeld(service, day) => P::AlreadyHeld.fill(lang, &[service, &date::show(*day, lang)]),
            Self::PlanWaits(number) => P::PlanWaits.fill(lang, &[number]),
            Self::OnlyInDraft => P::OnlyInDraft.text(lang).to_owned(),
            Self::KeepTheirPrice(count) => sessions(*count, P::KeepsItsPrice, P::KeepTheirPrice, lang),
            Self::Invoiced(count) => sessions(*count, P::OneInvoiced, P::Invoiced, lang),
            Self::LeftOver(amount) => P::LeftOver.fill(lang, &[&number::euros(*amount, lang)]),
        }
    }
}

/// What is said of so many sessions, in the form that their number takes.
fn sessions(count: usize, one: ProposalText, more: ProposalText, lang: Lang) -> String {
    let count = count as u64;
    let wording = if Plural::of(count, lang) == Plural::One { one } else { more };
    wording.fill(lang, &[&Counted::Session.text(count, lang)])
}

/// By how much prices change: `+5 %`, `−1,50 €`.
pub fn uplift(by: UpliftBy, lang: Lang) -> String {
    let signed = |negative: bool, text: String| if negative { text } else { format!("+{text}") };
    match by {
        UpliftBy::Percent(percent) => signed(percent.is_sign_negative(), number::percent(percent, lang)),
        UpliftBy::Amount(amount) => signed(amount.is_negative(), number::euros(amount, lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_session_is_told_in_the_singular() {
        let check = |remark: Remark, latvian: &str, english: &str| {
            assert_eq!(remark.sentence(Lang::Latvian).replace('\u{a0}', " "), latvian);
            assert_eq!(remark.sentence(Lang::English).replace('\u{a0}', " "), english);
        };
        check(
            Remark::KeepTheirPrice(1),
            "1 nodarbība jau ir notikusi un paliek ar savu cenu",
            "1 session was held already and keeps its price",
        );
        check(
            Remark::KeepTheirPrice(21),
            "21 nodarbība jau ir notikusi un paliek ar savu cenu",
            "21 sessions were held already and keep their price",
        );
        check(
            Remark::Invoiced(2),
            "2 nodarbības jau ir rēķinos un paliek ar rēķina summu",
            "2 sessions were invoiced already and keep the invoiced amount",
        );
    }
}
