import type { MenuItemConstructorOptions } from "electron";

export interface MenuSituation {
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
}

/** The system's standard menus. Their keyboard shortcuts (copy, paste, zoom, quit) exist only because the items do. */
export function applicationMenu({ platform, isPackaged }: MenuSituation): MenuItemConstructorOptions[] {
  const isMac = platform === "darwin";
  const view: MenuItemConstructorOptions[] = [
    { role: "reload" },
    ...(isPackaged ? [] : ([{ role: "toggleDevTools" }] as const)),
    { type: "separator" },
    { role: "resetZoom" },
    { role: "zoomIn" },
    { role: "zoomOut" },
    { type: "separator" },
    { role: "togglefullscreen" },
  ];
  return [
    ...(isMac ? ([{ role: "appMenu" }] as const) : []),
    { role: "fileMenu" },
    { role: "editMenu" },
    { label: "View", submenu: view },
    { role: "windowMenu" },
  ];
}
