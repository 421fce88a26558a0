//! A second version of the plan.

use atbalsts::action::Action;
use atbalsts::domain::budget::FigureKind::*;
use atbalsts::domain::{Field, Money, PlanState};
use atbalsts::i18n::{Text, number::money};

use crate::desk::Place;
use crate::first_day::{check, in_office};

#[test]
fn the_second_version_goes_on_where_the_first_stops() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::Attendance);
        desk.act(Action::Accept);
        // 21,83 + 18,00; nine sessions are left.
        check(&desk, &[(Planned, 123_320), (Delivered, 3_983), (Reserved, 19_647)]);

        desk.act(Action::PanePlan);
        desk.refused(|desk| desk.act(Action::NewPlanLine));
        desk.refused(|desk| desk.act(Action::AdvancePlan));
        desk.act(Action::NewPlanVersion);
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.form().focused().unwrap().field, Field::Reason, "a later version needs a reason");
        desk.enter(Field::Reason, "vairāk fizioterapijas");
        desk.save();
        let dossier = desk.dossier();
        let states: Vec<_> = dossier.plans.iter().map(|plan| plan.state).collect();
        assert_eq!(states, [PlanState::Approved, PlanState::Draft]);
        assert_eq!(dossier.lines.len(), 2, "its lines are copied");
        assert!(dossier.lines.iter().all(|line| line.plan == dossier.plans[1].id));
        check(&desk, &[(Planned, 123_320), (Delivered, 3_983), (Reserved, 19_647)]);
        // There is none beside it, and what is in force is a key away.
        desk.refused(|desk| desk.act(Action::NewPlanVersion));
        desk.sees("(← v1)");
        desk.act(Action::Left);
        desk.sees("(→ v2)");
        desk.refused(|desk| desk.act(Action::Edit));
        desk.act(Action::Right);

        desk.act(Action::Edit);
        assert!(desk.value(Field::Service).starts_with("FIZ"));
        desk.enter(Field::Quantity, "50");
        desk.save();
        check(&desk, &[(Planned, 123_320)]);

        desk.approve_plan();
        let dossier = desk.dossier();
        let states: Vec<_> = dossier.plans.iter().map(|plan| plan.state).collect();
        assert_eq!(states, [PlanState::Superseded, PlanState::Approved]);
        // 50 × 21,83 + 20 × 18,00; what was delivered under the first version counts on.
        check(&desk, &[(Planned, 145_150), (Delivered, 3_983), (Reserved, 19_647), (Free, 376_370)]);
        let (line, used) = (&dossier.lines[0], &dossier.uses[0]);
        assert_eq!((line.quantity, used.delivered_units, used.reserved_units), (50.into(), 1.into(), 9.into()));
        let open: Vec<_> = dossier.sessions.iter().filter(|session| session.is_open()).collect();
        assert_eq!(open.len(), 9);
        assert!(open.iter().all(|session| session.line == line.id), "sessions go on under the new lines");
        assert!(dossier.sessions.iter().filter(|s| !s.is_open()).all(|s| s.line != line.id), "the past stays");

        desk.fill(
            Action::NewSession,
            &[(Field::Line, "FIZ"), (Field::Day, "20.11.2018"), (Field::Start, "10"), (Field::Repeat, "2")],
        );
        check(&desk, &[(Reserved, 24_013)]);
    });
}

#[test]
fn a_line_is_taken_out_of_a_draft_only() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::PanePlan);
        desk.refused(|desk| desk.act(Action::Close));
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "bez logopēda")]);
        desk.act(Action::Down);
        desk.act(Action::Close);
        desk.act(Action::Accept);
        assert_eq!(desk.dossier().lines.len(), 1);
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert_eq!(desk.dossier().lines.len(), 2);
    });
}

fn euros_of(cents: i64, place: Place) -> String {
    atbalsts::i18n::number::euros(Money::from_cents(cents), place.lang)
}

#[test]
fn the_versions_stand_below_each_other_and_each_says_what_it_changed() {
    in_office(|_world, mut desk, place| {
        desk.act(Action::PanePlan);
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "bez logopēda")]);
        desk.act(Action::Edit);
        desk.enter(Field::Quantity, "50");
        desk.save();
        desk.act(Action::Down);
        desk.act(Action::Close);
        desk.act(Action::Accept);
        desk.act(Action::Versions);
        let euros = |cents| money(Money::from_cents(cents), place.lang);
        // 50 × 21,83 instead of 40 × 21,83 and 20 × 18,00, of which one was due before.
        desk.sees("bez logopēda");
        desk.sees(&euros(110_950));
        desk.sees(&euros(-12_370));
        desk.act(Action::Open);
        desk.sees("v1 → v2");
        desk.sees("40 → 50");
        desk.sees(&format!("+{}", euros(21_830)));
        desk.sees("20 → 1");
        // A unit of each was due while the first version held; 49 × 21,83 are due since.
        let due = |units: u32, cents| format!("{units} ({})", euros_of(cents, place));
        desk.sees(&Text::DueBefore.fill(place.lang, &[&due(1, 1_800)]));
        desk.sees(&Text::DueBefore.fill(place.lang, &[&due(1, 2_183)]));
        desk.sees(&Text::DueSince.fill(place.lang, &[&due(49, 106_967)]));
        desk.sees(&euros(-34_200));
        desk.sees(&euros(123_320));
        desk.act(Action::Back);
        desk.act(Action::Edit);
        assert_eq!(desk.value(Field::Reason), "bez logopēda", "a draft is edited from here");
        desk.act(Action::Back);
    });
}
