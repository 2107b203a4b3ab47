// A bare echo over server-sent events: what is posted to /echo is answered, then sent to the open page, which shows it.
import { createServer } from "node:http";

const page = `<!doctype html><html lang="en"><title>echo</title><p id="shown">-</p><script>
new EventSource("/events").onmessage = (event) => { document.getElementById("shown").textContent = event.data; };
</script></html>`;
const open = new Set();

const server = createServer((request, response) => {
  if (request.url === "/events") {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(":\n\n");
    open.add(response);
    request.on("close", () => open.delete(response));
  } else if (request.url === "/echo") {
    let text = "";
    request.on("data", (piece) => (text += piece));
    request.on("end", () => {
      response.end("{}", () => open.forEach((stream) => stream.write(`data: ${text}\n\n`)));
    });
  } else {
    response.setHeader("content-type", "text/html");
    response.end(page);
  }
});
server.listen(0, "127.0.0.1", () => console.log(`ready http://127.0.0.1:${server.address().port}`));
process.on("SIGTERM", () => process.exit(0));
