import { Pause, Play, RotateCw, X } from "lucide-react";
import type { Download, DownloadState } from "../../../contract/downloads.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Callout } from "../../ui/callout.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Meter } from "../../ui/meter.tsx";
import styles from "./models.module.css";

/** One download: how far it is, and what can be done about it. */
export function DownloadRow({ download }: { readonly download: Download }) {
  const { bridge, notices } = useSession();
  const { id, file, repository, bytes, totalBytes, state } = download;
  const words = strings.models;

  const act = async (name: "downloads.pause" | "downloads.resume" | "downloads.remove"): Promise<void> => {
    await notices.getState().attempt(words.downloadFailed, () => bridge.call(name, { id }));
  };

  return (
    <li className={styles.download} data-download-id={id} data-status={state.status}>
      <div className={styles.downloadHead}>
        <div className={styles.downloadName}>
          <span className={styles.file}>{file}</span>
          <span className={styles.quiet}>{repository}</span>
        </div>
        <div className={styles.buttons}>
          {state.status === "running" ? (
            <IconButton label={words.pause} icon={Pause} onClick={() => void act("downloads.pause")} />
          ) : null}
          {state.status === "paused" || state.status === "failed" ? (
            <IconButton
              label={state.status === "paused" ? words.resume : words.retry}
              icon={state.status === "paused" ? Play : RotateCw}
              onClick={() => void act("downloads.resume")}
            />
          ) : null}
          <IconButton
            label={state.status === "done" ? words.dismiss : words.cancel}
            icon={X}
            onClick={() => void act("downloads.remove")}
          />
        </div>
      </div>
      <Meter share={totalBytes === 0 ? 0 : bytes / totalBytes} tone="accent" />
      <p className={styles.figures}>
        <span>{words.progress(bytes, totalBytes)}</span>
        {describe(state).map((part) => (
          <span key={part}>{part}</span>
        ))}
      </p>
      {state.status === "failed" ? (
        <Callout tone="danger" details={state.error.details}>
          {state.error.message}
        </Callout>
      ) : null}
    </li>
  );
}

function describe(state: DownloadState): readonly string[] {
  const words = strings.models;
  if (state.status === "failed") return [];
  if (state.status !== "running") return [words.downloadState[state.status]];
  if (state.bytesPerSecond === null) return [words.downloadState.starting];
  return [words.speed(state.bytesPerSecond), ...(state.secondsLeft === null ? [] : [words.left(state.secondsLeft)])];
}
