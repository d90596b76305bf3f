import { expect, test } from "vitest";
import { firstPassword } from "./first-password.ts";

test("first passwords are long, readable and never the same", () => {
  const drawn = Array.from({ length: 500 }, firstPassword);
  for (const password of drawn) expect(password).toMatch(/^[a-hjkmnp-z2-9]{5}(-[a-hjkmnp-z2-9]{5}){3}$/);
  expect(new Set(drawn).size).toBe(500);
  // Every letter of the alphabet comes up: none is left out by the drawing.
  expect(new Set(drawn.join("").replaceAll("-", "")).size).toBe(31);
});
