import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The renderer over the scripted host, to look at: `npx vite build -c test/renderer/preview/vite.config.ts`. */
export default defineConfig({
  root: here("."),
  base: "./",
  plugins: [react()],
  build: {
    outDir: here("../../../dist/preview"),
    emptyOutDir: true,
    target: "chrome114",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
});
