export async function screens() {
  return [{ name: "board", path: "/board", figure: ".band-number", phone: true }];
}
