//! What words in the line that books sessions can mean: lines of the plan, specialists, providers.

use super::{
    super::{
        form::Form,
        forms::{self, Noun},
    },
    base,
};
use crate::{
    domain::{Choice, Field, Id, PlanLine, overview::FormContext},
    i18n::{
        Lang,
        quick_add::{Vocabulary, completions},
    },
};

/// What can be meant by words in the line. Each line is named by what it is told by, then as the catalogue names it.
pub fn vocabulary(context: &FormContext, lang: Lang) -> Vocabulary {
    let base = base(context);
    let earlier = context.all_lines.iter().filter(|line| base.is_some_and(|base| base.line == line.id));
    let mut lines: Vec<(Id<PlanLine>, String, Vec<String>)> = Vec::new();
    for line in context.lines.iter().chain(earlier) {
        if lines.iter().any(|(id, ..)| *id == line.id) {
            continue;
        }
        let service = context.services.iter().find(|service| service.code == line.service);
        let names = service.map(|service| {
            vec![
                told_line(line, forms::service_name(service, lang), lang),
                service.latvian_name.clone(),
                service.english_name.clone(),
            ]
        });
        let twins = lines.iter().filter(|(_, code, _)| code.trim_end_matches(char::is_numeric) == line.service).count();
        let code = if twins == 0 { line.service.clone() } else { format!("{}{}", line.service, twins + 1) };
        lines.push((line.id, code, names.unwrap_or_default()));
    }
    let of_lines = context.lines.iter().map(|line| &line.specialist);
    let of_providers = context.providers.iter().filter(|provider| !provider.closed).flat_map(|p| &p.specialists);
    let of_sessions = context.sessions.iter().map(|session| &session.specialist);
    let mut specialists: Vec<String> = Vec::new();
    for name in of_lines.chain(of_providers).chain(of_sessions).map(|name| name.trim()) {
        if !name.is_empty() && !specialists.iter().any(|known| known == name) {
            specialists.push(name.to_owned());
        }
    }
    let providers = context.providers.iter().filter(|provider| !provider.closed);
    Vocabulary {
        lines,
        services: context
            .services
            .iter()
            .map(|service| [service.code.clone(), service.latvian_name.clone(), service.english_name.clone()])
            .collect(),
        specialists,
        providers: providers.map(|provider| (provider.id, provider.name.clone())).collect(),
        today: context.today,
    }
}

/// A line as the plan has it: `A psihologa konsultācija · vecāks`.
pub fn told_line(line: &PlanLine, service: &str, lang: Lang) -> String {
    format!("{} {}", line.group.name(), forms::session::line_name(line, service, lang))
}

/// The line with the word at its end completed, if only one thing can be meant.
pub fn completed(form: &Form, lang: Lang) -> Option<String> {
    let field = form.focused().filter(|field| form.noun == Noun::Series && field.field == Field::Rule)?;
    let text = field.line.text();
    let found = completions(text, &vocabulary(&form.context, lang));
    let (insert, _) = found.first().filter(|_| found.len() == 1)?;
    let begun = text.rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
    Some(format!("{}{insert} ", &text[..begun]))
}
