//! What a key costs over a slow line, counted in bytes, and what a look into the store costs, counted in rows.

#[path = "support/desk/mod.rs"]
mod desk;

use atbalsts::action::Action;
use std::collections::BTreeSet;

use atbalsts::domain::budget::{FigureLine, What};
use atbalsts::domain::diary::{self, DiaryWish, Whose};
use atbalsts::domain::overview::Dossier;
use atbalsts::domain::shared_time::same_name;
use atbalsts::domain::{
    Child, Deed, Family, Field, Id, Note, Operation, Person, PlanLine, PlanVersion, Price, Programme, Provider,
    Relation, Session,
};
use atbalsts::i18n::Lang;
use atbalsts::store::views;
use desk::{Desk, Place, SMALL, WIDE, World};

/// The demo's store with a journal that fills pages.
fn demo() -> World {
    let world = World::demo();
    let families: Vec<Family> = world.read(|reader| reader.all());
    let store = world.store();
    for n in 0..60 {
        let family = families[n % families.len()].id;
        let text = format!("Zvans nr. {n}: māte lūdz pārcelt nodarbību");
        let note = Note { family, day: world.today, text, author: "līga".into(), ..Note::default() };
        store.apply("līga", &Operation::new(Deed::AddNote).create(note)).unwrap();
    }
    world
}

/// Pages that are walked row by row.
const ROWS: &[Action] = &[
    Action::CaseFile,
    Action::Assessments,
    Action::Providers,
    Action::Catalogue,
    Action::WorkQueue,
    Action::Meetings,
    Action::AllChildren,
    Action::Journal,
];

/// The demo's desk, everything read that would be read ahead, and its first screen sent.
fn at_desk(world: &World, size: (u16, u16)) -> Desk {
    let mut desk = world.desk_of("anna", Place::of(Lang::Latvian), size);
    desk.rest();
    desk.bytes();
    desk
}

/// Bytes for a screen after doing something.
fn cost(desk: &mut Desk, work: impl FnOnce(&mut Desk)) -> usize {
    work(desk);
    let bytes = desk.bytes().len();
    desk.rest();
    assert!(desk.bytes().is_empty(), "what is read ahead shows nothing new");
    bytes
}

/// The costs of an action, so many times.
fn costs(desk: &mut Desk, action: Action, times: usize) -> Vec<usize> {
    (0..times).map(|_| cost(desk, |desk| desk.act(action))).collect()
}

#[track_caller]
fn at_most(what: &str, size: (u16, u16), bytes: usize, most: usize) {
    println!("{what} at {}x{}: {bytes} of {most}", size.0, size.1);
    assert!(bytes <= most, "{what} at {}x{}: {bytes} bytes, more than {most}", size.0, size.1);
}

fn mean(costs: &[usize]) -> usize {
    costs.iter().sum::<usize>() / costs.len()
}

#[test]
fn the_first_screen() {
    let world = World::demo();
    for (size, most) in [(SMALL, 3_000), (WIDE, 6_000)] {
        let mut desk = world.desk_of("anna", Place::of(Lang::Latvian), size);
        let bytes = desk.bytes().len();
        at_most("the first screen", size, bytes, most);
    }
}

#[test]
fn a_screen_that_did_not_change_sends_nothing() {
    let world = World::demo();
    for size in [SMALL, WIDE] {
        let mut desk = at_desk(&world, size);
        assert!(desk.bytes().is_empty());
        desk.act(Action::Top);
        assert!(desk.bytes().is_empty(), "the cursor is there already");
        desk.rest();
        assert!(desk.bytes().is_empty());
    }
}

#[test]
fn a_line_down_among_the_families() {
    let world = World::demo();
    for (size, most) in [(SMALL, 1_400), (WIDE, 4_000)] {
        let mut desk = at_desk(&world, size);
        let costs = costs(&mut desk, Action::Down, 9);
        at_most("a family down", size, *costs.iter().max().unwrap(), most);
    }
}

