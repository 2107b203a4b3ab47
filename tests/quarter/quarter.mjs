// node quarter.mjs [--postgres]: thirteen weeks of a company, day by day.
//
// What is done each day stands in story.mjs; what the figures have to be is reckoned in reckoning.mjs from what was
// sent. A day counts as passed when every figure agrees; at the end the figures are computed anew and the trail is
// verified, and a wrong figure that is put into a table past the product has to be noticed.
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Tally } from "../support/installation.mjs";
import { Bell } from "./bell.mjs";
import { assignments, figuresOf, first, last, setUp, since, teams, toldOn } from "./company.mjs";
import { Mailbox } from "./mailbox.mjs";
import { later, same, shown } from "./exact.mjs";
import { Closing } from "./closing.mjs";
import { Facts, pointsOf } from "./reckoning.mjs";
import { Site } from "./site.mjs";
import { Story } from "./story.mjs";

const { values: given } = parseArgs({ options: { postgres: { type: "boolean", default: false } } });
/** What follows an event arrives a moment after the answer; what does not agree is looked at again so often. */
const looks = 100;

function daysFrom(start, end) {
  const days = [];
  for (let day = start; day <= end; day = later(day, 1)) days.push(day);
  return days;
}

/** What is other than reckoned in a point, as words. */
function differences(name, mine, theirs) {
  if (!mine || !theirs) return [`${name} ${(mine ?? theirs).start}: ${mine ? "missing" : "not expected"}`];
  const wrong = [];
  for (const field of ["value", "coverage", "achievement"])
    if (!same(mine[field], theirs[field])) wrong.push(`${field} ${theirs[field]} for ${shown(mine[field])}`);
  for (const [field, word] of [["colour", theirs.colour], ["phase", theirs.state], ["end", theirs.end], ["over", !theirs.open]])
    if ((mine[field] ?? null) !== (word ?? null)) wrong.push(`${field} ${word} for ${mine[field]}`);
  return wrong.map((words) => `${name} ${mine.start}: ${words}`);
}

async function wrongPoints(site, facts, list, today) {
  const wrong = [];
  let compared = 0;
  for (const assignment of list) {
    const mine = new Map(pointsOf(facts, assignment, today).map((point) => [point.start, point]));
    const theirs = new Map((await site.points(assignment.name, since, later(last, 31))).map((point) => [point.start, point]));
    compared += mine.size;
    for (const start of new Set([...mine.keys(), ...theirs.keys()]))
      wrong.push(...differences(assignment.name, mine.get(start), theirs.get(start)));
  }
  return { wrong, compared };
}

async function settled(compare) {
  let found = await compare();
  for (let look = 1; look < looks && found.wrong.length > 0; ++look) {
    await pause(50);
    found = await compare();
  }
  return found;
}

/** The quarter is graded, reviewed and closed; what is told afterwards moves nothing in it. */
async function close(site, story, points, tally) {
  const day = later(last, 2);
  await site.wake(day);
  const closing = new Closing(story.goals);
  const stood = await closing.close(day);
  await story.correctLate();
  const { items } = await site.executive.get(`/objectives?cycle=${story.goals.cycle.id}&limit=100`);
  for (const goal of closing.list) {
    const { pace, progress } = items.find(({ id }) => id === goal.id);
    closing.note(`${goal.name} is closed`, "closed", pace);
    closing.note(`${goal.name} stays where it was`, stood.get(goal.name).progress, progress);
  }
  const { wrong, compared } = await settled(points);
  wrong.push(...closing.wrong);
  tally.check(wrong.length === 0, `${day}: closed, ${closing.compared + compared} figures; ${wrong.slice(0, 8).join("; ")}`);
}

