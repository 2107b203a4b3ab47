/** The screens of the shell itself. */
export async function screens() {
  return [
    { name: "mine", path: "/me" },
    { name: "style", path: "/style", figure: ".style-type .num" },
  ];
}