#[test]
fn a_line_down_in_a_page_or_in_the_plan() {
    let world = demo();
    for size in [SMALL, WIDE] {
        for &page in ROWS {
            let mut desk = at_desk(&world, size);
            desk.act(page);
            desk.bytes();
            let rows = desk.page().visible.len();
            let costs = costs(&mut desk, Action::Down, (rows - 1).min(100));
            at_most(&format!("{page:?}, a row down"), size, mean(&costs), 150);
        }
        let mut desk = at_desk(&world, size);
        desk.act(Action::PanePlan);
        desk.bytes();
        let lines = desk.dossier().lines.len();
        let costs = costs(&mut desk, Action::Down, lines - 1);
        at_most("a plan line down", size, mean(&costs), 150);
    }
}

#[test]
fn turning_a_page() {
    let world = demo();
    for page in
        [Action::CaseFile, Action::Assessments, Action::Providers, Action::WorkQueue, Action::Meetings, Action::Journal]
    {
        let mut desk = at_desk(&world, SMALL);
        desk.act(page);
        desk.bytes();
        let bytes = cost(&mut desk, |desk| desk.act(Action::PageDown));
        at_most(&format!("{page:?}, a page down"), SMALL, bytes, 1_400);
    }
}

#[test]
fn opening_a_record() {
    let world = World::demo();
    let mut desk = at_desk(&world, SMALL);
    let bytes = cost(&mut desk, |desk| desk.act(Action::Open));
    at_most("the client file", SMALL, bytes, 1_100);
    desk.act(Action::Back);
    desk.bytes();
    let bytes = cost(&mut desk, |desk| desk.act(Action::Edit));
    at_most("the child's form", SMALL, bytes, 1_100);
    desk.act(Action::Back);
    desk.act(Action::PanePlan);
    desk.bytes();
    let bytes = cost(&mut desk, |desk| desk.act(Action::Open));
    at_most("the plan line's form", SMALL, bytes, 1_100);
}

#[test]
fn a_score() {
    for (size, most) in [(SMALL, 450), (WIDE, 500)] {
        let world = demo();
        let mut desk = at_desk(&world, size);
        desk.act(Action::Assessments);
        desk.act(Action::Down);
        desk.act(Action::Down);
        desk.bytes();
        let bytes = cost(&mut desk, |desk| desk.act(Action::Open));
        at_most("the sheet of an assessment", size, bytes, if size == SMALL { 1_400 } else { 2_600 });
        let scores: Vec<usize> = "0123401234012340"
            .chars()
            .map(|digit| cost(&mut desk, |desk| desk.type_text(&digit.to_string())))
            .collect();
        at_most("a score, with the next item's scale", size, mean(&scores), most);
        desk.act(Action::Observe);
        desk.bytes();
        let text = "Nogurst pēc stundas, bet pats lūdz palīdzību, un vakarā vēl lasa māsai priekšā garu pasaku.";
        let letters: Vec<usize> =
            text.chars().map(|letter| cost(&mut desk, |desk| desk.type_text(&letter.to_string()))).collect();
        at_most("a letter of an observation", size, mean(&letters), 15);
    }
}

