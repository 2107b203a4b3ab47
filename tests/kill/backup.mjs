// backup is killed while readings arrive: node backup.mjs [--postgres] [--rounds N] [--seed N]
//
// The file of an earlier backup stays whole, and the next try is saved: a company made from it has every reading that was
// answered before the backup began, and its data is well.
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { assertThere, close, Company, next, rounds, timeOf, write } from "./company.mjs";

const company = new Company("backup");
const file = join(company.folder, "saved");
const save = ["backup", file, "--tenant", "kill"];
let before = [];
let usual = 0;

/** Makes a company of the file, and looks whether it has these readings. */
function assertWholeBackup(keys) {
  const other = new Company("backup_other", {}, false); // a file alone says enough
  try {
    copyFileSync(file, join(other.folder, "saved"));
    other.command("restore", join(other.folder, "saved"), "--tenant", "kill");
    other.assertWell();
    assertThere(keys, other.facts());
  } finally {
    other.remove();
  }
}

async function round(at) {
  const answered = [];
  const end = { now: false };
  const busy = ["a", "b"].map((name) => write(company, `${at}-${name}`, end, answered));
  const { code } = await company.killed(next() * usual * 1.2, ...save);
  if (code === null) assertWholeBackup(before);
  else if (code !== 0) throw new Error(`the backup failed with ${code}`);
  const known = [...before, ...answered];
  await company.killed(60_000, ...save).then(({ code: again, text }) => {
    if (again !== 0) throw new Error(`the next try failed: ${text}`);
  });
  end.now = true;
  await Promise.all(busy);
  assertWholeBackup(known);
  before = known;
  return code === null ? "killed" : "done before the kill";
}

try {
  company.make();
  company.command("import", "kpi.reading", company.readings("first", 6000), "--tenant", "kill");
  usual = await timeOf(() => company.command(...save));
  await company.start();
  await rounds("a backup under load that is killed leaves the file of before, and the next one is saved", 5, round);
  await company.kill("SIGTERM");
  company.assertWell();
} finally {
  rmSync(`${file}.part`, { force: true });
  await close(company);
}
