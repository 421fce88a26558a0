//! Sessions typed in one line: the line at the foot, and above it every day that it will make.

use chrono::{NaiveTime, TimeDelta};
use ratatui::{layout::Position, style::Style};
use unicode_width::UnicodeWidthStr;

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
        quick_add::{Bound, DAY, Entry, FOOT, HEAD, Preview, Turn, days_shown, preview, told_line, vocabulary},
        what_if::Tone,
    },
    domain::{Fault, Field, Problem, calendar::DayOff, clash::Clash, shared_time::Busy},
    i18n::{Lang, Text, choice::Worded, date, number, plural, quick_add::completions, time},
    keymap::sequence_label,
};

/// So many remarks always have a row.
const REMARKS: usize = 2;

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
        let remarks = remarks(&preview, form, view, canvas.width() - 2, lang);
        let rows = days(&preview, form.scroll, remarks.len(), canvas, lang);
        led_to(&preview, HEAD + rows, remarks.len(), view, canvas);
        remark(&remarks, HEAD + rows, canvas);
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
    let means = [Text::QuickAddMeans, Text::QuickAddMore, Text::QuickAddAlso, Text::QuickAddRest];
    for (y, text) in means.iter().enumerate() {
        canvas.put(1, 3 + y, width, text.text(lang), FAINT);
    }
    let vocabulary = vocabulary(&form.context, lang);
    let rows = canvas.height().saturating_sub(8 + FOOT);
    for (n, (id, code, _)) in vocabulary.lines.iter().take(rows).enumerate() {
        let context = &form.context;
        let Some(line) = context.all_lines.iter().find(|line| line.id == *id) else { continue };
        let name = context.services.iter().find(|service| service.code == line.service);
        let name = name.map_or("", |service| forms::service_name(service, lang));
        let left = context.uses.iter().find(|used| used.line == *id);
        let left = left.map(|used| Text::UnitsLeft.fill(lang, &[&number::decimal(used.remaining_units, lang)]));
        let ahead = (line.from > context.today).then(|| Text::FromDay.fill(lang, &[&date::show(line.from, lang)]));
        let parts = [Some(told_line(line, name, lang)), ahead, left, Some(line.specialist.clone())];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        canvas.put(1, 8 + n, 5, code, STRONG);
        canvas.put(7, 8 + n, width - 6, &parts.join(" · "), PLAIN);
    }
}

/// The service, who provides it and when.
fn summary(preview: &Preview, form: &Form, canvas: &mut Canvas<'_>, lang: Lang) {
    let Some(line) = &preview.line else { return };
    let context = &form.context;
    let service = context.services.iter().find(|service| service.code == line.service);
    let name = service.map_or("", |service| forms::service_name(service, lang));
    let code = vocabulary(context, lang).lines.into_iter().find(|(id, ..)| *id == line.id).map(|(_, code, _)| code);
    let series = &preview.series;
    let provider = context.providers.iter().find(|provider| provider.id == series.provider);
    let start = series.start.map(time::show).unwrap_or_default();
    let long = if series.minutes > 0 { time::show_duration(series.minutes) } else { String::new() };
    let end = series.start.map(|start| start.overflowing_add_signed(TimeDelta::minutes(i64::from(series.minutes))));
    let next_day = end.filter(|(end, over)| *over > 0 && *end > NaiveTime::MIN);
    let next_day = next_day.map(|(end, _)| Text::UntilNextDay.fill(lang, &[&time::show(end)])).unwrap_or_default();
    let when = format!("{start} {long} {next_day}");
    let provider = provider.map_or("", |provider| provider.name.as_str());
    let service = format!("{} {}", code.as_deref().unwrap_or(&line.service), told_line(line, name, lang));
    let parts = [service.as_str(), when.trim(), series.specialist.as_str(), provider];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    canvas.put(1, 1, canvas.width() - 2, &parts.join(" · "), PLAIN);
}

/// In how many columns the days stand: in no more than they need, so that each has the more room.
fn columns(days: usize, remarks: usize, room: usize, width: usize) -> usize {
    let rows = room.saturating_sub(remarks.saturating_sub(REMARKS)).max(1);
    days.div_ceil(rows).clamp(1, (width / DAY).max(1))
}