#[test]
fn a_typed_letter() {
    for size in [SMALL, WIDE] {
        let world = demo();
        let mut desk = at_desk(&world, size);
        desk.act(Action::LogCall);
        desk.bytes();
        let letters = |desk: &mut Desk, text: &str| {
            let costs: Vec<usize> =
                text.chars().map(|letter| cost(desk, |desk| desk.type_text(&letter.to_string()))).collect();
            costs
        };
        let bytes =
            letters(&mut desk, "Zvanīja māte, rīt nebūs: Jānim ķibele ar zobārstu Ķekavā, pēc tam brauks uz Talsiem.");
        at_most("a letter of a note", size, mean(&bytes), 15);
        desk.paste(&"\nBrālis paliks pie vecmāmiņas, kamēr māte būs slimnīcā.".repeat(6));
        desk.bytes();
        let text =
            " Tēvs strādā ārzemēs un atbrauks tikai maija beigās; viņš zvanīs pats un vienosies par jauniem laikiem.";
        let bytes = letters(&mut desk, &format!("{text}{text}{text}{text}"));
        at_most("a letter of a long note", size, mean(&bytes), 15);
        at_most("a letter that scrolls a long note", size, *bytes.iter().max().unwrap(), 400);
        desk.enter(Field::Start, "");
        desk.bytes();
        let bytes = letters(&mut desk, "930");
        at_most("a digit of a time", size, mean(&bytes), 15);
        desk.act(Action::Back);

        desk.act(Action::Palette);
        desk.bytes();
        let bytes = letters(&mut desk, "jauna plana rinda");
        at_most("a letter of a command", size, mean(&bytes), 200);
        at_most("a letter that changes the whole list", size, *bytes.iter().max().unwrap(), 400);
        desk.act(Action::Back);

        desk.act(Action::Journal);
        desk.act(Action::Filter);
        desk.bytes();
        let bytes = letters(&mut desk, "nodarb");
        at_most("a letter of a page's filter", size, mean(&bytes), 200);
        desk.act(Action::Back);
        desk.act(Action::Back);
        desk.bytes();
    }
}

/// A town's worth of families beside those of the demo.
fn office() -> World {
    let world = World::demo();
    let programme = world.read(|reader| reader.all::<Programme>())[0].id;
    let surnames = ["Kalniņš-Ozoliņš", "Kārkliņa", "Krastiņš", "Bērziņa-Āboliņa", "Āboltiņš", "Šķēle", "Žagare"];
    let mut operation = Operation::new(Deed::Import);
    for n in 0..140 {
        let placeholder = |place: u64| 3 * n + place;
        let family = Family {
            id: Id::placeholder(placeholder(0)),
            programme,
            surname: surnames[n as usize % surnames.len()].into(),
            case_number: format!("2019-{n:03}"),
            declared_address: format!("Krasta iela {n}, Kandava"),
            ..Family::default()
        };
        let person = Person {
            id: Id::placeholder(placeholder(1)),
            family: family.id,
            surname: family.surname.clone(),
            given_names: format!("Kristiāns {}", ["Emīls", "Ādams", "Jānis"][n as usize % 3]),
            relation: Relation::Child,
            birth_date: world.today.checked_sub_days(chrono::Days::new(2000 + n)),
            ..Person::default()
        };
        let id = Id::placeholder(placeholder(2));
        let child = Child { id, family: family.id, person: person.id, ..Child::default() };
        operation = operation.create(family).create(person).create(child);
    }
    world.store().apply("anna", &operation).unwrap();
    world
}

#[test]
fn a_letter_of_a_search_among_families() {
    for world in [demo(), office()] {
        for size in [SMALL, WIDE, (200, 50)] {
            let mut desk = at_desk(&world, size);
            // Some children were looked at before: an empty search offers them.
            for _ in 0..5 {
                desk.act(Action::CaseFile);
                desk.act(Action::Back);
                desk.act(Action::Down);
            }
            desk.rest();
            for text in ["kaln", "kris", "291", "berzina abo", "šķēle"] {
                desk.act(Action::Filter);
                desk.bytes();
                let letters = text.chars().map(|letter| cost(&mut desk, |desk| desk.type_text(&letter.to_string())));
                let most = letters.max().unwrap();
                at_most(&format!("a letter of “{text}”"), size, most, 400);
                let back = cost(&mut desk, |desk| desk.act(Action::DeleteBack));
                at_most(&format!("a letter less of “{text}”"), size, back, 400);
                desk.act(Action::Back);
                desk.bytes();
            }
        }
    }
}

/// How many invoices ask something for the child.
fn invoices_of(dossier: &Dossier) -> usize {
    let invoice = |line: &FigureLine| match line.what {
        What::Invoiced { invoice, .. } => Some(invoice.0),
        _ => None,
    };
    dossier.figures.invoiced.lines().iter().filter_map(invoice).collect::<BTreeSet<u64>>().len()
}

