import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  // Electron serves the page from app://, the web version from a random port.
  base: "./",
  plugins: [react()],
  build: {
    outDir: here("../dist/renderer"),
    emptyOutDir: true,
    target: "chrome114",
    cssTarget: "chrome114",
    // The Content-Security-Policy knows no data: fonts or scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
});
