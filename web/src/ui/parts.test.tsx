import { render } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import { speak } from "~/test_words";
import { Light, paceStatus } from "./Light";
import { Bar, Sparkline, placesOf, strokes } from "./marks";

beforeEach(() => speak("zh"));

describe("a status", () => {
  test("is a shape and a word, never a colour alone", () => {
    const { container } = render(<Light of="breach" note="第 12 天" />);
    expect(container.textContent).toBe("告警第 12 天");
    expect(container.querySelector("svg.breach")).not.toBeNull();
  });

  test("that cannot be judged stands without a shape", () => {
    const { container } = render(<Light of="plain" />);
    expect(container.querySelector("svg")).toBeNull();
  });

  test("of a pace ten points ahead says so", () => {
    expect(paceStatus("on_track", "0.1000")).toBe("ahead");
    expect(paceStatus("on_track", "0.0999")).toBe("on_track");
    expect(paceStatus("too_early", null)).toBe("early");
  });
});

describe("a bar", () => {
  test("is clamped and carries today's mark", () => {
    const { container } = render(<Bar value="1.2000" expected="0.5300" />);
    expect(container.querySelector<HTMLElement>("i")!.style.width).toBe("100%");
    expect(container.querySelector<HTMLElement>("b")!.style.left).toBe("53%");
  });

  test("has no mark where nothing is expected", () => {
    expect(render(<Bar value="0.1" />).container.querySelector("b")).toBeNull();
  });
});

describe("a sparkline", () => {
  test("leaves a gap for a missing period", () => {
    expect(strokes([1, 2, null, 3, 4], (index) => index, (value) => value)).toHaveLength(2);
  });

  test("places its periods by their days, the last at the right", () => {
    expect(placesOf(["2026-11-12", "2026-11-13", "2026-11-23"])).toEqual([0, 1 / 11, 1]);
    expect(placesOf(["2026-11-02", "2026-11-09"])).toEqual([10 / 11, 1]);
    expect(placesOf(["2026-11-02"])).toEqual([1]);
  });

  test("of no values at all is only its sentence", () => {
    const { container } = render(<Sparkline points={[{ start: "2026-01-01", value: null, light: "none" }]} goal="1" light="none" label="无" />);
    expect(container.querySelector("svg")).toBeNull();
    expect(container.textContent).toBe("无");
  });
});
