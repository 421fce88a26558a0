//! The pages: which rows each has. Showing them, moving in them and narrowing them is `page`'s.

mod absence;
mod arrange;
mod assessments;
mod case_file;
mod decisions;
mod figure;
mod goal;
mod help;
mod invoices;
mod joins;
mod journal;
mod looks;
mod meetings;
mod merge;
mod programme;
mod proposal;
mod registers;
mod rules;
pub mod supposed;
mod timeline;
mod versions;
mod whose;
mod work;

pub use absence::away;
pub use arrange::arrange;
pub use assessments::{item_name, lacking, sheets};
pub use figure::{figure, figure_name};
pub use help::help;
pub use journal::told;
pub use merge::merging;
pub use programme::arrange_sums;
pub use proposal::{proposal, proposed_for};
pub use whose::whose;

use super::{
    App,
    forms::Noun,
    page::{Page, PageKind, Row, Target, text},
};
use crate::{
    action::Action,
    domain::{
        Draft, Kind,
        budget::Health,
        overview::{PageData, PageOf},
    },
    i18n::{Lang, Text, assessment::AssessmentText, date},
};

/// The page that shows this data.
pub fn page(data: PageData, app: &App) -> Page {
    let kind = PageKind::Stored(data.of.clone());
    let lang = app.setting.lang;
    let (title, rows) = match &data.of {
        PageOf::Sums(..) => return programme::page(&data, app),
        PageOf::Figure(of) => figure::explained(of, &data, app),
        PageOf::CaseFile(_) => case_file::page(&data, app),
        PageOf::Assessments(child) => assessments::page(*child, &data, app),
        PageOf::AssessedItem(child, item) => assessments::item(*child, item, &data, app),
        PageOf::Doubles(_) => merge::doubles(&data, app),
        PageOf::Merging(..) => {
            return merge::merging(app).unwrap_or_else(|| Page::new(kind, String::new(), Vec::new()));
        }
        PageOf::Providers => registers::providers(&data, app),
        PageOf::Catalogue => registers::catalogue(&data, lang),
        PageOf::Programmes => registers::programmes(&data, lang),
        PageOf::Users => registers::users(&data, lang),
        PageOf::WorkQueue => work::page(&data, app),
        PageOf::Goal(_) => goal::page(&data, app),
        PageOf::Rules(child) => rules::page(&data, *child, app),
        PageOf::RuleLines(child, code, since) => rules::behind(&data, *child, (code, *since), app),
        PageOf::Joins(child) => joins::page(&data, *child, app),
        PageOf::Versions(child) => versions::page(&data, *child, app),
        PageOf::Version(child, plan) => {
            let (title, rows) = versions::difference(&data, *child, *plan, app);
            let mut page = Page::new(kind, title, rows);
            // From what all comes to on to the first line.
            page.act(Action::Down, 1);
            return page;
        }
        PageOf::Decisions => decisions::page(&data, app),
        PageOf::Invoices(_) => invoices::register(data.invoices.as_deref().unwrap_or(&Default::default()), app),
        PageOf::Invoice(_) => {
            return invoices::page(data.invoices.as_deref().unwrap_or(&Default::default()), &data, app);
        }
        PageOf::Meetings => meetings::page(&data, app),
        PageOf::Looks(_) => looks::page(&data, lang),
        PageOf::Entry(_) | PageOf::EntryOf(..) => journal::entry(&data, usize::from(app.size.0), lang),
        PageOf::Journal(_) | PageOf::History(..) => journal::page(&data, usize::from(app.size.0), lang),
    };
    Page::new(kind, title, rows)
}