/// Every day that something becomes of, in as many columns as they need; in how many rows. Days leave the rows that they do
/// not need to so many remarks.
fn days(preview: &Preview, scroll: usize, remarks: usize, canvas: &mut Canvas<'_>, lang: Lang) -> usize {
    let entries: Vec<&Entry> = preview.affected().collect();
    let room = canvas.height().saturating_sub(HEAD + FOOT).max(1);
    let columns = columns(entries.len(), remarks, room, canvas.width());
    let wide = canvas.width() / columns;
    let spare = room.saturating_sub(entries.len().div_ceil(columns)).min(remarks.saturating_sub(REMARKS));
    let rows = room - spare;
    let shown = days_shown(entries.len(), (canvas.width(), canvas.height()));
    let first = scroll.min(entries.len() - shown);
    for (n, entry) in entries[first..first + shown].iter().enumerate() {
        let (x, y) = (n / rows * wide + 1, n % rows + HEAD);
        let day = date::show(entry.rule_day, lang);
        let weekday = date::weekday_short(chrono::Datelike::weekday(&entry.rule_day), lang);
        let taken = canvas.put(
            x,
            y,
            wide - 1,
            &format!("{weekday} {day} "),
            if entry.held_on.is_some() { PLAIN } else { FAINT },
        );
        let left = (wide - 2).saturating_sub(taken);
        // What is in the way is told where there is room for it, else only that something is.
        let (text, style) = Some(told(entry, true, lang))
            .filter(|(text, _)| text.width() <= left)
            .unwrap_or_else(|| told(entry, false, lang));
        canvas.put(x + taken, y, left, &text, style);
    }
    if shown < entries.len() {
        let (x, y) = (shown / rows * wide + 1, shown % rows + HEAD);
        canvas.put(x, y, wide - 1, &format!("{}–{} / {}", first + 1, first + shown, entries.len()), FAINT);
    }
    rows
}

/// What becomes of a day, in a few words; a mark stands before what speaks against it.
fn told(entry: &Entry, in_full: bool, lang: Lang) -> (String, Style) {
    let why = entry.why.map(|why| reason(why, lang));
    let Some(held_on) = entry.held_on else {
        let out = if entry.turn == Turn::Removed { Text::TakenOff } else { Text::TakenOut };
        return (format!("– {}", why.unwrap_or_else(|| out.text(lang).to_owned())), FAINT);
    };
    let amount = entry.amount.map(|amount| number::money(amount, lang));
    let amount = amount.unwrap_or_else(|| Text::NoPrice.text(lang).to_owned());
    let mut words = vec![amount];
    if let Some(why) = why {
        words.push(Text::ShiftedTo.fill(lang, &[&date::show_short(held_on, lang), &why]));
    }
    if entry.turn == Turn::Changed {
        words.push(Text::Changed.text(lang).to_owned());
    }
    if entry.clashes.is_empty() {
        return (words.join("  "), PLAIN);
    }
    let clashes: Vec<String> = entry.clashes.iter().map(|clash| clash_word(clash, in_full, lang)).collect();
    let clashes: Vec<&str> = clashes.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    words.extend((!clashes.is_empty()).then(|| format!("! {}", clashes.join(", "))));
    (words.join("  "), WARNING)
}

