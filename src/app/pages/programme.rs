//! All children of the programme in one table, or their money by family, service, provider, group or worker.

use std::cmp::Reverse;

use super::{
    super::{
        App,
        arrangement::Only,
        page::{Cell, Look, Page, PageKind, Row, Table, Target, number, text},
        programme::{SortSums, SumsView, past_days, spans},
    },
    figure::{days_name, key_name},
    health_mark, health_name,
};
use chrono::NaiveDate;

use crate::{
    domain::{
        Choice, Field, Money, Unit,
        budget::{By, FigureKind, Health, Key, Sum, Sums, Within},
        overview::{PageData, SumsOfPage},
    },
    i18n::{Lang, Text, choice::Worded, collation, date, number as numbers, plural::Counted},
};

/// From so many columns on amounts have their cents, and health its word.
const ROOMY: u16 = 100;
/// From so many columns on there is room for nearly every figure.
const VAST: u16 = 140;
/// From so many, for what became of invoices, too.
const VASTEST: u16 = 160;

/// The figures that the table has room for.
fn shown(sums: &Sums, width: u16) -> &'static [FigureKind] {
    use FigureKind::{Balance, Ceiling, Delivered, Forecast, Free, Invoiced, Lost, Paid, Planned, Reserved};
    match (sums.figures().contains(&Ceiling), width >= VAST) {
        (true, true) if width >= VASTEST => {
            &[Ceiling, Planned, Reserved, Delivered, Invoiced, Paid, Balance, Free, Forecast, Lost]
        }
        (true, true) => &[Ceiling, Planned, Reserved, Delivered, Balance, Free, Forecast, Lost],
        (true, false) => &[Ceiling, Planned, Delivered, Forecast, Lost],
        (false, true) => FigureKind::DATED,
        (false, false) => &[Planned, Delivered, Forecast],
    }
}

/// The table, as the user has arranged it.
pub fn page(data: &PageData, app: &App) -> Page {
    let lang = app.setting.lang;
    let kind = PageKind::Stored(data.of.clone());
    let Some(SumsOfPage { sums, next_assessments }) = data.sums.as_deref() else {
        return Page::new(kind, String::new(), Vec::new());
    };
    let roomy = app.size.0 >= ROOMY;
    let money = if roomy { numbers::money } else { numbers::whole };
    let figures = shown(sums, app.size.0);
    let by_child = sums.by() == By::Child;
    let cells = |name: String, sum: &Sum, last: String| -> Vec<Cell> {
        let mut cells = vec![text(name)];
        if by_child {
            let short = |health: Health| format!("{:1} {}", health_mark(health, app.setting.ascii), health.short(lang));
            let word = |health| if roomy { health_name(health).text(lang).to_owned() } else { short(health) };
            cells.push(text(sum.health.map_or_else(String::new, word)));
        }
        cells.extend(figures.iter().map(|kind| number(money(sum.amount(*kind), lang))));
        cells.push(text(last));
        cells
    };
    let amounts = |sum: &Sum| -> Vec<Money> { figures.iter().map(|kind| sum.amount(*kind)).collect() };
    let only = app.sums.only.as_ref().filter(|_| by_child);
    let rows = sums.rows().filter(|(key, sum)| only.is_none_or(|only| fits(only, key, sum, app)));
    let mut sorted: Vec<(&Key, &Sum, String)> = rows.map(|(key, sum)| (key, sum, key_name(key, app))).collect();
    sorted.sort_by_cached_key(|(_, _, name)| collation::sort_key(name));
    let next = |key: &Key| match key {
        Key::Child(child) => next_assessments.get(child).copied(),
        _ => None,
    };
    match app.sums.sort {
        SortSums::Name => {}
        SortSums::Health => sorted.sort_by_key(|(_, sum, _)| Reverse(sum.health)),
        SortSums::NextAssessment => sorted.sort_by_key(|(key, ..)| (next(key).is_none(), next(key))),
        SortSums::Figure(kind) => sorted.sort_by_key(|(_, sum, _)| Reverse(sum.amount(kind))),
    }
    let mut rows: Vec<Row> = sorted
        .into_iter()
        .map(|(key, sum, name)| {
            let last = match next(key) {
                Some(day) if roomy => date::show(day, lang),
                Some(day) => date::show_short(day, lang),
                None if by_child => String::new(),
                None => in_units(sum, lang),
            };
            Row::new(cells(name, sum, last)).amounts(amounts(sum)).target(Target::Sum(key.clone()))
        })
        .collect();
    if let Some(programme) = app.overview.programme.as_ref().filter(|_| !rows.is_empty()) {
        let label = if roomy { Text::Together } else { Text::TogetherWhole };
        let mut total = Row::new(cells(label.text(lang).to_owned(), &sums.total(), String::new()));
        total.amounts = match only {
            Some(_) => (0..figures.len()).map(|at| rows.iter().map(|row| row.amounts[at]).sum()).collect(),
            None => amounts(&sums.total()),
        };
        rows.push(total.look(Look::Sum).target(Target::Sum(Key::Programme(programme.id))));
    }
    let mut heads: Vec<String> = if by_child { vec![String::new()] } else { Vec::new() };
    let head = |kind: &FigureKind| if roomy { kind.short(lang) } else { kind.shortest(lang) };
    heads.extend(figures.iter().map(|kind| head(kind).to_owned()));
    heads.push(if by_child { Text::AssessmentShort } else { Text::SpentOfPlanned }.text(lang).to_owned());
    // The title has no more room than names do.
    let title = title_of(sums.by(), lang).to_owned();
    let days = (!app.sums.is_whole()).then(|| days_name(app.sums.within, lang));
    let only = only.map(|only| Text::OnlySome.fill(lang, &[&only_name(only, lang)]));
    let as_of = app.sums.as_of.map(|day| Text::AsOfDay.fill(lang, &[&date::show(day, lang)]));
    let narrowed: Vec<String> = as_of.into_iter().chain(days).chain(only).collect();
    if rows.is_empty() {
        // Whoever finds nobody is told where they looked.
        let title = std::iter::once(title).chain(narrowed).collect::<Vec<_>>().join(" · ");
        return Page::new(kind, title, rows);
    }
    if !narrowed.is_empty() {
        rows.insert(0, Row::heading(&narrowed.join(" · ")));
    }
    let at = figures.iter().position(|kind| app.sums.sort == SortSums::Figure(*kind)).unwrap_or_default();
    let first = 1 + usize::from(by_child);
    let mut page = Page::new(kind, title, rows);
    page.table = Some(Table { heads, figures: figures.to_vec(), first, at, money, lang });
    page.set_filter("");
    page
}

