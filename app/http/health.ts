import { type RequestHandler, type Response, Router } from "express";
import type { Services } from "../services.ts";

/**
 * What a host asks. `/live`: whether the process runs; one that does not answer is to be started again. `/ready`:
 * whether it can take webhooks and show pages, which needs no worker; one that cannot is to be sent none. The root tells
 * a person's alarm whether orders get on, in this process or another.
 */
export function answerHealth(
  { health }: Pick<Services, "health">,
  isStopping: () => boolean,
): RequestHandler {
  const router = Router();
  router.get("/live", (_request, response) => {
    answer(response, true, {});
  });
  router.get("/ready", (_request, response, next) => {
    health.databaseAnswers().then((answers) => {
      answer(response, answers && !isStopping(), { database: answers ? "up" : "down" });
    }, next);
  });
  router.get("/", (_request, response, next) => {
    health.report().then((report) => {
      answer(response, report.database === "up" && report.worker === "up", report);
    }, next);
  });
  return router;
}

function answer(response: Response, isWell: boolean, report: object): void {
  response.status(isWell ? 200 : 503).json({ status: isWell ? "up" : "down", ...report });
}
