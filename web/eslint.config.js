import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import imports from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";
import own from "./tools/eslint_rules.mjs";
import { moduleNames } from "./tools/folders.mjs";

/** A module of the client knows the API, the shared parts and itself; others only through slots. */
const doors = moduleNames.map((module) => ({
  files: [`src/modules/${module}/**/*.{ts,tsx}`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            regex: `(~/modules/(?!${module}/)|\\.\\./\\.\\./(?!(pages|parts)/)\\w+/)`,
            message: "a module may not import another one: use a slot",
          },
          { regex: "^~/app/(?!module$|slots$)", message: "a module may import only the types of the shell" },
        ],
      },
    ],
  },
}));

/** What would let a double click send two requests: the guard of `ui/once.ts` is the one way. */
const unguarded = [
  { selector: "ImportSpecifier[imported.name='useMutation']", message: "useMutationOnce of ~/ui/mutation sends once however often one presses" },
  { selector: "VariableDeclarator[init.callee.name='useState'][init.arguments.0.value=false] > ArrayPattern > Identifier[name=/^set(Busy|Running|Sending|Saving)$/]", message: "a flag comes a render late: useOnce of ~/ui/once" },
  { selector: "JSXAttribute[name.name=/^on(Click|Submit)$/] CallExpression[callee.property.name=/^(mutateAsync|then|catch|finally)$/]", message: "an act that asks the server goes through useOnce of ~/ui/once" },
];

export default [
  { ignores: ["dist/**", "src/api/schema.ts"] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx,js,mjs}"],
    plugins: { "react-hooks": hooks, "import-x": imports },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "import-x/no-duplicates": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/no-non-null-assertion": "off",
      "max-lines": ["error", 500],
      "max-lines-per-function": ["error", { max: 80, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["src/ui/**/*.{ts,tsx}", "src/api/**/*.{ts,tsx}"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ regex: "^~/modules/", message: "shared parts know no module" }, { regex: "^~/app/(?!slots$|(\\w+/)?i18n/)", message: "shared parts know no shell" }] },
      ],
    },
  },
  {
    files: ["src/**/*.tsx"],
    // The style guide calls each control by its name in the code.
    ignores: ["**/*.test.tsx", "src/app/style/**"],
    plugins: { own },
    rules: { "own/no-text-in-pages": "error" },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["src/ui/{once,mutation}.ts", "**/*.test.tsx"],
    rules: { "no-restricted-syntax": ["error", ...unguarded] },
  },
  ...doors,
  {
    files: ["tools/**/*.mjs", "src/**/screens.mjs", "dev/**/*.mjs", "public/**/*.js", "*.config.*"],
    languageOptions: { globals: Object.fromEntries(["process", "console", "URL", "Buffer", "document", "window", "trustedTypes", "localStorage", "matchMedia", "navigator", "setTimeout"].map((name) => [name, "readonly"])) },
    rules: { "no-unused-vars": "off", "@typescript-eslint/no-unused-vars": "off" },
  },
];
