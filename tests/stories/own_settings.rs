//! One's own language and keymap, chosen by whoever works with them.

use atbalsts::{
    action::Action,
    domain::{Deed, Field, KeymapWish, LangWish, User},
    i18n::{Text, choice::Worded},
};

use crate::desk::{SMALL, World, everywhere};

fn user(world: &World, login: &str) -> User {
    world.read(|reader| reader.all::<User>()).into_iter().find(|user| user.login == login).unwrap()
}

#[test]
fn everybody_chooses_for_themselves_also_who_only_reads() {
    everywhere(|place| {
        let world = World::demo();
        for login in ["anna", "revidents"] {
            let before = user(&world, login);
            let others = user(&world, "pēteris");
            let mut desk = world.desk_of(login, place, SMALL);
            desk.act(Action::OwnSettings);
            desk.sees(Text::OwnSettings.text(place.lang));
            let asked: Vec<Field> = desk.form().fields.iter().map(|field| field.field).collect();
            assert_eq!(asked, [Field::Lang, Field::Keymap]);
            desk.enter(Field::Lang, "en");
            desk.enter(Field::Keymap, "v");
            desk.act(Action::Save);
            let chosen = User { lang: LangWish::English, keymap: KeymapWish::Vim, ..before };
            assert_eq!(user(&world, login), chosen);
            assert_eq!(user(&world, "pēteris"), others);
            desk.sees(&Text::FromNextTime.fill(place.lang, &[&Deed::ChooseSettings.text(place.lang)]));
            let entry = world.read(|reader| reader.entries(reader.revision() - 1, 1)).remove(0);
            assert_eq!((entry.user.as_str(), entry.deed), (login, Deed::ChooseSettings));
        }
    });
}

#[test]
fn whoever_is_not_on_the_list_is_told_so() {
    everywhere(|place| {
        let world = World::demo();
        let mut owner = world.desk_of(&atbalsts::store::own_login(), place, SMALL);
        let told = owner.refused(|desk| desk.act(Action::OwnSettings));
        assert_eq!(told, Text::NotOnTheList.text(place.lang));
        assert!(!owner.has_form());
    });
}
