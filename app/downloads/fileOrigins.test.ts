import { expect, it } from "vitest";
import { trustIn } from "./fileOrigins.ts";

const origin = (protocol: "https:" | "http:", hostname: string, port = "") => ({ protocol, hostname, port });
const anywhere = [origin("https:", "*")];

it("lets files come from any host over https, and from no other port or protocol", () => {
  expect(trustIn(anywhere, new URL("https://files.example.com/a.png"))).toBe("public");
  expect(trustIn(anywhere, new URL("https://files.example.com:443/a.png"))).toBe("public");
  expect(trustIn(anywhere, new URL("https://files.example.com:8443/a.png"))).toBeNull();
  expect(trustIn(anywhere, new URL("http://files.example.com/a.png"))).toBeNull();
  expect(trustIn(anywhere, new URL("file:///etc/passwd"))).toBeNull();
});

it("lets files come from a domain, and from none that only ends like it", () => {
  const domain = [origin("https:", "*.example.com")];
  expect(trustIn(domain, new URL("https://files.example.com/"))).toBe("public");
  expect(trustIn(domain, new URL("https://files.badexample.com/"))).toBeNull();
  expect(trustIn(domain, new URL("https://files.example.com.evil.net/"))).toBeNull();
});

it("trusts a host that is named, on the port that is named", () => {
  const named = [...anywhere, origin("http:", "10.0.0.7", "9000")];
  expect(trustIn(named, new URL("http://10.0.0.7:9000/a.png"))).toBe("named");
  expect(trustIn(named, new URL("http://10.0.0.7:9001/a.png"))).toBeNull();
  expect(trustIn([origin("http:", "10.0.0.7", "*")], new URL("http://10.0.0.7:9001/"))).toBe("named");
});

it("is not misled by a name before the host", () => {
  const named = [origin("https:", "files.example.com")];
  expect(trustIn(named, new URL("https://files.example.com@evil.net/"))).toBeNull();
});
