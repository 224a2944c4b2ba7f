import type { PairChoice } from "../../../contract/models.ts";
import { useConnection, usePair, useSession, useSettings } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { useSelectPair } from "../pair/use-select-pair.ts";
import { useUpdateSettings } from "../settings/use-update-settings.ts";

/** What stands in the way of chatting at all, across the window. */
export function Banners() {
  return (
    <>
      <ConnectionBanner />
      <EngineBanner />
      <PairBanner />
    </>
  );
}

function ConnectionBanner() {
  const connection = useConnection((state) => state.connection);
  if (connection.status === "lost") {
    return (
      <Callout wide tone="warning">
        {strings.connection.lost}
      </Callout>
    );
  }
  if (connection.status !== "failed") return null;
  return (
    <Callout
      wide
      tone="danger"
      title={strings.connection.failedTitle}
      details={connection.error.details}
      actions={
        <Button small onClick={() => window.location.reload()}>
          {strings.app.reload}
        </Button>
      }
    >
      {connection.error.message}
    </Callout>
  );
}

function EngineBanner() {
  const { pair, notices } = useSession();
  const engine = usePair((state) => state.engine);
  if (engine.state !== "crashed") return null;
  const restart = async (): Promise<void> => {
    await notices.getState().attempt(strings.engine.restartFailed, () => pair.getState().restartEngine());
  };
  return (
    <Callout
      wide
      tone="danger"
      title={strings.engine.crashedTitle}
      details={engine.error.details}
      actions={
        <Button small onClick={() => void restart()}>
          {strings.engine.restart}
        </Button>
      }
    >
      {engine.error.message}
      {engine.retryInMs === null ? null : ` ${strings.engine.restartsIn(engine.retryInMs)}`}
    </Callout>
  );
}

function PairBanner() {
  const pair = usePair((state) => state.pair);
  const crashed = usePair((state) => state.engine.state === "crashed");
  const select = useSelectPair();
  const update = useUpdateSettings();
  const load = useSettings((state) => state.settings?.load);
  const loadAnyway = async (choice: PairChoice): Promise<void> => {
    if (load === undefined) return;
    await update({ load: { ...load, memoryCheck: false } });
    await select(choice);
  };
  // The crash says it already.
  if (pair.state === "failed" && !crashed) {
    return (
      <Callout
        wide
        tone="danger"
        title={strings.pair.failedTitle}
        details={pair.error.details}
        actions={
          <>
            <Button small onClick={() => void select(pair.choice)}>
              {strings.app.tryAgain}
            </Button>
            {pair.error.kind === "out-of-memory" ? (
              <Button small onClick={() => void loadAnyway(pair.choice)}>
                {strings.models.loadAnyway}
              </Button>
            ) : null}
          </>
        }
      >
        {pair.error.message}
      </Callout>
    );
  }
  if (pair.state !== "loaded" || pair.pair.draftProblem === null) return null;
  const problem = pair.pair.draftProblem;
  return (
    <Callout wide tone="warning" title={strings.pair.draftProblemTitle} details={problem.details}>
      {problem.message}
    </Callout>
  );
}
