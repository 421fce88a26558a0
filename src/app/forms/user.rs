//! Somebody who may use the store.

use super::{super::form::Reading, Filling, FormField, Pick, base, put};
use crate::domain::{Deed, Field, Operation, Problem, User, overview::FormContext};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let user = base::<User>(context);
    vec![
        FormField::text(Field::Login, &user.login),
        FormField::text(Field::FullName, &user.full_name),
        FormField::choice(Field::Role, user.role, filling.lang),
        FormField::yes(Field::Disabled, user.disabled, filling.lang),
    ]
    .into_iter()
    .chain(setting_fields(context, filling))
    .collect()
}

/// What everybody chooses for themselves.
pub fn setting_fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let user = base::<User>(context);
    vec![
        FormField::choice(Field::Lang, user.lang, filling.lang),
        FormField::choice(Field::Keymap, user.keymap, filling.lang),
    ]
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let old = base::<User>(context);
    if context.base.is_some() && reading.text(Field::Login) != old.login {
        // Families, drafts and the journal name the user by it.
        reading.fault(Field::Login, Problem::InUse);
    }
    let user = User {
        login: reading.text(Field::Login),
        full_name: reading.text(Field::FullName),
        role: reading.choice(Field::Role),
        disabled: reading.yes(Field::Disabled),
        lang: reading.choice(Field::Lang),
        keymap: reading.choice(Field::Keymap),
        ..old
    };
    put(context, user, Deed::AddUser, Deed::EditUser)
}

pub fn build_settings(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let (lang, keymap) = (reading.choice(Field::Lang), reading.choice(Field::Keymap));
    let user = User { lang, keymap, ..base::<User>(context) };
    put(context, user, Deed::AddUser, Deed::ChooseSettings)
}

/// Users to choose a case's owner from; the value is the place in the list, from 1.
pub fn owner_picks(context: &FormContext) -> Vec<Pick> {
    let users = context.users.iter().enumerate();
    users.map(|(n, user)| Pick { code: user.login.clone(), label: user.login.clone(), value: n as u64 + 1 }).collect()
}