/// What speaks against a day, in a word or two.
fn clash_word(clash: &Clash, in_full: bool, lang: Lang) -> String {
    let word = match clash {
        Clash::DayOff(_, why) => return reason(*why, lang),
        Clash::Medical(_) => Text::BarredShort,
        Clash::OutsideLine(_) => Text::OutsideShort,
        // It stands where the amount would be.
        Clash::NoPrice(_) => return String::new(),
        Clash::SkippedHour(_) => Text::SkippedHourShort,
        Clash::OverQuantity(_) => Text::OverShort,
        Clash::Busy(Busy::Child, _) => Text::ChildBusy,
        Clash::Busy(Busy::Parent, _) => Text::ParentsBusy,
        Clash::Busy(Busy::Specialist, _) => Text::SpecialistBusy,
        Clash::UnknownSchoolYear(_) => Text::SchoolUnknownShort,
        Clash::TooFar(..) | Clash::Busy(Busy::Way, _) => Text::TooFarShort,
        Clash::NoPlace(..) | Clash::Busy(Busy::Places, _) => Text::NoPlaceShort,
    };
    let word = word.text(lang).to_owned();
    match clash {
        Clash::Busy(_, way) | Clash::TooFar(way, _) if in_full => {
            let start = way.session.start.map(time::show).unwrap_or_default();
            let parts = [way.service.as_str(), &start, &way.child];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            format!("{word}: {}", parts.join(" "))
        }
        _ => word,
    }
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

/// What becomes of the figures of child, provider and programme, where the days leave room for it.
fn led_to(preview: &Preview, top: usize, remarks: usize, view: &View<'_>, canvas: &mut Canvas<'_>) {
    let width = canvas.width() - 2;
    let count = preview.affected().count();
    let days =
        count.div_ceil(columns(count, remarks, canvas.height().saturating_sub(HEAD + FOOT).max(1), canvas.width()));
    // Above what is wrong; what the rules say of it stands there.
    let [child, provider, _] = view.app.what_if(width);
    let told: Vec<String> = [child, provider].into_iter().flatten().map(|(text, _)| text).collect();
    let Some(top) = top.checked_sub(told.len()) else { return };
    if HEAD + days <= top {
        for (y, text) in told.iter().enumerate() {
            canvas.put(1, top + y, width, text, FAINT);
        }
    }
}

/// What the programme's rules answered, what is wrong, errors first, and why a series ends: in rows of that width.
fn remarks(preview: &Preview, form: &Form, view: &View<'_>, width: usize, lang: Lang) -> Vec<(String, Style)> {
    let mut remarks: Vec<(String, Style)> = Vec::new();
    let mut answered = false;
    for fault in form.faults.iter().filter(|fault| matches!(fault.problem, Problem::Rule(_))) {
        let style = if fault.is_warning() { WARNING } else { ALERT };
        remarks.push((format!("! {}", fault.alone(lang)), style));
        answered = true;
    }
    let mut calm = None;
    if !answered {
        let [.., rules] = view.app.what_if(width);
        match rules {
            Some((text, Tone::Broken)) => {
                remarks.push((text, ALERT));
                answered = true;
            }
            rules => calm = rules.map(|(text, _)| (text, FAINT)),
        }
    }
    // Rules are asked of what is stored, and know more than is known here.
    let is_told = |fault: &&Fault| answered && fault.problem.is_ruled();
    let faults = preview.faults.iter().filter(|fault| !is_told(fault));
    let (warnings, errors): (Vec<_>, Vec<_>) = faults.partition(|fault| fault.is_warning());
    for (faults, style) in [(errors, ALERT), (warnings, WARNING)] {
        remarks.extend(faults.into_iter().map(|fault| {
            let sentence = match fault.field {
                Field::Rule => fault.alone(lang),
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
    remarks.extend(calm);
    let rows = |(text, style): &(String, Style)| -> Vec<(String, Style)> {
        wrap(text, width).into_iter().map(|line| (line.to_owned(), *style)).collect()
    };
    remarks.iter().flat_map(rows).collect()
}

/// The remarks, from that row to the sum; how many more there are stands in the last.
fn remark(remarks: &[(String, Style)], top: usize, canvas: &mut Canvas<'_>) {
    let room = (canvas.height() - FOOT + REMARKS).saturating_sub(top);
    let width = canvas.width() - 2;
    for (y, (text, style)) in remarks.iter().take(room).enumerate() {
        canvas.put(1, top + y, width, text, *style);
    }
    if remarks.len() > room {
        let more = format!(" +{}", remarks.len() - room);
        canvas.put_right(1, top + room - 1, width, &more, FAINT);
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
    if preview.affected().next().is_none() {
        parts = vec![Text::NothingChanges.text(lang).to_owned()];
    }
    let same = preview.entries.iter().filter(|entry| entry.turn == Turn::Same && entry.held_on.is_some()).count();
    let mut total = number::euros(preview.total, lang);
    // The sum is without them.
    let unpriced = preview.affected().filter(|entry| entry.held_on.is_some() && entry.amount.is_none()).count();
    if unpriced > 0 {
        total = Text::SumWithout.fill(lang, &[&total, &unpriced]);
    }
    parts.push(total);
    parts.extend(preview.left.map(|left| Text::UnitsLeft.fill(lang, &[&number::decimal(left, lang)])));
    let free = view.app.dossier().map(|dossier| dossier.figures.free.amount() - preview.total);
    parts.extend(free.map(|free| Text::FreeAfter.fill(lang, &[&number::euros(free, lang)])));
    parts.extend((same > 0).then(|| Text::Unchanged.fill(lang, &[&same])));
    let style = if free.is_some_and(|free| free.is_negative()) { ALERT } else { STRONG };
    canvas.put(1, canvas.height() - FOOT + REMARKS, canvas.width() - 2, &parts.join(" · "), style);
}

/// What the word at the end may become.
fn completion(form: &Form, text: &str, view: &View<'_>, canvas: &mut Canvas<'_>) {
    let found = completions(text, &vocabulary(&form.context, view.app.setting.lang));
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
