import { Boxes, MessageSquare, Plus, SlidersHorizontal, X } from "lucide-react";
import { useCallback, useRef } from "react";
import { useChats, useSession, useView } from "../../store/session-context.tsx";
import type { Screen } from "../../store/view.ts";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { useOverlay } from "../../ui/use-overlay.ts";
import { ChatList } from "../chat/chat-list.tsx";
import { ImportButton } from "../chat/import-button.tsx";
import { EngineFooter } from "./engine-footer.tsx";
import { Logo } from "./logo.tsx";
import styles from "./sidebar.module.css";

const screens: readonly { readonly screen: Screen; readonly icon: typeof Boxes }[] = [
  { screen: "chat", icon: MessageSquare },
  { screen: "models", icon: Boxes },
  { screen: "settings", icon: SlidersHorizontal },
];

export function Sidebar() {
  const session = useSession();
  const { view } = session;
  const current = useView((state) => state.screen);
  const open = useView((state) => state.sidebarOpen);
  const atNewChat = useChats((state) => state.selectedId === null) && current === "chat";
  const bar = useRef<HTMLElement>(null);
  const close = useCallback(() => view.getState().setSidebar(false), [view]);
  useOverlay(bar, open, close);
  return (
    <>
      {open ? (
        <button type="button" className={styles.veil} aria-label={strings.app.closeMenu} onClick={close} />
      ) : null}
      <section ref={bar} tabIndex={-1} aria-label={strings.app.sidebar} className={styles.sidebar} data-open={open}>
        <div className={styles.brand}>
          <Logo />
          <span className={styles.name}>{strings.app.name}</span>
          <span className={styles.close}>
            <IconButton label={strings.app.closeMenu} icon={X} onClick={close} />
          </span>
        </div>
        <nav aria-label={strings.app.navigation}>
          <ul className={styles.screens}>
            {screens.map(({ screen, icon: Icon }) => (
              <li key={screen}>
                <button
                  type="button"
                  className={styles.screen}
                  aria-current={current === screen ? "page" : undefined}
                  onClick={() => view.getState().show(screen)}
                >
                  <Icon size="1rem" strokeWidth={1.75} aria-hidden />
                  {strings.app.screens[screen]}
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <div className={styles.begin}>
          <Button className={styles.create} aria-disabled={atNewChat} onClick={() => void session.openChat(null)}>
            <Plus size="0.9375rem" aria-hidden />
            {strings.app.newChat}
          </Button>
          <ImportButton />
        </div>
        <ChatList />
        <EngineFooter />
      </section>
    </>
  );
}
