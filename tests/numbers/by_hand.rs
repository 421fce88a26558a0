//! One child of the pilot's shape, worked out with pencil and paper.
//!
//! Talsi, 03.09.2018–30.09.2019: 269 working days. Seen on Thursday, 14.03.2019. Working days before
//! 01.03.2019: September 19 (24.09. free), October 23, November 21 (19.11. free), December 17 (24.–26., 31. free),
//! January 22 (01.01. free), February 20: together 122. Before 14.03.: 9 more (1.; 4.–8.; 11.–13.), 131.

use atbalsts::domain::{
    Ceiling, Charge, Child, Format, Group, Id, Money, Outcome, PlanLine, Price, Programme, Recipient, Session,
    budget::{Account, Figure, FigureKind, Figures, Health, UnitPrice, What},
    burndown::{Burndown, Step},
    pricing::PriceList,
};
use chrono::NaiveDate;
use rust_decimal::Decimal;

const PHYSIOTHERAPY: u64 = 1;
const PHYSIOTHERAPY_IN_GROUP: u64 = 2;
const HEARING_IN_GROUP: u64 = 3;
const PSYCHOLOGIST_FOR_MOTHER: u64 = 4;
const PROVIDER: u64 = 7;

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%d.%m.%Y").unwrap()
}

fn euros(text: &str) -> Money {
    Money::new(text.parse().unwrap())
}

fn today() -> NaiveDate {
    day("14.03.2019")
}

fn programme() -> Programme {
    Programme {
        id: Id::new(1),
        municipality: "Talsu novads".into(),
        name: "Individuālais budžets".into(),
        from: day("03.09.2018"),
        to: day("30.09.2019"),
        ..Programme::default()
    }
}

/// 1000,00 from the start and 400,00 more from February; the last one comes too late to count.
fn child() -> Child {
    let ceiling =
        |amount, from, basis: &str| Ceiling { amount: euros(amount), from: day(from), legal_basis: basis.into() };
    Child {
        id: Id::new(1),
        ceilings: vec![
            ceiling("1000.00", "03.09.2018", "Lēmums Nr. 1"),
            ceiling("400.00", "01.02.2019", "Lēmums Nr. 2"),
            ceiling("100.00", "01.10.2019", "Lēmums Nr. 3"),
        ],
        ..Child::default()
    }
}

fn line(id: u64, service: &str, format: Format, quantity: i64) -> PlanLine {
    PlanLine {
        id: Id::new(id),
        plan: Id::new(1),
        group: Group::Development,
        service: service.into(),
        format,
        quantity: quantity.into(),
        provider: Id::new(PROVIDER),
        from: day("03.09.2018"),
        to: day("30.09.2019"),
        ..PlanLine::default()
    }
}

fn plan() -> Vec<PlanLine> {
    vec![
        line(PHYSIOTHERAPY, "FIZ", Format::Individual, 40),
        line(PHYSIOTHERAPY_IN_GROUP, "FIZ", Format::Group, 52),
        line(HEARING_IN_GROUP, "AUD", Format::Group, 30),
        PlanLine {
            group: Group::Family,
            recipient: Recipient::Parent,
            copayment_percent: 50.into(),
            ..line(PSYCHOLOGIST_FOR_MOTHER, "PSI", Format::Individual, 10)
        },
    ]
}

fn prices() -> PriceList {
    let price = |id, service: &str, format, amount, from| Price {
        id: Id::new(id),
        service: service.into(),
        provider: Id::new(PROVIDER),
        format,
        amount: euros(amount),
        from: day(from),
        ..Price::default()
    };
    PriceList::new(&[
        price(1, "FIZ", Format::Individual, "21.83", "01.01.2018"),
        price(2, "FIZ", Format::Individual, "23.00", "01.03.2019"),
        price(3, "FIZ", Format::Group, "1.82", "01.01.2018"),
        price(4, "AUD", Format::Group, "2.21", "01.01.2018"),
        price(5, "PSI", Format::Individual, "25.01", "01.01.2018"),
    ])
}

