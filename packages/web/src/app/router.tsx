import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { z } from "zod";
import { currentSession, resumeSession } from "../client/session.ts";
import { CrashPage } from "../components/crash-page.tsx";
import { NotFoundPage } from "../components/not-found-page.tsx";
import { SignInPage } from "../features/session/sign-in-page.tsx";
import { HomePage } from "../features/home/home-page.tsx";
import { Shell } from "./shell.tsx";

const rootRoute = createRootRoute({
  component: Outlet,
  errorComponent: CrashPage,
  notFoundComponent: NotFoundPage,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    typeof search.to === "string" && /^\/(?!\/)/.test(search.to) ? { to: search.to } : {},
  async beforeLoad({ search }) {
    await resumeSession();
    if (currentSession().kind === "signedIn") throw redirect({ href: search.to ?? "/" });
  },
  component: SignInPage,
});

/** Everything else is for people who are signed in. */
const insideRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "inside",
  async beforeLoad({ location }) {
    if (currentSession().kind === "unknown") await resumeSession();
    if (currentSession().kind !== "signedIn") throw redirect({ to: "/sign-in", search: { to: location.href } });
  },
  component: Shell,
});

/** Where a reset link leads, with its token behind the hash. */
const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/reset",
  component: lazyRouteComponent(() => import("../features/session/reset-password-page.tsx"), "ResetPasswordPage"),
});

const homeRoute = createRoute({ getParentRoute: () => insideRoute, path: "/", component: HomePage });
const projectsRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: "/projects",
  component: lazyRouteComponent(() => import("../features/projects/projects-page.tsx"), "ProjectsPage"),
});
const projectRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: "/projects/$projectId",
  component: lazyRouteComponent(() => import("../features/projects/project-page.tsx"), "ProjectPage"),
});
const newReconciliationRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: "/projects/$projectId/new",
  // The chosen files stand in the address: one can go and correct how one is read, and come back.
  validateSearch: (search) => z.object({ left: z.string(), right: z.string() }).partial().catch({}).parse(search),
  component: lazyRouteComponent(() => import("../features/rules/new-reconciliation-page.tsx"), "NewReconciliationPage"),
});
const rulesRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: "/reconciliations/$reconciliationId/rules",
  component: lazyRouteComponent(() => import("../features/rules/rules-page.tsx"), "RulesPage"),
});
const reconciliationRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: "/reconciliations/$reconciliationId",
  component: lazyRouteComponent(
    () => import("../features/reconciliations/reconciliation-page.tsx"),
    "ReconciliationPage",
  ),
});
const sourceRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: "/sources/$sourceId",
  component: lazyRouteComponent(() => import("../features/sources/source-page.tsx"), "SourcePage"),
});
const runRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: "/runs/$runId",
  component: lazyRouteComponent(() => import("../features/runs/run-page.tsx"), "RunPage"),
});
const runOverviewRoute = createRoute({
  getParentRoute: () => runRoute,
  path: "/",
  component: lazyRouteComponent(() => import("../features/runs/run-overview.tsx"), "RunOverviewPage"),
});

/** A view of the results, whole in the address: shared, bookmarked and exported as it is. */
const View = z.object({
  list: z.enum(["breaks", "rows", "groups", "differences", "rejects"]).catch("breaks").default("breaks"),
  filter: z.record(z.string(), z.unknown()).optional().catch(undefined),
  search: z.string().optional().catch(undefined),
  sort: z.string().optional().catch(undefined),
  columns: z.string().optional().catch(undefined),
  item: z.string().optional().catch(undefined),
  group: z.string().optional().catch(undefined),
});
const exploreRoute = createRoute({
  getParentRoute: () => runRoute,
  path: "/explore",
  validateSearch: (search) => View.parse(search),
  component: lazyRouteComponent(() => import("../features/results/explore-page.tsx"), "ExplorePage"),
});

/** A group that is being built stands in the address too. */
const picked = z.array(z.int().min(1)).max(500).optional().catch(undefined);
const Bench = z.object({
  left: picked,
  right: picked,
  findLeft: z.coerce.string().optional().catch(undefined),
  findRight: z.coerce.string().optional().catch(undefined),
  sortLeft: z.string().optional().catch(undefined),
  sortRight: z.string().optional().catch(undefined),
});
const workbenchRoute = createRoute({
  getParentRoute: () => runRoute,
  path: "/workbench",
  validateSearch: (search) => Bench.parse(search),
  component: lazyRouteComponent(() => import("../features/workbench/workbench-page.tsx"), "WorkbenchPage"),
});

const profileRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: "/profile",
  component: lazyRouteComponent(() => import("../features/profile/profile-page.tsx"), "ProfilePage"),
});
const notificationsRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: "/notifications",
  component: lazyRouteComponent(() => import("../features/profile/notifications-page.tsx"), "NotificationsPage"),
});
const administrationRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: "/administration",
  component: lazyRouteComponent(
    () => import("../features/administration/administration-page.tsx"),
    "AdministrationPage",
  ),
});
const usersRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "/",
  component: lazyRouteComponent(() => import("../features/administration/users-page.tsx"), "UsersPage"),
});
const systemRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "/system",
  component: lazyRouteComponent(() => import("../features/administration/system-page.tsx"), "SystemPage"),
});
const settingsRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: "/settings",
  component: lazyRouteComponent(() => import("../features/administration/settings-page.tsx"), "SettingsPage"),
});

const tree = rootRoute.addChildren([
  signInRoute,
  resetRoute,
  insideRoute.addChildren([
    homeRoute,
    projectsRoute,
    projectRoute,
    newReconciliationRoute,
    reconciliationRoute,
    rulesRoute,
    sourceRoute,
    runRoute.addChildren([runOverviewRoute, exploreRoute, workbenchRoute]),
    profileRoute,
    notificationsRoute,
    administrationRoute.addChildren([usersRoute, systemRoute, settingsRoute]),
  ]),
]);

export const router = createRouter({ routeTree: tree, defaultPreload: "intent", scrollRestoration: true });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
