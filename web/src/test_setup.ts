import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// A page may take its time on a busy machine; what never comes still fails.
configure({ asyncUtilTimeout: 4_000 });

afterEach(() => cleanup());

// jsdom draws nothing, so it scrolls nowhere and observes no sizes.
if (typeof Element !== "undefined") Element.prototype.scrollIntoView ??= () => undefined;
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// Nor does it open dialogs.
if (typeof HTMLDialogElement !== "undefined") {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
    this.open = false;
  };
}

// The test's browser has no screen: whoever asks how wide it is is told of a desk.
if (typeof window !== "undefined") window.matchMedia ??= () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }) as unknown as MediaQueryList;
