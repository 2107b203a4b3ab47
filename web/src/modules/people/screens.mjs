export async function screens() {
  return [{ name: "people", path: "/people", figure: ".tree-line .num" }];
}
