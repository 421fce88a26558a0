//! What a calendar says of its days: the names of public holidays, moved working days, school holidays.

use super::{Lang, choice::Worded, date, fill};
use crate::domain::calendar::{Holiday, Special};

impl Holiday {
    /// What people call it.
    pub const fn text(self, lang: Lang) -> &'static str {
        let (latvian, english) = match self {
            Self::NewYear => ("Jaungada diena", "New Year's Day"),
            Self::GoodFriday => ("Lielā Piektdiena", "Good Friday"),
            Self::EasterSunday => ("Pirmās Lieldienas", "Easter Sunday"),
            Self::EasterMonday => ("Otrās Lieldienas", "Easter Monday"),
            Self::LabourDay => ("Darba svētki", "Labour Day"),
            Self::RestorationDay => ("Neatkarības atjaunošanas diena", "Restoration of Independence"),
            Self::RestorationDayInLieu => ("brīvdiena par 4. maiju", "day off for 4 May"),
            Self::MothersDay => ("Mātes diena", "Mothers' Day"),
            Self::Pentecost => ("Vasarsvētki", "Pentecost"),
            Self::MidsummerEve => ("Līgo diena", "Midsummer Eve"),
            Self::Midsummer => ("Jāņu diena", "Midsummer"),
            Self::SongFestival => ("Dziesmu un deju svētku noslēgums", "close of the Song Festival"),
            Self::SongFestivalInLieu => ("brīvdiena par Dziesmu svētkiem", "day off for the Song Festival"),
            Self::ProclamationDay => ("Latvijas proklamēšanas diena", "Proclamation of the Republic"),
            Self::ProclamationDayInLieu => ("brīvdiena par 18. novembri", "day off for 18 November"),
            Self::ChristmasEve => ("Ziemassvētku vakars", "Christmas Eve"),
            Self::ChristmasDay => ("Pirmie Ziemassvētki", "Christmas Day"),
            Self::SecondChristmasDay => ("Otrie Ziemassvētki", "Second Day of Christmas"),
            Self::NewYearsEve => ("Vecgada diena", "New Year's Eve"),
            Self::PapalVisit => ("pāvesta vizītes diena", "day of the Pope's visit"),
            Self::HockeyBronze => ("hokeja bronzas svētki", "day off for the hockey bronze"),
        };
        lang.pick(latvian, english)
    }
}

impl Special {
    /// In words.
    pub fn text(self, lang: Lang) -> String {
        match self {
            Self::Holiday(holiday) => holiday.text(lang).to_owned(),
            Self::MovedOff(worked) => {
                let says = lang.pick("brīva diena; tās vietā strādā {}", "day off; worked on {} instead");
                fill(says, &[&date::show(worked, lang)])
            }
            Self::MovedOn(free) => {
                let says = lang.pick("darbdiena; tās vietā brīvs {}", "working day; free on {} instead");
                fill(says, &[&date::show(free, lang)])
            }
            Self::School(school) => school.text(lang).to_owned(),
        }
    }
}