/// Whether the child under that key is one of those: by the health that the table shows, where it shows one.
fn fits(only: &Only, key: &Key, sum: &Sum, app: &App) -> bool {
    if let (Only::Health(wanted), Some(health)) = (only, sum.health) {
        return *wanted == health;
    }
    let Key::Child(child) = key else { return true };
    let row = app.families.rows.iter().find(|row| row.child == Some(*child));
    row.is_some_and(|row| only.fits(row, app.setting.today))
}

/// Which children those are.
fn only_name(only: &Only, lang: Lang) -> String {
    match only {
        Only::Mine => Text::OwnCaseload.text(lang).to_owned(),
        Only::DueSoon => Text::AssessmentDueSoon.text(lang).to_owned(),
        Only::Status(status) => status.text(lang).to_owned(),
        Only::Health(health) => health_name(*health).text(lang).to_owned(),
        Only::Part(words) | Only::Owner(words) => words.clone(),
    }
}

fn title_of(by: By, lang: Lang) -> &'static str {
    match by {
        By::Child | By::Programme => Text::AllChildren.text(lang),
        By::Family => Text::Families.text(lang),
        By::Service => Text::Services.text(lang),
        By::Provider => Text::Providers.text(lang),
        By::Group => Field::Groups.text(lang),
        By::Worker => Field::Owner.text(lang),
    }
}

/// `178/415 nodarbības · 44/96 dienas`: spent and planned, in each unit.
fn in_units(sum: &Sum, lang: Lang) -> String {
    let of = |kind, unit| sum.units(kind).find(|(other, _)| *other == unit).map(|(_, units)| units).unwrap_or_default();
    let told = Unit::ALL.iter().filter_map(|&unit| {
        let (spent, planned) = (of(FigureKind::Delivered, unit), of(FigureKind::Planned, unit));
        let some = !spent.is_zero() || !planned.is_zero();
        some.then(|| {
            let counted = Counted::of_unit(unit).word(u64::try_from(planned.ceil()).unwrap_or(u64::MAX), lang);
            format!("{}/{} {counted}", numbers::decimal(spent, lang), numbers::decimal(planned, lang))
        })
    });
    told.collect::<Vec<_>>().join(" · ")
}

