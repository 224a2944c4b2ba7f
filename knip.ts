import type { KnipConfig } from "knip";

/** Where running begins; what cannot be reached from here is dead. */
const config: KnipConfig = {
  entry: [
    "scripts/*.{ts,mjs}",
    "bench/*.ts",
    "cli/main.ts",
    "web/main.ts",
    "main/main.ts",
    "preload/preload.ts",
    "renderer/main.tsx",
    "renderer/vite.config.ts",
    "engine/index.ts",
    "engine/process/main.ts",
    "docs/examples/*.ts",
    "test/**/*.test.{ts,tsx}",
    "test/renderer/preview/{main.tsx,vite.config.ts}",
    // Bundled by its test.
    "test/e2e/electron/utility-app/*.ts",
  ],
  project: ["**/*.{ts,tsx,mjs,css}"],
  // An export that its own file uses is not dead; contract/ names the parts of its schemas.
  ignoreExportsUsedInFile: true,
  // Comes with the operating system.
  ignoreBinaries: ["Xvfb", "dbus-daemon", "gnome-keyring-daemon"],
  // Style sheets import the fonts, and build on one another.
  compilers: {
    css: (text) =>
      [...text.matchAll(/@import\s+([^;]+)|composes:[^;]+from\s+([^;]+)/g)]
        .map(([, imported, shared]) => `import ${imported ?? shared};`)
        .join("\n"),
  },
};

export default config;
