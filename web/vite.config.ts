import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import type { Plugin } from "vite";
import { formSchemas } from "./schema_plugin.ts";
import { shellWords } from "./tools/shell_words.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Ant Design's style writer is replaced by one that needs no inline styles (ui/antd/dynamicCSS.ts). */
function strictStyles(): Plugin {
  return {
    name: "twinrail-strict-styles",
    apply: "build",
    enforce: "pre",
    resolveId(source, importer) {
      const inUtil = importer?.includes("@rc-component/util/es/") ?? false;
      const named = source.endsWith("@rc-component/util/es/Dom/dynamicCSS");
      const relative = inUtil && /^\.\.?\/(Dom\/)?dynamicCSS(\.js)?$/.test(source);
      return named || relative ? here("src/ui/antd/dynamicCSS.ts") : null;
    },
  };
}

const server = process.env.TWINRAIL_SERVER ?? "http://127.0.0.1:8787";

export default defineConfig({
  plugins: [strictStyles(), shellWords(here("../src/modules")), formSchemas(here("src/api/openapi.json")), react()],
  resolve: {
    alias: { "~": here("src"), "@words": here("../src/modules") },
  },
  server: {
    host: "127.0.0.1",
    fs: { allow: [here(".."), here(".")] },
    proxy: { "/api": server },
  },
  build: {
    outDir: "dist",
    target: "es2022",
    manifest: true,
    // A data: address would need a hole in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        // Many small files compress worse than one: what every page needs travels together.
        codeSplitting: {
          groups: [
            { name: "shell", test: /\/(react|react-dom|scheduler|wouter|regexparam|mitt|use-sync-external-store)\/|@tanstack|\/lucide-react\/dist\/esm\/(?!icons)/ },
            { name: "frame", test: /\/src\/(api\/(client|keys|refetch|session)|ui\/(Logo|Slot|Switches|crumbs|decimal|format|keys|marks|router|states|theme|i18n\/(icu|words))|app\/(NotFound|notices\/queries|settings\/rights))\.tsx?$/ },
          ],
        },
      },
      onLog(level, log, handle) {
        if (log.code === "MODULE_LEVEL_DIRECTIVE") return;
        handle(level, log);
      },
    },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}", "tools/**/*.test.ts"],
    setupFiles: ["src/test_setup.ts"],
    // A page in jsdom takes a second; on a busy machine ten.
    testTimeout: 30_000,
  },
});
