package io.portage.decode.registry;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server with prepared answers, for the protocol of a registry. */
public final class RegistryServer implements AutoCloseable {
  private static final String UNKNOWN = "{\"error_code\":40403,\"message\":\"Schema not found\"}";

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Headers> headers = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  private record Answer(int status, String body) {}

  private RegistryServer(HttpServer server) {
    this.server = server;
  }

  /** Starts a server that knows no schema. */
  public static RegistryServer start() throws IOException {
    RegistryServer started =
        new RegistryServer(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    started.server.createContext("/", started::answer);
    started.server.setExecutor(started.threads);
    started.server.start();
    return started;
  }

  /** Returns its URL. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Sets the schema of an id. */
  public RegistryServer schema(int id, String schema, String more) {
    return answer("/schemas/ids/" + id, 200, body(schema, more));
  }

  /** Sets the answer to a path. */
  public RegistryServer answer(String path, int status, String body) {
    answers.put(path, new Answer(status, body));
    return this;
  }

  /** Returns an answer with a schema and further fields. */
  public static String body(String schema, String more) {
    return "{\"schema\":\""
        + schema.replaceAll("\\s+", " ").replace("\"", "\\\"")
        + "\""
        + more
        + "}";
  }

  /** Does not answer a path. */
  RegistryServer hang(String path) {
    return answer(path, 0, "");
  }

  /** Returns the paths of all requests. */
  public List<String> requests() {
    return requests;
  }

  /** Returns the headers of the last request. */
  Headers lastHeaders() {
    return headers.get(headers.size() - 1);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    headers.add(exchange.getRequestHeaders());
    requests.add(path);
    Answer answer = answers.getOrDefault(path, new Answer(404, UNKNOWN));
    if (answer.status == 0) {
      return;
    }
    byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
