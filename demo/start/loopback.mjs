// Preloaded (`node --import`) into every process of the demo. `*.localhost` means this machine
// (RFC 6761), but not every system's resolver knows it: names of that kind resolve to 127.0.0.1.
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";

const ADDRESS = "127.0.0.1";

/** @param {unknown} name @param {{ family?: number | string }} options */
function isOurs(name, { family }) {
  if (family === 6 || family === "IPv6" || typeof name !== "string") return false;
  return /(^|\.)localhost\.?$/i.test(name);
}

/** The second argument of dns.lookup: nothing, a family, or options. */
function optionsOf(value) {
  if (typeof value === "number") return { family: value };
  return value ?? {};
}

const lookup = dns.lookup;
const lookupPromise = dns.promises.lookup;

dns.lookup = function lookupLoopback(name, options, callback) {
  const done = typeof options === "function" ? options : callback;
  const wanted = typeof options === "function" ? {} : optionsOf(options);
  if (!isOurs(name, wanted)) return lookup.call(this, ...arguments);
  if (wanted.all) process.nextTick(done, null, [{ address: ADDRESS, family: 4 }]);
  else process.nextTick(done, null, ADDRESS, 4);
  return {};
};

dns.promises.lookup = async function lookupLoopback(name, options) {
  const wanted = optionsOf(options);
  if (!isOurs(name, wanted)) return lookupPromise.call(this, ...arguments);
  const found = { address: ADDRESS, family: 4 };
  return wanted.all ? [found] : found;
};

syncBuiltinESMExports();
