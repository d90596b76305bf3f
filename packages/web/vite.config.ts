import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { readTexts } from "./read-texts.ts";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [readTexts(), react(), fetchEarly()],
  // The API package is bundled from its sources: the build need not wait for the compiler.
  resolve: { conditions: ["source", "module", "browser", "production"] },
  build: {
    target: "es2023",
    // Fonts and pictures stay files: the content security policy allows no data addresses for them.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
  },
});

/** The application runs after its texts, but is fetched beside them: the page names all that a first visit needs. */
function fetchEarly(): Plugin {
  return {
    name: "fetch-early",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {} }) {
        const needed = new Set<string>();
        const need = (fileName: string): void => {
          const chunk = bundle[fileName];
          if (needed.has(fileName) || chunk?.type !== "chunk") return;
          needed.add(fileName);
          chunk.imports.forEach(need);
        };
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== "chunk" || !/\/(app\/app\.tsx|locales\/en\.po)$/.test(chunk.facadeModuleId ?? ""))
            continue;
          need(chunk.fileName);
        }
        return [...needed]
          .filter((fileName) => !html.includes(`/${fileName}"`))
          .map((fileName) => ({
            tag: "link",
            injectTo: "head",
            attrs: { rel: "modulepreload", crossorigin: true, href: `/${fileName}` },
          }));
      },
    },
  };
}
