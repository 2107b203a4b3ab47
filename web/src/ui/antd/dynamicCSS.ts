/**
 * Stands in for `@rc-component/util/es/Dom/dynamicCSS` (see vite.config.ts). Ant Design writes its
 * rules into <style> elements, which our Content-Security-Policy (no 'unsafe-inline') refuses.
 * Constructed style sheets are not inline styles, so the same rules go there.
 */
type Options = { prepend?: boolean | "queue"; priority?: number; mark?: string };

type Entry = { sheet: CSSStyleSheet; order: number; handle: HTMLStyleElement };

const entries = new Map<string, Entry>();
let scheduled = false;

/** Lower priorities first, as Ant Design asks; a page adds dozens at once, so once a microtask. */
function adopt(): void {
  scheduled = false;
  const sorted = [...entries.values()].sort((a, b) => a.order - b.order);
  document.adoptedStyleSheets = sorted.map((entry) => entry.sheet);
}

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(adopt);
}

export function updateCSS(css: string, key: string, options: Options = {}): HTMLStyleElement {
  const known = entries.get(key);
  if (known) {
    known.sheet.replaceSync(css);
    return known.handle;
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  // The handle stays outside the document: callers only hang marks on it.
  const entry = { sheet, order: options.priority ?? 0, handle: document.createElement("style") };
  entries.set(key, entry);
  schedule();
  return entry.handle;
}

export function injectCSS(css: string, options: Options = {}): HTMLStyleElement {
  return updateCSS(css, `injected-${css.length}-${css.slice(0, 80)}`, options);
}

export function removeCSS(key: string): void {
  if (entries.delete(key)) schedule();
}

export function clearContainerCache(): void {
  entries.clear();
  schedule();
}
