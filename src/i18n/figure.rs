//! The names of the budget's figures, and of how it is doing.

use super::Lang;
use crate::domain::budget::{FigureKind, Health};

impl FigureKind {
    /// What people call it, at most 22 columns.
    pub const fn text(self, lang: Lang) -> &'static str {
        let (latvian, english) = match self {
            Self::Ceiling => ("Griesti", "Ceiling"),
            Self::Planned => ("Plānots", "Planned"),
            Self::Reserved => ("Rezervēts", "Reserved"),
            Self::Delivered => ("Izlietots", "Spent"),
            Self::Copayment => ("Ģimenes līdzmaksājums", "Family's co-payment"),
            Self::Balance => ("Atlikums", "Balance"),
            Self::Free => ("Brīvs", "Free"),
            Self::Forecast => ("Prognoze pēc plāna", "Forecast by the plan"),
            Self::Projection => ("Prognoze pēc tempa", "Forecast by the pace"),
            Self::Lost => ("Zūd, ja neizlieto", "Lost if unspent"),
        };
        lang.pick(latvian, english)
    }

    /// The same at the head of a narrow column, at most 10 columns.
    pub const fn short(self, lang: Lang) -> &'static str {
        let (latvian, english) = match self {
            Self::Ceiling => ("Griesti", "Ceiling"),
            Self::Planned => ("Plānots", "Planned"),
            Self::Reserved => ("Rezervēts", "Reserved"),
            Self::Delivered => ("Izlietots", "Spent"),
            Self::Copayment => ("Līdzmaks.", "Co-payment"),
            Self::Balance => ("Atlikums", "Balance"),
            Self::Free => ("Brīvs", "Free"),
            Self::Forecast => ("Prognoze", "Forecast"),
            Self::Projection => ("Tempā", "At pace"),
            Self::Lost => ("Zūd", "Lost"),
        };
        lang.pick(latvian, english)
    }

    /// The same where every column counts, at most 8 columns.
    pub const fn shortest(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Delivered, Lang::Latvian) => "Izliet.",
            (Self::Forecast, Lang::Latvian) => "Progn.",
            _ => self.short(lang),
        }
    }
}

impl Health {
    /// A word for it, at most 5 columns.
    pub const fn short(self, lang: Lang) -> &'static str {
        let (latvian, english) = match self {
            Self::NotStarted => ("jauns", "new"),
            Self::OnTrack => ("labi", "good"),
            Self::Underspent => ("maz", "low"),
            Self::Watch => ("ātri", "fast"),
            Self::Alarm => ("pāri", "over"),
        };
        lang.pick(latvian, english)
    }
}
