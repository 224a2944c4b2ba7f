/** How figures are written. A thin space stands between a figure and its unit. */
const LOCALE = "en";
const THIN_SPACE = "\u202f";
const LONGEST_IN_SENTENCE = 60;

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const fourDigits = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 4, maximumFractionDigits: 4 });

/** 4096 -> `4,096` */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** 3.14 -> `3.1` */
export function formatRate(rate: number): string {
  return rate >= 1_000 ? whole.format(rate) : oneDigit.format(rate);
}

/** c, in the target's tokens: 0.314 -> `0.31` */
export function formatCost(cost: number): string {
  return twoDigits.format(cost);
}

/** 1.624 -> `1.62×` */
export function formatTimes(factor: number): string {
  return `${twoDigits.format(factor)}×`;
}

/** 0.742 -> `74 %` */
export function formatPercent(share: number): string {
  return `${whole.format(share * 100)}${THIN_SPACE}%`;
}

/** 0.614 -> `0.61`; what would round to nothing says so. */
export function formatProbability(probability: number): string {
  return probability > 0 && probability < 0.005 ? "<0.01" : twoDigits.format(probability);
}

/** 0.61437 -> `0.6144`, 0.0000123 -> `1.2e-5`: as many figures as tell one probability from another. */
export function formatExactProbability(probability: number): string {
  return probability > 0 && probability < 0.0001 ? probability.toExponential(1) : fourDigits.format(probability);
}

/** 0.214 -> `0.21 nats` */
export function formatNats(nats: number): string {
  return `${twoDigits.format(nats)}${THIN_SPACE}nats`;
}

/** 420 -> `420 ms`, 1830 -> `1.83 s`, 184000 -> `3 min 4 s` */
export function formatDuration(ms: number): string {
  if (ms < 10) return `${oneDigit.format(ms)}${THIN_SPACE}ms`;
  if (ms < 1_000) return `${whole.format(ms)}${THIN_SPACE}ms`;
  if (ms < 60_000) return `${twoDigits.format(ms / 1_000)}${THIN_SPACE}s`;
  const seconds = Math.round(ms / 1_000);
  return `${whole.format(Math.floor(seconds / 60))}${THIN_SPACE}min ${seconds % 60}${THIN_SPACE}s`;
}

/** 42_000 -> `42 s`, 300_000 -> `5 min`, 7_200_000 -> `2 h`, 259_200_000 -> `3 days` */
export function formatAge(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return `${whole.format(ms / 1_000)}${THIN_SPACE}s`;
  if (minutes < 90) return `${whole.format(minutes)}${THIN_SPACE}min`;
  if (minutes < 48 * 60) return `${whole.format(minutes / 60)}${THIN_SPACE}h`;
  return `${whole.format(minutes / (24 * 60))} days`;
}

/** 98_700_000 -> `99 MB`, 4_370_000_000 -> `4.4 GB` */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000_000) return `${whole.format(bytes / 1_000)}${THIN_SPACE}kB`;
  if (bytes < 1_000_000_000) return `${whole.format(bytes / 1_000_000)}${THIN_SPACE}MB`;
  return `${oneDigit.format(bytes / 1_000_000_000)}${THIN_SPACE}GB`;
}

/** A name within a sentence: a long one is cut, so that the sentence is still one. */
export function shortened(name: string): string {
  const characters = [...name];
  return characters.length <= LONGEST_IN_SENTENCE
    ? name
    : `${characters.slice(0, LONGEST_IN_SENTENCE).join("").trimEnd()}…`;
}
