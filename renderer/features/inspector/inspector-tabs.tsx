import { Tabs } from "@base-ui/react/tabs";
import { memo, type ReactNode } from "react";
import { useSession, useView } from "../../store/session-context.tsx";
import type { InspectorTab } from "../../store/view.ts";
import { strings } from "../../strings.ts";
import styles from "./inspector-tabs.module.css";

const order: readonly InspectorTab[] = ["rounds", "token", "charts"];

interface InspectorTabsProps {
  /** At the end of the row of tabs. */
  readonly corner: ReactNode;
  /** Stands above whichever view is in sight. */
  readonly above: ReactNode;
  readonly panels: Readonly<Record<InspectorTab, ReactNode>>;
}

/** The views of one reply; only the one in sight is in the page. */
export const InspectorTabs = memo(function InspectorTabs({ corner, above, panels }: InspectorTabsProps) {
  const { view } = useSession();
  const tab = useView((state) => state.inspectorTab);
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(next: unknown) => {
        const chosen = order.find((known) => known === next);
        if (chosen !== undefined) view.getState().showTab(chosen);
      }}
      className={styles.root}
    >
      <div className={styles.row}>
        <Tabs.List className={styles.list} aria-label={strings.inspector.title}>
          {order.map((name) => (
            <Tabs.Tab key={name} value={name} className={styles.tab}>
              {strings.inspector.tabs[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {corner}
      </div>
      {above}
      {order.map((name) => (
        <Tabs.Panel key={name} value={name} className={styles.panel} tabIndex={-1}>
          {name === tab ? panels[name] : null}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
});
