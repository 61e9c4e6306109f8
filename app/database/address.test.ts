import { expect, it } from "vitest";
import { poolConfig } from "./address.ts";

it("takes a URL apart, with escaped characters", () => {
  expect(poolConfig("postgresql://me:p%40ss@db.example.com:6543/my%20shop")).toMatchObject({
    host: "db.example.com",
    port: 6543,
    user: "me",
    password: "p@ss",
    database: "my shop",
  });
});

it("takes a socket folder from ?host=", () => {
  expect(poolConfig("postgresql://me@localhost/shop?host=/run/postgresql").host).toBe("/run/postgresql");
});

it("encrypts when the URL asks for it, and checks the certificate when it asks for that", () => {
  expect(poolConfig("postgresql://h/d").ssl).toBeUndefined();
  expect(poolConfig("postgresql://h/d?sslmode=require").ssl).toEqual({ rejectUnauthorized: false });
  expect(poolConfig("postgresql://h/d?sslmode=verify-full").ssl).toEqual({ rejectUnauthorized: true });
});
