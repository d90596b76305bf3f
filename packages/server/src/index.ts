export * from "./app-context.ts";
export * from "./config/config.ts";
export * from "./routes/create-app.ts";
export * from "./store/migrate-store.ts";
export * from "./store/open-store.ts";
export * from "./store/store-fault.ts";
