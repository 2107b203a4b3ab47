/** The worst metric of the board, and one measure. */
export async function screens(get) {
  const { kpis } = await get("/board");
  const worst = kpis.find((row) => row.light === "breach") ?? kpis[0];
  const measure = (await get("/measures")).items[0].id;
  const metric = `/kpi/${worst.assignment}`;
  // The demo's first one; its list is not the executive's to see.
  const source = 1;
  return [
    { name: "metrics", path: "/kpi", figure: "td[data-cell=actual]" },
    { name: "metric", path: metric, figure: ".metric-number", wait: ".chart svg", phone: true },
    { name: "readings", path: `${metric}?readings=1`, figure: ".reading b.num", heading: ".drawer h2" },
    { name: "measures", path: "/kpi/measures", figure: ".measures td.num" },
    { name: "measure", path: `/kpi/measures/${measure}`, figure: ".readings-table td.num" },
    { name: "measure-form", path: `/kpi/measures/${measure}?edit=1`, wait: "[name=most]", login: "hr" },
    { name: "sources", path: "/kpi/sources", wait: "tbody tr", login: "hr" },
    { name: "source", path: `/kpi/sources/${source}`, wait: ".drawer h2", heading: ".drawer h2", login: "hr" },
    { name: "source-form", path: `/kpi/sources/${source}?edit=1`, wait: ".drawer .form-sheet", heading: ".drawer h2", login: "hr" },
    { name: "target-form", path: `${metric}?edit=target`, wait: ".drawer .form-sheet", heading: ".drawer h2", login: "hr" },
    { name: "target-grid", path: `${metric}/targets`, wait: "td[data-at]", login: "hr" },
    { name: "add-metric", path: `/kpi/assign?kpi=${worst.kpi}`, wait: "[name=green]", login: "hr" },
    { name: "assign-many", path: `/kpi/assign/many?kpi=${worst.kpi}`, wait: "#units li", login: "hr" },
    { name: "metric-life", path: `${metric}?edit=life`, wait: ".drawer .form-sheet", heading: ".drawer h2", login: "hr" },
    { name: "metric-words", path: `${metric}?edit=life&part=words`, wait: ".drawer .form-sheet", heading: ".drawer h2", login: "hr" },
    { name: "define-metric", path: "/kpi/new", wait: ".formula-field", login: "hr" },
    { name: "entry", path: "/entry", wait: "input[data-cell], form input", login: "operator", phone: true },
  ];
}
