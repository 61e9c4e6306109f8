/** Imported first: React and Remix decide by it, as they load, whether to run their slow development checks. */
process.env["NODE_ENV"] ??= "production";
