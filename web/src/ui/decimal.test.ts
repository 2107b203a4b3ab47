import { describe, expect, test } from "vitest";
import { compare, fixed, grouped, isDecimal, isNegative, isZero, shift, short, step, trimmed } from "./decimal";

describe("decimals stay text", () => {
  test.each([
    ["0.894361", 2, "89.4361"],
    ["0.9", 2, "90"],
    ["1", 2, "100"],
    ["-0.0512", 2, "-5.12"],
    ["89.4", -2, "0.894"],
    ["5", -2, "0.05"],
    ["-5", -2, "-0.05"],
    ["1862.5", -4, "0.18625"],
  ])("%s moved by %i is %s", (value, places, expected) => expect(shift(value, places)).toBe(expected));

  test.each([
    ["0.125", 2, "0.13"],
    ["-0.125", 2, "-0.13"],
    ["0.994999", 2, "0.99"],
    ["0.995", 2, "1.00"],
    ["9.995", 2, "10.00"],
    ["7", 1, "7.0"],
    ["89.45", 1, "89.5"],
    ["-0.4", 0, "0"],
    ["0.049999999999999999999", 1, "0.0"],
  ])("%s with %i decimals is %s", (value, places, expected) => expect(fixed(value, places)).toBe(expected));

  test("a figure beyond the reach of a double keeps every digit", () => {
    expect(grouped(fixed("9007199254740993.123456", 6))).toBe("9,007,199,254,740,993.123456");
  });

  test.each([
    ["1234567.50", "1,234,567.50"],
    ["-1234", "\u22121,234"],
    ["0.5", "0.5"],
    ["-0.00", "0.00"],
    ["100", "100"],
  ])("%s is printed %s", (value, expected) => expect(grouped(value)).toBe(expected));

  test("zeros at the end go, zeros in the middle stay", () => {
    expect(trimmed("0.500000")).toBe("0.5");
    expect(trimmed("1126.000000")).toBe("1126");
    expect(short("0.101", 2)).toBe("0.1");
  });

  test("order and sign look at the value, not at the text", () => {
    expect(compare("0.9", "0.10")).toBe(1);
    expect(compare("-2", "-10")).toBe(1);
    expect(compare("1.0", "1")).toBe(0);
    expect(isNegative("-0.0")).toBe(false);
    expect(isZero("0.000")).toBe(true);
  });

  test("a step up or down crosses zero without a float's dust", () => {
    expect(step("0.1", "0.2")).toBe("0.3");
    expect(step("0.05", "-0.1")).toBe("-0.05");
    expect(step("36", "-1")).toBe("35");
  });

  test("what is no decimal is refused", () => {
    expect(["12,5", "", "1e3", "NaN", "1."].map(isDecimal)).toEqual([false, false, false, false, false]);
    expect(() => fixed("1e3", 2)).toThrow();
  });
});