#[test]
fn looking_at_a_child_reads_what_is_shown() {
    let world = World::demo();
    let desk = world.desk(Place::of(Lang::Latvian));
    for row in &desk.app.families.rows {
        let Some(child) = row.child else { continue };
        let (dossier, rows) = world.read(|reader| {
            let dossier = views::dossier(reader, child, world.today)?.expect("the child is there");
            Ok((dossier, reader.rows_read()))
        });
        let shown = 4 // child, person, family, programme
            + dossier.goals.len()
            + dossier.assessments.len()
            + dossier.plans.len()
            + dossier.services.len()
            + dossier.sessions.len()
            + dossier.figures.invoiced.lines().len()
            + invoices_of(&dossier);
        let prices = world.read(|reader| reader.all::<atbalsts::domain::Price>()).len();
        let most = (shown + prices) as u64;
        assert!(rows <= most, "{} of {}: {rows} rows, more than {most}", row.given_names, row.surname);
    }
}

#[test]
fn a_day_and_a_week_of_the_calendar() {
    let world = World::demo();
    for (size, day, week) in [(SMALL, 300, 1_400), (WIDE, 400, 2_000)] {
        let mut desk = at_desk(&world, size);
        desk.act(Action::PaneCalendar);
        desk.act(Action::Zoom);
        desk.act(Action::CalendarWhose);
        desk.act(Action::Down);
        desk.act(Action::Down);
        desk.act(Action::Open);
        desk.act(Action::Top);
        desk.bytes();
        at_most("a day on", size, mean(&costs(&mut desk, Action::Right, 4)), day);
        at_most("a week on", size, mean(&costs(&mut desk, Action::NextWeek, 5)), week);
        desk.act(Action::CalendarLayout);
        desk.bytes();
        at_most("a day on in a month", size, mean(&costs(&mut desk, Action::Right, 5)), day);
    }
}

#[test]
fn the_calendar_reads_what_it_shows() {
    let world = World::demo();
    let programme = world.read(|reader| reader.all::<Programme>())[0].id;
    let (from, to) = diary::week(world.today);
    let provider = world.read(|reader| reader.all::<Provider>())[0].id;
    let family = world.read(|reader| reader.all::<Family>())[0].id;
    let every = world.read(|reader| reader.all::<Session>());
    let named = every.iter().find(|one| (from..=to).contains(&one.day) && !one.specialist.is_empty());
    let specialist = named.map(|one| one.specialist.clone()).expect("a specialist at work this week");
    let all = [Whose::Caseload(None), Whose::Provider(provider), Whose::Specialist(specialist), Whose::Family(family)];
    for whose in all {
        let wish = DiaryWish { whose, from, to };
        let (diary, rows) = world.read(|reader| Ok((views::diary(reader, programme, wish)?, reader.rows_read())));
        // A day, or a provider, has sessions of other programmes, too: they are read to be left out.
        let read: Vec<&Session> = every
            .iter()
            .filter(|one| (from..=to).contains(&one.day))
            .filter(|one| match &diary.wish.whose {
                Whose::Provider(provider) => one.provider == *provider,
                Whose::Specialist(name) => same_name(&one.specialist, name),
                Whose::Family(_) => diary.rows.iter().any(|row| row.session.id == one.id),
                _ => true,
            })
            .collect();
        let children: BTreeSet<_> = read.iter().map(|session| session.child).collect();
        let lines: BTreeSet<_> = read.iter().map(|session| session.line).collect();
        // Of each child the case, the person and the family.
        let most = read.len() + 3 * children.len() + lines.len();
        assert!(rows <= most as u64, "{:?}: {rows} rows, more than {most}", diary.wish.whose);
        assert!(!diary.rows.is_empty() || diary.wish.whose != Whose::Caseload(None));
    }
}

