import { z } from "zod";

/** The parts of JSON Schema that say which values are allowed. */
const valuesSchema = z.object({
  type: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  default: z.unknown().optional(),
  get anyOf() {
    return z.array(valuesSchema).optional();
  },
});
type Values = z.infer<typeof valuesSchema>;

/** Says in words which values a schema takes, such as "a whole number from 0 to 16". */
export function describeValues(schema: z.ZodType): string {
  return inWords(readValues(schema));
}

/** The value a schema fills in by itself, as one would type it; null where there is none. */
export function describeDefault(schema: z.ZodType): string | null {
  const fallback = readValues(schema).default;
  return typeof fallback === "string" || typeof fallback === "number" ? String(fallback) : null;
}

function readValues(schema: z.ZodType): Values {
  return valuesSchema.parse(z.toJSONSchema(schema));
}

function inWords(values: Values): string {
  if (values.anyOf !== undefined) {
    return values.anyOf
      .filter(({ type }) => type !== "null")
      .map(inWords)
      .join(" or ");
  }
  if (values.const !== undefined) return String(values.const);
  if (values.enum !== undefined) return listed(values.enum);
  return `${values.type === "integer" ? "a whole number" : "a number"}${range(values)}`;
}

function range({ minimum, maximum, exclusiveMinimum }: Values): string {
  // Integers without a limit carry the largest safe one, which says nothing to people.
  const upper = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (exclusiveMinimum !== undefined)
    return ` above ${exclusiveMinimum}${upper === undefined ? "" : ` and up to ${upper}`}`;
  if (minimum === undefined) return upper === undefined ? "" : ` up to ${upper}`;
  return upper === undefined ? ` of ${minimum} or more` : ` from ${minimum} to ${upper}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
