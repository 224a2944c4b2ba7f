import { locateDataFolder } from "../../host/data-folder.ts";
import { type CostStore, openCostStore } from "../../host/pair/kept-costs.ts";

/** What passes took at other times: the app keeps it in the same place. */
export function openKeptCosts(): CostStore {
  return openCostStore(locateDataFolder());
}
