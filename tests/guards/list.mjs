// The checks that keep people, companies and files apart: each is taken out of a copy, and a test has to notice.
//
// `file` holds `text` exactly once; `instead` takes its place and still compiles. `test` is the case of `program` that
// fails then. A change of such a line changes its row in list/.
import { companies } from "./list/companies.mjs";
import { connection } from "./list/connection.mjs";
import { decisions } from "./list/decisions.mjs";
import { door } from "./list/door.mjs";
import { exports } from "./list/exports.mjs";
import { rights } from "./list/rights.mjs";
import { secrets } from "./list/secrets.mjs";

export const guards = [...rights, ...decisions, ...door, ...connection, ...secrets, ...companies, ...exports];
