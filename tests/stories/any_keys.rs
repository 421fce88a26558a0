//! Whatever keys are pressed: nothing panics, no key waits for ever, the cursor is somewhere, the store stays sound.

use atbalsts::action::Action;
use atbalsts::i18n::Lang;
use atbalsts::keymap::{BUILT_IN, Key, KeyCode, Keymap};
use atbalsts::store::audits;

use crate::desk::{Desk, Place, SMALL, WIDE, World};
use crate::type_ahead::everything;

/// Numbers that look like chance and are the same every time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

/// Keys of a keymap that do something somewhere, and some that type.
fn keyboard(keymap: &str) -> Vec<Vec<Key>> {
    let keymap = Keymap::built_in(keymap).unwrap();
    let mut keys: Vec<Vec<Key>> = Vec::new();
    for &action in Action::ALL.iter().filter(|action| !matches!(action, Action::Quit)) {
        for &context in action.contexts() {
            keys.extend(keymap.bound(context, action).iter().cloned());
        }
    }
    for letter in "āĶž 1259.:,-+%".chars() {
        keys.push(vec![Key::new(KeyCode::Char(letter))]);
    }
    keys
}

fn press(desk: &mut Desk, keyboard: &[Vec<Key>], chance: &mut Chance) {
    let keys = &keyboard[chance.below(keyboard.len())];
    desk.heedless(|desk| desk.press_all(keys));
    // Accept and save more often than chance would.
    if chance.below(6) == 0 {
        for action in [Action::Accept, Action::Save] {
            if action.contexts().iter().any(|context| desk.app.contexts().contains(context)) {
                desk.heedless(|desk| desk.act(action));
            }
        }
    }
}

#[test]
fn no_keys_do_harm() {
    for (n, (keymap, _)) in BUILT_IN.iter().enumerate() {
        let lang = Lang::ALL[n % Lang::ALL.len()];
        let world = World::demo();
        let keyboard = keyboard(keymap);
        let mut chance = Chance(0x9E37_79B9 + n as u64);
        let size = if n % 2 == 0 { SMALL } else { WIDE };
        let mut desk = world.desk_of("anna", Place { keymap, lang }, size);
        let mut pressed = 0;
        while pressed < 700 {
            press(&mut desk, &keyboard, &mut chance);
            if chance.below(20) == 0 {
                desk.heedless(Desk::rest);
            }
            pressed += 1;
            if desk.ended {
                desk = world.desk_of("anna", Place { keymap, lang }, size);
            }
        }
        drop(desk);
        let report = world.store().check(audits::ALL).unwrap();
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        assert!(world.read(|reader| Ok(reader.revision())) > 1, "something was written");
    }
}

#[test]
fn any_keys_typed_ahead_do_what_they_do_one_by_one() {
    for (n, (keymap, _)) in BUILT_IN.iter().enumerate() {
        let place = Place { keymap, lang: Lang::ALL[n % Lang::ALL.len()] };
        let keyboard = keyboard(keymap);
        let mut chance = Chance(0x2545_F491 + n as u64);
        for _ in 0..4 {
            let (slow_world, fast_world) = (World::demo(), World::demo());
            let mut slow = slow_world.desk(place);
            while slow.pressed.len() < 150 && !slow.ended {
                press(&mut slow, &keyboard, &mut chance);
            }
            let mut fast = fast_world.desk(place);
            let keys = slow.pressed.clone();
            fast.heedless(|fast| {
                fast.delay();
                fast.press_all(&keys);
                fast.catch_up();
            });
            assert_eq!(fast.screen(), slow.screen(), "after {keys:?}");
            assert_eq!(fast_world.read(everything), slow_world.read(everything));
        }
    }
}
