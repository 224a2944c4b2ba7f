import { X } from "lucide-react";
import { useNotices, useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import styles from "./notice-list.module.css";

/** What went wrong beside the thing looked at, above the screen until it is dismissed; and the polite voice for screen readers. */
export function NoticeList() {
  const { notices: store } = useSession();
  const notices = useNotices((state) => state.notices);
  const announcement = useNotices((state) => state.announcement);
  return (
    <>
      <div className={styles.list} role="alert">
        {notices.map((notice) => (
          <div key={notice.id} className={styles.notice} data-tone={notice.tone}>
            <div className={styles.text}>
              <p className={styles.title}>{notice.title}</p>
              <p>{notice.text}</p>
            </div>
            {notice.action === null ? null : (
              <Button
                small
                onClick={() => {
                  notice.action?.run();
                  store.getState().dismiss(notice.id);
                }}
              >
                {notice.action.label}
              </Button>
            )}
            <IconButton
              label={strings.app.dismiss}
              icon={X}
              side="left"
              onClick={() => store.getState().dismiss(notice.id)}
            />
          </div>
        ))}
      </div>
      <p className="visually-hidden" role="status" aria-live="polite" data-announcement>
        {announcement}
      </p>
    </>
  );
}
