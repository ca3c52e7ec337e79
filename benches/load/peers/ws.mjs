// The relay of the yardsticks on Node's `ws`: acknowledges at once and stores nothing.
import { WebSocketServer } from "ws";

const agents = new Map();
const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.env.PORT), path: "/ws", perMessageDeflate: false, backlog: 4096 });
server.on("connection", (socket) => {
  socket.on("message", (data) => {
    const text = data.toString();
    const frame = JSON.parse(text);
    if (frame.t === "join") {
      if (frame.side === "agent") for (const one of frame.conversations) agents.set(one, socket);
      socket.send('{"t":"joined"}');
    } else if (frame.t === "say") {
      agents.get(frame.conversation)?.send(text);
      socket.send(`{"t":"stored","number":${frame.number}}`);
    }
  });
});
