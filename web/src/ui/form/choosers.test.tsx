import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { speak } from "~/test_words";
import { Chooser, DayField } from "./choosers";

beforeEach(() => speak("en"));

/** What Ant Design's icons write into the page by themselves: the browser refuses inline styles. */
const inline = () => document.querySelectorAll('style[rc-util-key="@ant-design-icons"]').length;

test("a list and a day need nothing around them: no inline style is written, and what opens lies in its dialog", async () => {
  render(
    <dialog open>
      <Chooser name="one" label="One of few" value={null} loading options={[{ value: 1, label: "First" }]} onChange={() => undefined} />
      <DayField label="On" value="2027-01-04" onChange={() => undefined} />
    </dialog>,
  );
  expect(inline()).toBe(0);
  fireEvent.mouseDown(screen.getByRole("combobox", { name: "One of few" }));
  expect((await screen.findByTitle("First")).closest("dialog")).not.toBeNull();
});
