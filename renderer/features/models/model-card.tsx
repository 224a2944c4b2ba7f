import { useEffect, useRef } from "react";
import { formatParameters } from "../../../contract/format-parameters.ts";
import type { ModelEntry } from "../../../contract/models.ts";
import { strings } from "../../strings.ts";
import { Callout } from "../../ui/callout.tsx";
import { formatBytes, formatCount } from "../../ui/format.ts";
import { modelLabel } from "../pair/model-label.ts";
import { Path } from "../settings/path.tsx";
import styles from "./models.module.css";

interface ModelCardProps {
  readonly model: ModelEntry;
  /** It was dropped just now: it shows where it went. */
  readonly arrived: boolean;
}

/** One model file: what its header says, or why it cannot be used. */
export function ModelCard({ model, arrived }: ModelCardProps) {
  const { name } = modelLabel(model);
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (arrived) card.current?.scrollIntoView({ block: "nearest" });
  }, [arrived]);
  return (
    <li ref={card} className={styles.card} data-model-id={model.id} data-arrived={arrived}>
      <div className={styles.cardHead}>
        <h2 className={styles.name}>{name}</h2>
        {model.origin === "bundled" ? <span className={styles.badge}>{strings.models.bundled}</span> : null}
      </div>
      <p className={styles.path}>
        {model.origin === "bundled" ? fileName(model.location) : <Path path={model.location} />}
      </p>
      {model.problem === null ? (
        <Facts model={model} />
      ) : (
        <Callout tone="warning" details={model.problem.details}>
          {model.problem.message}
        </Callout>
      )}
    </li>
  );
}

/** A bundled model lies within the application, wherever that is. */
function fileName(path: string): string {
  return path.replace(/^.*[/\\]/, "");
}

function Facts({ model }: { readonly model: ModelEntry }) {
  const { header } = model;
  if (header === null) return <p className={styles.unread}>{strings.models.unread}</p>;
  const words = strings.models;
  const { columns } = words;
  const facts = [
    { label: columns.parameters, value: formatParameters(header.parameters) },
    { label: columns.quantization, value: header.quantization ?? strings.models.unknown },
    { label: columns.size, value: formatBytes(header.fileBytes) },
    { label: columns.architecture, value: `${header.architecture}, ${strings.models.layers(header.layers)}` },
    { label: columns.context, value: strings.models.tokens(header.trainedContext) },
    { label: columns.vocabulary, value: `${formatCount(header.vocabularySize)} (${header.tokenizer})` },
    { label: columns.tuning, value: words.tunings[header.tuning] },
    { label: columns.license, value: model.license ?? words.unknown },
    { label: columns.template, value: header.hasChatTemplate ? strings.models.template : strings.models.noTemplate },
  ];
  return (
    <dl className={styles.facts}>
      {facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
      <div className={styles.wide}>
        <dt>{columns.sha256}</dt>
        {model.sha256 === null ? (
          <dd className={styles.quiet}>
            {/-00001-of-\d{5}\.gguf$/u.test(model.location) ? words.severalFiles : words.hashing}
          </dd>
        ) : (
          <dd className={styles.hash}>{model.sha256}</dd>
        )}
      </div>
    </dl>
  );
}
