import { constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** Where `PageFiles` looks for the page: among the resources of the module's jar. */
const OUT = "../../../target/classes/io/tributary/ui/page";

/**
 * Adds the compressed form of every file, so that the agent never compresses the page while it
 * works, and a list of all files, because a jar cannot be listed cheaply.
 */
function readyToServe(): Plugin {
  return {
    name: "ready-to-serve",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const names = Object.keys(bundle).sort();
        for (const name of names) {
          const file = bundle[name]!;
          const content = file.type === "chunk" ? file.code : file.source;
          const compressed = gzipSync(content, { level: constants.Z_BEST_COMPRESSION });
          this.emitFile({ type: "asset", fileName: `${name}.gz`, source: compressed });
        }
        this.emitFile({ type: "asset", fileName: "files.txt", source: names.join("\n") + "\n" });
      },
    },
  };
}

export default defineConfig({
  root: "src/main/page",
  // Relative: the page works below whatever path it is served at.
  base: "./",
  publicDir: false,
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: "es2022",
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: "licenses.md" },
  },
  plugins: [readyToServe()],
  // For `npm run dev`: the data comes from an agent that runs beside it.
  server: {
    proxy: {
      "/api": process.env.AGENT ?? "http://127.0.0.1:9090",
      "/metrics": process.env.AGENT ?? "http://127.0.0.1:9090",
    },
  },
  // How long a test takes is a matter of the machine; this only ends one that hangs.
  test: { root: ".", include: ["src/test/page/**/*.test.ts"], environment: "node", css: true, testTimeout: 120_000 },
} as Parameters<typeof defineConfig>[0]);
