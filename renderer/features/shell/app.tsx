import { CSPProvider } from "@base-ui/react/csp-provider";
import { Menu } from "lucide-react";
import { useRef } from "react";
import type { Session } from "../../store/session.ts";
import { SessionProvider, useConnection, useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { PopupPlace } from "../../ui/popup-place.ts";
import { TooltipProvider } from "../../ui/tooltip.tsx";
import { ChatScreen } from "../chat/chat-screen.tsx";
import { ModelsScreen } from "../models/models-screen.tsx";
import { PairBar } from "../pair/pair-bar.tsx";
import { SettingsScreen } from "../settings/settings-screen.tsx";
import styles from "./app.module.css";
import { Banners } from "./banners.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { NoticeList } from "./notice-list.tsx";
import { ShortcutOverview } from "./shortcut-overview.tsx";
import { Sidebar } from "./sidebar.tsx";
import { useShortcuts } from "./use-shortcuts.ts";
import { useStrayDrops } from "./use-stray-drops.ts";
import { useTheme } from "./use-theme.ts";

export function App({ session }: { readonly session: Session }) {
  return (
    <SessionProvider session={session}>
      {/* The Content-Security-Policy forbids style elements; base.css has what they would bring. */}
      <CSPProvider disableStyleElements>
        <TooltipProvider>
          <ErrorBoundary>
            <Frame />
          </ErrorBoundary>
        </TooltipProvider>
      </CSPProvider>
    </SessionProvider>
  );
}

function Frame() {
  useTheme();
  useShortcuts();
  useStrayDrops();
  const known = useConnection((state) => state.about !== null);
  const main = useRef<HTMLElement>(null);
  return (
    <PopupPlace value={main}>
      <div className={styles.frame}>
        <a href="#main" className={styles.skip}>
          {strings.app.skip}
        </a>
        <Sidebar />
        <div className={styles.content}>
          <TopBar />
          <Banners />
          <NoticeList />
          <main ref={main} id="main" tabIndex={-1} className={styles.main}>
            {known ? <CurrentScreen /> : <Connecting />}
          </main>
        </div>
        <ShortcutOverview />
      </div>
    </PopupPlace>
  );
}

function TopBar() {
  const { view } = useSession();
  return (
    <header className={styles.top}>
      <span className={styles.menu}>
        <IconButton label={strings.app.openMenu} icon={Menu} onClick={() => view.getState().setSidebar(true)} />
      </span>
      <PairBar />
    </header>
  );
}

function CurrentScreen() {
  const screen = useView((state) => state.screen);
  return (
    <ErrorBoundary key={screen}>
      {screen === "chat" ? <ChatScreen /> : screen === "models" ? <ModelsScreen /> : <SettingsScreen />}
    </ErrorBoundary>
  );
}

function Connecting() {
  const waiting = useConnection((state) => state.connection.status === "connecting");
  return <p className={styles.connecting}>{waiting ? strings.connection.connecting : null}</p>;
}
