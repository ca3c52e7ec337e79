"""The same relay on FastAPI and uvicorn: acknowledges at once and stores nothing."""
import json

from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app, agents = FastAPI(), {}


@app.websocket("/ws")
async def relay(socket: WebSocket):
    await socket.accept()
    try:
        while True:
            text = await socket.receive_text()
            frame = json.loads(text)
            if frame["t"] == "join":
                if frame["side"] == "agent":
                    agents.update(dict.fromkeys(frame["conversations"], socket))
                await socket.send_text('{"t":"joined"}')
            elif frame["t"] == "say":
                if agent := agents.get(frame["conversation"]):
                    await agent.send_text(text)
                await socket.send_text(f'{{"t":"stored","number":{frame["number"]}}}')
    except WebSocketDisconnect:
        pass
