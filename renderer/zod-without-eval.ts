/**
 * zod compiles its schemas with `new Function` where it may. The page's Content-Security-Policy forbids that, and zod's
 * attempt would show up as a violation. Has to be imported before any schema.
 */
import { config } from "zod";

config({ jitless: true });
