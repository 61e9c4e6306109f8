/** Imported first: React and Remix decide by it, as they load, whether to run their slow development checks. */
const given = (process.env as Record<string, string | undefined>)["NODE_ENV"];
if (given === undefined || given === "") Object.assign(process.env, { NODE_ENV: "production" });