/// Sessions of one line on the given days, marked with the price of the day; 0 % charged: no charge at all.
fn book(sessions: &mut Vec<Session>, line: u64, outcome: Outcome, unit_price: &str, charged: i64, days: &[&str]) {
    for text in days {
        let copayment_percent = if line == PSYCHOLOGIST_FOR_MOTHER { Decimal::from(50) } else { Decimal::ZERO };
        let charge = (charged > 0).then(|| Charge {
            unit_price: euros(unit_price),
            units: Decimal::ONE,
            charged_percent: charged.into(),
            copayment_percent,
        });
        sessions.push(Session {
            id: Id::new(sessions.len() as u64 + 1),
            child: Id::new(1),
            line: Id::new(line),
            day: day(text),
            units: Decimal::ONE,
            outcome,
            charge,
            ..Session::default()
        });
    }
}

fn sessions() -> Vec<Session> {
    use Outcome::{Attended, Excused, NoShow, Scheduled};
    let mut all = Vec::new();
    let weekly = |first: &str, count: u64| -> Vec<String> {
        let weeks = (0..count).map(|week| day(first) + chrono::Days::new(7 * week));
        weeks.map(|day| day.format("%d.%m.%Y").to_string()).collect()
    };
    let mut book_weekly = |line, outcome, price, charged, first: &str, count| {
        let days = weekly(first, count);
        book(&mut all, line, outcome, price, charged, &days.iter().map(String::as_str).collect::<Vec<_>>());
    };
    book_weekly(PHYSIOTHERAPY, Attended, "21.83", 100, "04.09.2018", 12);
    book_weekly(PHYSIOTHERAPY_IN_GROUP, Attended, "1.82", 100, "05.09.2018", 20);
    book_weekly(HEARING_IN_GROUP, Attended, "2.21", 100, "06.09.2018", 10);
    book_weekly(PSYCHOLOGIST_FOR_MOTHER, Attended, "25.01", 100, "07.09.2018", 4);
    book_weekly(PHYSIOTHERAPY, Scheduled, "", 0, "19.03.2019", 5);
    book_weekly(PHYSIOTHERAPY_IN_GROUP, Scheduled, "", 0, "20.03.2019", 8);
    book_weekly(PSYCHOLOGIST_FOR_MOTHER, Scheduled, "", 0, "22.03.2019", 2);
    book(&mut all, PHYSIOTHERAPY, NoShow, "21.83", 50, &["04.12.2018"]);
    book(&mut all, PHYSIOTHERAPY, Excused, "", 0, &["11.12.2018"]);
    book(&mut all, PHYSIOTHERAPY, Attended, "23.00", 100, &["05.03.2019"]);
    book(&mut all, PHYSIOTHERAPY, NoShow, "23.00", 50, &["12.03.2019"]);
    book(&mut all, PHYSIOTHERAPY, Scheduled, "", 0, &["13.03.2019"]); // yesterday, not marked yet
    book(&mut all, HEARING_IN_GROUP, NoShow, "2.21", 50, &["15.11.2018"]);
    book(&mut all, PSYCHOLOGIST_FOR_MOTHER, NoShow, "25.01", 50, &["19.10.2018"]);
    all
}

fn with_account<R>(look: impl FnOnce(&Account) -> R) -> R {
    let (child, programme, plan, sessions, prices) = (child(), programme(), plan(), sessions(), prices());
    look(&Account::new(&child, &programme, &plan, &sessions, &prices))
}

fn figures() -> Figures {
    with_account(|account| account.figures(today()))
}

fn check(figure: &Figure, expect: &str) {
    assert_eq!(figure.amount(), euros(expect), "{:?}: {:#?}", figure.kind(), figure.lines());
    let sum: Money = figure.lines().iter().map(|line| line.amount).sum();
    assert_eq!(sum, figure.amount(), "{:?}", figure.kind());
}

