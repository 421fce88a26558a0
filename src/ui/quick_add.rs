//! Sessions typed in one line: the line at the foot, and above it every day that it will make.

use ratatui::{layout::Position, style::Style};

use super::{
    View,
    canvas::{ALERT, Canvas, FAINT, PLAIN, STRONG, WARNING},
};
use crate::{
    action::{Action, Context},
    app::{
        form::Form,
        forms,
        page::wrap,
        quick_add::{Bound, Entry, Preview, preview, vocabulary},
        what_if::Tone,
    },
    domain::{Field, Problem, calendar::DayOff},
    i18n::{Lang, Text, choice::Worded, date, number, plural, quick_add::completions, time},
    keymap::sequence_label,
};

/// Columns of a day with its time, its price and a short word of what is wrong.
const DAY: usize = 39;
/// Rows below the days: what is wrong, the sum, the completions, the line.
const FOOT: usize = 5;

pub fn draw(form: &Form, view: &View<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
    let lang = view.app.setting.lang;
    let title = form.noun.title(form.request.record != 0).text(lang);
    let end = canvas.heading(&Text::Booked.fill(lang, &[&title, &form.whom]));
    super::colleagues(view.app, canvas, end);
    let typed = form.fields.iter().find(|field| field.field == Field::Rule);
    let text = typed.map_or("", |field| field.line.text());
    let bottom = canvas.height() - 1;
    if text.trim().is_empty() {
        help(form, canvas, lang);
    } else {
        let preview = preview(text, &form.context, form.request.day, lang);
        summary(&preview, form, canvas, lang);
        days(&preview, canvas, lang);
        remarks(&preview, form, view, canvas, lang);
        sum(&preview, view, canvas, lang);
    }
    let focused = form.focused()?;
    let prompt = if focused.field == Field::Rule {
        completion(form, text, view, canvas);
        "> ".to_owned()
    } else {
        // A rule of the programme asks why.
        canvas.put(1, bottom - 1, canvas.width() - 2, &format!("> {text}"), FAINT);
        format!("{}: ", focused.field.text(lang))
    };
    let x = canvas.put(0, bottom, canvas.width(), &prompt, STRONG);
    let room = canvas.width().saturating_sub(x + 1);
    let line = &focused.line;
    let scroll = line.scroll(room);
    canvas.put(x, bottom, room, super::form::skip_columns(line.text(), scroll), PLAIN);
    Some(canvas.position(x + line.column().saturating_sub(scroll), bottom))
}

/// What can be typed, and from which lines of the plan.
fn help(form: &Form, canvas: &mut Canvas<'_>, lang: Lang) {
    let width = canvas.width() - 2;
    canvas.put(1, 2, width, Text::QuickAddExample.text(lang), STRONG);
    let means = [Text::QuickAddMeans, Text::QuickAddMore, Text::QuickAddRest];
    for (y, text) in means.iter().enumerate() {
        canvas.put(1, 3 + y, width, text.text(lang), FAINT);
    }
    let vocabulary = vocabulary(&form.context);
    let rows = canvas.height().saturating_sub(7 + FOOT);
    for (n, (id, code, _)) in vocabulary.lines.iter().take(rows).enumerate() {
        let context = &form.context;
        let Some(line) = context.all_lines.iter().find(|line| line.id == *id) else { continue };
        let name = context.services.iter().find(|service| service.code == line.service);
        let name = name.map_or("", |service| forms::service_name(service, lang));
        let left = context.uses.iter().find(|used| used.line == *id);
        let left = left.map(|used| Text::UnitsLeft.fill(lang, &[&number::decimal(used.remaining_units, lang)]));
        let ahead = (line.from > context.today).then(|| Text::FromDay.fill(lang, &[&date::show(line.from, lang)]));
        let parts = [Some(name.to_owned()), ahead, left, Some(line.specialist.clone())];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        canvas.put(1, 7 + n, 5, code, STRONG);
        canvas.put(7, 7 + n, width - 6, &parts.join(" · "), PLAIN);
    }
}

