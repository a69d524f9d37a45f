import react from "@vitejs/plugin-react";
import { defineConfig, type ProxyOptions } from "vite";

const WORKER = "http://localhost:8787";

// The Worker accepts changes only from its own origin, so the proxy sends that origin.
const toWorker: ProxyOptions = { target: WORKER, headers: { origin: WORKER } };

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/api": toWorker, "/hubspot": toWorker, "/qr": toWorker } },
  build: {
    target: "es2022",
    // The Worker's policy allows no data: scripts or fonts, and small files are cheap over HTTP/2.
    assetsInlineLimit: 0,
  },
});
