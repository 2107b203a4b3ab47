import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { open, serve } from "~/test_pages";
import { speak } from "~/test_words";
import { translate } from "~/ui/i18n/words";
import PeoplePage from "./PeoplePage";

const names = (en: string) => ({ zh: "", en });
const unit = { id: 1, code: "a", names: names("Works"), kind: "company", parent: null, head: null, head_name: null, people: 3 };
const person = (id: number, name: string, employment_type: string) => ({ id, name, latin_name: "", employee_no: `E${id}`, unit: 1, unit_names: names("Works"), post: names("Fitter"), manager: null, manager_name: null, employment_type, email: null });
const pages = [[person(1, "Wood", "regular"), person(2, "Ash", "intern")], [person(3, "Lee", "regular")]];

beforeEach(() => speak("en"));
afterEach(() => vi.unstubAllGlobals());

function company() {
  return serve({
    "GET /units": () => ({ items: [unit] }),
    "GET /people": ({ query }) => (query.get("cursor") ? { items: pages[1], next: null } : { items: pages[0], next: "more" }),
    "GET /people/2": () => ({ ...pages[0]![1], start: "2024-01-02", posts: [{ unit: 1, unit_names: names("Works"), post: names("Fitter"), from: "2024-01-02", to: null, manager: null, manager_name: null }], version: 1 }),
  });
}
const shown = () => screen.getAllByRole("rowheader").map((cell) => cell.textContent!.replace(/^[A-Z](?=[A-Z])/, "")).join(" ");

test("the server searches a unit page by page; an order fetches the rest first", async () => {
  const asked = company();
  open(<PeoplePage />, "/people?q=e");
  await screen.findAllByRole("rowheader");
  expect(asked.filter(({ path }) => path === "/people").map(({ query }) => query.toString())).toEqual(["unit=1&q=e&limit=50"]);
  expect(shown()).toBe("Wood Ash");
  fireEvent.click(screen.getByRole("button", { name: translate("people.ui.person") }));
  await waitFor(() => expect(shown()).toBe("Ash Lee Wood"));
  expect(location.search).toBe("?q=e&sort=name");
});

test("a link restores the filter and the open person; closing leaves the list as it is", async () => {
  company();
  open(<PeoplePage />, "/people/2?type=intern&full=1", { route: "/people/:person?" });
  await screen.findByText("2024-01-02", { selector: "dd time" });
  await waitFor(() => expect(shown()).toBe("Ash"));
  fireEvent.keyDown(document, { key: "Escape" });
  expect(location.pathname + location.search).toBe("/people?type=intern");
});
