/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: [
    "pg",
    "pg-boss",
    "kysely",
    "pino",
    "openid-client",
    "oauth4webapi",
    "jose",
    "next-auth",
  ],
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  experimental: { serverActions: { bodySizeLimit: "64kb" } },
};
