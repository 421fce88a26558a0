//! Brothers and sisters act as a unit: what one child has is copied to the others, each checked on its own.

use super::{
    AnyRecord, Assessment, Attainment, CaseStatus, Deed, Fault, Field, Goal, Id, Note, Operation, PlanLine, PlanState,
    Problem, overview::FormContext, planning,
};

/// What is to be copied, and to whom.
#[derive(Clone, Debug)]
pub struct Siblings {
    /// The note, planned assessment, goal or plan line.
    pub original: AnyRecord,
    /// The goals of the child whose it is.
    pub goals: Vec<Goal>,
    /// The brothers and sisters.
    pub others: Vec<Sibling>,
}

/// A brother or a sister.
#[derive(Clone, Debug)]
pub struct Sibling {
    /// The given names.
    pub name: String,
    /// What the child has; of plans, the newest version.
    pub context: FormContext,
    /// The notes on this child; only where a note is copied.
    pub notes: Vec<Note>,
}

/// The copy for one of them, and what is odd about it; or what stands in its way.
pub type Copied = Result<(AnyRecord, Vec<Fault>), Fault>;

impl Siblings {
    /// What each would get.
    pub fn copies(&self) -> Vec<(&Sibling, Copied)> {
        self.others.iter().map(|sibling| (sibling, self.copy_for(sibling))).collect()
    }

    /// All the copies that can be made, as one operation; it is empty if none can.
    pub fn operation(&self) -> Operation {
        let made = self.others.iter().filter_map(|sibling| self.copy_for(sibling).ok());
        made.fold(Operation::new(Deed::CopyToSiblings), |operation, (copy, _)| operation.create(copy))
    }

    fn copy_for(&self, sibling: &Sibling) -> Copied {
        let child = sibling.context.child.as_ref();
        let child = child.ok_or_else(|| Fault::new(Field::Child, Problem::Missing))?;
        if child.status == CaseStatus::Closed {
            return Err(Fault::new(Field::Status, Problem::CaseIsClosed));
        }
        let (copy, mut faults): (AnyRecord, Vec<Fault>) = match &self.original {
            AnyRecord::PlanLine(line) => self.line(line, sibling)?,
            AnyRecord::Note(note) => self.note(note, sibling)?,
            AnyRecord::Assessment(assessment) => {
                let copy = Assessment { child: child.id, ..planned(assessment)? };
                (copy.clone().into(), assessment_faults(&copy, &sibling.context))
            }
            AnyRecord::Goal(goal) => (self.goal(goal, sibling)?.into(), Vec::new()),
            _ => return Err(Fault::new(Field::Kind, Problem::NotAChoice(String::new()))),
        };
        faults.extend(copy.faults());
        match faults.iter().position(|fault| !fault.is_warning()) {
            Some(refused) => Err(faults.swap_remove(refused)),
            None => Ok((copy, faults)),
        }
    }

    /// The same service in the sibling's own draft, for the sibling's own goals of the same wording.
    fn line(&self, line: &PlanLine, sibling: &Sibling) -> Result<(AnyRecord, Vec<Fault>), Fault> {
        let context = &sibling.context;
        let draft = context.plans.last().filter(|plan| plan.state == PlanState::Draft);
        let draft = draft.ok_or_else(|| Fault::new(Field::Plan, Problem::NoDraft))?;
        let twin = |other: &&PlanLine| {
            other.plan == draft.id && other.is_same_service(line) && other.from <= line.to && line.from <= other.to
        };
        if let Some(twin) = context.lines.iter().find(twin) {
            return Err(Fault::new(Field::Service, Problem::Duplicate(twin.service.clone())));
        }
        let mut goals = Vec::new();
        for goal in self.goals.iter().filter(|goal| line.goals.contains(&goal.id)) {
            let own = same_goal(goal, context);
            goals.push(own.ok_or_else(|| Fault::new(Field::Goals, Problem::NoSuchRecord(goal.wording.clone())))?.id);
        }
        // Why a rule may be broken was said of this child, not of the other.
        let copy = PlanLine { id: Id::default(), plan: draft.id, goals, rule_reasons: Vec::new(), ..line.clone() };
        let faults = planning::line_faults(context, &copy);
        Ok((copy.into(), faults))
    }

    fn note(&self, note: &Note, sibling: &Sibling) -> Result<(AnyRecord, Vec<Fault>), Fault> {
        let same = |other: &&Note| other.day == note.day && other.text == note.text && !other.closed;
        if sibling.notes.iter().any(|other| same(&other)) {
            return Err(Fault::new(Field::Text, Problem::Duplicate(first_words(&note.text))));
        }
        let goal = self.goals.iter().find(|goal| goal.id == note.goal);
        let goal = goal.and_then(|goal| same_goal(goal, &sibling.context)).map(|goal| goal.id).unwrap_or_default();
        let child = sibling.context.child.as_ref().map(|child| child.id).unwrap_or_default();
        Ok((Note { id: Id::default(), child, goal, ..note.clone() }.into(), Vec::new()))
    }

