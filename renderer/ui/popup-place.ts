import { createContext, type RefObject, useContext } from "react";

/**
 * The element that menus, lists and remarks are drawn into, over the page; undefined: the end of the body, or of the
 * dialog they belong to. Inside a landmark a screen reader's user knows where they are; at the end of the body they are
 * nowhere.
 */
const PopupPlaceContext = createContext<RefObject<HTMLElement | null> | undefined>(undefined);

export const PopupPlace = PopupPlaceContext.Provider;

export function usePopupPlace(): RefObject<HTMLElement | null> | undefined {
  return useContext(PopupPlaceContext);
}
