// What a run does not do whole, it does in turns: each commit does the next part. TWINRAIL_TEST_TURN=N repeats the run
// of a turn; =all does everything (./run pictures).
import { execFileSync } from "node:child_process";

/** The number of commits before this one; without Git, of days. */
function turnNow() {
  try {
    return Number(execFileSync("git", ["rev-list", "--count", "HEAD"], { encoding: "utf8", stdio: "pipe" }));
  } catch {
    return Math.floor(Date.now() / 86_400_000);
  }
}

const asked = process.env.TWINRAIL_TEST_TURN;

/** Which of so many parts this run does: a number below `parts`, or "all". */
export const turnOf = (parts) => (asked === "all" ? asked : Number(asked ?? turnNow()) % parts);