/// The service, who provides it and when.
fn summary(preview: &Preview, form: &Form, canvas: &mut Canvas<'_>, lang: Lang) {
    let Some(line) = &preview.line else { return };
    let context = &form.context;
    let service = context.services.iter().find(|service| service.code == line.service);
    let name = service.map_or("", |service| forms::service_name(service, lang));
    let series = &preview.series;
    let provider = context.providers.iter().find(|provider| provider.id == series.provider);
    let start = series.start.map(time::show).unwrap_or_default();
    let long = if series.minutes > 0 { time::show_duration(series.minutes) } else { String::new() };
    let when = format!("{start} {long}");
    let provider = provider.map_or("", |provider| provider.name.as_str());
    let service = format!("{} {name}", line.service);
    let parts = [service.as_str(), when.trim(), series.specialist.as_str(), provider];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    canvas.put(1, 1, canvas.width() - 2, &parts.join(" · "), PLAIN);
}

/// Every day, in as many columns as fit.
fn days(preview: &Preview, canvas: &mut Canvas<'_>, lang: Lang) {
    let rows = canvas.height().saturating_sub(2 + FOOT).max(1);
    let columns = (canvas.width() / DAY).max(1);
    let wide = canvas.width() / columns;
    let count = preview.entries.len();
    let shown = if count > rows * columns { rows * columns - 1 } else { count };
    for (n, entry) in preview.entries.iter().take(shown).enumerate() {
        let (x, y) = (n / rows * wide + 1, n % rows + 2);
        let (text, style) = told(entry, lang);
        let day = date::show(entry.rule_day, lang);
        let weekday = date::weekday_short(chrono::Datelike::weekday(&entry.rule_day), lang);
        let taken = canvas.put(
            x,
            y,
            wide - 1,
            &format!("{weekday} {day} "),
            if entry.held_on.is_some() { PLAIN } else { FAINT },
        );
        canvas.put(x + taken, y, (wide - 2).saturating_sub(taken), &text, style);
    }
    if shown < count {
        let (x, y) = (shown / rows * wide + 1, shown % rows + 2);
        canvas.put(x, y, wide - 1, &format!("+{}", count - shown), FAINT);
    }
}

/// What becomes of a day, in a few words; a mark stands before what speaks against it.
fn told(entry: &Entry, lang: Lang) -> (String, Style) {
    let why = entry.why.map(|why| reason(why, lang));
    let Some(held_on) = entry.held_on else {
        return (format!("– {}", why.unwrap_or_else(|| Text::TakenOut.text(lang).to_owned())), FAINT);
    };
    if entry.is_kept {
        return (Text::AlreadyThere.text(lang).to_owned(), FAINT);
    }
    let amount = entry.amount.map(|amount| number::money(amount, lang));
    let amount = amount.unwrap_or_else(|| Text::NoPrice.text(lang).to_owned());
    let mut words = vec![amount];
    if let Some(why) = why {
        words.push(Text::ShiftedTo.fill(lang, &[&date::show_short(held_on, lang), &why]));
    }
    let Some(clash) = entry.clashes.first() else { return (words.join("  "), PLAIN) };
    let clash = match clash {
        crate::domain::clash::Clash::DayOff(_, why) => reason(*why, lang),
        crate::domain::clash::Clash::NoPrice(_) => String::new(),
        _ => Text::ClashHere.text(lang).to_owned(),
    };
    words.push(format!("! {clash}"));
    (words.join("  "), WARNING)
}

/// Why nothing is held on a day.
fn reason(why: DayOff, lang: Lang) -> String {
    match why {
        DayOff::Holiday(holiday) => holiday.text(lang).to_owned(),
        DayOff::Moved(worked) => Text::MovedDayOff.fill(lang, &[&date::show_short(worked, lang)]),
        DayOff::Closed => Text::ProviderClosed.text(lang).to_owned(),
        DayOff::Absent(scope) => Text::AwayOf.fill(lang, &[&scope.text(lang)]),
        DayOff::School(school) => school.text(lang).to_owned(),
    }
}

