// The same relay on Socket.IO: a room for each conversation; acknowledges at once and stores nothing.
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false, serveClient: false });
io.on("connection", (socket) => {
  socket.on("join", ({ side, conversations }, done) => {
    if (side === "agent") for (const one of conversations) socket.join(String(one));
    done();
  });
  socket.on("say", (message, done) => {
    socket.to(String(message.conversation)).emit("said", message);
    done();
  });
});
http.listen({ host: "127.0.0.1", port: Number(process.env.PORT), backlog: 4096 });
