import { Calibration, classOf } from "./calibration.ts";

/** Lower edges of the probability of a draft's best guess. */
const CONFIDENCES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];
/** How often such guesses are kept until this is known here: about as often as the draft believes. */
const KEPT = [0.1, 0.2, 0.3, 0.4, 0.5, 0.58, 0.66, 0.74, 0.82, 0.9, 0.94, 0.97];

/** How sure a draft model is, in terms of how often its target agrees. */
export function createModelCalibration(): Calibration {
  return new Calibration(KEPT);
}

/** The class of a guess by the probability of the draft's best one. */
export function modelClass(confidence: number): number {
  return classOf(confidence, CONFIDENCES);
}
