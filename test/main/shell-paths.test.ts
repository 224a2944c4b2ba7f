import { join } from "node:path";
import { expect, test } from "vitest";
import { shellPaths } from "../../main/shell-paths.ts";

test("in a checkout everything lies in it", () => {
  const paths = shellPaths({ appPath: "/checkout", resourcesPath: "/electron/resources", isPackaged: false });
  expect(paths).toEqual({
    preload: join("/checkout/dist/preload/preload.cjs"),
    renderer: join("/checkout/dist/renderer"),
    engine: join("/checkout/dist/engine/main.js"),
    nativeModels: join("/checkout/native-models"),
  });
});

test("in a packed app engine and models lie outside the archive", () => {
  const resourcesPath = "/opt/Outrider/resources";
  const paths = shellPaths({ appPath: `${resourcesPath}/app.asar`, resourcesPath, isPackaged: true });
  expect(paths).toEqual({
    preload: join(resourcesPath, "app.asar/dist/preload/preload.cjs"),
    renderer: join(resourcesPath, "app.asar/dist/renderer"),
    engine: join(resourcesPath, "app.asar.unpacked/dist/engine/main.js"),
    nativeModels: join(resourcesPath, "native-models"),
  });
});