    /// The goal's words; where a child stands at the start is each child's own.
    fn goal(&self, goal: &Goal, sibling: &Sibling) -> Result<Goal, Fault> {
        let context = &sibling.context;
        if same_goal(goal, context).is_some() {
            return Err(Fault::new(Field::Wording, Problem::Duplicate(first_words(&goal.wording))));
        }
        Ok(Goal {
            id: Id::default(),
            child: context.child.as_ref().map(|child| child.id).unwrap_or_default(),
            number: context.goals.iter().map(|goal| goal.number).max().unwrap_or_default() + 1,
            baseline: String::new(),
            no_line_reason: String::new(),
            // What came of it, too.
            attainment: Attainment::Open,
            closed_on: None,
            ..goal.clone()
        })
    }
}

/// The child's open goal of the same wording.
fn same_goal<'a>(goal: &Goal, context: &'a FormContext) -> Option<&'a Goal> {
    let words = |goal: &Goal| goal.wording.trim().to_lowercase();
    context.goals.iter().find(|own| own.attainment == Attainment::Open && words(own) == words(goal))
}

/// What of an assessment is the same for all: which, when, where, and by whom.
fn planned(assessment: &Assessment) -> Result<Assessment, Fault> {
    if assessment.done_on.is_some() {
        return Err(Fault::new(Field::DoneOn, Problem::AlreadyHeld));
    }
    Ok(Assessment {
        kind: assessment.kind,
        subject: assessment.subject,
        planned_on: assessment.planned_on,
        place: assessment.place.clone(),
        team: assessment.team.clone(),
        ..Assessment::default()
    })
}

fn assessment_faults(assessment: &Assessment, context: &FormContext) -> Vec<Fault> {
    let mut faults = Vec::new();
    if context.assessments.iter().any(|other| assessment.is_same_as(other)) {
        faults.push(Fault::new(Field::Kind, Problem::AlreadyHasOne));
    }
    let child = context.child.as_ref().and_then(|child| context.people.iter().find(|person| person.id == child.person));
    faults.extend(assessment.day_faults(&context.programme, child));
    faults
}

