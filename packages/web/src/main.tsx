import "@fontsource-variable/inter/index.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./app/global.css";
import { createRoot } from "react-dom/client";
import { loadLanguage } from "./client/language.ts";
import { chosenLocale } from "./client/numbers.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("the page lacks #root");
// The application and its texts load side by side, but none of its modules runs before its texts are there.
await loadLanguage(chosenLocale());
const { App } = await import("./app/app.tsx");
createRoot(root).render(<App />);
