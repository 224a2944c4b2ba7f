import type { BrowserWindowConstructorOptions, Rectangle } from "electron";

export interface WindowAppearance {
  readonly preload: string;
  readonly bounds: Partial<Rectangle>;
  readonly backgroundColor: string;
  readonly isPackaged: boolean;
}

/** The window's options. Defaults that matter are spelled out, so that a changed default cannot open a hole. */
export function windowOptions(appearance: WindowAppearance): BrowserWindowConstructorOptions {
  return {
    ...appearance.bounds,
    minWidth: 720,
    minHeight: 520,
    title: "Outrider",
    backgroundColor: appearance.backgroundColor,
    // Shown on `ready-to-show`: an empty window would flash.
    show: false,
    webPreferences: {
      preload: appearance.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // The dictionaries would be fetched from the network.
      spellcheck: false,
      devTools: !appearance.isPackaged,
    },
  };
}
