// The words of the screens, by their keys: what is said in one language is said in the other, and a journey that is
// walked in both asks for each by the same name.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folders = ["src/platform", ...below("src/modules"), "web/src/app", ...below("web/src/app")];

function below(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
}

function read(language) {
  const files = folders.map((folder) => join(root, folder, "i18n", `${language}.json`));
  return Object.assign({}, ...files.map((file) => known(file)));
}

/** Not every folder has words. */
function known(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return {};
    throw error;
  }
}

/** Gives what a text with a key is in a language; places like `{name}` are filled from `places`. */
export function wordsIn(language) {
  const words = read(language);
  return (key, places = {}) => {
    if (words[key] === undefined) throw new Error(`no text has the key ${key}`);
    if (words[key].includes(", plural,")) throw new Error(`${key} has several forms: look for something else`);
    return Object.entries(places).reduce((text, [place, value]) => text.replaceAll(`{${place}}`, value), words[key]);
  };
}