/// What the programme's rules answered, what is wrong, errors first, and why a series ends.
fn remarks(preview: &Preview, form: &Form, view: &View<'_>, canvas: &mut Canvas<'_>, lang: Lang) {
    let mut remarks: Vec<(String, Style)> = Vec::new();
    for fault in form.faults.iter().filter(|fault| matches!(fault.problem, Problem::Rule(_))) {
        let style = if fault.is_warning() { WARNING } else { ALERT };
        let sentence = format!("! {}", fault.problem.alone(lang));
        remarks.extend(wrap(&sentence, canvas.width() - 2).into_iter().map(|line| (line.to_owned(), style)));
    }
    let (warnings, errors): (Vec<_>, Vec<_>) = preview.faults.iter().partition(|fault| fault.is_warning());
    for (faults, style) in [(errors, ALERT), (warnings, WARNING)] {
        remarks.extend(faults.into_iter().map(|fault| {
            let sentence = match fault.field {
                Field::Rule => fault.problem.alone(lang),
                _ => fault.sentence(lang),
            };
            (format!("! {sentence}"), style)
        }));
    }
    let bound = preview.bound.map(|bound| match bound {
        Bound::Line(day) => Text::BoundByLine.fill(lang, &[&date::show(day, lang)]),
        Bound::Units => Text::BoundByUnits.text(lang).to_owned(),
    });
    remarks.extend(bound.map(|bound| (bound, FAINT)));
    if !form.faults.iter().any(|fault| matches!(fault.problem, Problem::Rule(_))) {
        let [.., rules] = view.app.what_if();
        match rules {
            Some((text, Tone::Broken)) => remarks.insert(0, (text, ALERT)),
            calm => remarks.extend(calm.map(|(text, _)| (text, FAINT))),
        }
    }
    let top = canvas.height() - FOOT;
    for (y, (text, style)) in remarks.iter().take(2).enumerate() {
        canvas.put(1, top + y, canvas.width() - 2, text, *style);
    }
}

/// How many, what they cost, what is left.
fn sum(preview: &Preview, view: &View<'_>, canvas: &mut Canvas<'_>, lang: Lang) {
    if preview.entries.is_empty() {
        return;
    }
    let mut parts = Vec::new();
    let count = |count: usize| plural::Counted::Session.text(count as u64, lang);
    if !preview.added.is_empty() || preview.changed.is_empty() {
        parts.push(count(preview.added.len()));
    }
    if !preview.changed.is_empty() {
        parts.push(Text::ToBeChanged.fill(lang, &[&preview.changed.len()]));
    }
    if !preview.removed.is_empty() {
        parts.push(Text::ToBeRemoved.fill(lang, &[&preview.removed.len()]));
    }
    parts.push(number::euros(preview.total, lang));
    parts.extend(preview.left.map(|left| Text::UnitsLeft.fill(lang, &[&number::decimal(left, lang)])));
    // What is free is known of what is booked by now; what is changed is in it already.
    let fresh = preview.changed.is_empty() && preview.removed.is_empty();
    let free = view.app.dossier().filter(|_| fresh).map(|dossier| dossier.figures.free.amount() - preview.total);
    parts.extend(free.map(|free| Text::FreeAfter.fill(lang, &[&number::euros(free, lang)])));
    let style = if free.is_some_and(|free| free.is_negative()) { ALERT } else { STRONG };
    canvas.put(1, canvas.height() - FOOT + 2, canvas.width() - 2, &parts.join(" · "), style);
}

/// What the word at the end may become.
fn completion(form: &Form, text: &str, view: &View<'_>, canvas: &mut Canvas<'_>) {
    let found = completions(text, &vocabulary(&form.context));
    if found.is_empty() {
        return;
    }
    let lang = view.app.setting.lang;
    let keys = view.keymap.keys_of(&[Context::Form], Action::NextField);
    let key = keys.first().map(|keys| sequence_label(keys, lang)).unwrap_or_default();
    let labels: Vec<String> = found
        .iter()
        .map(
            |(insert, label)| if insert.contains(label.as_str()) { label.clone() } else { format!("{insert} {label}") },
        )
        .collect();
    // Where several things can be meant, no key chooses one: more letters do.
    let hint = match &labels[..] {
        [only] => Text::CompleteHint.fill(lang, &[&key, only]),
        several => Text::MayBecome.fill(lang, &[&several.join(" · ")]),
    };
    canvas.put(1, canvas.height() - 2, canvas.width() - 2, &hint, FAINT);
}
