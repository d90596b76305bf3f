export const exampleUser = {
  id: "0197a3c2-0000-7d35-9a01-6c1f0e5b2d11",
  email: "ada@example.com",
  name: "Ada Lovelace",
  role: "analyst",
  status: "active",
  mustChangePassword: false,
  createdAt: "2026-11-25T08:00:00.000Z",
  lastLoginAt: null,
  version: 1,
} as const;

export const exampleProjectId = "0197a3c2-4b1e-7d35-9a01-6c1f0e5b2d11";
