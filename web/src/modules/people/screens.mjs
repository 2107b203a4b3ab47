/** The organisation as everybody sees it, and as HR changes it. */
export async function screens(get) {
  const one = `/people/${(await get("/people?limit=1")).items[0].id}`;
  const below = (await get("/units")).items.find(({ parent }) => parent !== null).id;
  return [
    { name: "people", path: "/people", figure: ".tree-line .num", phone: true },
    { name: "people-chart", path: "/people?view=chart", wait: "[data-unit], main tbody tr", figure: "[data-unit] .num, main .num", login: "hr" },
    { name: "people-person", path: one, heading: ".drawer h2", figure: ".drawer li time", login: "hr", phone: true },
    { name: "people-hire", path: "/people?act=hire", heading: "dialog h2", wait: "dialog form", login: "hr", phone: true },
    { name: "people-move", path: `${one}?act=move`, heading: "dialog h2", wait: "dialog form", login: "hr" },
    { name: "people-leave", path: `${one}?act=leave`, heading: "dialog h2", wait: "dialog form", login: "hr" },
    { name: "people-unit-close", path: `/people?unit=${below}&act=unit_close`, heading: "dialog h2", wait: "dialog form", login: "hr" },
  ];
}
