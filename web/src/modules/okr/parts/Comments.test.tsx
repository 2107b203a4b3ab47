import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { open, serve } from "~/test_pages";
import { speak } from "~/test_words";
import Comments from "./Comments";

const base = {
  id: 7, objective: 3, key_result: null, key_result_title: null, person: 1, by_name: "周凯", text: "请@林晓雯 看一下", mentions: [{ person: 2, name: "林晓雯" }], written_at: "2026-03-07T01:00:00Z",
  edited_at: null, before: [], removed: false, solved_at: null, solved_by_name: null, may_edit: true, may_remove: true, may_solve: true, version: 4,
};

beforeEach(() => {
  speak("zh");
  Element.prototype.scrollIntoView = vi.fn(() => Promise.resolve()) as never;
});

function show(answers = {}) {
  const asked = serve({
    "GET /objectives/3/comments": () => ({ items: [base], next: null }),
    "GET /objectives/3/comment-readers": () => ({ items: [{ person: 2, name: "林晓雯", unit_names: { zh: "电商", en: "" } }, { person: 5, name: "林森", unit_names: null }] }),
    ...answers,
  });
  open(<Comments objective={3} keyResults={[]} />, "/okr/3", { permissions: ["okr.comment"] });
  return asked;
}

async function write(text: string) {
  const field = await screen.findByRole("textbox", { name: "写评论" });
  fireEvent.change(field, { target: { value: text, selectionStart: text.length } });
  fireEvent.select(field, { target: { selectionStart: text.length, selectionEnd: text.length } });
  return field;
}

test("an @ offers people, the keyboard picks one, and the comment goes with the mention", async () => {
  const asked = show({ "POST /objectives/3/comments": () => ({ ...base, id: 8 }) });
  const field = await write("看 @林");
  const list = await screen.findByRole("listbox");
  expect(within(list).getAllByRole("option")[0]!.getAttribute("aria-selected")).toBe("true");
  fireEvent.keyDown(field, { key: "ArrowDown" });
  fireEvent.keyDown(field, { key: "Enter" });
  expect((field as HTMLTextAreaElement).value).toBe("看 @林森 ");
  fireEvent.click(screen.getByRole("button", { name: "发送" }));
  await waitFor(() => expect(asked.some(({ method }) => method === "POST")).toBe(true));
  expect(asked.find(({ method }) => method === "POST")!.body).toEqual({ text: "看 @林森", mentions: [5], key_result: null });
});

test("a mention that is refused is said by name, and the text stays", async () => {
  show({
    "POST /objectives/3/comments": () => ({ type: "x", title: "不能提及", status: 422, errors: [{ pointer: "/mentions/0", detail: "此人看不到这个目标，不能提及" }] }),
  });
  const field = await write("@林");
  await screen.findByRole("listbox");
  fireEvent.keyDown(field, { key: "Enter" });
  fireEvent.click(screen.getByRole("button", { name: "发送" }));
  expect((await screen.findByRole("alert")).textContent).toBe("@林晓雯 此人看不到这个目标，不能提及");
  expect((field as HTMLTextAreaElement).value).toBe("@林晓雯 ");
});

test("a comment is solved on the version that was read", async () => {
  const asked = show({ "PATCH /comments/7": () => ({ ...base, solved_at: "2026-03-08T01:00:00Z", solved_by_name: "周凯" }) });
  expect((await screen.findByText("@林晓雯")).tagName).toBe("B");
  fireEvent.click(screen.getByRole("button", { name: "把周凯的评论标为已解决" }));
  await waitFor(() => expect(asked.find(({ method }) => method === "PATCH")).toMatchObject({ body: { solved: true }, version: '"v4"' }));
});