/** A figure is changed past the product: the comparison and the recomputing have to say so. */
async function seed(site, compare, tally) {
  const id = site.assignments.get("defect_rate/D1");
  const where = `assignment = ${id} AND start_on = (SELECT MAX(start_on) FROM kpi_point WHERE assignment = ${id} AND value IS NOT NULL)`;
  site.at.ask("quarter", `UPDATE kpi_point SET value = value + 1 WHERE ${where};`);
  const { wrong } = await compare();
  tally.check(wrong.length === 1, `a wrong figure in a table is seen: ${wrong.join("; ")}`);
  const found = tried("recompute");
  tally.check(!found.well && /\b1 points\b/.test(found.says), `and recomputing finds it: ${found.says}`);
}

/** The same of a goal, which is put right again, and of a letter that did not come. */
async function seedGoal(site, story, mailbox, tally) {
  const add = (by) => site.at.ask("quarter", `UPDATE okr_standing SET progress = progress + ${by} WHERE objective = ${story.goals.goal("production").id};`);
  add(1);
  const goal = await story.wrongGoals();
  tally.check(goal.wrong.length === 1, `a wrong figure of a goal is seen: ${goal.wrong.join("; ")}`);
  add(-1);
  const { wrong } = mailbox.wrong({ without: mailbox.someLetter() });
  tally.check(wrong.length === 1, `a letter that does not come is seen: ${wrong.join("; ")}`);
}

/** Whether a command ends well, and what it prints. */
function tried(...args) {
  try {
    return { well: true, says: site.command(...args).trim() };
  } catch (error) {
    return { well: false, says: `${error.stdout}${error.stderr}`.trim() };
  }
}

async function live(site, mailbox, tally) {
  const facts = new Facts();
  const list = assignments();
  const story = new Story(site, facts, list);
  const history = daysFrom(since, later(setUp, -1)).flatMap((day) => teams.flatMap((team) => figuresOf(team, day)));
  history.forEach((one) => facts.read(one));
  await site.make(history);
  await story.plan();
  const bell = new Bell(facts, list, { P01: site.executive, P06: site.manager }, (name) => site.assignments.get(name));
  mailbox.follow(bell, ["P01", "P02", "P03", "P06", "P12"], (name) => site.assignments.get(name));
  const comparePoints = () => wrongPoints(site, facts, list, site.today);
  const compare = async () => {
    const points = await comparePoints();
    const all = [points, await story.wrongGoals(), await bell.wrong(), mailbox.wrong()];
    return { wrong: all.flatMap(({ wrong }) => wrong), compared: all.reduce((sum, { compared }) => sum + compared, 0) };
  };
  for (const day of daysFrom(first, later(last, 1))) {
    await site.wake(day);
    await story.live(day, daysFrom(later(first, -1), later(day, -1)).flatMap((past) => teams.flatMap((team) => (toldOn(team, past) === day ? figuresOf(team, past) : []))));
    bell.day(day);
    mailbox.day(day);
    const { wrong, compared } = await settled(compare);
    tally.check(wrong.length === 0, `${day}: ${compared} figures${wrong.length ? `; ${wrong.length} differ: ${wrong.slice(0, 5).join("; ")}` : ""}`);
    if (wrong.length > 0) return;
  }
  tally.check(bell.count > 0, `the bell told of ${bell.count} breaches`);
  tally.check(mailbox.count > 0 && mailbox.digests > 0, `${mailbox.count} letters about breaches and ${mailbox.digests} collected ones came to whom they were meant for`);
  await seedGoal(site, story, mailbox, tally);
  await close(site, story, comparePoints, tally);
  for (const command of [["recompute"], ["audit", "verify"]]) {
    const { well, says } = tried(...command);
    tally.check(well, `${command.join(" ")}: ${says}`);
  }
  await seed(site, comparePoints, tally);
}

const tally = new Tally();
const site = new Site(given.postgres);
const mailbox = await Mailbox.open(site.at.folder);
Object.assign(site.at.environment, mailbox.settings);
try {
  await live(site, mailbox, tally);
} catch (error) {
  tally.check(false, error.stack);
} finally {
  await site.end();
  mailbox.close();
}
tally.close();
