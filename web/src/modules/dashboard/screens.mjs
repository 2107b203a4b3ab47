export async function screens() {
  return [{ name: "board", path: "/board", figure: "[data-testid=okr-progress]", phone: true }];
}