/// The units that fall before the price change of 01.03.2019, working day 122 of 269:
/// k·269/40 ≥ 122 from k = 19 on (18,14…), so 19 × 21,83 = 414,77 and 21 × 23,00 = 483,00.
/// In groups 52 × 1,82 = 94,64 and 30 × 2,21 = 66,30.
/// The mother's psychologist: half of 25,01 is 12,505, halves away from zero 12,51; 10 × 12,51 = 125,10.
/// 414,77 + 483,00 + 94,64 + 66,30 + 125,10 = 1183,81.
#[test]
fn planned() {
    let figures = figures();
    check(&figures.planned, "1183.81");
    let lines: Vec<_> = figures.planned.lines().iter().map(|line| (line.units, line.unit_price, line.amount)).collect();
    let expect = |units: i64, price, amount| (Decimal::from(units), UnitPrice::Of(euros(price)), euros(amount));
    assert_eq!(
        lines,
        [
            expect(10, "25.01", "125.10"), // group A comes first
            expect(30, "2.21", "66.30"),
            expect(19, "21.83", "414.77"),
            expect(21, "23.00", "483.00"),
            expect(52, "1.82", "94.64"),
        ]
    );
    // Unit 18 is due on working day ⌊18·269/40⌋ = 121, the last before March; unit 19 on 127, which is 08.03.
    assert_eq!(figures.planned.lines()[2].days, Some((day("03.09.2018"), day("28.02.2019"))));
    assert_eq!(figures.planned.lines()[3].days.unwrap().0, day("08.03.2019"));
    assert_eq!(figures.unpriced, 0);
}

/// 1000,00 + 400,00; what comes on 01.10.2019 is after the programme.
#[test]
fn ceiling() {
    check(&figures().ceiling, "1400.00");
    assert!(matches!(&figures().ceiling.lines()[1].what, What::Ceiling { basis } if basis == "Lēmums Nr. 2"));
}

/// Physiotherapy: 12 × 21,83 = 261,96; no-show at half: 10,915 → 10,92; 23,00; no-show at half: 11,50. Together 307,38.
/// Physiotherapy in a group: 20 × 1,82 = 36,40. Hearing in a group: 10 × 2,21 = 22,10; no-show at half: 1,105 → 1,11.
/// Psychologist: 4 × 12,51 = 50,04; no-show at half, of which the family pays half: 6,2525 → 6,25.
/// 307,38 + 36,40 + 22,10 + 1,11 + 50,04 + 6,25 = 423,28. The excused absence costs nothing.
#[test]
fn delivered() {
    check(&figures().delivered, "423.28");
}

/// The family pays the rest of what is charged: 4 × (25,01 − 12,51) = 50,00; of the no-show 12,51 − 6,25 = 6,26.
#[test]
fn copayment() {
    check(&figures().copayment, "56.26");
}

/// Physiotherapy: yesterday's and five to come, 6 × 23,00 = 138,00; in a group 8 × 1,82 = 14,56;
/// psychologist 2 × 12,51 = 25,02. 138,00 + 14,56 + 25,02 = 177,58.
#[test]
fn reserved() {
    check(&figures().reserved, "177.58");
}

/// 1400,00 − 423,28 = 976,72; 976,72 − 177,58 = 799,14.
#[test]
fn balance_and_free() {
    check(&figures().balance, "976.72");
    check(&figures().free, "799.14");
}

