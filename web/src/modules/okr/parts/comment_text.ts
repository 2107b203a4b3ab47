/** Names in a text: the one that is being typed, and those that were mentioned. */

type Named = { person: number; name: string };
export type Part = { text: string; person?: number };

/** A name is looked for behind an "@" that begins a word, as far as it is typed. */
const typed = /(?:^|[\s(（，。：；、,:;])@([^\s@]{0,30})$/u;

/** What stands behind the "@" before the caret, and where the "@" is; null while no name is typed. */
export function typedName(text: string, caret: number): { at: number; q: string } | null {
  const found = typed.exec(text.slice(0, caret));
  return found ? { at: caret - found[1]!.length - 1, q: found[1]! } : null;
}

/** The text with a name in the place of what was typed, and where the caret goes. */
export function withName(text: string, at: number, caret: number, name: string): { text: string; caret: number } {
  const head = `${text.slice(0, at)}@${name} `;
  return { text: head + text.slice(caret).replace(/^ /, ""), caret: head.length };
}

/** Longer names first: "@Lily" is not "@Li" with two letters behind it. */
function byLength(named: Named[]): Named[] {
  return [...named].sort((a, b) => b.name.length - a.name.length);
}

/** The text in parts: what is said, and who is named. */
export function partsOf(text: string, named: Named[]): Part[] {
  const ordered = byLength(named);
  const parts: Part[] = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const found = text[at] === "@" ? ordered.find(({ name }) => text.startsWith(name, at + 1)) : undefined;
    if (!found) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain) parts.push({ text: plain });
    parts.push({ text: `@${found.name}`, person: found.person });
    plain = "";
    at += found.name.length + 1;
  }
  return plain ? [...parts, { text: plain }] : parts;
}

/** Those whom the text still names: a name that was deleted mentions nobody. */
export function stillNamed(text: string, named: Named[]): number[] {
  return [...new Set(partsOf(text, named).flatMap(({ person }) => (person === undefined ? [] : [person])))];
}