/// How the table is arranged; Enter arranges it otherwise.
pub fn arrange_sums(app: &App) -> Page {
    let lang = app.setting.lang;
    let now = &app.sums;
    let choice = |name: &str, view: SumsView| {
        let mark = if view == *now { "(x)" } else { "( )" };
        Row::new(vec![text(format!("{mark} {name}"))]).target(Target::ArrangeSums(view))
    };
    let figures = now.by.figures(now.is_whole());
    let mut sorts = vec![(Text::ByName.text(lang), SortSums::Name)];
    if now.by == By::Child {
        sorts.extend([
            (Text::Budget.text(lang), SortSums::Health),
            (Text::NextAssessment.text(lang), SortSums::NextAssessment),
        ]);
    }
    sorts.extend(figures.iter().map(|&kind| (super::figure_name(kind, lang), SortSums::Figure(kind))));
    let mut rows = vec![Row::heading(Text::SortBy.text(lang))];
    rows.extend(sorts.into_iter().map(|(name, sort)| choice(name, SumsView { sort, ..now.clone() })));
    rows.push(Row::heading(Text::AddUpBy.text(lang)));
    // The programme is the row of all together.
    let keys = By::ALL.iter().filter(|by| **by != By::Programme);
    rows.extend(keys.map(|&by| choice(by.text(lang), now.added_up_by(by))));
    rows.push(Row::heading(Text::OnDays.text(lang)));
    let mut days = vec![Within::ALWAYS];
    days.extend(spans(app.setting.today));
    if !days.contains(&now.within) {
        days.push(now.within);
    }
    rows.extend(days.into_iter().map(|within| {
        let name =
            if within == Within::ALWAYS { Text::WholeProgramme.text(lang).to_owned() } else { days_name(within, lang) };
        choice(&name, now.on(within))
    }));
    rows.push(Row::new(vec![text(format!("( ) {}", Text::OtherDays.text(lang)))]).target(Target::SumsDays));
    rows.push(Row::heading(Text::AsOf.text(lang)));
    let mut as_of: Vec<Option<NaiveDate>> =
        std::iter::once(None).chain(past_days(app.setting.today).map(Some)).collect();
    if !as_of.contains(&now.as_of) {
        as_of.push(now.as_of);
    }
    rows.extend(as_of.into_iter().map(|as_of| {
        let name = as_of.map_or_else(|| Text::AsItIs.text(lang).to_owned(), |day| date::show(day, lang));
        choice(&name, SumsView { as_of, ..now.clone() })
    }));
    rows.push(Row::new(vec![text(format!("( ) {}", Text::OtherDay.text(lang)))]).target(Target::SumsAsOf));
    if now.by == By::Child {
        rows.push(Row::heading(Text::ShowOnly.text(lang)));
        let mut owners: Vec<&str> = app.families.rows.iter().map(|row| row.owner.as_str()).collect();
        owners.sort_by(|a, b| collation::compare(a, b));
        owners.dedup();
        let owners = owners.into_iter().filter(|owner| !owner.is_empty()).map(|owner| Only::Owner(owner.to_owned()));
        let health = Health::ALL.iter().rev().map(|&health| Only::Health(health));
        rows.extend([Only::Mine, Only::DueSoon].into_iter().chain(owners).chain(health).map(|only| {
            // A mark that is there is taken off.
            let (mark, view) = match now.only.as_ref() == Some(&only) {
                true => ("[x]", None),
                false => ("[ ]", Some(only.clone())),
            };
            let count = app.families.rows.iter().filter(|row| row.child.is_some() && only.fits(row, app.setting.today));
            let cells = vec![text(format!("{mark} {}", only_name(&only, lang))), number(count.count().to_string())];
            Row::new(cells).target(Target::ArrangeSums(SumsView { only: view, ..now.clone() }))
        }));
    }
    Page::new(PageKind::ArrangeSums, Text::ArrangeSums.text(lang).to_owned(), rows)
}
