import type { MenuItemConstructorOptions } from "electron";

/** What Electron says about the place that was clicked. */
export interface ClickedPlace {
  readonly isEditable: boolean;
  readonly selectionText: string;
  readonly editFlags: { readonly canCut: boolean; readonly canCopy: boolean; readonly canPaste: boolean };
}

/** The menu of the right mouse button, which Electron leaves to the app; empty where there is nothing to offer. */
export function contextMenu({ isEditable, selectionText, editFlags }: ClickedPlace): MenuItemConstructorOptions[] {
  if (isEditable) {
    return [
      { role: "cut", enabled: editFlags.canCut },
      { role: "copy", enabled: editFlags.canCopy },
      { role: "paste", enabled: editFlags.canPaste },
      { type: "separator" },
      { role: "selectAll" },
    ];
  }
  return selectionText.trim() === "" ? [] : [{ role: "copy" }];
}
