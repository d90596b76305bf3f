export * from "./errors.ts";
export * from "./plan/schema.ts";
export * from "./plan/vocabulary.ts";
