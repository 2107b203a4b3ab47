// Rules of our own for eslint.

/** Names, and what stands on keys: the same in every language. */
const names = new Set(["Twinrail", "OKR", "KPI", "Ctrl", "Esc"]);
/** Attributes whose text somebody reads or hears. */
const spoken = /^(aria-(label|description|placeholder|valuetext|roledescription)|title|alt|placeholder|label|caption|note|text)$/;

/** Words stand in letters; marks, figures and single letters need no translation. */
const isText = (value) =>
  typeof value === "string" && (value.match(/\p{L}{2,}/gu) ?? []).some((word) => !names.has(word));

/** What an expression in a page may show as it stands: a literal, a template, either side of a choice. */
function shownBy(node) {
  if (node?.type === "Literal") return [node.value];
  if (node?.type === "TemplateLiteral") return node.quasis.map(({ value }) => value.cooked);
  if (node?.type === "ConditionalExpression") return [...shownBy(node.consequent), ...shownBy(node.alternate)];
  if (node?.type === "LogicalExpression") return [...shownBy(node.left), ...shownBy(node.right)];
  if (node?.type === "JSXExpressionContainer") return shownBy(node.expression);
  return [];
}

/** Text in a page comes from the words of a language, never from the source. */
const noTextInPages = {
  meta: { type: "problem", schema: [], messages: { text: 'the text "{{text}}" needs a key in i18n' } },
  create(context) {
    const refuse = (node, values) => {
      const text = values.find(isText);
      if (text !== undefined) context.report({ node, messageId: "text", data: { text: text.trim() } });
    };
    return {
      JSXText: (node) => refuse(node, [node.value]),
      JSXAttribute: (node) => spoken.test(node.name.name) && refuse(node, shownBy(node.value)),
      "JSXElement > JSXExpressionContainer": (node) => refuse(node, shownBy(node)),
      "JSXFragment > JSXExpressionContainer": (node) => refuse(node, shownBy(node)),
    };
  },
};

export default { rules: { "no-text-in-pages": noTextInPages } };
