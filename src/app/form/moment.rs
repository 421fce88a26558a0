//! A day and a time typed in one go into the field of the day: the field after it is of its time.

use chrono::{NaiveDate, NaiveTime};

use super::{Form, Reading};
use crate::{
    app::field::{FieldKind, FormField, read_date},
    i18n::{Lang, date, moment, time},
};

/// The day and the time that stand in the field at that place, where a field of a time follows it.
pub(super) fn typed(fields: &[FormField], at: usize, today: NaiveDate) -> Option<(NaiveDate, NaiveTime)> {
    let (day, time) = (fields.get(at)?, fields.get(at + 1)?);
    if !matches!((&day.kind, &time.kind), (FieldKind::Date, FieldKind::Time)) {
        return None;
    }
    moment::parse(day.line.text(), |text| read_date(day.field, text, today))
}

impl Form {
    /// The field with the cursor is left: the time that was typed after its day goes where it belongs.
    pub(super) fn settle_time(&mut self, today: NaiveDate, lang: Lang) {
        let Some((day, at)) = typed(&self.fields, self.focus, today) else { return };
        let texts = [date::show(day, lang), time::padded(at)];
        for (field, text) in self.fields.iter_mut().skip(self.focus).zip(texts) {
            field.line.set(&text);
            let which = field.field;
            self.faults.retain(|fault| fault.field != which);
        }
    }

    /// The day that stands in the field with the cursor, with its weekday, and the time where one was typed with it.
    pub fn day_told(&self, lang: Lang) -> Option<String> {
        let (field, today) = (self.focused()?, self.context.today);
        if !matches!(field.kind, FieldKind::Date) {
            return None;
        }
        if let Some((day, at)) = typed(&self.fields, self.focus, today) {
            return Some(format!("{} {}", date::show_with_weekday(day, lang), time::show(at)));
        }
        let mut reading = Reading::new(&self.fields, today);
        reading.date(field.field).map(|day| date::show_with_weekday(day, lang))
    }
}