/// How many rows the case of a child is read from: child, family, programme, household, versions, lines, sessions.
fn rows_of_case(world: &World, child: Id<Child>) -> usize {
    let case = world.read(|reader| views::Case::read(reader, child, world.today)).expect("a case");
    let dossier = world.read(|reader| views::dossier(reader, child, world.today)).expect("a dossier");
    3 + case.people.len() + dossier.plans.len() + dossier.services.len() + dossier.sessions.len()
}

/// What telling its consequences reads, and how many children it tells of.
fn rows_to_tell(world: &World, operation: &Operation) -> (usize, usize) {
    let (told, rows) = world.read(|reader| {
        let told = views::consequences(reader, operation, world.today)?;
        Ok((told, reader.rows_read()))
    });
    (usize::try_from(rows).unwrap(), told.children.len())
}

#[test]
fn what_a_price_would_change_is_told_from_the_cases_that_it_is_for() {
    let world = World::demo();
    let (prices, lines, plans) =
        world.read(|reader| Ok((reader.all::<Price>()?, reader.all::<PlanLine>()?, reader.all::<PlanVersion>()?)));
    let providers = world.read(|reader| reader.all::<Provider>()).len();
    let mut told = 0;
    for price in &prices {
        let same_service: Vec<&PlanLine> = lines.iter().filter(|line| line.service == price.service).collect();
        let is_for = |line: &&&PlanLine| {
            (line.format, line.unit) == (price.format, price.unit)
                && (!price.provider.is_some() || line.provider == price.provider)
        };
        let versions: BTreeSet<_> = same_service.iter().filter(is_for).map(|line| line.plan).collect();
        let children: BTreeSet<_> =
            plans.iter().filter(|plan| versions.contains(&plan.id)).map(|plan| plan.child).collect();
        let cases: usize = children.iter().map(|child| rows_of_case(&world, *child)).sum();
        // To find them, the lines of the service and their versions; prices before and after, by each of two threads;
        // names of providers; and what is asked of any edit.
        let most = cases + same_service.len() + versions.len() + 4 * prices.len() + providers + 4;
        let dearer = Price { amount: price.amount + price.amount, ..price.clone() };
        let edit = Operation::new(Deed::EditPrice).change(price.clone(), dearer);
        let (rows, of) = rows_to_tell(&world, &edit);
        assert!(rows <= most, "{}: {rows} rows, more than {most}", price.service);
        assert!(of <= children.len());
        told += of;
    }
    assert!(told > 0);
}

#[test]
fn what_ten_sessions_would_change_is_told_from_one_case() {
    let world = World::demo();
    let session: Session = world.read(|reader| reader.all::<Session>()).into_iter().find(Session::is_open).unwrap();
    let most = rows_of_case(&world, session.child);
    let prices = world.read(|reader| reader.all::<Price>()).len();
    let later = |weeks: u64| {
        let day = session.day + chrono::Days::new(7 * weeks);
        Session { id: Id::default(), series: Id::default(), day, ..session.clone() }
    };
    let booking = (1..=10).fold(Operation::new(Deed::BookSessions), |booking, weeks| booking.create(later(weeks)));
    let (rows, children) = rows_to_tell(&world, &booking);
    assert_eq!(children, 1);
    // On those days and in the nights before the child and the specialist may be busy.
    let others = world.read(|reader| reader.all::<Session>());
    let near = |day: chrono::NaiveDate| (1..=10).any(|weeks| (0..=1).contains(&(later(weeks).day - day).num_days()));
    // A stay of the child may have begun a fortnight before.
    let own = |week: u64| {
        let before = |other: &&Session| (2..=14).contains(&(later(week).day - other.day).num_days());
        others.iter().filter(|other| other.child == session.child).filter(before).count()
    };
    let own: usize = (1..=10).map(own).sum();
    let is_in_the_way = |other: &&Session| {
        near(other.day) && (other.child == session.child || same_name(&other.specialist, &session.specialist))
    };
    let others = own + others.iter().filter(is_in_the_way).count();
    // Beside the case the new sessions, prices before and after, and what is asked of any new session.
    let most = most + others + 4 * 10 + 2 * prices + 4;
    assert!(rows <= most, "{rows} rows, more than {most}");
}
