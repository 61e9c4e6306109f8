/** Preloaded into the app by the sandbox: when the sandbox is killed, the app stops too, so that nothing is left. */
process.on("disconnect", () => {
  process.kill(process.pid, "SIGTERM");
});
// The channel alone must not keep the app alive.
process.channel?.unref();
