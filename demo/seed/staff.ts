import type { Role } from "#lib/core/operators/roles.ts";
import type { BranchId } from "./branches.ts";
import { demoPassword } from "./demo-password.ts";

/** A member of staff as both OPs import them; `id` is the `sub` at the staff issuer. */
export interface StaffSeed {
  id: string;
  username: string;
  password: string;
  name: string;
  email: string;
  roles: readonly Role[];
  branch: BranchId;
}

export const staff: readonly StaffSeed[] = [
  {
    id: "6f9cd21a-ee01-4c18-b7fa-5f173d85992b",
    username: "tara",
    password: demoPassword,
    name: "Tara Teller",
    email: "tara.teller@bank.example",
    roles: ["teller"],
    branch: "main-street",
  },
  {
    id: "29807d19-6ac4-4442-8846-0b4cf2fb2f3d",
    username: "tom",
    password: demoPassword,
    name: "Tom Becker",
    email: "tom.becker@bank.example",
    roles: ["teller"],
    branch: "main-street",
  },
  {
    id: "6c863f5d-e2d6-4d38-88e0-b7692f858e3e",
    username: "sofia",
    password: demoPassword,
    name: "Sofia Supervisor",
    email: "sofia.supervisor@bank.example",
    roles: ["supervisor"],
    branch: "main-street",
  },
  {
    id: "89629a2f-a348-43ae-8bd1-050e674eb09d",
    username: "nina",
    password: demoPassword,
    name: "Nina Hartmann",
    email: "nina.hartmann@bank.example",
    roles: ["teller"],
    branch: "riverside",
  },
  {
    id: "c5b9b0a5-39f8-437c-a433-962759c74d9d",
    username: "sven",
    password: demoPassword,
    name: "Sven Albrecht",
    email: "sven.albrecht@bank.example",
    roles: ["supervisor"],
    branch: "riverside",
  },
  {
    id: "9a06a652-4036-4a89-9bd4-d70f1215af5a",
    username: "amir",
    password: demoPassword,
    name: "Amir Agent",
    email: "amir.agent@bank.example",
    roles: ["agent"],
    branch: "call-centre",
  },
  {
    id: "7253165a-cfa0-4a8f-ac17-bb36290db24b",
    username: "ruth",
    password: demoPassword,
    name: "Ruth Okoye",
    email: "ruth.okoye@bank.example",
    roles: ["agent"],
    branch: "call-centre",
  },
  {
    id: "0a8fb580-4d24-4e9c-8eae-11587d881b6b",
    username: "odette",
    password: demoPassword,
    name: "Odette Auditor",
    email: "odette.auditor@bank.example",
    roles: ["auditor"],
    branch: "call-centre",
  },
];
