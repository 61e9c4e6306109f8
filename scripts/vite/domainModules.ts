import { relative } from "node:path";
import { normalizePath } from "vite";

/** The path of a module in the project, without what Vite adds to it. */
export function projectPath(root: string, id: string): string {
  return normalizePath(relative(root, id.replace(/\?.*/, "")));
}

/** Whether a module of the app is plain TypeScript, that Node runs as written; pages are not. @param path its project path */
export function isDomainModule(path: string): boolean {
  return /^app\/.*\.ts$/.test(path) && !/^app\/(routes|components)\//.test(path);
}
