//! The programme's meetings, as far as they lie in the past, and what families suggested there.

use chrono::NaiveDate;

use super::{Builder, setting::Municipality};
use crate::domain::{
    AnyRecord, Family, Id, Meeting,
    MeetingKind::{self, Feedback, Parents},
    Suggestion,
    SuggestionState::{self, Declined, Done, Noted, Proposal, Task},
    calendar::date,
};

/// A meeting as the table below writes it.
struct Held {
    kind: MeetingKind,
    /// In Talsi, where the days are invented, and in Tukums, where they are as reported.
    days: [(i32, u32, u32); 2],
    place: &'static str,
    /// Every n-th family stayed away.
    away: usize,
    worked: &'static str,
    could_differ: &'static str,
    suggested: &'static [Suggested],
}

/// A suggestion: which family made it (from 1; 0: the meeting as a whole), the words, what became of it, by when it is or
/// was
/// to be done, and the answer.
type Suggested = (usize, &'static str, SuggestionState, Option<(i32, u32, u32)>, &'static str);

const MEETINGS: [Held; 2] = [
    Held {
        kind: Parents,
        days: [(2018, 5, 10), (2018, 5, 3)],
        place: "Sociālais dienests",
        away: 5,
        worked: "Vecāki iepazinās ar projekta kārtību un cits ar citu; uz jautājumiem atbildēts uzreiz.",
        could_differ: "Tiem, kas brauc no pagastiem, darbdienas vakars ir par agru.",
        suggested: &[
            (
                2,
                "Nosūtīt vecākiem pakalpojumu sarakstu ar skaidrojumiem",
                Done,
                Some((2018, 6, 1)),
                "Saraksts nosūtīts e-pastā un izdalīts dienestā.",
            ),
            (
                4,
                "Apmaksāt arī brāļu un māsu nodarbības",
                Declined,
                Some((2018, 6, 1)),
                "Projekta nauda paredzēta bērnam ar invaliditāti.",
            ),
        ],
    },
    Held {
        kind: Feedback,
        days: [(2018, 12, 7), (2018, 11, 30)],
        place: "Dienas centrs “Saulstari”",
        away: 4,
        worked: "Bērni gaida nodarbības pie sava speciālista. Vecākiem patīk, ka plānu var mainīt.",
        could_differ: "Transports jāpiesaka pārāk agri. Ziemā nav reitterapijas.",
        suggested: &[
            (1, "Vienoties ar sniedzējiem par nodarbībām pēc plkst. 17", Task, Some((2019, 3, 22)), ""),
            (6, "Transportu pieteikt ar īsziņu", Task, Some((2019, 3, 8)), ""),
            (0, "Turpināt individuālo budžetu arī pēc projekta", Proposal, None, ""),
            (3, "Vecāku atbalsta grupa reizi mēnesī", Noted, None, ""),
        ],
    },
];

/// Puts in the meetings before `today` with those of the municipality's families that came.
pub(super) fn hold(builder: &mut Builder, municipality: &Municipality, today: NaiveDate) {
    let programme = municipality.programme.id;
    let families: Vec<Id<Family>> = builder
        .operation
        .puts
        .iter()
        .filter_map(|put| match &put.record {
            AnyRecord::Family(family) if family.programme == programme => Some(family.id),
            _ => None,
        })
        .collect();
    let owner = municipality.workers.first().copied().unwrap_or_default();
    for held in &MEETINGS {
        let (year, month, day) = held.days[usize::from(municipality.town == "Tukums")];
        let day = date(year, month, day);
        if day >= today {
            continue;
        }
        let came = families.iter().enumerate().filter(|(n, _)| (n + 1) % held.away != 0).map(|(_, family)| *family);
        let meeting = builder.add(|id| Meeting {
            id,
            programme,
            kind: held.kind,
            day,
            place: format!("{}, {}", municipality.town, held.place),
            families: came.collect(),
            worked: held.worked.into(),
            could_differ: held.could_differ.into(),
        });
        for &(by, text, state, due, answer) in held.suggested {
            let due_on = due.map(|(year, month, day)| date(year, month, day));
            // Before its day, what was answered is still to be done.
            let is_open = matches!(state, Done | Declined) && due_on.is_some_and(|day| day >= today);
            builder.add(|id| Suggestion {
                id,
                meeting: meeting.id,
                family: by.checked_sub(1).and_then(|n| families.get(n)).copied().unwrap_or_default(),
                text: text.into(),
                state: if is_open { Task } else { state },
                owner: if matches!(state, Proposal | Noted) { String::new() } else { owner.into() },
                due_on,
                answer: if is_open { String::new() } else { answer.into() },
            });
        }
    }
}
