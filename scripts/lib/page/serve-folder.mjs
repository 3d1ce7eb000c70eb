/** @file A server of the files in a folder, for this machine's own browser. */
import { createServer } from "node:http";
import sirv from "sirv";

/**
 * Serves until closed.
 *
 * @param {string} folder
 * @param {{ port: number, host: string, headers: Readonly<Record<string, string>> }} options port 0 takes a free one
 * @returns {Promise<{ readonly url: string, close(): Promise<void> }>} rejects if it cannot listen there
 */
export async function serveFolder(folder, { port, host, headers }) {
  const serveFile = sirv(folder, { dev: true });
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    serveFile(request, response, () => void response.writeHead(404).end());
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
