import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Asked, open, serve } from "~/test_pages";
import { speak } from "~/test_words";
import { translate } from "~/ui/i18n/words";
import PeoplePage from "./PeoplePage";

const names = (en: string) => ({ zh: "", en });
const unit = { id: 1, code: "a", names: names("Works"), kind: "company", parent: null, head: 7, head_name: "Ruth", people: 3 };
const person = (id: number, name: string, employment_type: string) => ({ id, name, latin_name: "", employee_no: `E${id}`, unit: 1, unit_names: names("Works"), post: names("Fitter"), manager: null, manager_name: null, employment_type, email: null, unit_code: "a", start: "2024-01-02", last_day: null, state: "in_service" });
const pages = [[person(1, "Wood", "regular"), person(2, "Ash", "intern")], [person(3, "Lee", "regular")]];

beforeEach(() => speak("en"));
afterEach(() => vi.unstubAllGlobals());

function company() {
  return serve({
    "GET /units": () => ({ items: [unit] }),
    "GET /people": ({ query }) => (query.get("cursor") ? { items: pages[1], next: null } : { items: pages[0], next: "more" }),
    "GET /people/2": () => ({ ...pages[0]![1], reports: 0, employments: [], posts: [{ person: 2, unit_code: "a", reason: null, known_on: "2024-01-02", corrected: false, unit: 1, unit_names: names("Works"), post: names("Fitter"), from: "2024-01-02", to: null, manager: null, manager_name: null }], version: 1 }),
  });
}
const shown = () => screen.getAllByRole("rowheader").map((cell) => cell.textContent!.replace(/^[A-Z](?=[A-Z])/, "")).join(" ");

const listed = (asked: Asked[]) => asked.filter(({ path }) => path === "/people").map(({ query }) => query.toString());

test("beside a search the server gives no order: the rest is fetched first", async () => {
  const asked = company();
  open(<PeoplePage />, "/people?q=e");
  await screen.findAllByRole("rowheader");
  expect(listed(asked)).toEqual(["q=e&state=everybody&limit=50"]);
  expect(shown()).toBe("Wood Ash");
  fireEvent.click(screen.getByRole("button", { name: translate("people.ui.person") }));
  await waitFor(() => expect(shown()).toBe("Ash Lee Wood"));
  expect(location.search).toBe("?q=e&sort=name");
  expect(listed(asked).some((query) => query.includes("sort"))).toBe(false);
});

test("the server sorts, and one page is enough", async () => {
  const asked = company();
  open(<PeoplePage />, "/people");
  await screen.findAllByRole("rowheader");
  fireEvent.click(screen.getByRole("button", { name: translate("people.ui.employee_no") }));
  await waitFor(() => expect(listed(asked)).toEqual(["unit=1&limit=50", "unit=1&sort=employee_no&limit=50"]));
  expect(shown()).toBe("Wood Ash");
  expect(location.search).toBe("?sort=employee_no");
});

test("the server filters by kind of employment and by manager, whom the list knows by name", async () => {
  const asked = company();
  open(<PeoplePage />, "/people?type=intern&manager=7");
  await screen.findAllByRole("rowheader");
  expect(listed(asked)).toEqual(["unit=1&employment_type=intern&manager=7&limit=50"]);
  expect(screen.getByRole("button", { name: /Ruth/ })).toBeTruthy();
});

test("a link restores the order and the open person; closing leaves the list as it is", async () => {
  company();
  open(<PeoplePage />, "/people/2?sort=name&full=1", { route: "/people/:person?" });
  await screen.findByText("2024-01-02", { selector: "dd time" });
  fireEvent.keyDown(document, { key: "Escape" });
  expect(location.pathname + location.search).toBe("/people?sort=name");
});
