/**
 * The part of ICU MessageFormat that our words use: arguments, plural, select and `#`.
 * The full library is 11 kB in every page and the shell's budget has no room for it; the server
 * formats the same files with ICU, and a test keeps them inside this subset.
 */
export type Args = Record<string, string | number>;
export type Language = "zh" | "en";

type Part = string | { name: string; kind?: "plural" | "select"; cases?: Record<string, Part[]> };

const parsed = new Map<string, Part[]>();
const rules: Record<Language, Intl.PluralRules> = {
  zh: new Intl.PluralRules("zh-CN"),
  en: new Intl.PluralRules("en"),
};

class Reader {
  at = 0;
  constructor(readonly text: string) {}

  /** Reads up to the closing brace of the case it is in, or to the end. */
  parts(inPlural: boolean): Part[] {
    const out: Part[] = [];
    let plain = "";
    const flush = () => {
      if (plain) out.push(plain);
      plain = "";
    };
    while (this.at < this.text.length && this.text[this.at] !== "}") {
      const char = this.text[this.at]!;
      if (char === "'") plain += this.quoted();
      else if (char === "{") {
        flush();
        out.push(this.argument());
      } else if (char === "#" && inPlural) {
        flush();
        out.push({ name: "#" });
        this.at++;
      } else {
        plain += char;
        this.at++;
      }
    }
    flush();
    return out;
  }

  /** `''` is an apostrophe; `'{…'` quotes syntax; any other apostrophe stands for itself. */
  private quoted(): string {
    this.at++;
    const next = this.text[this.at];
    if (next === "'") {
      this.at++;
      return "'";
    }
    if (next !== "{" && next !== "}" && next !== "#") return "'";
    const end = this.text.indexOf("'", this.at);
    const stop = end < 0 ? this.text.length : end;
    const inner = this.text.slice(this.at, stop);
    this.at = stop + 1;
    return inner;
  }

  private word(): string {
    const match = /^\s*([=\w.]+)\s*/.exec(this.text.slice(this.at));
    if (!match) throw new Error(`words: unreadable message "${this.text}"`);
    this.at += match[0].length;
    return match[1]!;
  }

  private argument(): Part {
    this.at++;
    const name = this.word();
    if (this.text[this.at] === "}") {
      this.at++;
      return { name };
    }
    this.at++;
    const kind = this.word();
    if (kind !== "plural" && kind !== "select") {
      throw new Error(`words: "${kind}" is outside our subset in "${this.text}"`);
    }
    this.at++;
    const cases: Record<string, Part[]> = {};
    while (/\S/.test(this.text[this.at] ?? "") || this.skip()) {
      if (this.text[this.at] === "}") break;
      const key = this.word();
      this.at++;
      cases[key] = this.parts(kind === "plural");
      this.at++;
    }
    this.at++;
    return { name, kind, cases };
  }

  private skip(): boolean {
    while (/\s/.test(this.text[this.at] ?? "")) this.at++;
    return this.at < this.text.length;
  }
}

export function parse(message: string): Part[] {
  const known = parsed.get(message);
  if (known) return known;
  const parts = new Reader(message).parts(false);
  parsed.set(message, parts);
  return parts;
}

function render(parts: Part[], args: Args, language: Language, hash?: string): string {
  let out = "";
  for (const part of parts) {
    if (typeof part === "string") out += part;
    else if (part.name === "#") out += hash ?? "#";
    else out += value(part, args, language, hash);
  }
  return out;
}

function value(
  part: Exclude<Part, string>,
  args: Args,
  language: Language,
  hash?: string,
): string {
  const given = args[part.name];
  if (!part.cases) return given === undefined ? `{${part.name}}` : String(given);
  const text = String(given ?? "");
  const exact = part.kind === "plural" ? part.cases[`=${text}`] : part.cases[text];
  const grown = part.kind === "plural" ? part.cases[rules[language].select(Number(text))] : undefined;
  const chosen = exact ?? grown ?? part.cases.other ?? [];
  return render(chosen, args, language, part.kind === "plural" ? text : hash);
}

export function format(message: string, args: Args, language: Language): string {
  return render(parse(message), args, language);
}