/// Due from 14.03. on, working day 131 of 269, less what is on the calendar from then on:
/// physiotherapy k ≥ 131·40/269 = 19,48 → 20 to 39: 20 − 5 = 15 (40 − 15 − 6 = 19 would be left): 15 × 23,00 = 345,00;
/// in a group k ≥ 25,32 → 26 to 51: 26 − 8 = 18 (52 − 20 − 8 = 24 left): 18 × 1,82 = 32,76;
/// hearing k ≥ 14,61 → 15 to 29: 15 (30 − 11 = 19 left): 15 × 2,21 = 33,15;
/// psychologist k ≥ 4,87 → 5 to 9: 5 − 2 = 3 (10 − 5 − 2 = 3 left): 3 × 12,51 = 37,53.
/// 423,28 + 177,58 + 345,00 + 32,76 + 33,15 + 37,53 = 1049,30.
#[test]
fn forecast() {
    check(&figures().forecast, "1049.30");
}

/// 423,28 in 131 of 269 days: 423,28 · 269 / 131 = 869,178 → 869,18, more than the 600,86 bound already.
/// 1400,00 − 869,18 = 530,82. The plan's mean unit is 1183,81 / 132 = 8,968; 530,82 / 8,968 = 59,19 → 59 sessions.
/// Even spend would be 1400,00 · 131 / 269 = 681,78; 423,28 is 0,62 of it.
#[test]
fn lost_and_health() {
    let figures = figures();
    assert_eq!((figures.elapsed_days, figures.total_days), (131, 269));
    check(&figures.projection, "869.18");
    check(&figures.lost, "530.82");
    assert_eq!(figures.lost_sessions, 59);
    assert_eq!(figures.health, Health::Underspent);
}

/// Nothing is agreed on how often, so the pace says how much is due from 14.03. on: physiotherapy 20, of which 5 are on
/// the calendar: 15 × 23,00 = 345,00; in a group 26 − 8 = 18 × 1,82 = 32,76; hearing 15 × 2,21 = 33,15; psychologist
/// 5 − 2 = 3 × 12,51 = 37,53. The lost 530,82 pay for all of the 15.
#[test]
fn what_could_still_be_booked() {
    let figures = figures();
    let found: Vec<_> =
        figures.bookable.iter().map(|it| (it.bought.line, it.units, it.amount, it.units_for(euros("100")))).collect();
    let expect = |line, units: i64, amount, paid| (Id::new(line), Decimal::from(units), euros(amount), paid);
    assert_eq!(
        found,
        [
            expect(PSYCHOLOGIST_FOR_MOTHER, 3, "37.53", 3),
            expect(HEARING_IN_GROUP, 15, "33.15", 15),
            expect(PHYSIOTHERAPY, 15, "345.00", 4),
            expect(PHYSIOTHERAPY_IN_GROUP, 18, "32.76", 18),
        ]
    );
    assert_eq!(figures.pace_percent(), Some(62));
}

/// Twice a week in the 29 weeks from the one of 14.03. to that of 30.09.: 58, less 5 on the calendar; 19 are left.
#[test]
fn a_frequency_that_was_agreed_goes_before_the_pace() {
    let (child, programme, mut plan, sessions, prices) = (child(), programme(), plan(), sessions(), prices());
    plan[0].per_week = Decimal::from(2);
    let account = Account::new(&child, &programme, &plan, &sessions, &prices);
    let units = |account: &Account| {
        account.figures(today()).bookable.iter().find(|it| it.bought.line == Id::new(PHYSIOTHERAPY)).map(|it| it.units)
    };
    assert_eq!(units(&account), Some(Decimal::from(19)));
    // In the last week of the line twice at most, and nothing where more than that is booked.
    let mut ends = plan.clone();
    ends[0].to = day("17.03.2019");
    assert_eq!(units(&Account { plan: &ends, ..account }), None);
    let marked: Vec<Session> = sessions.iter().filter(|session| !session.is_open()).cloned().collect();
    assert_eq!(units(&Account { plan: &ends, sessions: &marked, ..account }), Some(Decimal::from(2)));
}