/// What was typed and not saved.
pub fn drafts(app: &App) -> Page {
    let lang = app.setting.lang;
    let rows = app.overview.drafts.iter().map(|draft| {
        let saved = chrono::DateTime::from_timestamp(draft.saved_at, 0).unwrap_or_default();
        let saved = saved.with_timezone(&chrono::Local).naive_local();
        // One that was left a moment ago has no time of its own yet.
        let at = match draft.saved_at {
            0 => date::show(app.setting.today, lang),
            _ => format!("{} {}", date::show(saved.date(), lang), saved.format("%H:%M")),
        };
        let typed: Vec<&str> =
            draft.texts.iter().map(|(_, text)| text.trim()).filter(|text| !text.is_empty()).collect();
        Row::new(vec![text(at), text(draft_title(draft, lang)), text(typed.join(" · "))])
            .target(Target::Draft(Box::new(draft.clone())))
    });
    Page::new(PageKind::Drafts, Text::Drafts.text(lang).to_owned(), rows.collect())
}

/// What a draft is of, in the reader's language, and whom it is about.
pub fn draft_title(draft: &Draft, lang: Lang) -> String {
    let what = match Noun::by_form_name(&draft.form) {
        Some(noun) => noun.title(draft.record != 0).text(lang),
        None if super::attendance::days_of(draft).is_some() => Text::AttendanceDraft.text(lang),
        None => super::scoring::sheet_of(draft).map_or("", |_| AssessmentText::AssessmentSheet.text(lang)),
    };
    if draft.title.is_empty() { what.to_owned() } else { format!("{what} · {}", draft.title) }
}

/// A sheet for paper as it would be printed: from the screen it can be copied.
pub fn sheet(laid_out: &str, lang: Lang) -> Page {
    let rows = laid_out.lines().map(|line| Row::new(vec![text(line)])).collect();
    Page::new(PageKind::Sheet, Text::SheetToPrint.text(lang).to_owned(), rows)
}

/// What is wrong with the surroundings, each sentence in as many rows as it takes in so many columns.
pub fn notices(notices: &[String], width: usize, lang: Lang) -> Page {
    let rows = notices.iter().flat_map(|notice| Row::paragraph(notice, width)).collect();
    Page::new(PageKind::Notices, Text::Notices.text(lang).to_owned(), rows)
}

/// How a budget is doing, in a word or two.
pub fn health_name(health: Health) -> Text {
    match health {
        Health::NotStarted => Text::HealthNotStarted,
        Health::OnTrack => Text::HealthOnTrack,
        Health::Underspent => Text::HealthUnderspent,
        Health::Watch => Text::HealthWatch,
        Health::PlanOverCeiling => Text::HealthPlanOverCeiling,
        Health::Alarm => Text::HealthAlarm,
    }
}

/// The same as a mark; nothing where there is nothing to heed.
pub const fn health_mark(health: Health, ascii: bool) -> &'static str {
    match (health, ascii) {
        (Health::Alarm, _) => "!",
        (Health::Watch | Health::PlanOverCeiling, false) => "▲",
        (Health::Watch | Health::PlanOverCeiling, true) => "^",
        (Health::Underspent, false) => "▼",
        (Health::Underspent, true) => "v",
        (Health::OnTrack | Health::NotStarted, _) => "",
    }
}

/// A kind of record in the plural, as headings have it.
pub fn kind_name(kind: Kind, lang: Lang) -> &'static str {
    let name = match kind {
        Kind::Programme => Text::Programmes,
        Kind::Family => Text::Families,
        Kind::Person => Text::People,
        Kind::Child => Text::Children,
        Kind::Assessment => Text::Assessments,
        Kind::Goal => Text::Goals,
        Kind::PlanVersion => Text::PlanVersions,
        Kind::PlanLine => Text::PlanLines,
        Kind::Service => Text::Services,
        Kind::Provider => Text::Providers,
        Kind::Price => Text::Prices,
        Kind::Session => Text::Sessions,
        Kind::Note => Text::Notes,
        Kind::User => Text::Users,
        Kind::Instrument => Text::Instruments,
        Kind::Scoring => Text::Scorings,
        Kind::Meeting => Text::Meetings,
        Kind::Suggestion => Text::Suggestions,
        Kind::RuleBook => Text::RuleBooks,
        Kind::Series => Text::Series,
        Kind::Decision => Text::Decisions,
        Kind::Absence => Text::Absences,
        Kind::Invoice => Text::Invoices,
        Kind::InvoiceLine => Text::InvoiceLines,
    };
    name.text(lang)
}
