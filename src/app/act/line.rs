//! What actions do in a line being typed.

use std::path::PathBuf;

use super::super::{App, Effect, Screen, Soon, line::Purpose};
use crate::{
    action::Action,
    domain::{Operation, Problem},
    i18n::{Text, date},
};

impl App {
    pub(super) fn act_in_line(&mut self, action: Action) -> Vec<Effect> {
        let height = self.frame().page_rows();
        let Some(Screen::Line(line)) = self.screens.last_mut() else { return Vec::new() };
        match action {
            Action::Accept => return self.accept_line(),
            Action::Back => {
                let (purpose, typed) = (line.purpose.clone(), line.edit.text().to_owned());
                self.screens.pop();
                match purpose {
                    Purpose::FilterFamilies(before) => self.families.leave_search(&before),
                    Purpose::FilterPage(before) => {
                        if let Some(Screen::Page(page)) = self.screens.last_mut() {
                            page.set_filter(&before);
                        }
                    }
                    Purpose::Palette | Purpose::GoToDate | Purpose::SumsDays | Purpose::SumsAsOf => {}
                    Purpose::OpenStore | Purpose::OpeningReason(_) => {}
                    Purpose::MarkTime | Purpose::Reason(..) | Purpose::CorrectionReason(_) => {}
                    // Leaving never loses what was typed.
                    Purpose::Observation => return self.keep_sheet(Soon::Later),
                    Purpose::MarkText => {
                        self.mark_as_typed(&purpose, &typed);
                        return self.keep_attendance(Soon::Later);
                    }
                }
            }
            Action::Down | Action::Up => match &line.purpose {
                Purpose::Palette => {
                    let rows = line.commands.len();
                    line.cursor.act(action, rows, height);
                }
                Purpose::FilterFamilies(_) => {
                    let rows = self.families.visible.len();
                    self.families.cursor.act(action, rows, height);
                }
                Purpose::FilterPage(_) => {
                    if let Some(Screen::Page(page)) = self.screens.iter_mut().rev().nth(1) {
                        page.act(action, height);
                    }
                }
                Purpose::GoToDate | Purpose::SumsDays | Purpose::SumsAsOf | Purpose::OpenStore => {}
                Purpose::OpeningReason(_) | Purpose::Observation => {}
                Purpose::MarkTime | Purpose::MarkText | Purpose::Reason(..) | Purpose::CorrectionReason(_) => {}
            },
            _ => {
                let was = line.edit.text().to_owned();
                line.edit.act(action);
                if line.edit.text() != was {
                    return self.line_changed();
                }
            }
        }
        Vec::new()
    }

    fn accept_line(&mut self) -> Vec<Effect> {
        let (today, lang) = (self.setting.today, self.setting.lang);
        let Some(Screen::Line(line)) = self.screens.last_mut() else { return Vec::new() };
        match &line.purpose {
            Purpose::FilterFamilies(_) => {
                self.screens.pop();
                self.families.end_search();
                Vec::new()
            }
            Purpose::FilterPage(_) => {
                self.screens.pop();
                Vec::new()
            }
            Purpose::Observation => {
                self.screens.pop();
                self.keep_sheet(Soon::Later)
            }
            Purpose::Palette => {
                let Some(&chosen) = line.commands.get(line.cursor.row) else {
                    line.fault = Some(Text::NoSuchCommand.text(lang).to_owned());
                    return Vec::new();
                };
                self.screens.pop();
                self.act(chosen)
            }
            Purpose::GoToDate => match date::parse_date(line.edit.text(), today) {
                Ok(day) => {
                    self.screens.pop();
                    self.calendar.go(day);
                    Vec::new()
                }
                Err(problem) => {
                    line.fault = Some(problem.sentence(lang));
                    Vec::new()
                }
            },
            Purpose::SumsDays | Purpose::SumsAsOf => {
                let (typed, as_of) = (line.edit.text().to_owned(), line.purpose == Purpose::SumsAsOf);
                let arranged = if as_of { self.arrange_as_of(&typed) } else { self.arrange_days(&typed) };
                match arranged {
                    Ok(effects) => {
                        self.screens.pop();
                        effects
                    }
                    Err(problem) => {
                        if let Some(Screen::Line(line)) = self.screens.last_mut() {
                            line.fault = Some(problem.sentence(lang));
                        }
                        Vec::new()
                    }
                }
            }
            Purpose::Reason(operation, _) => {
                let reason = line.edit.text().trim().to_owned();
                if reason.is_empty() {
                    line.fault = Some(Problem::Missing.sentence(lang));
                    return Vec::new();
                }
                let operation = Operation { reason, heeded: true, ..(**operation).clone() };
                self.screens.pop();
                self.insist(Box::new(operation))
            }
            Purpose::CorrectionReason(_) => {
                let reason = line.edit.text().trim().to_owned();
                if reason.is_empty() {
                    line.fault = Some(Problem::Missing.sentence(lang));
                    return Vec::new();
                }
                self.screens.pop();
                self.record_attendance(&reason)
            }
            Purpose::MarkTime | Purpose::MarkText => {
                let (purpose, typed) = (line.purpose.clone(), line.edit.text().to_owned());
                if self.mark_as_typed(&purpose, &typed) {
                    self.screens.pop();
                    return self.keep_attendance(Soon::Later);
                } else if let Some(Screen::Line(line)) = self.screens.last_mut() {
                    line.fault = Some(Text::ActualTimeFault.text(lang).to_owned());
                }
                Vec::new()
            }
            Purpose::OpeningReason(family) => {
                let (family, reason) = (*family, line.edit.text().trim().to_owned());
                if reason.is_empty() {
                    line.fault = Some(Text::ReasonNeeded.text(lang).to_owned());
                    return Vec::new();
                }
                self.screens.pop();
                // The store does not change by it, but what is seen of it does: everything is read anew.
                self.forget_dossiers();
                self.overview.revision = 0;
                vec![Effect::OpenRestricted(family, reason)]
            }
            Purpose::OpenStore => {
                let path = line.edit.text().trim().to_owned();
                if path.is_empty() {
                    return Vec::new();
                }
                self.screens.pop();
                vec![Effect::OpenStore(PathBuf::from(path))]
            }
        }
    }
}