#[test]
fn each_line_tells_its_use() {
    let figures = figures();
    let check = |id: u64, units: [i64; 4], amounts: [&str; 3], price| {
        let used = figures.line(Id::new(id)).unwrap();
        let found = [used.planned_units, used.delivered_units, used.reserved_units, used.remaining_units];
        assert_eq!(found, units.map(Decimal::from), "line {id}");
        let found = [used.amount_planned, used.amount_delivered, used.amount_reserved];
        assert_eq!(found, amounts.map(euros), "line {id}");
        assert_eq!(used.price_today, Some(euros(price)), "line {id}");
    };
    check(PHYSIOTHERAPY, [40, 15, 6, 19], ["897.77", "307.38", "138.00"], "23.00");
    check(PHYSIOTHERAPY_IN_GROUP, [52, 20, 8, 24], ["94.64", "36.40", "14.56"], "1.82");
    check(HEARING_IN_GROUP, [30, 11, 0, 19], ["66.30", "23.21", "0"], "2.21");
    check(PSYCHOLOGIST_FOR_MOTHER, [10, 5, 2, 3], ["125.10", "56.29", "25.02"], "25.01");
    let groups: Vec<_> =
        figures.groups.iter().map(|sum| (sum.group, sum.planned, sum.reserved, sum.delivered)).collect();
    let sum = |group, planned, reserved, delivered| (Some(group), euros(planned), euros(reserved), euros(delivered));
    assert_eq!(
        groups,
        [
            sum(Group::Family, "125.10", "25.02", "56.29"),
            sum(Group::Compensation, "0", "0", "0"),
            sum(Group::Development, "1058.71", "152.56", "366.99"),
        ]
    );
}

/// Until the end of February, 122 working days: physiotherapy 19 × 21,83 = 414,77; in a group 24 (23,58) × 1,82 = 43,68;
/// hearing 14 (13,61) × 2,21 = 30,94; psychologist 5 (4,54) × 12,51 = 62,55. Together 551,94.
/// Spent by then: 423,28 less 23,00 and 11,50 of March: 388,78. Booked until the end of March: 423,28 and 3 × 23,00
/// (13., 19., 26.), 2 × 1,82 (20., 27.), 2 × 12,51 (22., 29.): 423,28 + 69,00 + 3,64 + 25,02 = 520,94.
#[test]
fn burndown_by_months() {
    let burndown = with_account(|account| Burndown::new(account, today(), Step::Month));
    assert_eq!(burndown.points.len(), 13);
    let [january, february, march, april] = burndown.points[4..8] else { panic!("13 months") };
    assert_eq!((january.day, january.ceiling), (day("31.01.2019"), euros("1000")));
    assert_eq!((february.day, february.ceiling), (day("28.02.2019"), euros("1400")));
    assert_eq!((february.planned, february.actual, february.booked), (euros("551.94"), Some(euros("388.78")), None));
    assert_eq!((march.actual, march.booked), (Some(euros("423.28")), Some(euros("520.94"))));
    assert_eq!(april.actual, None);
    // Due until the end of March, working day 142 (11 from the 14th on), beyond what is on the calendar from then on:
    // the latest 15 of physiotherapy begin with place 25, of the group's 18 with 34, of hearing's 15 with 15, of the
    // psychologist's 3 with 7; until place k·269/n < 142, which is only hearing's 15 (134,5): 520,94 + 2,21.
    assert_eq!((february.forecast, march.forecast), (None, Some(euros("523.15"))));
    assert_eq!(burndown.points[12].forecast, Some(euros("1049.30")));
    assert_eq!(burndown.ceilings, [(day("03.09.2018"), euros("1000")), (day("01.02.2019"), euros("1400"))]);
    let last = burndown.points[12];
    assert_eq!((last.day, last.planned, last.booked), (day("30.09.2019"), euros("1183.81"), Some(euros("600.86"))));
    assert_eq!(with_account(|account| Burndown::new(account, today(), Step::Week)).points.len(), 57);
}

#[test]
fn every_kind_of_figure_is_the_figure_of_that_kind() {
    let figures = figures();
    for kind in FigureKind::ALL {
        assert_eq!(figures.figure(*kind).kind(), *kind);
    }
}
