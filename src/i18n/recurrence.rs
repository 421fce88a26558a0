//! Why a repetition cannot be carried out, in words.

use super::{Lang, clean::clean, fill};
use crate::domain::recurrence::{MOST_DAYS, RuleFault};

impl RuleFault {
    /// Why a repetition cannot be carried out.
    pub fn sentence(&self, lang: Lang) -> String {
        let say = |latvian, english, parts: &[&dyn std::fmt::Display]| fill(lang.pick(latvian, english), parts);
        match self {
            Self::Endless => {
                say("sērijai vajag beigas: x10 vai līdz 30.6.", "a series needs an end: x10 or until 30.6.", &[])
            }
            Self::TooMany => say(
                "par daudz dienu; vienā sērijā ne vairāk kā {}, izlaistās ieskaitot",
                "too many days; at most {} in one series, those left out among them",
                &[&MOST_DAYS],
            ),
            Self::TwoEnds => say("vai nu x10, vai līdz 30.6.", "either x10 or until 30.6.", &[]),
            Self::Mixed => say(
                "nedēļas un mēneša dienas ir divas sērijas",
                "days of the week and of the month are two series",
                &[],
            ),
            Self::Never => say("tādas dienas nav", "there is no such day", &[]),
            Self::Unknown(part) => {
                say("nesaprotams atkārtošanas nosacījums („{}”)", "unknown rule of repetition (“{}”)", &[&clean(part)])
            }
        }
    }
}
