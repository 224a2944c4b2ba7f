import { join } from "node:path";

export interface ShellSituation {
  /** Electron's `app.getAppPath()`: the checkout, or `.../resources/app.asar`. */
  readonly appPath: string;
  /** Electron's `process.resourcesPath`. */
  readonly resourcesPath: string;
  readonly isPackaged: boolean;
}

export interface ShellPaths {
  readonly preload: string;
  readonly renderer: string;
  readonly engine: string;
  readonly nativeModels: string;
}

/**
 * Where the shell finds its parts. Engine and models lie outside the archive of a packed app (electron-builder.yml says
 * why); Electron would find the engine's file through the archive too, but another Node, to which it may be given, not.
 */
export function shellPaths({ appPath, resourcesPath, isPackaged }: ShellSituation): ShellPaths {
  const outsideArchive = appPath.endsWith(".asar") ? `${appPath}.unpacked` : appPath;
  return {
    preload: join(appPath, "dist/preload/preload.cjs"),
    renderer: join(appPath, "dist/renderer"),
    engine: join(outsideArchive, "dist/engine/main.js"),
    nativeModels: join(isPackaged ? resourcesPath : appPath, "native-models"),
  };
}
