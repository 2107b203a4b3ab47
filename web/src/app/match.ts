/** Whether a path belongs to a route like `/okr/:objective?`. */
export function matches(pattern: string, path: string): boolean {
  const optional = pattern.replace(/\/:\w+\?/g, "(?:/[^/]+)?");
  return new RegExp(`^${optional.replace(/:\w+/g, "[^/]+")}$`).test(path);
}
