//! The names of the budget's figures, what each means, and how it is doing.

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
            Self::Invoiced => ("Rēķinos", "Invoiced"),
            Self::Accepted => ("Pieņemts rēķinos", "Accepted"),
            Self::Paid => ("Apmaksāts", "Paid"),
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
            Self::Invoiced => ("Rēķinos", "Invoiced"),
            Self::Accepted => ("Pieņemts", "Accepted"),
            Self::Paid => ("Apmaksāts", "Paid"),
            Self::Balance => ("Atlikums", "Balance"),
            Self::Free => ("Brīvs", "Free"),
            Self::Forecast => ("Prognoze", "Forecast"),
            Self::Projection => ("Tempā", "At pace"),
            Self::Lost => ("Zūd", "Lost"),
        };
        lang.pick(latvian, english)
    }

    /// What it means, in a sentence.
    pub const fn meaning(self, lang: Lang) -> &'static str {
        let (latvian, english) = match self {
            Self::Ceiling => (
                "Griesti ir lēmumos piešķirtā summa, kas stājas spēkā līdz programmas beigām.",
                "The ceiling is what decisions in force by the programme's end grant.",
            ),
            Self::Planned => (
                "Plānots: katra plāna vienība tās plānotās dienas cenā, bez ģimenes līdzmaksājuma.",
                "Planned: each unit of the plan at the price of its planned day, less the family's share.",
            ),
            Self::Reserved => (
                "Rezervēts: visas kalendāra nodarbības, kas vēl nav atzīmētas, arī pagājušās.",
                "Reserved: all sessions on the calendar that are not marked yet, past ones too.",
            ),
            Self::Delivered => (
                "Izlietots: apmeklētās nodarbības un kavējumi, par kuriem sniedzējs iekasē maksu.",
                "Spent: sessions attended, and no-shows that the provider charges.",
            ),
            Self::Copayment => (
                "Līdzmaksājums: ko par notikušajām nodarbībām maksā pati ģimene.",
                "Co-payment: what the family itself pays for the sessions held.",
            ),
            Self::Invoiced => (
                "Rēķinos: ko sniedzēju rēķini prasa par nodarbībām, kopā ar labojumiem.",
                "Invoiced: what providers' invoices ask for sessions, corrections included.",
            ),
            Self::Accepted => (
                "Pieņemts: tā daļa no rēķinos prasītā, ko pašvaldība ir pieņēmusi.",
                "Accepted: the part of what was invoiced that the municipality has accepted.",
            ),
            Self::Paid => (
                "Apmaksāts: tā daļa no pieņemtā, kas jau ir samaksāta.",
                "Paid: the part of what was accepted that has been paid.",
            ),
            Self::Balance => ("Atlikums = griesti − izlietots.", "Balance = ceiling − spent."),
            Self::Free => ("Brīvs = griesti − izlietots − rezervēts.", "Free = ceiling − spent − reserved."),
            Self::Forecast => (
                "Prognoze = izlietots + rezervēts + plāna atlikums tādā pašā tempā.",
                "Forecast = spent + reserved + the rest of the plan at its own pace.",
            ),
            Self::Projection => (
                "Cik tiks izlietots, ja tērēs kā līdz šim; nekad mazāk par izlietoto un rezervēto.",
                "What will be spent if spending goes on as so far; never less than spent and reserved.",
            ),
            Self::Lost => (
                "Zūd tas, kas programmas beigās paliks neizlietots, ja tērēs kā līdz šim.",
                "Lost is what will be left unspent at the programme's end if spending goes on as so far.",
            ),
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
            Self::PlanOverCeiling => ("plāns", "plan"),
            Self::Alarm => ("pāri", "over"),
        };
        lang.pick(latvian, english)
    }
}
