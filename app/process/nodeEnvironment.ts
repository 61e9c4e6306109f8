/** Must be imported first: React and Remix read NODE_ENV as they load, and are slow unless it says production. */
const given = (process.env as Record<string, string | undefined>)["NODE_ENV"];
if (given === undefined || given === "") Object.assign(process.env, { NODE_ENV: "production" });