/// The beginning of a text, for a sentence about it.
fn first_words(text: &str) -> String {
    const LETTERS: usize = 30;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= LETTERS { line.to_owned() } else { line.chars().take(LETTERS).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        AssessmentKind, Ceiling, Child, HealthLimit, Money, PlanVersion, Price, Programme, Service, Unit,
        rules::RuleReason,
    };
    use chrono::NaiveDate;
    use rust_decimal::Decimal;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2019, month, day).unwrap()
    }

    fn goal(number: u64, wording: &str) -> Goal {
        Goal { id: Id::new(number), child: Id::new(2), number: 1, wording: wording.into(), ..Goal::default() }
    }

    /// A brother with a draft, a ceiling of 100 euros and the goal to ride; riding is 24 euros and asks for a form.
    fn brother() -> Sibling {
        let context = FormContext {
            today: day(3, 14),
            programme: Programme { from: day(1, 1), to: day(9, 30), ..Programme::default() },
            child: Some(Child {
                id: Id::new(2),
                ceilings: vec![Ceiling { amount: Money::from_cents(10_000), from: day(1, 1), ..Ceiling::default() }],
                ..Child::default()
            }),
            ceiling: Money::from_cents(10_000),
            goals: vec![goal(5, "Noturēties sēdus")],
            plans: vec![PlanVersion { id: Id::new(7), child: Id::new(2), number: 1, ..PlanVersion::default() }],
            services: vec![Service { code: "REI".into(), needs_medical_form: true, ..Service::default() }],
            prices: vec![Price {
                service: "REI".into(),
                unit: Unit::Session,
                amount: Money::from_cents(2_400),
                from: day(1, 1),
                ..Price::default()
            }],
            ..FormContext::default()
        };
        Sibling { name: "Emīls".into(), context, notes: Vec::new() }
    }

    fn riding() -> PlanLine {
        PlanLine {
            id: Id::new(1),
            plan: Id::new(1),
            service: "REI".into(),
            quantity: Decimal::from(4),
            goals: vec![Id::new(3)],
            from: day(4, 1),
            to: day(9, 30),
            ..PlanLine::default()
        }
    }

    /// What stands in the way, or the warnings; of the one sibling.
    fn told(original: impl Into<AnyRecord>, brother: Sibling) -> Result<Vec<Problem>, Problem> {
        let goals = vec![goal(3, "noturēties sēdus ")];
        let siblings = Siblings { original: original.into(), goals, others: vec![brother] };
        let [(_, copied)] = &siblings.copies()[..] else { panic!("one sibling") };
        assert_eq!(siblings.operation().puts.len(), usize::from(copied.is_ok()));
        match copied {
            Ok((_, warnings)) => Ok(warnings.iter().map(|fault| fault.problem.clone()).collect()),
            Err(fault) => Err(fault.problem.clone()),
        }
    }

    #[test]
    fn a_line_is_held_to_the_siblings_own_case() {
        let check = |change: fn(&mut Sibling, &mut PlanLine), expect: Result<Vec<Problem>, Problem>| {
            let (mut brother, mut line) = (brother(), riding());
            change(&mut brother, &mut line);
            assert_eq!(told(line, brother), expect);
        };
        let no_form = Problem::NoMedicalForm(None);
        check(|_, _| {}, Ok(vec![no_form.clone()]));
        check(
            |_, line| line.quantity = Decimal::from(5),
            Ok(vec![no_form.clone(), Problem::OverCeiling(Money::from_cents(2_000))]),
        );
        let unpriced = Problem::Unpriced { service: "REI".into(), from: day(4, 1), to: day(9, 30) };
        check(|brother, _| brother.context.prices.clear(), Ok(vec![no_form.clone(), unpriced]));
        check(
            |brother, _| brother.context.programme.to = day(8, 31),
            Ok(vec![no_form, Problem::AfterProgramme(day(8, 31))]),
        );
        check(|_, line| line.quantity = Decimal::ZERO, Err(Problem::NotPositive));
        check(|brother, _| brother.context.plans[0].state = PlanState::Approved, Err(Problem::NoDraft));
        check(|brother, _| brother.context.goals.clear(), Err(Problem::NoSuchRecord("noturēties sēdus ".into())));
        check(
            |brother, line| brother.context.lines.push(PlanLine { plan: Id::new(7), ..line.clone() }),
            Err(Problem::Duplicate("REI".into())),
        );
        check(
            |brother, _| {
                let limit = HealthLimit { service: "REI".into(), reason: "alerģija".into() };
                brother.context.child.as_mut().unwrap().health_limits.push(limit);
            },
            Err(Problem::HealthLimit("alerģija".into())),
        );
        check(
            |brother, _| brother.context.child.as_mut().unwrap().status = CaseStatus::Closed,
            Err(Problem::CaseIsClosed),
        );
    }

    #[test]
    fn why_a_rule_may_be_broken_for_one_child_is_not_said_of_the_other() {
        let reason = RuleReason { rule: "ceiling".into(), reason: "ārsta atzinums".into() };
        let original = PlanLine { rule_reasons: vec![reason], ..riding() };
        let goals = vec![goal(3, "Noturēties sēdus")];
        let siblings = Siblings { original: original.into(), goals, others: vec![brother()] };
        let operation = siblings.operation();
        let [put] = &operation.puts[..] else { panic!("one copy") };
        let AnyRecord::PlanLine(copy) = &put.record else { panic!("a line") };
        assert_eq!(copy.rule_reasons, []);
    }

    #[test]
    fn of_an_assessment_only_what_is_planned_is_shared() {
        let planned = Assessment {
            id: Id::new(1),
            child: Id::new(1),
            kind: AssessmentKind::Interim,
            planned_on: Some(day(4, 3)),
            conclusions: "Par brāli neko nesaka.".into(),
            ..Assessment::default()
        };
        let copy = |assessment: &Assessment, brother| {
            let siblings = Siblings { original: assessment.clone().into(), goals: Vec::new(), others: vec![brother] };
            siblings.operation().puts.first().map(|put| put.record.clone())
        };
        let Some(AnyRecord::Assessment(made)) = copy(&planned, brother()) else { panic!("a copy") };
        assert_eq!((made.id, made.child, made.planned_on), (Id::default(), Id::new(2), Some(day(4, 3))));
        assert_eq!(made.conclusions, "");
        assert_eq!(
            told(Assessment { done_on: Some(day(3, 1)), ..planned.clone() }, brother()),
            Err(Problem::AlreadyHeld)
        );
        let mut has_one = brother();
        has_one.context.assessments.push(Assessment { id: Id::new(9), child: Id::new(2), ..planned.clone() });
        assert_eq!(told(planned, has_one), Err(Problem::AlreadyHasOne));
    }

    #[test]
    fn a_goal_gets_the_next_number_and_a_start_of_its_own() {
        let mut wanted = goal(8, "Runāt teikumos");
        wanted.baseline = "Atsevišķi vārdi".into();
        (wanted.attainment, wanted.closed_on) = (Attainment::Reached, Some(day(3, 1)));
        let siblings = Siblings { original: wanted.into(), goals: Vec::new(), others: vec![brother()] };
        let AnyRecord::Goal(copy) = siblings.operation().puts.remove(0).record else { panic!("a goal") };
        assert_eq!((copy.number, copy.baseline.as_str(), copy.child), (2, "", Id::new(2)));
        assert!(!copy.is_closed(), "nobody has assessed the brother");
        let same = goal(3, "Noturēties sēdus");
        assert_eq!(told(same, brother()), Err(Problem::Duplicate("Noturēties sēdus".into())));
    }
}
