import type { MemoryForecast, PlacedModel } from "../../../contract/loading.ts";
import { strings } from "../../strings.ts";
import { classNames } from "../../ui/class-names.ts";
import { formatBytes } from "../../ui/format.ts";
import { UnloadButton } from "../pair/unload-button.tsx";
import { type MemoryPart, memoryBars } from "./memory-bars.ts";
import styles from "./memory-fit.module.css";
import shared from "./models.module.css";
import type { ForecastState } from "./use-memory-forecast.ts";

/** Weights, caches and buffers of the chosen pair against what is free, with the draft and without it. */
export function MemoryFit({ state }: { readonly state: ForecastState }) {
  const words = strings.models;
  return (
    <section aria-label={words.memory} className={classNames(shared.section, styles.figures)}>
      <header className={shared.head}>
        <div>
          <h2 className={shared.sectionTitle}>{words.memory}</h2>
          <p className={shared.quiet}>{words.memoryHint}</p>
        </div>
        <UnloadButton />
      </header>
      {state.state === "unknown" ? <p className={shared.quiet}>{words.memoryUnknown}</p> : null}
      {state.state === "failed" ? <p className={shared.quiet}>{words.memoryFailed(state.why)}</p> : null}
      {state.state === "known" ? <Bars forecast={state.forecast} /> : null}
    </section>
  );
}

function Bars({ forecast }: { readonly forecast: MemoryForecast }) {
  const words = strings.models;
  const { fits } = forecast;
  return (
    <>
      <Case
        title={forecast.draft === null ? words.withoutDraft : words.withDraft}
        fits={fits.together}
        forecast={forecast}
        target={forecast.target}
        draft={forecast.draft}
      />
      {forecast.draft === null ? null : (
        <Case title={words.withoutDraft} fits={fits.alone} forecast={forecast} target={forecast.alone} draft={null} />
      )}
    </>
  );
}

interface CaseProps {
  readonly title: string;
  readonly fits: boolean;
  readonly forecast: MemoryForecast;
  readonly target: PlacedModel;
  readonly draft: PlacedModel | null;
}

function Case({ title, fits, forecast, target, draft }: CaseProps) {
  const words = strings.models;
  return (
    <div className={styles.case}>
      <p className={styles.caseTitle}>
        <span>{title}</span>
        {fits ? null : <span className={shared.bad}>{words.doesNotFit}</span>}
        <span className={shared.quiet}>
          {words.context(target.contextSize)}
          {forecast.backend === "cpu" ? "" : ` · ${words.layersOnGpu(target.gpuLayers, target.layers)}`}
        </span>
      </p>
      {memoryBars(forecast.free, target, draft).map((bar) => (
        <div key={bar.memory} className={styles.bar}>
          <span className={styles.barLabel}>
            {words[bar.memory]}: {words.memoryOf(bar.need, bar.free)}
          </span>
          <span className={styles.track} role="img" aria-label={partsInWords(bar.parts)}>
            {bar.parts.map((part) => (
              <span key={part.kind} className={styles[part.kind]} style={{ width: `${part.share * 100}%` }} />
            ))}
          </span>
          <span className={styles.parts}>
            {bar.parts.map((part) => (
              <span key={part.kind} className={styles.part}>
                <span className={styles[part.kind]} aria-hidden />
                {words.memoryParts[part.kind]} {formatBytes(part.bytes)}
              </span>
            ))}
          </span>
        </div>
      ))}
    </div>
  );
}

function partsInWords(parts: readonly MemoryPart[]): string {
  return parts.map(({ kind, bytes }) => `${strings.models.memoryParts[kind]} ${formatBytes(bytes)}`).join(", ");
}
