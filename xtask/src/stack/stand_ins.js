// Stands for Workers KV, kept in memory, and for a queue that delivers nothing.

const values = new Map();

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    switch (request.method) {
      case "GET": {
        const value = values.get(pathname);
        return value === undefined ? new Response(null, { status: 404 }) : new Response(value);
      }
      case "PUT":
        values.set(pathname, await request.arrayBuffer());
        return new Response(null);
      case "DELETE":
        values.delete(pathname);
        return new Response(null);
      default:
        return Response.json({ metadata: { metrics: {} } });
    }
  },
};
